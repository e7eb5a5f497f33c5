// Conversations: begun, opened, left and found again.

import assert from "node:assert/strict";
import { PHONE, button, check, composer, join, messages, row, say, start, theServer } from "./support/browser.js";
import { answers, at, cards, conversations, go, lastAnswer } from "./support/chat.js";
import { Person } from "./support/person.js";
import { Gate } from "./support/server.js";
import { comeBack, eventually, focused, gone, sees } from "./support/wait.js";

start();

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

check("a conversation that is gone, or another's, says so and leads on", async (visit) => {
  const [ada, eve] = [await join(), await join({ name: "Eve" })];
  const { conversation_id } = await ada.says("add secret of Ada");
  const page = await visit(`/chat/${conversation_id}`, { as: eve });
  page.excuse(/404/);
  await sees(page.getByText("This conversation is not there any more"));
  await page.getByRole("link", { name: "Start a new chat" }).click();
  await sees(page.getByRole("list", { name: "Suggestions" }));
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

check("renaming keeps the focus where the person is", async (visit) => {
  const ada = await join();
  await ada.says("add feed the cat");
  const page = await visit("/tasks", { as: ada });
  const list = conversations(page);
  const title = list.getByRole("textbox", { name: "Conversation title" });
  await button(list, "Rename conversation add feed the cat").press("Enter");
  await focused(title);
  await page.keyboard.press("Escape");
  await focused(button(list, "Rename conversation add feed the cat"));
  await page.keyboard.press("Enter");
  await title.fill("Pets");
  const saved = page.waitForResponse(/\/api\/me\/conversations\/\d+$/);
  await page.keyboard.press("Enter");
  await focused(button(list, "Rename conversation Pets"));
  await (await saved).finished();
  await focused(button(list, "Rename conversation Pets"));
});

check("on a phone Escape ends renaming, and not the list around it", async (visit) => {
  const ada = await join();
  await ada.says("add feed the cat");
  const page = await visit("/tasks", { as: ada, size: PHONE });
  await button(page, "Conversations").tap();
  const drawer = page.getByRole("dialog", { name: "Conversations" });
  await button(drawer, "Rename conversation add feed the cat").tap();
  const title = drawer.getByRole("textbox", { name: "Conversation title" });
  await title.fill("Not this");
  await page.keyboard.press("Escape");
  await gone(title);
  await focused(button(drawer, "Rename conversation add feed the cat"));
  await page.keyboard.press("Escape");
  await gone(drawer);
});

check("a conversation is deleted from any page, which stays", async (visit) => {
  const ada = await join();
  const { conversation_id } = await ada.says("add feed the cat");
  const page = await visit(`/chat/${conversation_id}`, { as: ada });
  await sees(lastAnswer(page).getByText("Added “Feed the cat”."));
  const link = conversations(page).getByRole("link", { name: "add feed the cat" });
  assert.equal(await link.getAttribute("aria-current"), "page");
  await go(page, "Tasks");
  await sees(row(page, "Feed the cat"));
  assert.equal(await link.getAttribute("aria-current"), null);
  await link.hover();
  await button(conversations(page), "Delete conversation add feed the cat").click();
  await button(page.getByRole("dialog"), "Delete conversation").click();
  await sees(page.getByText("Conversation deleted. Your tasks are still there."));
  await gone(link);
  assert.equal(new URL(page.url()).pathname, "/tasks");
  await sees(row(page, "Feed the cat"));
  await go(page, "Chat");
  await sees(page.getByRole("list", { name: "Suggestions" }));
});

check("the answer of a conversation that is deleted is stopped", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const page = await visit("/chat", { as: await Person.join(gate) });
    gate.holding = true;
    await say(page, "add feed the cat");
    await gate.caught();
    await at(page, /^\/chat\/\d+$/);
    const list = conversations(page);
    await list.getByRole("link", { name: "add feed the cat" }).hover();
    await button(list, "Delete conversation add feed the cat").click();
    const stopped = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/me/chat"));
    await button(page.getByRole("dialog"), "Delete conversation").click();
    await stopped;
    await at(page, "/chat");
    await sees(page.getByRole("list", { name: "Suggestions" }));
    await gone(list.getByRole("link", { name: "add feed the cat" }));
    // What it did before the end shows.
    await sees(page.getByRole("complementary", { name: "Up next" }).getByText("Feed the cat"));
    gate.release();
    await say(page, "add walk the dog");
    await sees(lastAnswer(page).getByText("Added “Walk the dog”."));
  } finally {
    await gate.close();
  }
});
