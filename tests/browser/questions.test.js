// What the assistant asks, and the answers to it.

import assert from "node:assert/strict";
import { button, check, join, messages, say, start, theServer } from "./support/browser.js";
import { answers, at, lastAnswer, question } from "./support/chat.js";
import { Person } from "./support/person.js";
import { Gate } from "./support/server.js";
import { comeBack, eventually, gone, sees } from "./support/wait.js";

start();

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
  const asked = question(page);
  await say(page, "delete all tasks");
  await sees(asked);
  await button(asked, "No").click();
  await gone(asked);
  await eventually(async () => assert.equal(await answers(page).count(), 2));
  assert.equal((await ada.tasks()).length, 5);

  await say(page, "delete all tasks");
  await sees(asked);
  assert.equal((await ada.tasks()).length, 5);
  await button(asked, "Yes, do it").click();
  await sees(lastAnswer(page).getByText("Deleted “Five”."));
  assert.deepEqual(await ada.tasks(), []);
});

check("a question that waits for a yes still has its buttons after a reload", async (visit) => {
  const ada = await join();
  await ada.has({ title: "One" }, { title: "Two" }, { title: "Three" }, { title: "Four" });
  const page = await visit("/chat", { as: ada });
  await say(page, "delete all my tasks");
  await sees(question(page));
  await page.reload();
  await question(page).getByRole("button", { name: "Yes, do it" }).click();
  await eventually(async () => assert.equal((await ada.tasks()).length, 0));
  await page.reload();
  await sees(messages(page).getByText("delete all my tasks"));
  await gone(question(page));
});

check("an open question survives a reload: a typed yes answers it", async (visit) => {
  const ada = await join();
  await ada.has("One", "Two", "Three", "Four", "Five");
  const page = await visit("/chat", { as: ada });
  await say(page, "delete all tasks");
  await sees(question(page));
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
  const asked = question(page);
  await say(page, "delete all tasks");
  await sees(asked);
  await say(page, "no");
  await gone(asked);
  await button(page, "Send message").waitFor();
  await say(page, "complete all tasks");
  await sees(question(lastAnswer(page)));
  assert.equal(await asked.count(), 1);

  // Answered in another tab, and another one asked: this tab follows when the person comes back.
  await at(page, /^\/chat\/\d+$/);
  const id = Number(new URL(page.url()).pathname.split("/").at(-1));
  await ada.says("no", id);
  await comeBack(page);
  await gone(asked);
  assert.deepEqual((await ada.tasks()).map((task) => task.completed), [false, false, false, false, false]);
});

check("a stopped answer further up does not keep the buttons of a question that was answered elsewhere", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const ada = await Person.join(gate);
    await ada.has("One", "Two", "Three", "Four", "Five");
    const page = await visit("/chat", { as: ada });
    gate.holding = true;
    await say(page, "what can you do?");
    await gate.caught();
    await button(page, "Stop answering").click();
    await sees(lastAnswer(page).getByText("Stopped."));
    gate.release();
    await say(page, "delete all tasks");
    await sees(question(page));
    const [{ id }] = await ada.call("/api/me/conversations");
    await ada.says("no", id);
    await comeBack(page);
    await gone(question(page));
    assert.equal(await answers(page).count(), 3);
  } finally {
    await gate.close();
  }
});

check("a question has no buttons before its answer is complete: they could do nothing yet", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const ada = await Person.join(gate);
    await ada.has("One", "Two", "Three", "Four", "Five");
    const page = await visit("/chat", { as: ada });
    gate.holding = true;
    await say(page, "delete all tasks");
    await gate.caught();
    // All but the last event.
    gate.some(gate.held[0].rest.split("\n\n").length - 2);
    await sees(lastAnswer(page).getByText("That would delete 5 tasks"));
    assert.equal(await question(page).count(), 0);
    gate.release();
    await sees(question(page));
  } finally {
    await gate.close();
  }
});
