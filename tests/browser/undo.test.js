// Whatever is done to tasks can be taken back: from the notice, by keyboard, and from the history.

import assert from "node:assert/strict";
import { button, check, join, row, say, start } from "./support/browser.js";
import { cards } from "./support/chat.js";
import { form, shows, tick } from "./support/tasks.js";
import { comeBack, eventually, focused, gone, sees } from "./support/wait.js";

start();

const notice = (page, text) => page.locator(".toast").filter({ hasText: text });
const undo = (page, text) => button(notice(page, text), "Undo").click();

check("each change made in the page is told with a way back, which takes back exactly that", async (visit) => {
  const ada = await join();
  const [, kept] = await ada.has("Call mom", { title: "Pay rent", due_at: "2031-05-01T09:30:00Z", tags: ["home"] });
  const page = await visit("/tasks", { as: ada });

  await tick(page, "Call mom").check();
  await shows(page, "Pay rent");
  await undo(page, "Completed “Call mom”.");
  await sees(notice(page, "Undone: “Call mom”."));
  await shows(page, "Pay rent", "Call mom");

  await button(page, "Edit Pay rent").click();
  await form(page).getByLabel("Title", { exact: true }).fill("Pay the rent");
  await button(form(page), "Save task").click();
  // What somebody else does meanwhile is not what is undone.
  await sees(notice(page, "Changed “Pay the rent”."));
  await ada.has("Something else");
  await undo(page, "Changed “Pay the rent”.");
  await shows(page, "Something else", "Pay rent", "Call mom");

  await button(page, "Delete Pay rent").click();
  await button(page.getByRole("dialog"), "Delete task").click();
  await undo(page, "Deleted “Pay rent”.");
  await shows(page, "Something else", "Pay rent", "Call mom");
  assert.deepEqual(await ada.call(`/api/me/tasks/${kept.id}`), kept);

  await page.getByRole("textbox", { name: "New task" }).fill("One more");
  await page.keyboard.press("Enter");
  await undo(page, "Added “One more”.");
  await shows(page, "Something else", "Pay rent", "Call mom");
});

check("what the chat did is told with a way back, all of it at once", async (visit) => {
  const ada = await join();
  await ada.has("Write report", "Call mom");
  const page = await visit("/chat", { as: ada });
  await say(page, "add milk and bread");
  await sees(cards(page).getByText(/milk/i));
  await undo(page, /^Added/);
  await eventually(async () => assert.deepEqual((await ada.tasks()).map((task) => task.title), ["Call mom", "Write report"]));
});

check("Ctrl+Z undoes and Ctrl+Shift+Z does again, but not while somebody types", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/tasks", { as: ada });
  await tick(page, "Call mom").check();
  await sees(page.getByText("All clear"));
  await page.keyboard.press("Control+z");
  await shows(page, "Call mom");
  await page.keyboard.press("Control+Shift+z");
  await sees(page.getByText("All clear"));
  const title = page.getByRole("textbox", { name: "New task" });
  await title.fill("words");
  await page.keyboard.press("Control+z");
  await sees(page.getByText("All clear"));
  assert.equal((await ada.tasks())[0].completed, true);
});

check("the history says who did what by which door, undoes a step, and tells a conflict", async (visit) => {
  const ada = await join();
  await ada.has("Write report");
  const page = await visit("/history", { as: ada });
  const step = (text) => page.getByRole("list", { name: "Steps" }).locator(".step").filter({ hasText: text });
  await sees(step("Added Write report").getByText("You · just now"));
  await ada.says("delete the write report task");
  await ada.says("yes");
  await comeBack(page);
  await page.reload();
  await sees(step("Deleted Write report").getByText("Offline assistant, in the chat"));

  // Its task is gone: the step before is not what the history ends with.
  await button(page, "Undo: Added Write report").click();
  await sees(notice(page, "has been changed again since"));

  await button(page, "Undo: Deleted Write report").click();
  await sees(step("Deleted Write report").getByText("Undone", { exact: true }));
  await focused(button(page, "Redo: Deleted Write report"));
  assert.equal((await ada.tasks()).length, 1);
  await button(page, "Redo: Deleted Write report").click();
  await gone(step("Deleted Write report").getByText("Undone", { exact: true }));
  assert.equal((await ada.tasks()).length, 0);
});
