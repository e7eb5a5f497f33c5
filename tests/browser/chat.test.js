// Talking to the assistant.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, button, check, composer, join, messages, row, say, start, theServer } from "./support/browser.js";
import { answers, at, cards, go, lastAnswer } from "./support/chat.js";
import { Person } from "./support/person.js";
import { Gate } from "./support/server.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

check("a suggestion adds a task, with a card, and the list has it at once", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  await page.getByRole("list", { name: "Suggestions" }).getByRole("button").first().click();
  await sees(messages(page).getByText("Add buy groceries tomorrow at 5pm"));
  await sees(lastAnswer(page).getByText("Added “Buy groceries”, due tomorrow at 17:00."));
  const card = cards(page).getByRole("listitem");
  await sees(card.getByRole("link", { name: "Buy groceries" }));
  await sees(card.getByText("Added", { exact: true }));
  // Beside the chat, without a reload.
  await sees(page.getByRole("complementary", { name: "Up next" }).getByText("Buy groceries"));
  await at(page, /^\/chat\/\d+$/);
  await go(page, "Tasks");
  await sees(row(page, "Buy groceries"));
  assert.equal((await ada.tasks()).length, 1);
});

check("an answer is shown while it arrives", async (visit) => {
  const gate = await Gate.open(theServer());
  try {
    const page = await visit("/chat", { as: await Person.join(gate) });
    gate.holding = true;
    await say(page, "add water the plants");
    await sees(page.getByText("Thinking…"));
    await gate.caught();
    gate.some(4);
    await sees(page.getByText("Adding a task…").or(page.getByText("Added a task")));
    gate.release();
    await sees(lastAnswer(page).getByText("Added “Water the plants”."));
    await sees(cards(page).getByText("Water the plants"));
    await gone(page.getByText("Thinking…"));
  } finally {
    await gate.close();
  }
});

check("tasks are listed, completed, changed and deleted by talking", async (visit) => {
  const ada = await join();
  await ada.has("Write report", "Call the dentist");
  const page = await visit("/chat", { as: ada });
  await say(page, "What's pending?");
  await sees(lastAnswer(page).getByText("You have 2 open tasks"));
  await say(page, "mark the report as done");
  await sees(lastAnswer(page).getByText(/Done: “Write report”/));
  await sees(lastAnswer(page).getByText("Completed", { exact: true }));
  await say(page, "rename the dentist task to 'Call Dr. Who'");
  await sees(lastAnswer(page).getByText(/Call Dr. Who/).first());
  await say(page, "delete the Dr. Who task");
  await sees(lastAnswer(page).getByText("Deleted “Call Dr. Who”."));
  await eventually(async () => assert.deepEqual((await ada.tasks()).map((t) => [t.title, t.completed]), [["Write report", true]]));
});

check("Enter sends, Shift+Enter begins a line", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  const send = button(page, "Send message");
  assert.ok(await send.isDisabled());
  await composer(page).pressSequentially("add pack");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially("the bags");
  assert.equal(await composer(page).inputValue(), "add pack\nthe bags");
  assert.equal(await answers(page).count(), 0);
  await composer(page).press("Enter");
  await sees(messages(page).getByText("add pack"));
  assert.equal(await composer(page).inputValue(), "");
  await sees(lastAnswer(page).getByText(/Added/).first());
  await send.waitFor();
  // Nothing but space is no message.
  await composer(page).fill("  \n ");
  await composer(page).press("Enter");
  assert.ok(await send.isDisabled());
  assert.equal(await answers(page).count(), 1);
});

check("an answer can be copied, on plain http too", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add water the plants");
  await page.getByRole("button", { name: "Copy this answer" }).click();
  await sees(page.getByText("Answer copied."));
  await composer(page).press("Control+V");
  await eventually(async () => assert.equal(await composer(page).inputValue(), "Added “Water the plants”."));
});

check("a task for a day is shown without a time", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add call mom tomorrow");
  await sees(lastAnswer(page).getByText("Added “Call mom”, due tomorrow."));
  await sees(cards(page).getByText("Tomorrow", { exact: true }));
  await go(page, "Tasks");
  await sees(row(page, "Call mom").getByText("Tomorrow", { exact: true }));
});

check("the page says times as the assistant does", async (visit) => {
  const page = await visit("/chat", { as: await join() });
  await say(page, "add call mom tomorrow at 9am");
  const words = lastAnswer(page).getByText(/due tomorrow at \d/);
  const said = (await words.innerText()).match(/at ([\d:]+)/)[1];
  await sees(cards(page).getByText(`Tomorrow ${said}`, { exact: true }));
  await sees(page.getByRole("complementary", { name: "Up next" }).getByText(`Tomorrow ${said}`, { exact: true }));
});

for (const size of [DESKTOP, PHONE]) {
  check(`the end of the talk stays in view at ${size.width} pixels, unless the person scrolled up to read`, async (visit) => {
    const ada = await join();
    const page = await visit("/chat", { as: ada, size });
    // As slow as a busy laptop: layout, answers and scrolling meet in every order.
    const chromium = await page.context().newCDPSession(page);
    await chromium.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    const region = page.getByRole("region", { name: "Messages" });
    const toEnd = button(page, "Scroll to the latest message");
    const below = () => region.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    const atEnd = async () => assert.ok((await below()) <= 2, `${await below()} pixels are below`);
    for (const errand of ["feed the cat", "walk the dog", "water the plants", "wash the car", "pay the rent", "call mom"]) {
      await say(page, `add ${errand}`);
      await sees(messages(page).getByText(new RegExp(`Added “${errand}”`, "i")));
      await button(page, "Send message").waitFor();
      await eventually(atEnd);
      assert.equal(await toEnd.count(), 0, errand);
    }
    await say(page, "show my tasks");
    await sees(lastAnswer(page).getByText("You have 6 tasks"));
    await button(page, "Send message").waitFor();
    await eventually(atEnd);
    assert.equal(await toEnd.count(), 0);

    // A phone's keyboard goes and comes, a window is resized.
    for (const height of [size.height - 250, size.height + 100, size.height]) {
      await page.setViewportSize({ width: size.width, height });
      await eventually(atEnd);
      assert.equal(await toEnd.count(), 0, `${height} pixels high`);
    }

    await region.evaluate((box) => box.scrollBy(0, -400));
    await sees(toEnd);
    const before = await region.evaluate((box) => box.scrollTop);
    await composer(page).fill("one\ntwo\nthree");
    assert.equal(await region.evaluate((box) => box.scrollTop), before);
    await toEnd.click();
    await gone(toEnd);
    await eventually(atEnd);
    // What is sent is seen, from wherever it was sent.
    await region.evaluate((box) => box.scrollTo(0, 0));
    await sees(toEnd);
    await say(page, "what's overdue?");
    await sees(lastAnswer(page).getByText("no such tasks"));
    await gone(toEnd);
    await eventually(atEnd);
  });
}

check("a screen reader hears the answer as it is shown", async (visit) => {
  const ada = await join();
  await ada.has("Buy *fresh* milk");
  const page = await visit("/chat", { as: ada });
  await say(page, "show my tasks");
  await sees(lastAnswer(page).getByText("Buy *fresh* milk").first());
  const spoken = page.locator(".visually-hidden[role=status]");
  await eventually(async () => assert.match(await spoken.innerText(), /^You have 1 task:\s+\d+ Buy \*fresh\* milk$/));
});
