// Answers that come late: what the person did meanwhile stays.

import assert from "node:assert/strict";
import { button, check, composer, join, messages, ready, start } from "./support/browser.js";
import { answers, conversations, lastAnswer } from "./support/chat.js";
import { rows, shows } from "./support/tasks.js";
import { comeBack, eventually, focused, gone, sees } from "./support/wait.js";

start();

/** The server's own answer; only Chromium knows where todo.local is. */
const answer = (route) => route.fetch({ url: route.request().url().replace("todo.local", "127.0.0.1") });

/** Keeps the next answer to such a request back until it is released. */
async function hold(page, method, address) {
  const held = {};
  let caught;
  held.caught = new Promise((resolve) => (caught = resolve));
  const released = new Promise((resolve) => (held.release = resolve));
  let isFirst = true;
  await page.route(address, async (route) => {
    if (!isFirst || route.request().method() !== method) return route.fallback();
    isFirst = false;
    held.request = route.request();
    const response = await answer(route);
    caught();
    await released;
    await route.fulfill({ response });
  });
  return held;
}

/** Lets a held answer through, and waits until the page has done with it. */
async function settle(page, held) {
  const arrived = page.waitForEvent("requestfinished", (request) => request === held.request);
  held.release();
  await arrived;
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

check("the next task is typed while the one before is still on its way", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  await sees(page.getByText("All clear"));
  const post = await hold(page, "POST", "**/api/me/tasks");
  const title = page.getByRole("textbox", { name: "New task" });
  await title.fill("Water the plants");
  await title.press("Enter");
  await post.caught;
  assert.equal(await title.inputValue(), "");
  await focused(title);
  await title.fill("Call mom");
  post.release();
  await shows(page, "Water the plants");
  assert.equal(await title.inputValue(), "Call mom");
  await title.press("Enter");
  await shows(page, "Call mom", "Water the plants");
  assert.equal(await title.inputValue(), "");
});

check("a task that could not be added comes back with all its fields, or is named when the next is typed already", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  await sees(page.getByText("All clear"));
  page.excuse(/503/);
  const asked = [];
  await page.route("**/api/me/tasks", (route) => asked.push(route));
  const refuse = (n) => asked[n].fulfill({ status: 503, body: "" });
  const title = page.getByRole("textbox", { name: "New task" });
  const tags = page.getByLabel("Tags", { exact: true });
  await button(page, "Details").click();
  await tags.fill("home");
  await title.fill("Water the plants");
  await title.press("Enter");
  await eventually(() => assert.equal(asked.length, 1));
  assert.deepEqual([await title.inputValue(), await tags.inputValue()], ["", ""]);
  await refuse(0);
  await sees(page.getByRole("alert").getByText("The server is not available right now."));
  assert.deepEqual([await title.inputValue(), await tags.inputValue()], ["Water the plants", "home"]);

  await title.press("Enter");
  await eventually(() => assert.equal(asked.length, 2));
  await title.fill("Call mom");
  await refuse(1);
  await sees(page.getByText("“Water the plants” was not added."));
  assert.equal(await title.inputValue(), "Call mom");
});

check("a new task that a refresh brought first is one row", async (visit) => {
  const ada = await join();
  await ada.has("Pay rent");
  const page = await visit("/tasks", { as: ada });
  await shows(page, "Pay rent");
  const post = await hold(page, "POST", "**/api/me/tasks");
  const title = page.getByRole("textbox", { name: "New task" });
  await title.fill("Call mom");
  await title.press("Enter");
  await post.caught;
  await comeBack(page);
  await shows(page, "Call mom", "Pay rent");
  // The row as it is now, and what follows, without the help of another refresh.
  await page.route("**/api/me/tasks?*", () => {});
  post.release();
  await gone(page.locator("[aria-busy=true]"));
  await shows(page, "Call mom", "Pay rent");
  assert.equal(await rows(page).count(), 2);
});

check("a late list of conversations does not undo a newer one", async (visit) => {
  const ada = await join();
  await ada.says("add feed the cat");
  const page = await visit("/tasks", { as: ada });
  const list = conversations(page);
  await sees(list.getByRole("link", { name: "add feed the cat" }));
  const late = await hold(page, "GET", "**/api/me/conversations");
  await comeBack(page);
  await late.caught;
  await list.getByRole("link", { name: "add feed the cat" }).hover();
  await button(list, "Rename conversation add feed the cat").click();
  await list.getByRole("textbox", { name: "Conversation title" }).fill("Pets");
  const saved = page.waitForResponse(/\/api\/me\/conversations\/\d+$/);
  await button(list, "Save title").click();
  await (await saved).finished();
  await settle(page, late);
  await sees(list.getByRole("link", { name: "Pets" }));
});

check("a list that is on its way when a person signs out does not come to the next", async (visit) => {
  const [ada, eve] = [await join(), await join({ name: "Eve" })];
  await ada.says("add secret of Ada");
  await eve.says("add feed the cat");
  const page = await visit("/account", { as: ada });
  const list = conversations(page);
  await sees(list.getByRole("link", { name: "add secret of Ada" }));
  const late = await hold(page, "GET", "**/api/me/conversations");
  await comeBack(page);
  await late.caught;
  await button(page, "Sign out").click();
  await sees(page.getByRole("heading", { name: "Welcome back" }));
  await page.getByLabel("E-mail", { exact: true }).fill(eve.email);
  await page.getByLabel("Password", { exact: true }).fill(eve.password);
  await button(page, "Sign in").click();
  await sees(list.getByRole("link", { name: "add feed the cat" }));
  await settle(page, late);
  assert.deepEqual(await list.getByRole("link").allInnerTexts(), ["add feed the cat"]);
});

check("the list of conversations says when each was last used", async (visit) => {
  const ada = await join();
  await ada.says("add feed the cat");
  const page = await visit("/tasks", { as: ada });
  const link = conversations(page).getByRole("link", { name: "add feed the cat" });
  await sees(link);
  await page.route("**/api/me/conversations", async (route) => {
    const response = await answer(route);
    const [only] = await response.json();
    await route.fulfill({ response, json: [{ ...only, updated_at: "2031-05-01T09:30:00Z" }] });
  });
  await comeBack(page);
  await eventually(async () => assert.match(await link.getAttribute("title"), /2031/));
});

check("a message waits for those before it, which would wipe it out", async (visit) => {
  const ada = await join();
  const { conversation_id } = await ada.says("add feed the cat");
  const page = await visit("/chat", { as: ada });
  await sees(page.getByRole("list", { name: "Suggestions" }));
  const stored = await hold(page, "GET", "**/messages");
  await conversations(page).getByRole("link", { name: "add feed the cat" }).click();
  await stored.caught;
  assert.equal(new URL(page.url()).pathname, `/chat/${conversation_id}`);
  await composer(page).fill("add walk the dog");
  await composer(page).press("Enter");
  assert.equal(await composer(page).inputValue(), "add walk the dog");
  stored.release();
  await sees(messages(page).getByText("Added “Feed the cat”."));
  await ready(page);
  await composer(page).press("Enter");
  await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
  assert.equal(await answers(page).count(), 2);
});
