// The real server with a database of its own, and a gate in front of it that can hold and cut answers.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening } from "./listening.js";
import { eventually } from "./wait.js";

const repository = new URL("../../../", import.meta.url).pathname;
const binary = process.env.TODO_APP ?? join(repository, "target/debug/todo-app");
/** The built page that is tested. */
export const dist = process.env.DIST ?? join(repository, "dist");

/** Where pictures of failures and the server's words go, beside the logs of the other steps. */
export const logs = join(repository, "target/test-logs/browser");
mkdirSync(logs, { recursive: true });

/** Plain http under a name: not a secure context, as in the cluster. Chromium maps it to this machine. */
const HOST = "todo.local";

/** A server that can be killed and started again on the same port and data. */
export class Server {
  static async start() {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), "browser-"));
    await server.run(0);
    return server;
  }

  /** Where the page is, for the browser. */
  get origin() {
    return `http://${HOST}:${this.port}`;
  }

  /** Where the API is, for the test itself. */
  get direct() {
    return `http://127.0.0.1:${this.port}`;
  }

  async run(port) {
    this.process = spawn(binary, [], {
      stdio: ["ignore", "pipe", openSync(join(logs, "server.log"), "a")],
      env: {
        DATA_DIR: this.folder,
        ASSETS_DIR: dist,
        HOST: "127.0.0.1",
        PORT: String(port),
        LOG_FORMAT: "json",
        SHUTDOWN_TIMEOUT: "1",
        // Tests do more in a second than a person does in an hour.
        RATE_LIMIT_SIGN_IN: "0/1",
        RATE_LIMIT_AUTH: "0/1",
        RATE_LIMIT_FAILURES: "0/1",
        RATE_LIMIT_CHAT: "0/1",
      },
    });
    const address = await listening(this.process);
    this.port = Number(address.split(":").at(-1));
    await eventually(async () => {
      if (!(await fetch(`${this.direct}/health`)).ok) throw new Error("the server is not healthy");
    });
  }

  /** Ends it in the middle of whatever it does, like a crash. */
  async kill() {
    await this.end("SIGKILL");
  }

  /** Starts it again where it was. */
  async restart() {
    await this.run(this.port);
  }

  async stop() {
    await this.end("SIGTERM");
    rmSync(this.folder, { recursive: true });
  }

  async end(signal) {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    await ended;
  }
}

/** Forwards to a server; streams of the chat stop after their first event while it is `holding`. */
export class Gate {
  static async open(server) {
    const gate = new Gate();
    gate.server = server;
    gate.holding = false;
    gate.held = [];
    gate.listener = http.createServer((request, response) => gate.forward(request, response));
    await new Promise((resolve) => gate.listener.listen(0, "127.0.0.1", resolve));
    gate.origin = `http://${HOST}:${gate.listener.address().port}`;
    gate.direct = server.direct;
    return gate;
  }

  forward(request, response) {
    const { method, url, headers } = request;
    const up = http.request({ host: "127.0.0.1", port: this.server.port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      if (this.holding && url === "/api/me/chat") this.hold(answer, response);
      else answer.pipe(response);
    });
    up.on("error", () => response.destroy());
    response.on("close", () => up.destroy());
    request.pipe(up);
  }

  // The whole answer is read, so the server has finished its turn; the page has seen only the beginning.
  async hold(answer, response) {
    const chunks = [];
    try {
      for await (const chunk of answer) chunks.push(chunk);
    } catch {
      return response.destroy();
    }
    const text = Buffer.concat(chunks).toString();
    const end = text.indexOf("\n\n") + 2;
    response.write(text.slice(0, end));
    this.held.push({ response, rest: text.slice(end) });
  }

  /** Waits until an answer is held. */
  async caught() {
    await eventually(() => {
      if (this.held.length === 0) throw new Error("no answer is held");
    });
  }

  /** Lets the next events of held answers through. */
  some(events) {
    for (const held of this.held) {
      const parts = held.rest.split(/(?<=\n\n)/);
      held.response.write(parts.splice(0, events).join(""));
      held.rest = parts.join("");
    }
  }

  /** Breaks the connections of held answers. */
  cut() {
    this.holding = false;
    for (const { response } of this.held.splice(0)) response.destroy();
  }

  /** Lets held answers through. */
  release() {
    this.holding = false;
    for (const { response, rest } of this.held.splice(0)) response.end(rest);
  }

  async close() {
    this.cut();
    this.listener.closeAllConnections();
    await new Promise((resolve) => this.listener.close(resolve));
  }
}
