// What tests of the chat find on the page.

import { messages } from "./browser.js";

export const answers = (page) => messages(page).getByRole("listitem").filter({ has: page.getByRole("heading", { name: /assistant/i }) });
export const lastAnswer = (page) => answers(page).last();
export const question = (page) => page.getByRole("group", { name: "Please confirm" });
export const cards = (page) => page.getByRole("list", { name: "Tasks in this answer" });
export const conversations = (page) => page.getByRole("region", { name: "Conversations" });
export const go = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();

/** Waits until the path of the page is this one. */
export const at = (page, path) => page.waitForURL((url) => (path instanceof RegExp ? path.test(url.pathname) : url.pathname === path));
