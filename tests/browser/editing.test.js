// Editing a task, and what can go wrong with it.

import assert from "node:assert/strict";
import { button, check, join, row, start } from "./support/browser.js";
import { Person } from "./support/person.js";
import { Server } from "./support/server.js";
import { form, shows, tick } from "./support/tasks.js";
import { comeBack, eventually, focused, gone, sees } from "./support/wait.js";

start();

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
  await ada.has("Call mom");
  await comeBack(page);
  await sees(row(page, "Call mom"));
  await form(page).getByLabel("Title", { exact: true }).fill("Pay the rent");
  await button(form(page), "Save task").click();
  await gone(form(page));
  const { title, tags, due_at, priority } = await ada.call(`/api/me/tasks/${task.id}`);
  assert.deepEqual({ title, tags, priority, due_at: new Date(due_at).toISOString() }, {
    title: "Pay the rent", tags: ["a,b", "c d"], priority: "high", due_at: "2031-05-01T09:30:30.000Z",
  });
});

check("two tasks are edited at once, and each form sees to its own fields", async (visit) => {
  const ada = await join();
  await ada.has(...["Pay rent", "Call mom"].map((title) => ({ title, due_at: "2031-05-01T09:30:00Z" })));
  const page = await visit("/tasks", { as: ada });
  for (const title of ["Call mom", "Pay rent"]) await button(page, `Edit ${title}`).click();
  assert.equal(await form(page).count(), 2);
  assert.deepEqual(await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  }), []);
  // Half typed in the lower one.
  const lower = page.getByRole("form", { name: "Edit task Pay rent" });
  const due = lower.getByLabel("Due", { exact: true });
  await due.focus();
  await page.keyboard.press("Delete");
  await eventually(async () => assert.equal(await due.inputValue(), ""));
  await button(lower, "Save task").click();
  await sees(lower.getByText("Enter day and time in full"));
  await focused(due);
  await button(lower, "Cancel").click();
  const upper = form(page);
  await upper.getByLabel("Title", { exact: true }).fill("Call dad");
  await button(upper, "Save task").click();
  await gone(upper);
  assert.deepEqual((await ada.tasks()).map((task) => [task.title, new Date(task.due_at).toISOString()]), [
    ["Call dad", "2031-05-01T09:30:00.000Z"],
    ["Pay rent", "2031-05-01T09:30:00.000Z"],
  ]);
});

check("a tag with a comma stays whole when tags are edited", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Pay rent", tags: ["a,b", "c d"] });
  const page = await visit("/tasks", { as: ada });
  await button(page, "Edit Pay rent").click();
  const tags = form(page).getByLabel("Tags", { exact: true });
  await tags.fill(`${await tags.inputValue()}, new`);
  await button(form(page), "Save task").click();
  await gone(form(page));
  assert.deepEqual((await ada.tasks())[0].tags, ["a,b", "c d", "new"]);
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
  // It does not hear of it by itself.
  await page.route("**/tasks/version", (route) => route.fulfill({ json: { version: "the same" } }));
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
