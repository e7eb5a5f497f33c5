// Writes docs/screenshot.png, the picture in README.md: the chat at 1280 pixels, light, with a conversation and tasks.
//
//   node screenshots.mjs [folder]      with a folder, also writes every page there, in both themes and widths

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESKTOP, PHONE, composer, launch, messages, open, say } from "./support/browser.js";
import { Person } from "./support/person.js";
import { furnish, screens } from "./support/screens.js";
import { Server } from "./support/server.js";
import { sees } from "./support/wait.js";

const docs = new URL("../../docs/", import.meta.url).pathname;
const folder = process.argv[2];
const [server, browser] = await Promise.all([Server.start(), launch()]);

/** Days from today, at an hour in UTC, which is the person's zone. */
function at(days, hour) {
  const date = new Date();
  date.setUTCDate(date.getUTCDate() + days);
  date.setUTCHours(hour, 0, 0, 0);
  return date.toISOString();
}

async function readme() {
  const ada = await Person.join(server, { name: "Ada Lovelace" });
  await ada.has(
    { title: "Prepare the talk", priority: "high", due_at: at(1, 9), tags: ["work"] },
    { title: "Water the plants", due_at: at(2, 18), recurrence: "FREQ=WEEKLY", tags: ["home"] },
    { title: "Book train to Vienna", due_at: at(4, 12), tags: ["travel"] },
    { title: "Read chapter five", priority: "low" },
  );
  for (const [words, title] of [
    ["add renew the passport", "Paperwork"],
    ["delete the passport task", "Summer holidays"],
  ]) {
    const { conversation_id } = await ada.says(words);
    await ada.call(`/api/me/conversations/${conversation_id}`, "PATCH", { title });
  }
  const { page, context } = await open("/chat", { as: ada, on: server, size: { width: 1280, height: 940 }, within: browser });
  for (const [words, answer] of [
    ["Add buy groceries tomorrow at 5pm", "Added “Buy groceries”"],
    ["I need to remember to call mom on Friday, high priority", "Added “Call mom”"],
    ["Book train to Vienna is done", "Done: “Book train to Vienna”"],
  ]) {
    await say(page, words);
    await sees(messages(page).getByText(answer).first());
    await page.getByRole("button", { name: "Send message" }).waitFor();
  }
  await composer(page).fill("What’s due this week?");
  // The button fades to its colour.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  mkdirSync(docs, { recursive: true });
  await page.screenshot({ path: join(docs, "screenshot.png") });
  await context.close();
}

async function everything() {
  mkdirSync(folder, { recursive: true });
  const people = { newcomer: await Person.join(server), owner: await Person.join(server) };
  Object.assign(people.owner, await furnish(people.owner));
  for (const { name, who, path, ready } of screens) {
    for (const size of [PHONE, DESKTOP]) {
      for (const theme of ["light", "dark"]) {
        const as = people[who];
        const where = typeof path === "function" ? path(as) : path;
        const { page, context } = await open(where, { as, on: server, size, theme, within: browser });
        await ready(page);
        await page.screenshot({ path: join(folder, `${name}-${size.width}-${theme}.png`.replaceAll(/[, ]+/g, "-")) });
        await context.close();
      }
    }
  }
}

try {
  await readme();
  if (folder) await everything();
} finally {
  await Promise.all([browser.close(), server.stop()]);
}
