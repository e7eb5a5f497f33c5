// What holds on every page: no barriers, nothing sideways, a quiet console.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESKTOP, PHONE, check, join, start } from "./support/browser.js";
import { furnish, screens } from "./support/screens.js";
import { sees } from "./support/wait.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const people = {};
start(async () => {
  people.newcomer = await join();
  people.owner = await join();
  Object.assign(people.owner, await furnish(people.owner));
});

/** What axe finds in a theme, as lines to read. */
async function barriers(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  // Colours may fade from one theme to the other; halfway they have no contrast.
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await frame();
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}

for (const { name, who, path, ready } of screens) {
  for (const [width, size] of Object.entries({ 390: PHONE, 1280: DESKTOP })) {
    check(`${name} at ${width}`, async (visit) => {
      const as = people[who];
      const page = await visit(typeof path === "function" ? path(as) : path, { as, size, theme: "light" });
      await ready(page);
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.scrollingElement;
        const wide = [...document.querySelectorAll("main, main *")].filter(
          // Boxes that scroll sideways inside, or cut with an ellipsis, are made to.
          (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).overflowX === "auto" && !element.matches("pre, .table-scroll, .segments"),
        );
        return { page: scrollWidth - clientWidth, boxes: wide.map((element) => element.outerHTML.slice(0, 120)) };
      });
      assert.deepEqual(overflow, { page: 0, boxes: [] }, "something is wider than the screen");
      for (const theme of ["light", "dark"]) {
        assert.deepEqual(await barriers(page, theme), [], `axe in ${theme}`);
      }
    });
  }
}

check("the list of conversations opens on a phone", async (visit) => {
  const page = await visit("/tasks", { as: people.owner, size: PHONE });
  await page.getByRole("button", { name: "Conversations" }).click();
  const drawer = page.getByRole("dialog", { name: "Conversations" });
  await sees(drawer.getByRole("link").first());
  for (const theme of ["light", "dark"]) {
    assert.deepEqual(await barriers(page, theme), [], `axe in ${theme}`);
  }
  await drawer.getByRole("link").first().click();
  await drawer.waitFor({ state: "hidden" });
  await page.waitForURL(/\/chat\/\d+$/);
});
