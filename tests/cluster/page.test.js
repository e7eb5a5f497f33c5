// The page in a real Chromium, in front of the cluster. ORIGIN is where it is; kubectl scales the backend away.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { lastAnswer } from "../browser/support/chat.js";
import { composer, launch, messages, open, say } from "../browser/support/browser.js";
import { someone } from "../browser/support/person.js";
import { eventually, sees } from "../browser/support/wait.js";

const on = { origin: process.env.ORIGIN ?? "http://todo.local" };
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const kubectl = (...args) => execFileSync("kubectl", ["--namespace", process.env.NAMESPACE ?? "todo", ...args]).toString();
const button = (scope, name) => scope.getByRole("button", { name, exact: true });
const link = (page, name) => page.getByRole("link", { name, exact: true });

/** Signs up through the form and says a first thing. */
async function arrive() {
  const { page, context } = await open("/", { on, within: browser });
  await link(page, "Create an account").click();
  const { email, password } = someone();
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Create account").click();
  await sees(page.getByRole("heading", { name: /Hello Ada/ }));
  await say(page, "add buy milk tomorrow at 5pm, high priority");
  await sees(messages(page).getByText("Added “Buy milk”"));
  return { page, context };
}

test("sign-up, chat and tasks", { timeout: 60_000 }, async () => {
  const { page, context } = await arrive();
  await link(page, "Tasks").click();
  await sees(page.getByRole("checkbox", { name: "Completed: Buy milk" }));
  // The box is ticked at once; the chat knows of it when the server does.
  const completed = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await page.getByRole("checkbox", { name: "Completed: Buy milk" }).check();
  assert.ok((await completed).ok());
  await link(page, "Chat").click();
  await say(page, "what have I completed?");
  await sees(lastAnswer(page).getByText(/Buy milk .*done/));
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test("without a backend the page says so, keeps the draft, and recovers by itself", { timeout: 180_000 }, async () => {
  const { page, context } = await arrive();
  kubectl("scale", "deployment/backend", "--replicas=0");
  kubectl("wait", "--for=delete", "pod", "--selector=app.kubernetes.io/component=backend", "--timeout=60s");
  try {
    await say(page, "add water the plants");
    await sees(messages(page).getByRole("alert"));
    await sees(button(messages(page), "Retry"));
    await composer(page).fill("and another thing");
    await link(page, "Account").click();
    await page.reload();
    await sees(page.getByRole("heading", { name: "No connection" }));
    await sees(button(page, "Try again"));
  } finally {
    kubectl("scale", "deployment/backend", "--replicas=2");
  }
  await sees(page.getByRole("heading", { name: "Account", level: 1 }).first());
  await link(page, "Chat").click();
  await eventually(async () => assert.equal(await composer(page).inputValue(), "and another thing"));
  await say(page, "add water the plants");
  await sees(messages(page).getByText("Added “Water the plants”"));
  await context.close();
});
