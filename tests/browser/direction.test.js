// Words run in their own direction: each message, and each list in it, decides for itself.

import assert from "node:assert/strict";
import { join as path } from "node:path";
import { check, composer, join, messages, say, start } from "./support/browser.js";
import { answers } from "./support/chat.js";
import { logs } from "./support/server.js";
import { eventually, sees } from "./support/wait.js";

start();

const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);

/** How far a list's words are from the side that its bullets are on. */
const indent = (list) =>
  list.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element.querySelector("li"));
    const [box, words] = [element.getBoundingClientRect(), range.getBoundingClientRect()];
    return Math.round(getComputedStyle(element).direction === "rtl" ? box.right - words.right : words.left - box.left);
  });

check("an Urdu conversation runs from the right, bullets too, and a Latin one from the left", async (visit) => {
  const ada = await join();
  await ada.has({ title: "دودھ خریدنا ہے" }, { title: "امی کو فون کرنا" });
  const page = await visit("/chat", { as: ada });

  await say(page, "میرے سارے کام دکھاؤ");
  const urdu = answers(page).last();
  await sees(urdu.getByRole("listitem").filter({ hasText: "دودھ" }).first());
  const list = urdu.locator(".prose :is(ul, ol)").first();
  assert.equal(await direction(messages(page).locator(".bubble").first()), "rtl");
  assert.equal(await direction(urdu.locator(".prose")), "rtl");
  assert.equal(await direction(list), "rtl");
  assert.ok((await indent(list)) < 60, "the words stand beside their bullets");

  await say(page, "show my tasks");
  await eventually(async () => assert.equal(await answers(page).count(), 2));
  const english = answers(page).last();
  await sees(english.locator(".prose :is(ul, ol)").first());
  assert.equal(await direction(messages(page).locator(".bubble").last()), "ltr");
  assert.equal(await direction(english.locator(".prose")), "ltr");
  // Urdu titles in an English answer: the sentence from the left, the list from the right.
  assert.equal(await direction(english.locator(".prose :is(ul, ol)").first()), "rtl");
  await composer(page).fill("کل");
  assert.equal(await direction(composer(page)), "rtl");
  await page.screenshot({ path: path(logs, "direction.png") });
});
