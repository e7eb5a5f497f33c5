// Someone whose programs connect, on a server of their own.

import { databases, start } from "../better-auth/server.js";

/** A server with a person: `token(scope)` makes an access token, `titles()` reads the tasks by REST, `stop` ends it. */
export async function person(database = "SQLite", program = undefined) {
  const server = await start(databases[database], program);
  const call = async (path, { bearer, body } = {}) => {
    const response = await fetch(server.origin + path, {
      method: body ? "POST" : "GET",
      headers: { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const account = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  const { token: bearer } = await call("/api/auth/sign-up/email", { body: account });
  const token = async (scope) =>
    (await call("/api/auth/access-tokens", { bearer, body: { name: "A test", scope } })).token;
  const titles = async () => (await call("/api/me/tasks", { bearer })).map((task) => task.title);
  return { ...server, url: `${server.origin}/api/mcp`, token, titles };
}
