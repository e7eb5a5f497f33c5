// Getting in and out.

import assert from "node:assert/strict";
import { button, check, composer, join, row, start } from "./support/browser.js";
import { PASSWORD, someone } from "./support/person.js";
import { eventually, focused, gone, sees } from "./support/wait.js";

start();

const heading = (page, name) => sees(page.getByRole("heading", { name, level: 1 }));
const field = (page, label) => page.getByLabel(label, { exact: true });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function signUp(page, { name, email, password }) {
  await field(page, "Name").fill(name);
  await field(page, "E-mail").fill(email);
  await field(page, "Password").fill(password);
  await press(page, "Create account");
}

async function signIn(page, { email, password }) {
  await field(page, "E-mail").fill(email);
  await field(page, "Password").fill(password);
  await press(page, "Sign in");
}

/** What a screen reader reads out with a field: its error or its hint. */
async function description(page, label) {
  const id = await field(page, label).getAttribute("aria-describedby");
  return page.locator(`[id="${id}"]`).innerText();
}

check("a newcomer signs up, signs out and signs in again", async (visit) => {
  const ada = someone();
  const page = await visit("/");
  await heading(page, "Welcome back");
  await page.getByRole("link", { name: "Create an account" }).click();
  await heading(page, "Create an account");
  await signUp(page, ada);
  await sees(page.getByRole("heading", { name: "Hello Ada, what’s on your mind?" }));

  await page.getByRole("link", { name: "Account" }).click();
  await press(page, "Sign out");
  await heading(page, "Welcome back");

  await signIn(page, ada);
  await sees(page.getByRole("heading", { name: "Hello Ada, what’s on your mind?" }));
});

check("sign-up says beside each field what is wrong with it", async (visit) => {
  const page = await visit("/sign-up");
  assert.equal(await description(page, "Password"), "At least 8 characters");
  await press(page, "Create account");
  assert.match(await description(page, "Name"), /what to call you/);
  assert.match(await description(page, "E-mail"), /e-mail address such as/);
  assert.match(await description(page, "Password"), /at least 8 characters/);
  assert.equal(await field(page, "Name").getAttribute("aria-invalid"), "true");
  await focused(field(page, "Name"));

  await field(page, "Name").fill("Ada");
  await gone(page.getByText("what to call you"));
  await signUp(page, { name: "Ada", email: "ada@example", password: "1234567" });
  assert.match(await description(page, "E-mail"), /e-mail address such as/);
  assert.equal(await field(page, "E-mail").inputValue(), "ada@example");
});

check("an address that has an account already is told so", async (visit) => {
  const ada = await join();
  const page = await visit("/sign-up");
  await signUp(page, { ...someone(), email: ada.email.toUpperCase() });
  await sees(page.getByText(/already/i).and(page.locator("#email-error")));
  assert.equal(await field(page, "Password").inputValue(), PASSWORD);
  page.excuse(/422/);
});

check("a wrong password is refused with a word, and nothing typed is lost", async (visit) => {
  const ada = await join();
  const page = await visit("/sign-in");
  await press(page, "Sign in");
  assert.match(await description(page, "E-mail"), /enter your e-mail/);
  await signIn(page, { ...ada, password: "not the password" });
  await sees(page.getByRole("alert").filter({ hasText: /password/i }));
  assert.equal(await field(page, "E-mail").inputValue(), ada.email);
  page.excuse(/401/);

  await signIn(page, ada);
  await sees(page.getByRole("heading", { name: /Hello Ada/ }));
});

check("a session survives a reload, and its sign-in page leads on", async (visit) => {
  const page = await visit("/tasks", { as: await join() });
  await heading(page, "Tasks");
  await page.reload();
  await heading(page, "Tasks");
  await page.goto("/sign-in");
  await sees(page.getByRole("heading", { name: /Hello Ada/ }));
});

check("a link into the application leads through sign-in to where it points", async (visit) => {
  const ada = await join();
  const page = await visit("/tasks");
  await heading(page, "Welcome back");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await signIn(page, ada);
  await heading(page, "Tasks");
  assert.equal(new URL(page.url()).pathname, "/tasks");
});

check("a session that ended elsewhere asks to sign in and goes on where it was", async (visit) => {
  const ada = await join();
  const page = await visit("/account", { as: ada });
  await heading(page, "Account");
  const elsewhere = await ada.elsewhere();
  await elsewhere.call("/api/auth/revoke-other-sessions", "POST", {});
  page.excuse(/401/);
  await page.reload();
  await heading(page, "Welcome back");
  await signIn(page, ada);
  await heading(page, "Account");
});

check("signing out leaves nothing of one person for the next", async (visit) => {
  const [ada, eve] = [await join(), await join({ name: "Eve" })];
  await ada.has("Secret of Ada");
  const page = await visit("/tasks", { as: ada });
  await sees(page.getByText("Secret of Ada"));
  await page.getByRole("link", { name: "Account" }).click();
  await press(page, "Sign out");
  await heading(page, "Welcome back");
  await signIn(page, eve);
  await page.getByRole("link", { name: "Tasks", exact: true }).click();
  await sees(page.getByText("All clear"));
  assert.equal(await page.getByText("Secret of Ada").count(), 0);
});

check("an address that leads nowhere says so", async (visit) => {
  const page = await visit("/nothing/here", { as: await join() });
  await sees(page.getByText("There is nothing at this address"));
  await page.getByRole("link", { name: "Go to the chat" }).click();
  await sees(page.getByRole("heading", { name: /Hello Ada/ }));
});

check("a draft is not shown to the next person, whoever is signed out in between", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  await composer(page).fill("secret of Ada");
  await page.reload();
  await eventually(async () => assert.equal(await composer(page).inputValue(), "secret of Ada"));
  // The session is lost, not ended.
  await page.context().clearCookies();
  await page.goto("/sign-up");
  await signUp(page, someone("Eve"));
  await sees(page.getByRole("heading", { name: "Hello Eve, what’s on your mind?" }));
  assert.equal(await composer(page).inputValue(), "");
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes("secret of Ada")), false);
});

check("other tabs follow when a person signs out, or in", async (visit) => {
  const [ada, eve] = [await join(), await join({ name: "Eve" })];
  await ada.has("Secret of Ada");
  const first = await visit("/tasks", { as: ada });
  await sees(first.getByText("Secret of Ada"));
  const second = await first.context().newPage();
  await second.goto("/account");
  await press(second, "Sign out");
  await heading(second, "Welcome back");
  await heading(first, "Welcome back");
  await signIn(second, eve);
  await sees(second.getByRole("heading", { name: /Hello Eve/ }));
  await sees(first.getByRole("heading", { name: /Hello Eve/ }));
  await first.getByRole("link", { name: "Tasks", exact: true }).click();
  await sees(first.getByText("All clear"));
});

check("nothing of a person stays over the sign-in page, neither questions nor notices", async (visit) => {
  const ada = await join();
  await ada.has("Secret of Ada", "Another secret");
  const first = await visit("/tasks", { as: ada });
  await button(first, "Delete Another secret").click();
  await button(first.getByRole("dialog"), "Delete task").click();
  await gone(row(first, "Another secret"));
  await button(first, "Delete Secret of Ada").click();
  await sees(first.getByRole("dialog").getByText("“Secret of Ada” goes from every list."));
  const second = await first.context().newPage();
  await second.goto("/account");
  await press(second, "Sign out");
  await heading(first, "Welcome back");
  assert.equal(await first.getByText(/secret/i).count(), 0);
  assert.equal(await first.getByRole("dialog").count(), 0);
});
