// The field for a new task says what it understands while it is typed.

import assert from "node:assert/strict";
import { button, check, join, row, start } from "./support/browser.js";
import { shows } from "./support/tasks.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

const field = (page) => page.getByRole("textbox", { name: "New task" });
const understood = (page) => page.locator("#new-understood");

check("days, repeats, tags and priorities are understood while they are typed, and added so", async (visit) => {
  const ada = await join({ timeZone: "Asia/Karachi" });
  const page = await visit("/tasks", { as: ada });
  const before = await page.getByRole("navigation", { name: "Lists" }).boundingBox();
  await field(page).pressSequentially("call mom tomorrow at 5pm #family", { delay: 5 });
  await sees(understood(page).getByText("Tomorrow 17:00"));
  await sees(understood(page).getByText("#family"));
  // Nothing moves while it is said.
  assert.deepEqual(await page.getByRole("navigation", { name: "Lists" }).boundingBox(), before);
  await field(page).press("Enter");
  await sees(row(page, /call mom/i).getByText("Tomorrow 17:00"));
  await sees(understood(page).getByText("are understood as you write them"));

  await field(page).fill("water the plants every monday high priority");
  await sees(understood(page).getByText("Every Mon"));
  await field(page).press("Enter");
  await sees(row(page, /water the plants/i).getByText("Every Mon"));
  const [plants, mom] = await ada.tasks();
  assert.deepEqual([plants.priority, plants.recurrence, mom.tags], ["high", "FREQ=WEEKLY;BYDAY=MO", ["family"]]);
  assert.equal(new Date(mom.due_at).getUTCHours(), 12);
});

check("a day without a time lasts until its end, and who is faster than the answer is understood too", async (visit) => {
  const ada = await join({ timeZone: "Asia/Karachi" });
  const page = await visit("/tasks", { as: ada });
  await field(page).fill("pay rent tomorrow");
  await field(page).press("Enter");
  await sees(row(page, /pay rent/i).getByText("Tomorrow", { exact: true }));
  assert.equal((await ada.tasks())[0].due_at.slice(11, 16), "18:59");
});

check("an outdated answer is not shown, and without one the text is taken as it stands", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  let held;
  await page.route("**/api/me/understand", async (route) => {
    if (route.request().postDataJSON().text === "first tomorrow") return void (held = route);
    await route.continue();
  });
  await field(page).fill("first tomorrow");
  await eventually(() => assert.ok(held));
  await field(page).fill("second #tag");
  await sees(understood(page).getByText("#tag"));
  await held.continue().catch(() => {});
  await gone(understood(page).getByText("first"));
  assert.equal(await understood(page).getByText("first").count(), 0);

  page.excuse(/503|Failed to load/);
  await page.unroute("**/api/me/understand");
  await page.route("**/api/me/understand", (route) => route.fulfill({ status: 503, json: { code: "DATABASE_UNAVAILABLE", message: "Not now." } }));
  await field(page).fill("third tomorrow");
  await button(page, "Add").click();
  await shows(page, "third tomorrow");
  assert.equal(await page.getByText("Not now.").count(), 0);
});
