// Tasks by hand.

import assert from "node:assert/strict";
import { button, check, join, row, start } from "./support/browser.js";
import { Person } from "./support/person.js";
import { Server } from "./support/server.js";
import { hours, list, rows, show, shows, tick } from "./support/tasks.js";
import { comeBack, eventually, focused, gone, sees } from "./support/wait.js";

start();

check("a task is added with Enter, and with details", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  await sees(page.getByText("All clear"));
  const title = page.getByRole("textbox", { name: "New task" });
  await title.press("Enter");
  await sees(page.getByText("Write what is to be done, then press Enter."));
  await title.fill("Water the plants");
  await title.press("Enter");
  await shows(page, "Water the plants");
  await eventually(async () => assert.equal(await title.inputValue(), ""));
  await focused(title);

  await title.fill("Pay rent");
  await button(page, "Details").click();
  await page.getByLabel("Due", { exact: true }).fill("2031-05-01T09:30");
  await page.getByLabel("Priority", { exact: true }).selectOption("High");
  await page.getByLabel("Tags", { exact: true }).fill("Home, #money");
  await button(page, "Add").click();
  await shows(page, "Pay rent", "Water the plants");
  await sees(row(page, "Pay rent").getByText("High priority"));
  await sees(row(page, "Pay rent").getByText("#money"));
  const [rent] = await ada.tasks();
  assert.deepEqual([rent.priority, rent.tags], ["high", ["home", "money"]]);
  assert.equal(new Date(rent.due_at).toISOString(), "2031-05-01T09:30:00.000Z");
});

check("a task is completed and reopened", async (visit) => {
  const ada = await join();
  await ada.has("Write report", "Call mom");
  const page = await visit("/tasks", { as: ada });
  await tick(page, "Write report").check();
  await shows(page, "Call mom");
  await show(page, "Done");
  await shows(page, "Write report");
  assert.deepEqual((await ada.tasks("?status=completed")).map((task) => task.title), ["Write report"]);
  await tick(page, "Write report").uncheck();
  await sees(page.getByText("Nothing completed yet"));
  await show(page, "Open");
  await shows(page, "Call mom", "Write report");
});

check("deleting asks first", async (visit) => {
  const ada = await join();
  await ada.has("Keep", "Throw away");
  const page = await visit("/tasks", { as: ada });
  const dialog = page.getByRole("dialog", { name: "Delete this task?" });
  await button(page, "Delete Throw away").click();
  await sees(dialog.getByText("“Throw away” goes from every list. For 30 days you can undo that."));
  // The harmless answer has the focus.
  await focused(button(dialog, "Cancel"));
  await page.keyboard.press("Escape");
  await gone(dialog);
  await shows(page, "Throw away", "Keep");
  await button(page, "Delete Throw away").click();
  await button(dialog, "Delete task").click();
  await shows(page, "Keep");
  await sees(page.getByText("Deleted “Throw away”."));
  assert.deepEqual((await ada.tasks()).map((task) => task.title), ["Keep"]);
});

check("filters, search and order", async (visit) => {
  const ada = await join();
  await ada.has(
    { title: "Banana bread", priority: "low", tags: ["home"], due_at: hours(72) },
    { title: "Café visit", priority: "high", tags: ["fun"] },
    { title: "Apple pie", tags: ["home"], due_at: hours(-48) },
  );
  const page = await visit("/tasks", { as: ada });
  await shows(page, "Apple pie", "Café visit", "Banana bread");
  await sees(page.getByText("3 tasks"));

  const sort = page.getByRole("combobox", { name: "Sort tasks" });
  await sort.selectOption("Title");
  await shows(page, "Apple pie", "Banana bread", "Café visit");
  await sort.selectOption("Priority");
  await shows(page, "Café visit", "Apple pie", "Banana bread");
  await sort.selectOption("Due date");
  await shows(page, "Apple pie", "Banana bread", "Café visit");

  const tag = page.getByRole("combobox", { name: "Filter by tag" });
  await tag.selectOption("#home");
  await shows(page, "Apple pie", "Banana bread");
  await page.getByRole("combobox", { name: "Filter by priority" }).selectOption("Low");
  await shows(page, "Banana bread");
  const search = page.getByRole("searchbox", { name: "Search tasks" });
  await search.fill("nothing like it");
  await sees(page.getByText("Nothing matches"));
  await button(page, "Clear search and filters").click();
  await shows(page, "Apple pie", "Banana bread", "Café visit");

  await search.fill("CAFE\u0301");
  await shows(page, "Café visit");
  await search.fill("");
  await shows(page, "Apple pie", "Banana bread", "Café visit");
  await show(page, "Overdue");
  await shows(page, "Apple pie");
  await sees(row(page, "Apple pie").getByText("Overdue:"));
  await button(row(page, "Apple pie"), "#home").click();
  await eventually(async () => assert.equal(await tag.inputValue(), "home"));
  await show(page, "All");
  await shows(page, "Apple pie", "Banana bread");
});

check("every list says what to do when it is empty", async (visit) => {
  const page = await visit("/tasks", { as: await join() });
  for (const [lens, words] of [
    ["Open", "Add your first task above, or tell the assistant about it."],
    ["Today", "Tasks with a due date of today appear here."],
    ["Upcoming", "Tasks with a due date from tomorrow on appear here."],
    ["Overdue", "You are on time with everything."],
    ["Done", "Tick a task, and it moves here."],
    ["All", "Add your first task above, or tell the assistant about it."],
  ]) {
    await show(page, lens);
    await sees(page.getByText(words));
  }
  await page.getByRole("link", { name: "Ask the assistant" }).click();
  await sees(page.getByRole("list", { name: "Suggestions" }));
});

check("sixty tasks come in two pages", async (visit) => {
  const ada = await join();
  await ada.has(...Array.from({ length: 60 }, (_, n) => `Task ${n + 1}`));
  const page = await visit("/tasks", { as: ada });
  await sees(page.getByText("50+ tasks"));
  assert.equal(await rows(page).count(), 50);
  await button(page, "Load more").click();
  await sees(page.getByText("60 tasks"));
  assert.equal(await rows(page).count(), 60);
  await sees(row(page, "Task 1").last());
  assert.equal(await button(page, "Load more").count(), 0);
  // Completing one keeps the others where they are.
  await tick(page, "Task 60").check();
  await sees(page.getByText("59 tasks"));
});

check("a list stays as long as it was loaded", async (visit) => {
  const ada = await join();
  await ada.has(...Array.from({ length: 260 }, (_, n) => `Task ${n + 1}`));
  const page = await visit("/tasks", { as: ada });
  for (const count of ["50+", "100+", "150+", "200+", "250+"]) {
    await sees(page.getByText(`${count} tasks`));
    await button(page, "Load more").click();
  }
  await sees(page.getByText("260 tasks"));
  await tick(page, "Task 1").check();
  await sees(page.getByText("259 tasks"));
  assert.equal(await rows(page).count(), 259);
  await sees(tick(page, "Task 2"));
});

check("what is due at a time that is past is overdue, midnight too, in the list as in the row", async (visit) => {
  const ada = await join();
  const today = new Date().toISOString().slice(0, 10);
  await ada.has({ title: "Midnight", due_at: `${today}T00:00:00Z` }, { title: "The whole day", due_at: `${today}T23:59:00Z` });
  const page = await visit("/tasks", { as: ada });
  await sees(row(page, "Midnight").getByText("Overdue: Today 00:00"));
  await sees(row(page, "The whole day").getByText("Today", { exact: true }));
  assert.equal(await row(page, "The whole day").getByText("Overdue").count(), 0);
  await show(page, "Overdue");
  await shows(page, "Midnight");
});

check("without a server the list says so, and comes back", async (visit) => {
  const server = await Server.start();
  try {
    const ada = await Person.join(server);
    await ada.has("Call mom");
    const page = await visit("/account", { as: ada });
    await sees(page.getByRole("heading", { name: "Account", level: 1 }));
    page.excuse(/Failed to load resource|ERR_/);
    await server.kill();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tasks" }).click();
    const alert = page.getByRole("main").getByRole("alert").filter({ hasText: "The server cannot be reached." });
    await sees(alert);
    await server.restart();
    await button(alert, "Try again").click();
    await shows(page, "Call mom");
  } finally {
    await server.stop();
  }
});

check("what another tab changed shows when the person comes back", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/tasks", { as: ada });
  await shows(page, "Call mom");
  await ada.has("Pay rent");
  await comeBack(page);
  await shows(page, "Pay rent", "Call mom");
});

check("a reload keeps search, filters and order", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Banana bread", tags: ["a&b"] }, { title: "Apple pie", tags: ["a&b"] }, { title: "Apple juice" });
  const page = await visit("/tasks", { as: ada });
  await shows(page, "Apple juice", "Apple pie", "Banana bread");
  await show(page, "All");
  await page.getByRole("combobox", { name: "Sort tasks" }).selectOption("Title");
  await page.getByRole("combobox", { name: "Filter by tag" }).selectOption("#a&b");
  await shows(page, "Apple pie", "Banana bread");
  await page.getByRole("searchbox", { name: "Search tasks" }).fill("bread");
  await shows(page, "Banana bread");
  await page.reload();
  await shows(page, "Banana bread");
  assert.equal(await page.getByRole("searchbox", { name: "Search tasks" }).inputValue(), "bread");
  assert.equal(await list(page, "All").getAttribute("aria-current"), "page");
  await button(page, "Delete Banana bread").click();
  await button(page.getByRole("dialog"), "Delete task").click();
  await button(page, "Clear search and filters").click();
  await shows(page, "Apple juice", "Apple pie");
});

check("what is due follows the clock while the page is open", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Call mom", due_at: hours(0.5) });
  const page = await visit("/tasks", { as: ada });
  await page.clock.install();
  await page.reload();
  await sees(row(page, "Call mom").locator(".due"));
  assert.equal(await row(page, "Call mom").getByText("Overdue:").count(), 0);
  const day = page.locator(".page-head .eyebrow");
  const before = await day.innerText();
  await page.clock.fastForward("01:00:00");
  await eventually(async () => assert.equal(await row(page, "Call mom").getByText("Overdue:").count(), 1));
  await page.clock.fastForward("24:00:00");
  await eventually(async () => assert.notEqual(await day.innerText(), before));
});
