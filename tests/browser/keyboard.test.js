// Everything without a mouse.

import assert from "node:assert/strict";
import { check, composer, join, messages, start } from "./support/browser.js";
import { someone } from "./support/person.js";
import { eventually, focused, sees } from "./support/wait.js";

start();

/** Presses Tab until the element has the focus, which must be visible wherever it is on the way. */
async function tabTo(page, locator) {
  await sees(locator);
  for (let presses = 0; presses < 60; presses++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    await showsFocus(page);
  }
  throw new Error(`Tab does not reach ${locator}`);
}

// An outline or a ring on the element, or on what is drawn for it.
async function showsFocus(page) {
  const shown = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "nothing has the focus";
    const rings = (style) => (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
    const around = [element, element.nextElementSibling, element.parentElement, element.closest("form, label, .segment, .tick")];
    return around.some((near) => near && rings(getComputedStyle(near))) || element.outerHTML.slice(0, 200);
  });
  // Leaving the document for the browser's own buttons is fine.
  if (shown !== "nothing has the focus") assert.equal(shown, true, `no visible focus on ${shown}`);
}

check("sign up, add a task, complete it, and talk to the assistant, by keyboard alone", async (visit) => {
  const ada = someone();
  const page = await visit("/sign-up");
  const type = (text) => page.keyboard.type(text);
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await type(ada.name);
  await tabTo(page, page.getByLabel("E-mail", { exact: true }));
  await type(ada.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await type(ada.password);
  await page.keyboard.press("Enter");
  await sees(page.getByRole("heading", { name: "Hello Ada, what’s on your mind?" }));

  const main = page.getByRole("navigation", { name: "Main" });
  await tabTo(page, main.getByRole("link", { name: "Tasks" }));
  await page.keyboard.press("Enter");
  await sees(page.getByRole("heading", { name: "Tasks", level: 1 }));
  // A new page begins at its top.
  await focused(page.getByRole("main"));

  await tabTo(page, page.getByRole("textbox", { name: "New task" }));
  await type("Water the plants");
  await page.keyboard.press("Enter");
  const tick = page.getByRole("checkbox", { name: "Completed: Water the plants" });
  await sees(tick);
  await tabTo(page, tick);
  await page.keyboard.press("Space");
  await sees(page.getByText("All clear"));

  await tabTo(page, main.getByRole("link", { name: "Chat" }));
  await page.keyboard.press("Enter");
  await sees(page.getByRole("list", { name: "Suggestions" }));
  await tabTo(page, composer(page));
  await type("What have I completed?");
  await page.keyboard.press("Enter");
  await sees(messages(page).getByText("Water the plants").first());
  await focused(composer(page));
});

check("the first Tab offers to skip the navigation", async (visit) => {
  const page = await visit("/tasks", { as: await join() });
  await sees(page.getByRole("heading", { name: "Tasks", level: 1 }));
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await focused(skip);
  await eventually(async () => {
    const box = await skip.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.width > 20, "the skip link is on screen");
  });
  await page.keyboard.press("Enter");
  await focused(page.getByRole("main"));
  await page.keyboard.press("Tab");
  await focused(page.getByRole("textbox", { name: "New task" }));
});

check("editing and deleting keep the focus where the person is", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/tasks", { as: ada });
  const edit = page.getByRole("button", { name: "Edit Call mom" });
  await tabTo(page, edit);
  await page.keyboard.press("Enter");
  await focused(page.getByRole("form", { name: "Edit task" }).getByLabel("Title", { exact: true }));
  await page.keyboard.press("Escape");
  await focused(edit);
  const remove = page.getByRole("button", { name: "Delete Call mom" });
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  await focused(page.getByRole("dialog").getByRole("button", { name: "Cancel" }));
  // The dialog keeps the focus inside.
  for (let presses = 0; presses < 4; presses++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest("dialog"));
    assert.equal(outside, false);
  }
  await page.keyboard.press("Escape");
  await focused(remove);
});
