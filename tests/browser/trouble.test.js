// The chat when something goes wrong: stopped, cut off, refused, too long.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, button, check, composer, join, messages, say, start, theServer } from "./support/browser.js";
import { answers, cards, lastAnswer } from "./support/chat.js";
import { Person } from "./support/person.js";
import { Gate, Server } from "./support/server.js";
import { focused, gone, sees } from "./support/wait.js";

start();

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

check("each failed answer sends, or gives back, its own message", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  await say(page, "add water the plants");
  await sees(lastAnswer(page).getByText("Added “Water the plants”."));
  page.excuse(/503/);
  await page.route("**/api/me/chat", (route) => route.fulfill({ status: 503, body: "" }));
  for (const [n, text] of ["add feed the cat", "add walk the dog", "add wash the car"].entries()) {
    await say(page, text);
    await sees(answers(page).nth(n + 1).getByRole("alert"));
  }
  await page.unroute("**/api/me/chat");
  await button(answers(page).nth(1), "Retry").click();
  await sees(answers(page).nth(1).getByText("Added “Feed the cat”."));
  await composer(page).fill("and more");
  await button(answers(page).nth(2), "Edit message").click();
  assert.equal(await composer(page).inputValue(), "add walk the dog\nand more");
  assert.equal(await messages(page).getByText("add walk the dog").count(), 0);
  await button(answers(page).nth(2), "Retry").click();
  await sees(lastAnswer(page).getByText("Added “Wash the car”."));
  assert.deepEqual(
    await messages(page).getByText(/^add /).allInnerTexts(),
    ["add water the plants", "add feed the cat", "add wash the car"],
  );
  assert.deepEqual((await ada.tasks()).map((t) => t.title), ["Wash the car", "Feed the cat", "Water the plants"]);
});

check("a message that is too long says how much, before it is sent", async (visit) => {
  const page = await visit("/chat", { as: await join(), size: DESKTOP });
  await composer(page).fill("x".repeat(4003));
  await sees(page.getByText(/\d+ characters too many/));
  assert.ok(await button(page, "Send message").isDisabled());
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
