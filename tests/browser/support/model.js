// The scripted model as a program: the person's message says what it does (tests/harness/model/script.rs).

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const program = process.env.SCRIPTED_MODEL ?? new URL("../../../target/debug/scripted-model", import.meta.url).pathname;

/** Starts it and answers how to end it, and the variables that lead a server to it. */
export async function scriptedModel(dialect = "strict") {
  const model = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: model.stdout })[Symbol.asyncIterator]();
  const [url, key] = [(await lines.next()).value, (await lines.next()).value];
  const variables = {
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: key,
    OPENAI_MODEL: dialect,
    RATE_LIMIT_MODEL: "0/1",
    RATE_LIMIT_MODEL_DAY: "0/1",
  };
  return { variables, stop: () => model.kill() };
}
