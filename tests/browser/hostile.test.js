// Text that would like to be more than text.

import assert from "node:assert/strict";
import { check, join, messages, say, start } from "./support/browser.js";
import { eventually, sees } from "./support/wait.js";

start();

const HOSTILE = [
  `<img src=x onerror="window.hacked=1">`,
  `<script>window.hacked=1</script>`,
  `"><svg onload=window.hacked=1>`,
  `[click](javascript:window.hacked=1)`,
  `<a href="javascript:window.hacked=1">x</a>`,
  `![x](https://evil.example/pixel.png)`,
  `{{constructor.constructor('window.hacked=1')()}}`,
];

/** Nothing ran, nothing was loaded, and nothing on the page could run when pressed. */
async function isHarmless(page) {
  const found = await page.evaluate(() => ({
    hacked: window.hacked,
    markup: [...document.querySelectorAll("img, iframe, object, script:not([src]), [onerror], [onload], [onclick]")].map((e) => e.outerHTML),
    links: [...document.querySelectorAll("[href], [src], [action]")]
      .map((e) => e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action"))
      .filter((url) => /^\s*(javascript|data|vbscript):/i.test(url)),
  }));
  assert.deepEqual(found, { hacked: undefined, markup: [], links: [] });
}

check("titles, notes and tags are text, whatever they hold", async (visit) => {
  const ada = await join({ name: `<b>Ada</b>` });
  await ada.has(...HOSTILE.map((text) => ({ title: text, description: text, tags: ["<i>x</i>"] })));
  const page = await visit("/tasks", { as: ada });
  for (const text of HOSTILE) await sees(page.getByRole("checkbox", { name: `Completed: ${text}`, exact: true }));
  for (const text of HOSTILE) await sees(page.getByRole("list", { name: "Tasks", exact: true }).getByText(text, { exact: true }).first());
  await isHarmless(page);
  await page.getByRole("button", { name: `Delete ${HOSTILE[0]}`, exact: true }).click();
  await sees(page.getByRole("dialog").getByText(HOSTILE[0]));
  await isHarmless(page);
  await page.getByRole("button", { name: "Delete task" }).click();
  await sees(page.getByText(`Deleted “${HOSTILE[0]}”.`));
  await isHarmless(page);
});

check("messages and answers are text, too, live and after a reload", async (visit) => {
  const ada = await join();
  await ada.has(...HOSTILE);
  const page = await visit("/chat", { as: ada });
  for (const text of HOSTILE.slice(0, 4)) {
    await say(page, `add ${text}`);
    await sees(messages(page).getByText(`add ${text}`, { exact: true }));
    await page.getByRole("button", { name: "Send message" }).waitFor();
  }
  await say(page, "show me all my tasks");
  const seesList = () => sees(messages(page).getByRole("listitem").last().getByText("evil.example").or(messages(page).getByText(/You have \d+ tasks/)).first());
  await seesList();
  await isHarmless(page);
  await eventually(() => assert.match(page.url(), /\/chat\/\d+$/));
  await page.reload();
  await seesList();
  await isHarmless(page);
  // The first message names the conversation.
  await sees(page.getByRole("heading", { level: 1 }).getByText("<img"));
});

check("text from right to left keeps its direction and its neighbours", async (visit) => {
  const ada = await join();
  const [urdu, override] = ["دودھ خریدنا ہے", "evil\u202egnp.exe"];
  await ada.has(urdu, override);
  const page = await visit("/tasks", { as: ada });
  const title = await sees(page.getByText(urdu, { exact: true }));
  // Its own direction, without turning the row around.
  assert.equal(await title.evaluate((element) => getComputedStyle(element).unicodeBidi === "plaintext" || element.closest("[dir=auto]") !== null), true);
  await sees(page.getByRole("checkbox", { name: `Completed: ${urdu}` }));
  assert.equal(await page.evaluate(() => document.documentElement.dir), "");
  await page.getByRole("link", { name: "Chat", exact: true }).click();
  await say(page, `add ${urdu}`);
  const said = await sees(messages(page).getByText(`add ${urdu}`));
  assert.equal(await said.evaluate((element) => getComputedStyle(element).unicodeBidi === "plaintext" || element.closest("[dir=auto]") !== null), true);
});
