// Adds a token to every request: the conformance suite has no option for one. Host and Origin stay as they came.

import { createServer, request } from "node:http";

/** A proxy to `origin`; `stop` ends it. */
export async function proxy(origin, token) {
  const server = createServer((incoming, answer) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    const { method, url } = incoming;
    const outgoing = request(new URL(url, origin), { method, headers, setHost: false }, (response) => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => server.close();
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}
