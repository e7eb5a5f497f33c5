// Programs that are run to their end.

import { spawn } from "node:child_process";

/** Runs a program: its exit code and what it said. */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const pipe of ["stdout", "stderr"]) {
      child[pipe].on("data", (data) => {
        said[pipe] += data;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
}

/** A program of node_modules/.bin, with this Node. */
export const tool = (name, ...args) => run(process.execPath, [`node_modules/.bin/${name}`, ...args]);
