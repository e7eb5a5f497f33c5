// Repeating tasks: chosen and said in words.

import assert from "node:assert/strict";
import { button, check, join, row, start } from "./support/browser.js";
import { form } from "./support/tasks.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

/** Opens the form of a task. */
async function edit(page, title) {
  await button(page, `Edit ${title}`).click();
  return form(page);
}

async function save(page) {
  await button(form(page), "Save task").click();
  await gone(form(page));
}

const repeat = (edit) => edit.getByLabel("Repeat", { exact: true });
const words = (edit) => edit.locator(".repeat-words");
const said = (edit, text) => eventually(async () => assert.equal(await words(edit).innerText(), text));

check("what repeats is chosen in words, and said back while it is chosen", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Exercise", due_at: "2031-03-03T09:00:00Z" });
  const page = await visit("/tasks", { as: ada });
  for (const [choose, meaning, rule] of [
    [async (edit) => repeat(edit).selectOption("Every day"), "Every day", "FREQ=DAILY"],
    [async (edit) => repeat(edit).selectOption("Every weekday"), "Every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
    [
      async (edit) => {
        await repeat(edit).selectOption("Every week");
        await edit.getByLabel("Every", { exact: true }).fill("2");
        for (const day of ["Monday", "Thursday"]) await edit.getByRole("checkbox", { name: day }).check({ force: true });
      },
      "Every 2 weeks on Mon, Thu",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    ],
    [
      async (edit) => {
        await repeat(edit).selectOption("Every month");
        await edit.getByLabel("on", { exact: true }).selectOption("the last…");
        await edit.getByLabel("Day of the week").selectOption("Friday");
        await edit.getByLabel("Ends").selectOption("after");
        await edit.getByLabel("Number of times").fill("6");
      },
      "Every month on the last Friday, 6 times",
      "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6",
    ],
    [
      async (edit) => {
        await repeat(edit).selectOption("Every month");
        await edit.getByLabel("on", { exact: true }).selectOption("day…");
        await edit.getByLabel("Day of the month").fill("31");
      },
      "Every month on day 31",
      "FREQ=MONTHLY;BYMONTHDAY=31",
    ],
    [
      async (edit) => {
        await repeat(edit).selectOption("Every year");
        await edit.getByLabel("Ends").selectOption("on a day");
        await edit.getByLabel("Last day").fill("2035-03-31");
      },
      "Every year until 31 Mar 2035",
      "FREQ=YEARLY;UNTIL=20350331",
    ],
  ]) {
    const open = await edit(page, "Exercise");
    await choose(open);
    await said(open, meaning);
    await save(page);
    await sees(row(page, "Exercise").getByText(meaning, { exact: true }));
    assert.equal((await ada.tasks())[0].recurrence, rule);
    // It opens again as it was saved.
    const again = await edit(page, "Exercise");
    await said(again, meaning);
    await button(again, "Cancel").click();
  }
});

check("a rule from elsewhere is shown, and kept by whoever edits something else", async (visit) => {
  const ada = await join();
  const rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1";
  await ada.has({ title: "Odd", recurrence: rule, due_at: "2031-03-03T09:00:00Z" }, { title: "Turned round", recurrence: "FREQ=WEEKLY;BYDAY=TH,MO", due_at: "2031-03-03T09:00:00Z" });
  const page = await visit("/tasks", { as: ada });
  await sees(row(page, "Odd").getByText(rule));
  const odd = await edit(page, "Odd");
  assert.equal(await odd.getByLabel("Repetition rule").inputValue(), rule);
  await odd.getByLabel("Title", { exact: true }).fill("Odder");
  await save(page);
  const round = await edit(page, "Turned round");
  await said(round, "Every Mon, Thu");
  await round.getByLabel("Title", { exact: true }).fill("Still turned round");
  await save(page);
  const kept = Object.fromEntries((await ada.tasks()).map((task) => [task.title, task.recurrence]));
  assert.deepEqual(kept, { Odder: rule, "Still turned round": "FREQ=WEEKLY;BYDAY=TH,MO" });
});
