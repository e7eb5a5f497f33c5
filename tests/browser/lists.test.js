// The lists of tasks: today, upcoming, overdue, all, done; each has an address of its own.

import assert from "node:assert/strict";
import { check, join, start } from "./support/browser.js";
import { list, show, shows, tick } from "./support/tasks.js";
import { eventually, focused, sees } from "./support/wait.js";

start();

/** A moment some days from now, by a clock that is so many hours ahead of UTC. */
function at(days, hour, ahead) {
  const here = new Date(Date.now() + ahead * 3_600_000);
  return new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate() + days, hour - ahead)).toISOString();
}

// Kiritimati is 14 hours ahead, so its days are others than those of UTC, where the browser is.
async function somebody() {
  const ada = await join({ timeZone: "Pacific/Kiritimati" });
  await ada.has(
    { title: "Long ago", due_at: at(-3, 12, 14) },
    { title: "This evening", due_at: new Date(Date.parse(at(0, 23, 14)) + 59 * 60_000).toISOString() },
    { title: "Next week", due_at: at(7, 9, 14) },
    { title: "At the start of tomorrow", due_at: at(1, 0, 14) },
    "Some day",
  );
  return ada;
}

check("every list shows what belongs to it, in the person's zone and in a sensible order", async (visit) => {
  const page = await visit("/tasks", { as: await somebody() });
  await shows(page, "Some day", "At the start of tomorrow", "Next week", "This evening", "Long ago");
  await show(page, "Today");
  await shows(page, "This evening");
  await show(page, "Upcoming");
  await shows(page, "At the start of tomorrow", "Next week");
  await show(page, "Overdue");
  await shows(page, "Long ago");
  await tick(page, "Long ago").check();
  await sees(page.getByText("Nothing overdue"));
  await show(page, "Done");
  await shows(page, "Long ago");
  await show(page, "All");
  await shows(page, "Some day", "At the start of tomorrow", "Next week", "This evening", "Long ago");
});

check("a list has an address, a title, a place in the history, and a count where it presses", async (visit) => {
  const page = await visit("/tasks/overdue", { as: await somebody() });
  await shows(page, "Long ago");
  assert.equal(await page.title(), "Overdue · todo-app");
  assert.equal(await list(page, "Overdue").getAttribute("aria-current"), "page");
  await sees(list(page, "Overdue 1 task"));
  await sees(list(page, "Today 1 task"));
  assert.equal(await page.getByRole("combobox", { name: "Sort tasks" }).inputValue(), "Due date");

  await show(page, "Upcoming");
  await shows(page, "At the start of tomorrow", "Next week");
  assert.equal(new URL(page.url()).pathname, "/tasks/upcoming");
  await page.goBack();
  await shows(page, "Long ago");
  await page.goForward();
  await shows(page, "At the start of tomorrow", "Next week");

  // By keyboard the focus stays where it is.
  await list(page, "Today").focus();
  await page.keyboard.press("Enter");
  await shows(page, "This evening");
  await focused(list(page, "Today"));
  await tick(page, "This evening").check();
  await eventually(async () => assert.equal(await list(page, "Today").innerText(), "Today"));
});

check("a tag can be kept as a link, and is on offer in every list", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Bread", tags: ["home"] }, { title: "Report", tags: ["work"] });
  const page = await visit("/tasks?tag=home", { as: ada });
  await shows(page, "Bread");
  const tag = page.getByRole("combobox", { name: "Filter by tag" });
  assert.equal(await tag.inputValue(), "home");
  await tag.selectOption("");
  await shows(page, "Report", "Bread");
  await show(page, "Done");
  await sees(page.getByText("Nothing completed yet"));
  assert.deepEqual(await tag.getByRole("option").allInnerTexts(), ["Tag", "#home", "#work"]);
});
