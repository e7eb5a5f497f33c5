// The real server on a port and a database of its own.

import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening } from "../browser/support/listening.js";

const binary = process.env.TODO_APP ?? new URL("../../target/debug/todo-app", import.meta.url).pathname;
const maintenance = process.env.TEST_POSTGRES_URL;

/** The databases to test on: name, and what makes an empty one. */
export const databases = {
  SQLite: (folder) => `sqlite:${join(folder, "todo.db")}`,
  PostgreSQL: () => {
    if (!maintenance) throw new Error("set TEST_POSTGRES_URL, or run scripts/test better-auth");
    const name = `better_auth_${randomBytes(6).toString("hex")}`;
    execFileSync("psql", ["--quiet", maintenance, "--command", `CREATE DATABASE ${name}`]);
    const url = new URL(maintenance);
    url.pathname = `/${name}`;
    return url.href;
  },
};

/** Starts a server on such a database; `stop` ends it. */
export async function start(makeDatabase) {
  const folder = mkdtempSync(join(tmpdir(), "better-auth-"));
  const process_ = spawn(binary, ["backend"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      DATABASE_URL: makeDatabase(folder),
      JWT_SECRET: randomBytes(32).toString("hex"),
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_FORMAT: "json",
      // These tests sign in far more often than a person would.
      RATE_LIMIT_AUTH: "0/1",
      RATE_LIMIT_SIGN_IN: "0/1",
      RATE_LIMIT_FAILURES: "0/1",
    },
  });
  const stop = async () => {
    const ended = new Promise((resolve) => process_.once("exit", resolve));
    if (process_.exitCode === null) {
      process_.kill("SIGTERM");
      await ended;
    }
    rmSync(folder, { recursive: true });
  };
  const origin = `http://${await listening(process_)}`;
  await healthy(origin);
  return { origin, stop };
}

async function healthy(origin) {
  const deadline = Date.now() + 15_000;
  while (!(await fetch(`${origin}/health`)).ok) {
    if (Date.now() > deadline) throw new Error("the server did not become healthy within 15 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
