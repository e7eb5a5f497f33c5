// Access tokens on the account page, and what programs change while the page is open.

import assert from "node:assert/strict";
import { button, check, join, start, theServer } from "./support/browser.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

const section = (page) => page.getByRole("region", { name: "For programs", exact: true });
const tokens = (page) => section(page).getByRole("list", { name: "Access tokens" }).getByRole("listitem");

/** Calls a tool as a program does; the answer's status, and its result. */
async function tool(token, name, args) {
  const response = await fetch(`${theServer().direct}/api/mcp`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }),
  });
  return { status: response.status, result: (await response.json()).result };
}

/** Makes a token on the account page and reads it there. */
async function make(page, name, scope) {
  await section(page).getByLabel("What is it for?").fill(name);
  await section(page).getByLabel("It may").selectOption(scope);
  await button(section(page), "Make an access token").click();
  const shown = section(page).getByText(/^todo_\w{32}$/);
  await sees(shown);
  return shown.textContent();
}

check("a token is made, shown once, used and revoked", async (visit) => {
  const ada = await join();
  const page = await visit("/account", { as: ada });
  await button(section(page), "Make an access token").click();
  await sees(section(page).getByText("Please say what the token is for."));
  const token = await make(page, "Claude on my laptop", "write");
  const row = tokens(page).filter({ hasText: "Claude on my laptop" });
  await sees(row.getByText("Read and change"));
  await sees(row.getByText(/^never used · until /));
  assert.equal((await tool(token, "add_task", { title: "From a program" })).result.isError, false);

  await page.reload();
  await sees(row.getByText(/^last used /));
  assert.equal(await section(page).getByText(token).count(), 0, "it is not shown again");
  await button(row, "Revoke Claude on my laptop").click();
  await button(page.getByRole("dialog"), "Cancel").click();
  assert.equal(await tokens(page).count(), 1);
  await button(row, "Revoke Claude on my laptop").click();
  await button(page.getByRole("dialog", { name: "Revoke “Claude on my laptop”?" }), "Revoke").click();
  await sees(page.getByText("Revoked. The program is locked out."));
  await gone(row);
  assert.equal((await tool(token, "list_tasks", {})).status, 401);
});

check("a token that may only read changes nothing", async (visit) => {
  const page = await visit("/account", { as: await join() });
  const token = await make(page, "A reader", "read");
  const { result } = await tool(token, "add_task", { title: "x" });
  assert.equal(result.structuredContent.code, "READ_ONLY_TOKEN");
  assert.equal((await tool(token, "list_tasks", {})).result.isError, false);
});

check("what a program does shows on the open page within two seconds", async (visit) => {
  const ada = await join();
  const page = await visit("/account", { as: ada });
  const token = await make(page, "A program", "write");
  await page.getByRole("link", { name: "Tasks" }).first().click();
  await sees(page.getByRole("heading", { name: "Tasks", level: 1 }));
  const within = async (what) => {
    const deadline = Date.now() + 2_000;
    await eventually(async () => assert.ok(await what()));
    assert.ok(Date.now() <= deadline + 300, `it took ${Date.now() - deadline + 2_000} ms`);
  };
  const row = page.getByText("Water the plants", { exact: true });
  const { result } = await tool(token, "add_task", { title: "Water the plants" });
  await within(() => row.isVisible());
  const id = result.structuredContent.task_id;
  await tool(token, "update_task", { task_id: id, title: "Water the roses" });
  await within(() => page.getByText("Water the roses", { exact: true }).isVisible());
  await tool(token, "delete_task", { task_id: id });
  await within(async () => (await page.getByText("Water the roses", { exact: true }).count()) === 0);
});
