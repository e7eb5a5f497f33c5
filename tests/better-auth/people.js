// People with the real npm `better-auth` client in their hands.

import { createAuthClient } from "better-auth/client";
import { randomBytes } from "node:crypto";

export const PASSWORD = "correct horse battery";

/** A program: keeps the token of `set-auth-token` and sends it as a bearer. */
export function program(origin) {
  let token;
  const client = createAuthClient({
    baseURL: origin,
    fetchOptions: {
      auth: { type: "Bearer", token: () => token },
      onSuccess: ({ response }) => {
        token = response.headers.get("set-auth-token") ?? token;
      },
    },
  });
  return { client, token: () => token };
}

/** A browser, as far as sessions go: keeps cookies and says which page it is on. */
export function browser(origin) {
  const cookies = new Map();
  const customFetchImpl = async (url, options) => {
    const headers = new Headers(options.headers);
    headers.set("Origin", origin);
    if (cookies.size) headers.set("Cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(url, { ...options, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split(/=(.*)/s);
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return { client: createAuthClient({ baseURL: origin, fetchOptions: { customFetchImpl } }), cookies };
}

/** A name, an address and a password that nobody else has. */
export function someone(name = "Ada") {
  return { name, email: `${name}-${randomBytes(6).toString("hex")}@Example.com`, password: PASSWORD };
}

/** The answer's data; an error of the client's becomes a failed test that shows it. */
export function data(result) {
  if (result.error) throw new Error(`${result.error.status} ${result.error.code}: ${result.error.message}`);
  return result.data;
}

/** Status and code of a refusal. */
export function refusal({ data, error }) {
  if (!error) throw new Error(`it was not refused, but answered ${JSON.stringify(data)}`);
  if (!error.message) throw new Error("the refusal has no message");
  return [error.status, error.code];
}
