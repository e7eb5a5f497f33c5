// The chat with a model behind it.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { button, check, messages, say, start } from "./support/browser.js";
import { cards, question } from "./support/chat.js";
import { scriptedModel } from "./support/model.js";
import { Person } from "./support/person.js";
import { Server } from "./support/server.js";
import { gone, sees } from "./support/wait.js";

let model;
let server;
start();
before(async () => {
  model = await scriptedModel();
  server = await Server.start(model.variables);
});
after(async () => {
  await server?.stop();
  model?.stop();
});

const answer = (page) => messages(page).getByRole("listitem").filter({ has: page.getByRole("heading", { name: "strict" }) }).last();

check("words stream as Markdown, tools appear while they run, and the model's name is shown", async (visit) => {
  const page = await visit("/chat", { as: await Person.join(server) });
  const script = ["pace 250", "say I am **working** on <img src=x onerror=alert(1)> it now, please wait.", 'call add_task {"title": "Buy milk"}', "then", "say It is _there_."];
  await say(page, script.join("\n"));
  // Before the answer is whole.
  await sees(messages(page).locator("strong", { hasText: "working" }));
  assert.equal(await page.getByText("It is there.").count(), 0);
  await sees(messages(page).getByText("Added a task"));
  await sees(messages(page).locator("em", { hasText: "there" }));
  await sees(cards(page).getByText("Buy milk"));
  await sees(answer(page));
  assert.equal(await page.locator("main img[src=x]").count(), 0, "what the model writes is no markup");
  await page.reload();
  await sees(answer(page).getByText("working"));
});

check("stopping keeps what was said, and the talk goes on", async (visit) => {
  const page = await visit("/chat", { as: await Person.join(server) });
  await say(page, "pace 200\nsay one two three four five six seven eight nine ten eleven twelve thirteen fourteen");
  await sees(messages(page).getByText(/^one two/));
  await button(page, "Stop answering").click();
  await gone(button(page, "Stop answering"));
  await say(page, "hello");
  await sees(messages(page).getByText("You said: hello"));
  await page.reload();
  await sees(messages(page).getByText(/^one two/));
  assert.equal(await page.getByText(/fourteen$/).count(), 1, "only in the person's message");
});

check("many at once are asked about with buttons, and a yes is carried out", async (visit) => {
  const ada = await Person.join(server);
  await ada.has("Alpha", "Beta", "Gamma", "Delta");
  const ids = (await ada.tasks()).map((task) => task.id);
  const page = await visit("/chat", { as: ada });
  await say(page, `call delete_tasks {"task_ids": [${ids}], "confirm": true}`);
  await sees(question(page));
  assert.equal((await ada.tasks()).length, 4);
  await question(page).getByRole("button", { name: /yes/i }).click();
  await sees(messages(page).getByText(/carried out now/));
  assert.equal((await ada.tasks()).length, 0);
});

check("an answer that breaks off says so and can be tried again", async (visit) => {
  const page = await visit("/chat", { as: await Person.join(server) });
  page.excuse(/503/);
  await say(page, "cut\nsay one two three four five six");
  await sees(page.getByText(/broke off/).first());
});

check("where the model cannot be asked, the offline assistant answers under its name and says why", async (visit) => {
  const page = await visit("/chat", { as: await Person.join(server) });
  await say(page, 'status 401 {"error": {"message": "Incorrect API key provided.", "code": "invalid_api_key"}}');
  const offline = messages(page).getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Offline assistant" }) });
  await sees(offline.getByText(/refuses this server's key/));
});
