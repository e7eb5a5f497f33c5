// Talking to the assistant.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, check, composer, join, messages, say, start, theServer } from "./support/browser.js";
import { Person } from "./support/person.js";
import { Gate, Server } from "./support/server.js";
import { eventually, focused, gone, sees } from "./support/wait.js";

start();

const answers = (page) => messages(page).getByRole("listitem").filter({ has: page.getByRole("heading", { name: /assistant/i }) });
const lastAnswer = (page) => answers(page).last();
const cards = (page) => page.getByRole("list", { name: "Tasks in this answer" });
const conversations = (page) => page.getByRole("region", { name: "Conversations" });
const button = (scope, name) => scope.getByRole("button", { name, exact: true });
const go = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
const row = (page, title) => page.getByRole("list", { name: "Tasks", exact: true }).getByRole("listitem").filter({ hasText: title });

/** Waits until the path of the page is this one. */
const at = (page, path) => page.waitForURL((url) => (path instanceof RegExp ? path.test(url.pathname) : url.pathname === path));

check("a suggestion adds a task, with a card, and the list has it at once", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  await page.getByRole("list", { name: "Suggestions" }).getByRole("button").first().click();
  await sees(messages(page).getByText("Add buy groceries tomorrow at 5pm"));
  await sees(lastAnswer(page).getByText("Added “Buy groceries”, due tomorrow at 17:00."));
  const card = cards(page).getByRole("listitem");
  await sees(card.getByRole("link", { name: "Buy groceries" }));
  await sees(card.getByText("Added", { exact: true }));
  // Beside the chat, without a reload.
  await sees(page.getByRole("complementary", { name: "Up next" }).getByText("Buy groceries"));
  await at(page, /^\/chat\/\d+$/);
  await go(page, "Tasks");
  await sees(row(page, "Buy groceries"));
  assert.equal((await ada.tasks()).length, 1);
});

check("an answer is shown while it arrives", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const page = await visit("/chat", { as: await Person.join(gate) });
    gate.holding = true;
    await say(page, "add water the plants");
    await sees(page.getByText("Thinking…"));
    await gate.caught();
    gate.some(4);
    await sees(page.getByText("Adding a task…").or(page.getByText("Added a task")));
    gate.release();
    await sees(lastAnswer(page).getByText("Added “Water the plants”."));
    await sees(cards(page).getByText("Water the plants"));
    await gone(page.getByText("Thinking…"));
  } finally {
    await gate.close();
  }
});

check("tasks are listed, completed, changed and deleted by talking", async (visit) => {
  const ada = await join();
  await ada.has("Write report", "Call the dentist");
  const page = await visit("/chat", { as: ada });
  await say(page, "What's pending?");
  await sees(lastAnswer(page).getByText("You have 2 open tasks"));
  await say(page, "mark the report as done");
  await sees(lastAnswer(page).getByText(/Done: “Write report”/));
  await sees(lastAnswer(page).getByText("Completed", { exact: true }));
  await say(page, "rename the dentist task to 'Call Dr. Who'");
  await sees(lastAnswer(page).getByText(/Call Dr. Who/).first());
  await say(page, "delete the Dr. Who task");
  await sees(lastAnswer(page).getByText("Deleted “Call Dr. Who”."));
  await eventually(async () => assert.deepEqual((await ada.tasks()).map((t) => [t.title, t.completed]), [["Write report", true]]));
});

check("when several tasks match, the assistant asks, and takes the answer", async (visit) => {
  const ada = await join();
  await ada.has("Team meeting", "Board meeting");
  const page = await visit("/chat", { as: ada });
  await say(page, "Delete the meeting task");
  await sees(lastAnswer(page).getByText(/which/i));
  assert.equal((await ada.tasks()).length, 2);
  await say(page, "the board meeting");
  await sees(lastAnswer(page).getByText("Deleted “Board meeting”."));
  assert.deepEqual((await ada.tasks()).map((t) => t.title), ["Team meeting"]);
});

check("many deletions wait for a yes; no changes nothing", async (visit) => {
  const ada = await join();
  await ada.has("One", "Two", "Three", "Four", "Five");
  const page = await visit("/chat", { as: ada });
  const question = page.getByRole("group", { name: "Please confirm" });
  await say(page, "delete all tasks");
  await sees(question);
  await button(question, "No").click();
  await gone(question);
  await eventually(async () => assert.equal(await answers(page).count(), 2));
  assert.equal((await ada.tasks()).length, 5);

  await say(page, "delete all tasks");
  await sees(question);
  assert.equal((await ada.tasks()).length, 5);
  await button(question, "Yes, do it").click();
  await sees(lastAnswer(page).getByText("Deleted “Five”."));
  assert.deepEqual(await ada.tasks(), []);
});

check("Enter sends, Shift+Enter begins a line", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  const send = button(page, "Send message");
  assert.ok(await send.isDisabled());
  await composer(page).pressSequentially("add pack");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially("the bags");
  assert.equal(await composer(page).inputValue(), "add pack\nthe bags");
  assert.equal(await answers(page).count(), 0);
  await composer(page).press("Enter");
  await sees(messages(page).getByText("add pack"));
  assert.equal(await composer(page).inputValue(), "");
  await sees(lastAnswer(page).getByText(/Added/).first());
  // Nothing but space is no message.
  await composer(page).fill("  \n ");
  await composer(page).press("Enter");
  assert.ok(await send.isDisabled());
  assert.equal(await answers(page).count(), 1);
});

check("conversations are begun, opened, renamed and deleted", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  const list = conversations(page);
  await sees(list.getByText("Nothing here yet."));
  await say(page, "add feed the cat");
  await sees(list.getByRole("link", { name: "add feed the cat" }));
  await button(list, "New chat").click();
  await at(page, "/chat");
  await sees(page.getByRole("list", { name: "Suggestions" }));
  await focused(composer(page));
  await say(page, "add walk the dog");
  await sees(list.getByRole("link", { name: "add walk the dog" }));

  await list.getByRole("link", { name: "add feed the cat" }).click();
  await sees(page.getByRole("heading", { name: "add feed the cat", level: 1 }));
  await sees(lastAnswer(page).getByText("Added “Feed the cat”."));

  await button(list, "Rename conversation add feed the cat").click();
  const title = list.getByRole("textbox", { name: "Conversation title" });
  await title.fill("Pets");
  await title.press("Enter");
  await sees(list.getByRole("link", { name: "Pets" }));
  await sees(page.getByRole("heading", { name: "Pets", level: 1 }));
  await button(list, "Rename conversation Pets").click();
  await title.fill("Not this");
  await title.press("Escape");
  await sees(list.getByRole("link", { name: "Pets" }));

  await button(list, "Delete conversation Pets").click();
  const dialog = page.getByRole("dialog", { name: "Delete this conversation?" });
  await button(dialog, "Cancel").click();
  await gone(dialog);
  await sees(list.getByRole("link", { name: "Pets" }));
  await button(list, "Delete conversation Pets").click();
  await button(dialog, "Delete conversation").click();
  await gone(list.getByRole("link", { name: "Pets" }));
  await at(page, "/chat");
  await sees(page.getByText("Conversation deleted. Your tasks are still there."));
  assert.equal((await ada.tasks()).length, 2);
  assert.deepEqual((await ada.call("/api/me/conversations")).map((c) => c.title), ["add walk the dog"]);
});

check("a reload goes on in the same conversation, with its cards", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add water the plants");
  await sees(cards(page).getByText("Water the plants"));
  await at(page, /^\/chat\/\d+$/);
  await page.reload();
  await sees(messages(page).getByText("add water the plants"));
  await sees(lastAnswer(page).getByText("Added “Water the plants”."));
  await sees(cards(page).getByText("Water the plants"));
  await say(page, "mark it as done");
  await sees(lastAnswer(page).getByText("Done: “Water the plants” is completed."));
});

check("a question that waits for a yes still has its buttons after a reload", async (visit) => {
  const ada = await join();
  await ada.has({ title: "One" }, { title: "Two" }, { title: "Three" }, { title: "Four" });
  const page = await visit("/chat", { as: ada });
  await say(page, "delete all my tasks");
  await sees(page.getByRole("group", { name: "Please confirm" }));
  await page.reload();
  await page.getByRole("group", { name: "Please confirm" }).getByRole("button", { name: "Yes, do it" }).click();
  await eventually(async () => assert.equal((await ada.tasks()).length, 0));
  await page.reload();
  await sees(messages(page).getByText("delete all my tasks"));
  await gone(page.getByRole("group", { name: "Please confirm" }));
});

check("an answer can be copied, on plain http too", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add water the plants");
  await page.getByRole("button", { name: "Copy this answer" }).click();
  await sees(page.getByText("Answer copied."));
  await composer(page).press("Control+V");
  assert.equal(await composer(page).inputValue(), "Added “Water the plants”.");
});

check("a conversation that is gone, or another's, says so and leads on", async (visit) => {
  const [ada, eve] = [await join(), await join({ name: "Eve" })];
  const { conversation_id } = await ada.says("add secret of Ada");
  const page = await visit(`/chat/${conversation_id}`, { as: eve });
  page.excuse(/404/);
  await sees(page.getByText("This conversation is not there any more"));
  await page.getByRole("link", { name: "Start a new chat" }).click();
  await sees(page.getByRole("list", { name: "Suggestions" }));
});

check("an answer can be stopped, and talking goes on", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const page = await visit("/chat", { as: await Person.join(gate) });
    gate.holding = true;
    await say(page, "what can you do?");
    await gate.caught();
    await button(page, "Stop answering").click();
    await sees(lastAnswer(page).getByText("Stopped."));
    await focused(composer(page));
    gate.release();
    await say(page, "add water the plants");
    await sees(lastAnswer(page).getByText("Added “Water the plants”."));
  } finally {
    await gate.close();
  }
});

check("a connection lost in the middle of an answer keeps the message, and Retry acts once", async (visit) => {
  const server = await Server.start();
  const gate = await Gate.open(server);
  try {
    const ada = await Person.join(gate);
    const page = await visit("/chat", { as: ada });
    page.excuse(/Failed to load resource|ERR_/);
    gate.holding = true;
    await say(page, "add water the plants");
    await gate.caught();
    await server.kill();
    gate.cut();
    await sees(lastAnswer(page).getByText("The connection was lost before the answer was complete."));
    await sees(messages(page).getByText("add water the plants"));

    // Still down: the same again.
    await button(lastAnswer(page), "Retry").click();
    await sees(lastAnswer(page).getByRole("alert"));
    await server.restart();
    await button(lastAnswer(page), "Retry").click();
    await sees(lastAnswer(page).getByText("Added “Water the plants”."));
    await sees(cards(page).getByText("Water the plants"));
    assert.deepEqual((await ada.tasks()).map((t) => t.title), ["Water the plants"]);
    assert.equal(await messages(page).getByText("add water the plants").count(), 1);
    // Stored once as well.
    const [{ id }] = await ada.call("/api/me/conversations");
    assert.equal((await ada.call(`/api/me/conversations/${id}/messages`)).filter((m) => m.role === "user").length, 1);
  } finally {
    await gate.close();
    await server.stop();
  }
});

check("a message to a server that is down can be retried, or taken back", async (visit) => {
  const server = await Server.start();
  try {
    const ada = await Person.join(server);
    const page = await visit("/chat", { as: ada });
    await sees(page.getByText("No open tasks."));
    page.excuse(/Failed to load resource|ERR_/);
    await server.kill();
    await say(page, "add feed the cat");
    await sees(lastAnswer(page).getByText("The server cannot be reached. Check your connection and try again."));
    await button(lastAnswer(page), "Edit message").click();
    assert.equal(await composer(page).inputValue(), "add feed the cat");
    assert.equal(await messages(page).getByText("add feed the cat").count(), 0);
    await say(page, "add feed the cats");
    await sees(lastAnswer(page).getByRole("alert"));
    await server.restart();
    await button(lastAnswer(page), "Retry").click();
    await sees(lastAnswer(page).getByText("Added “Feed the cats”."));
    assert.deepEqual((await ada.tasks()).map((t) => t.title), ["Feed the cats"]);
  } finally {
    await server.stop();
  }
});

check("a draft is kept across pages and a reload, each conversation its own", async (visit) => {
  const ada = await join();
  const { conversation_id } = await ada.says("add feed the cat");
  const page = await visit("/chat", { as: ada });
  await composer(page).fill("not finished yet");
  await go(page, "Tasks");
  await sees(row(page, "Feed the cat"));
  await go(page, "Chat");
  assert.equal(await composer(page).inputValue(), "not finished yet");
  await conversations(page).getByRole("link", { name: "add feed the cat" }).click();
  await at(page, `/chat/${conversation_id}`);
  await eventually(async () => assert.equal(await composer(page).inputValue(), ""));
  await go(page, "Chat");
  await eventually(async () => assert.equal(await composer(page).inputValue(), "not finished yet"));
  await page.reload();
  await sees(composer(page));
  assert.equal(await composer(page).inputValue(), "not finished yet");
});

check("a message that is too long says how much, before it is sent", async (visit) => {
  const page = await visit("/chat", { as: await join(), size: DESKTOP });
  await composer(page).fill("x".repeat(4003));
  await sees(page.getByText(/\d+ characters too many/));
  assert.ok(await button(page, "Send message").isDisabled());
});

check("an answer arrives in the conversation that it belongs to, wherever the person went meanwhile", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const page = await visit("/chat", { as: await Person.join(gate) });
    await say(page, "add feed the cat");
    await sees(lastAnswer(page).getByText("Added “Feed the cat”."));
    const first = new URL(page.url()).pathname;
    gate.holding = true;
    await say(page, "add walk the dog");
    await gate.caught();
    await button(conversations(page), "New chat").click();
    await sees(page.getByRole("list", { name: "Suggestions" }));
    await composer(page).fill("something else");
    gate.release();
    // The task is there at once, the conversation is not disturbed.
    await sees(page.getByRole("complementary", { name: "Up next" }).getByText("Walk the dog"));
    await sees(page.getByRole("list", { name: "Suggestions" }));
    assert.equal(await composer(page).inputValue(), "something else");
    assert.equal(new URL(page.url()).pathname, "/chat");
    await page.goBack();
    await at(page, first);
    await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
    assert.equal(await answers(page).count(), 2);
  } finally {
    await gate.close();
  }
});

check("back and forward go through the conversations", async (visit) => {
  const ada = await join();
  const [cat, dog] = [await ada.says("add feed the cat"), await ada.says("add walk the dog")];
  const page = await visit(`/chat/${cat.conversation_id}`, { as: ada });
  await sees(lastAnswer(page).getByText("Added “Feed the cat”."));
  await conversations(page).getByRole("link", { name: "add walk the dog" }).click();
  await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
  await page.goBack();
  await at(page, `/chat/${cat.conversation_id}`);
  await sees(lastAnswer(page).getByText("Added “Feed the cat”."));
  await page.goForward();
  await at(page, `/chat/${dog.conversation_id}`);
  await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
});

check("a title that could not be saved goes back to what it was", async (visit) => {
  const ada = await join();
  await ada.says("add feed the cat");
  const page = await visit("/chat", { as: ada });
  page.excuse(/503/);
  await page.route("**/api/me/conversations/*", (route) => route.fulfill({ status: 503, body: "" }));
  const list = conversations(page);
  // The buttons come with the mouse.
  await list.getByRole("link", { name: "add feed the cat" }).hover();
  await button(list, "Rename conversation add feed the cat").click();
  await list.getByRole("textbox", { name: "Conversation title" }).fill("Pets");
  await button(list, "Save title").click();
  await sees(page.getByText("The server is not available right now."));
  await sees(list.getByRole("link", { name: "add feed the cat" }));
});

check("a task for a day is shown without a time", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add call mom tomorrow");
  await sees(lastAnswer(page).getByText("Added “Call mom”, due tomorrow."));
  await sees(cards(page).getByText("Tomorrow", { exact: true }));
  await go(page, "Tasks");
  await sees(row(page, "Call mom").getByText("Tomorrow", { exact: true }));
});

check("two messages at once in one conversation: the second is told to wait, and can be sent again", async (visit) => {
  const ada = await join();
  const { conversation_id } = await ada.says("add feed the cat");
  const page = await visit(`/chat/${conversation_id}`, { as: ada });
  await sees(lastAnswer(page).getByText("Added “Feed the cat”."));
  page.excuse(/409/);
  const busy = { code: "CONVERSATION_BUSY", message: "This conversation is still answering. Try again in a moment.", request_id: "r" };
  await page.route("**/api/me/chat", (route) => route.fulfill({ status: 409, json: busy }));
  await say(page, "add walk the dog");
  await sees(lastAnswer(page).getByRole("alert").getByText(busy.message));
  await page.unroute("**/api/me/chat");
  await button(lastAnswer(page), "Retry").click();
  await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
});

check("an open question survives a reload: a typed yes answers it", async (visit) => {
  const ada = await join();
  await ada.has("One", "Two", "Three", "Four", "Five");
  const page = await visit("/chat", { as: ada });
  await say(page, "delete all tasks");
  await sees(page.getByRole("group", { name: "Please confirm" }));
  await at(page, /^\/chat\/\d+$/);
  await page.reload();
  await sees(lastAnswer(page).getByText("That would delete 5 tasks"));
  assert.equal((await ada.tasks()).length, 5);
  await say(page, "yes");
  await sees(lastAnswer(page).getByText("Deleted “Five”."));
  assert.deepEqual(await ada.tasks(), []);
});

check("the buttons of a question go when anything follows it", async (visit) => {
  const ada = await join();
  await ada.has("One", "Two", "Three", "Four", "Five");
  const page = await visit("/chat", { as: ada });
  const question = page.getByRole("group", { name: "Please confirm" });
  await say(page, "delete all tasks");
  await sees(question);
  await say(page, "no");
  await gone(question);
  await button(page, "Send message").waitFor();
  await say(page, "complete all tasks");
  await sees(lastAnswer(page).getByRole("group", { name: "Please confirm" }));
  assert.equal(await question.count(), 1);

  // Answered in another tab, and another one asked: this tab follows when the person comes back.
  await at(page, /^\/chat\/\d+$/);
  const id = Number(new URL(page.url()).pathname.split("/").at(-1));
  await ada.says("no", id);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await gone(question);
  assert.deepEqual((await ada.tasks()).map((task) => task.completed), [false, false, false, false, false]);
});

check("a pasted message that is too long says so on a phone, too", async (visit) => {
  const page = await visit("/chat", { as: await join(), size: PHONE });
  await composer(page).focus();
  await page.keyboard.insertText("x".repeat(5000));
  await composer(page).press("Enter");
  await sees(page.getByRole("alert").getByText("1000 characters too many to send"));
  assert.equal((await composer(page).inputValue()).length, 5000);
  await composer(page).fill("short");
  await gone(page.getByText("too many"));
});

check("without a server the chat says so once, covers nothing, and takes it back", async (visit) => {
  const server = await Server.start();
  try {
    const page = await visit("/chat", { as: await Person.join(server) });
    await sees(page.getByText("No open tasks."));
    page.excuse(/Failed to load resource|ERR_/);
    await server.kill();
    await say(page, "add feed the cat");
    await sees(lastAnswer(page).getByRole("alert"));
    await sees(page.getByText("No connection", { exact: true }));
    assert.equal(await page.getByText("The server cannot be reached.").count(), 1);
    await composer(page).fill("more");
    // Playwright presses only what nothing covers.
    await button(page, "Send message").click({ trial: true });
    await server.restart();
    await gone(page.getByText("No connection", { exact: true }));
  } finally {
    await server.stop();
  }
});

check("the page says times as the assistant does", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add call mom tomorrow at 9am");
  const words = lastAnswer(page).getByText(/due tomorrow at \d/);
  const said = (await words.innerText()).match(/at ([\d:]+)/)[1];
  await sees(cards(page).getByText(`Tomorrow ${said}`, { exact: true }));
  await sees(page.getByRole("complementary", { name: "Up next" }).getByText(`Tomorrow ${said}`, { exact: true }));
});
