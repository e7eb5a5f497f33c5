// Where a server listens that was just started; the tests of better-auth ask, too.

import { createInterface } from "node:readline";

/** The address in the `listening` record. Reading goes on after it, or the log would fill the pipe. */
export function listening(process_) {
  return new Promise((resolve, reject) => {
    process_.once("error", reject);
    process_.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    createInterface({ input: process_.stdout }).on("line", (line) => {
      const record = JSON.parse(line);
      if (record.event === "listening") resolve(record.address);
    });
  });
}
