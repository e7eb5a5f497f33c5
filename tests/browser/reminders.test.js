// Reminders, shown by whichever page is open.

import assert from "node:assert/strict";
import { button, check, join, start } from "./support/browser.js";
import { gone, sees } from "./support/wait.js";

start();

const soon = () => new Date(Date.now() + 2_500).toISOString();

check("a reminder shows when it is time, once, and stays until it is dismissed", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks", { as: ada });
  // By another door, after the page has asked.
  await ada.has({ title: "Call mom", reminders: [{ at: soon() }] });
  const notice = page.getByRole("status").getByText("Reminder: Call mom");
  await sees(notice);
  await page.reload();
  await sees(page.getByRole("link", { name: "History" }).or(page.getByText("Call mom")).first());
  assert.equal(await notice.count(), 0, "it was delivered");

  await ada.has({ title: "Pay rent", reminders: [{ at: soon() }, { minutes_before: 10 }] });
  const rent = page.getByRole("status").getByText("Reminder: Pay rent");
  await sees(rent);
  await button(page.getByRole("status"), "Dismiss notice").last().click();
  await gone(rent);
});

check("what was missed shows on return", async (visit) => {
  const ada = await join();
  const [task] = await ada.has({ title: "Water the plants", reminders: [{ at: soon() }] });
  assert.ok(task);
  // Nobody has the page open while it is due.
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { reminders } = await ada.call("/api/me/reminders");
    if (reminders.some((reminder) => reminder.late_seconds > 0)) break;
    assert.ok(Date.now() < deadline, "it becomes due");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const page = await visit("/chat", { as: ada });
  await sees(page.getByRole("status").getByText("Water the plants"));
});
