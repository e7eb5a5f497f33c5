// Tasks by hand.

import assert from "node:assert/strict";
import { check, join, start } from "./support/browser.js";
import { Person } from "./support/person.js";
import { Server } from "./support/server.js";
import { eventually, focused, gone, sees } from "./support/wait.js";

start();

const list = (page) => page.getByRole("list", { name: "Tasks", exact: true });
const rows = (page) => list(page).getByRole("listitem");
const row = (page, title) => rows(page).filter({ hasText: title });
const tick = (page, title) => page.getByRole("checkbox", { name: `Completed: ${title}`, exact: true });
const button = (scope, name) => scope.getByRole("button", { name, exact: true });
const form = (page) => page.getByRole("form", { name: "Edit task" });
const show = (page, lens) => page.getByRole("radio", { name: lens, exact: true }).check({ force: true });

/** Waits until the list shows exactly these titles, in this order. */
const shows = (page, ...titles) =>
  eventually(async () => {
    const shown = await list(page).getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.ariaLabel));
    assert.deepEqual(shown, titles.map((title) => `Completed: ${title}`));
  });

const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString();

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

check("a task is edited in place, all fields, and Cancel and Escape change nothing", async (visit) => {
  const ada = await join();
  await ada.has("Write report");
  const page = await visit("/tasks", { as: ada });
  await button(page, "Edit Write report").click();
  const edit = form(page);
  assert.equal(await edit.getByLabel("Title", { exact: true }).inputValue(), "Write report");
  await edit.getByLabel("Title", { exact: true }).fill("");
  await button(edit, "Save task").click();
  await sees(edit.getByText("A task needs a title."));

  await edit.getByLabel("Title", { exact: true }).fill("Write the report");
  await edit.getByLabel("Notes", { exact: true }).fill("Two pages,\nno more.");
  await edit.getByLabel("Due", { exact: true }).fill("2031-05-01T09:30");
  await edit.getByLabel("Priority", { exact: true }).selectOption("Low");
  await edit.getByLabel("Repeat", { exact: true }).selectOption("Every week");
  await edit.getByLabel("Tags", { exact: true }).fill("work");
  await button(edit, "Save task").click();
  await gone(edit);
  const changed = row(page, "Write the report");
  for (const text of ["Two pages,", "Low priority", "Every week", "#work"]) await sees(changed.getByText(text));
  await focused(button(page, "Edit Write the report"));
  const [task] = await ada.tasks();
  const { title, description, priority, recurrence, tags } = task;
  assert.deepEqual({ title, description, priority, recurrence, tags }, {
    title: "Write the report", description: "Two pages,\nno more.", priority: "low", recurrence: "FREQ=WEEKLY", tags: ["work"],
  });

  for (const leave of [() => button(edit, "Cancel").click(), () => page.keyboard.press("Escape")]) {
    await button(page, "Edit Write the report").click();
    await edit.getByLabel("Title", { exact: true }).fill("Not this");
    await leave();
    await gone(edit);
    await shows(page, "Write the report");
  }

  // What is cleared is gone.
  await button(page, "Edit Write the report").click();
  await edit.getByLabel("Notes", { exact: true }).fill("");
  await edit.getByLabel("Due", { exact: true }).fill("");
  await edit.getByLabel("Repeat", { exact: true }).selectOption("Never");
  await edit.getByLabel("Tags", { exact: true }).fill("");
  await button(edit, "Save task").click();
  await gone(edit);
  const [cleared] = await ada.tasks();
  assert.deepEqual([cleared.description, cleared.due_at, cleared.recurrence, cleared.tags], [null, null, null, []]);
});

check("a rule of one's own is checked by the server, and its answer stands beside the field", async (visit) => {
  const ada = await join();
  await ada.has("Exercise");
  const page = await visit("/tasks", { as: ada });
  page.excuse(/422/);
  await button(page, "Edit Exercise").click();
  await form(page).getByLabel("Repeat", { exact: true }).selectOption("Custom…");
  const rule = form(page).getByLabel("Repetition rule", { exact: true });
  await rule.fill("FREQ=SOMETIMES");
  await button(form(page), "Save task").click();
  await eventually(async () => assert.equal(await rule.getAttribute("aria-invalid"), "true"));
  await rule.fill("FREQ=WEEKLY;BYDAY=MO,TH");
  await button(form(page), "Save task").click();
  await sees(row(page, "Exercise").getByText("Every Mon, Thu"));
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
  await sees(dialog.getByText("“Throw away” will be gone for good."));
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

check("what is typed stays when the server is away, and a tick is taken back", async (visit) => {
  const server = await Server.start();
  try {
    const ada = await Person.join(server);
    await ada.has("Call mom");
    const page = await visit("/tasks", { as: ada });
    await shows(page, "Call mom");
    page.excuse(/Failed to load resource|ERR_/);
    await server.kill();
    const title = page.getByRole("textbox", { name: "New task" });
    await title.fill("Water the plants");
    await title.press("Enter");
    await sees(page.getByText("The server cannot be reached.").first());
    assert.equal(await title.inputValue(), "Water the plants");
    await button(page, "Edit Call mom").click();
    await form(page).getByLabel("Notes", { exact: true }).fill("about Sunday");
    await button(form(page), "Save task").click();
    await sees(form(page).getByRole("alert").filter({ hasText: "cannot be reached" }));
    assert.equal(await form(page).getByLabel("Notes", { exact: true }).inputValue(), "about Sunday");
    await button(form(page), "Cancel").click();
    await tick(page, "Call mom").click();
    await eventually(async () => assert.equal(await tick(page, "Call mom").isChecked(), false));

    await server.restart();
    // Only what was said about the connection goes by itself.
    await gone(page.getByRole("form", { name: "Add a task" }).getByText("cannot be reached"));
    assert.equal(await title.inputValue(), "Water the plants");
    await title.press("Enter");
    await shows(page, "Water the plants", "Call mom");
    assert.equal((await ada.tasks()).length, 2);
  } finally {
    await server.stop();
  }
});

check("a due date that cannot be read is said beside its field, and the old one stays", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Pay rent", due_at: "2031-05-01T09:30:00Z" });
  const page = await visit("/tasks", { as: ada });
  await button(page, "Edit Pay rent").click();
  const due = form(page).getByLabel("Due", { exact: true });
  const refused = form(page).getByText("Enter day and time in full, in the years 1000 to 9999.");
  const save = () => button(form(page), "Save task").click();
  await due.fill("275000-01-01T00:00");
  await save();
  await sees(refused);
  await due.fill("0026-05-01T09:30");
  await gone(refused);
  await save();
  await sees(refused);
  // Half typed: its value is empty, as if it had been cleared.
  await due.fill("2031-05-01T09:30");
  await due.focus();
  await page.keyboard.press("Delete");
  await eventually(async () => assert.equal(await due.inputValue(), ""));
  await save();
  await sees(refused);
  assert.equal(new Date((await ada.tasks())[0].due_at).toISOString(), "2031-05-01T09:30:00.000Z");
  await due.fill("");
  await save();
  await gone(form(page));
  assert.equal((await ada.tasks())[0].due_at, null);

  // A new task waits for its date, too.
  await page.getByRole("textbox", { name: "New task" }).fill("Call mom");
  await button(page, "Details").click();
  await page.getByLabel("Due", { exact: true }).fill("275000-01-01T00:00");
  await button(page, "Add").click();
  await sees(page.getByText("Enter day and time in full"));
  assert.equal((await ada.tasks()).length, 1);
});

check("only what was edited is sent", async (visit) => {
  const ada = await join();
  const [task] = await ada.has({ title: "Pay rent", tags: ["a,b", "c d"], due_at: "2031-05-01T09:30:30Z" });
  const page = await visit("/tasks", { as: ada });
  await button(page, "Edit Pay rent").click();
  // Elsewhere, while the form is open; the page hears of it when the person comes back.
  await ada.call(`/api/me/tasks/${task.id}`, "PUT", { priority: "high" });
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await page.waitForResponse(/\/api\/me\/tasks\?/);
  await form(page).getByLabel("Title", { exact: true }).fill("Pay the rent");
  await button(form(page), "Save task").click();
  await gone(form(page));
  const [{ title, tags, due_at, priority }] = await ada.tasks();
  assert.deepEqual({ title, tags, priority, due_at: new Date(due_at).toISOString() }, {
    title: "Pay the rent", tags: ["a,b", "c d"], priority: "high", due_at: "2031-05-01T09:30:30.000Z",
  });
});

check("a text that is too long is said to be, counted in characters, and nothing is cut", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  const title = page.getByRole("textbox", { name: "New task" });
  await title.fill("x".repeat(300));
  await title.press("Enter");
  await sees(page.getByText("That has 300 characters; 200 is the most."));
  assert.equal((await title.inputValue()).length, 300);
  const smiles = "😀".repeat(150);
  await title.focus();
  await title.selectText();
  await page.keyboard.insertText(smiles);
  await title.press("Enter");
  await shows(page, smiles);
  assert.deepEqual((await ada.tasks()).map((task) => task.title), [smiles]);

  await button(page, `Edit ${smiles}`).click();
  await form(page).getByLabel("Notes", { exact: true }).fill("x".repeat(2001));
  await button(form(page), "Save task").click();
  await sees(form(page).getByText("That has 2001 characters; 2000 is the most."));
});

check("a task that was deleted elsewhere goes when it is ticked, or edited", async (visit) => {
  const ada = await join();
  const made = await ada.has("Call mom", "Pay rent", "Write report");
  const page = await visit("/tasks", { as: ada });
  page.excuse(/404/);
  await shows(page, "Write report", "Pay rent", "Call mom");
  await button(page, "Edit Pay rent").click();
  await form(page).getByLabel("Title", { exact: true }).fill("Pay the rent");
  for (const { id } of made.slice(0, 2)) await ada.call(`/api/me/tasks/${id}`, "DELETE");
  await button(form(page), "Save task").click();
  await gone(form(page));
  await sees(page.getByRole("status").getByText(/no task|not there|look at the list/i));
  await shows(page, "Write report");
  await ada.call(`/api/me/tasks/${made[2].id}`, "DELETE");
  await tick(page, "Write report").click();
  await sees(page.getByText("All clear"));
});

check("what another tab changed shows when the person comes back", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/tasks", { as: ada });
  await shows(page, "Call mom");
  await ada.has("Pay rent");
  await page.evaluate(() => dispatchEvent(new Event("focus")));
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
  assert.ok(await page.getByRole("radio", { name: "All", exact: true }).isChecked());
  await button(page, "Delete Banana bread").click();
  await button(page.getByRole("dialog"), "Delete task").click();
  await button(page, "Clear search and filters").click();
  await shows(page, "Apple juice", "Apple pie");
});
