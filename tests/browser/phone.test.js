// On a phone.

import assert from "node:assert/strict";
import { PHONE, check, composer, join, messages, say, start } from "./support/browser.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

check("every page is a touch away at 390 pixels, and what is touched is large enough", async (visit) => {
  const ada = await join();
  await ada.says("add call mom");
  const page = await visit("/chat", { as: ada, size: PHONE });
  const main = page.getByRole("navigation", { name: "Main" });
  for (const [link, heading] of [["Tasks", "Tasks"], ["Account", "Account"], ["Chat", "New chat"]]) {
    await main.getByRole("link", { name: link, exact: true }).tap();
    await sees(page.getByRole("heading", { name: heading, level: 1 }));
    await sees(main.locator("[aria-current=page]").filter({ hasText: link }));
    const box = await main.getByRole("link", { name: link, exact: true }).boundingBox();
    assert.ok(box.height >= 40 && box.width >= 44, `${link} is ${box.width} by ${box.height}`);
  }
  const open = page.getByRole("button", { name: "Conversations" });
  await open.tap();
  const drawer = page.getByRole("dialog", { name: "Conversations" });
  await drawer.getByRole("button", { name: "Close conversations" }).tap();
  await gone(drawer);
  await open.tap();
  await drawer.getByRole("link", { name: "add call mom" }).tap();
  await gone(drawer);
  await sees(messages(page).getByText("Added “Call mom”."));
});

check("talking works with thumbs, and the composer stays in view", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada, size: PHONE });
  // A keyboard that jumps up uncalled would cover the suggestions.
  await sees(page.getByRole("list", { name: "Suggestions" }));
  assert.equal(await composer(page).evaluate((element) => element === document.activeElement), false);
  for (const errand of ["Feed the cat", "Walk the dog", "Water the plants", "Wash the car"]) {
    await composer(page).fill(`add ${errand}`);
    await page.getByRole("button", { name: "Send message" }).tap();
    await sees(messages(page).getByText(`Added “${errand}”.`));
  }
  await say(page, "show me all my tasks");
  const listed = messages(page).getByText("You have 4 tasks");
  await sees(listed);
  // The newest words are in view, above the composer.
  const inView = () => eventually(async () => {
    const [last, field] = await Promise.all([messages(page).getByRole("listitem").last().boundingBox(), composer(page).boundingBox()]);
    assert.ok(last.y > 0 && last.y + last.height <= field.y, "the end of the conversation is covered");
    assert.ok(field.y + field.height <= PHONE.height, "the composer is off screen");
  });
  await inView();
  // And still are when it grows.
  await composer(page).fill("one\ntwo\nthree\nfour\nfive");
  await inView();
});

check("tasks are ticked, edited and deleted with thumbs", async (visit) => {
  const ada = await join();
  await ada.has("Call mom", "Pay rent");
  const page = await visit("/tasks", { as: ada, size: PHONE });
  await page.getByRole("button", { name: "Edit Pay rent" }).tap();
  await page.getByRole("form", { name: "Edit task" }).getByLabel("Title", { exact: true }).fill("Pay the rent");
  await page.getByRole("button", { name: "Save task" }).tap();
  await sees(page.getByRole("button", { name: "Edit Pay the rent" }));
  await page.getByRole("button", { name: "Delete Pay the rent" }).tap();
  await page.getByRole("button", { name: "Delete task" }).tap();
  await gone(page.getByRole("checkbox", { name: "Completed: Pay the rent" }));
  await page.getByRole("checkbox", { name: "Completed: Call mom" }).tap();
  await sees(page.getByText("All clear"));
  assert.deepEqual((await ada.tasks()).map((task) => [task.title, task.completed]), [["Call mom", true]]);
});
