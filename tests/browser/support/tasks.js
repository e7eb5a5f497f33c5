// What tests of the task list find on the page.

import assert from "node:assert/strict";
import { taskList } from "./browser.js";
import { eventually } from "./wait.js";

export const rows = (page) => taskList(page).getByRole("listitem");
export const tick = (page, title) => page.getByRole("checkbox", { name: `Completed: ${title}`, exact: true });
export const form = (page) => page.getByRole("form", { name: "Edit task" });
export const lists = (page) => page.getByRole("navigation", { name: "Lists" });
/** The link to a list; it may have a count behind its name. */
export const list = (page, lens) => lists(page).getByRole("link", { name: new RegExp(`^${lens}\\b`) });
export const show = (page, lens) => list(page, lens).click();

/** Waits until the list shows exactly these titles, in this order. */
export const shows = (page, ...titles) =>
  eventually(async () => {
    const shown = await taskList(page).getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.ariaLabel));
    assert.deepEqual(shown, titles.map((title) => `Completed: ${title}`));
  });

export const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString();
