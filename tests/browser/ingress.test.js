// An ingress in front that answers in the server's place, with a bare page of HTML.

import assert from "node:assert/strict";
import { button, check, composer, join, messages, say, start } from "./support/browser.js";
import { PASSWORD } from "./support/person.js";
import { eventually, sees } from "./support/wait.js";

start();

const NAMES = { 502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out" };
const WORDS = "The server is not available right now. Please try again in a moment.";

/** What nginx says when nobody is behind it. */
function html(status) {
  const words = `${status} ${NAMES[status]}`;
  return `<html>\r\n<head><title>${words}</title></head>\r\n<body>\r\n<center><h1>${words}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

/** Puts it in front of addresses, until it is called off. */
async function away(page, addresses, status) {
  page.excuse(new RegExp(`${status}`));
  await page.route(addresses, (route) => route.fulfill({ status, contentType: "text/html", body: html(status) }));
  return () => page.unroute(addresses);
}

for (const status of [502, 503, 504]) {
  check(`${status} while talking keeps the message, and Retry sends it once`, async (visit) => {
    const ada = await join();
    const page = await visit("/chat", { as: ada });
    const back = await away(page, "**/api/me/chat", status);
    await say(page, "add water the plants");
    await sees(messages(page).getByRole("alert").getByText(WORDS));
    await sees(messages(page).getByText("add water the plants"));
    await composer(page).fill("and another thing");
    await back();
    await button(messages(page), "Retry").click();
    await sees(messages(page).getByText("Added “Water the plants”."));
    assert.equal(await composer(page).inputValue(), "and another thing");
    assert.equal((await ada.tasks()).length, 1);
  });
}

check("at the start it says so and tries again", async (visit) => {
  const page = await visit("/sign-in");
  await sees(page.getByRole("heading", { name: "Welcome back" }));
  const back = await away(page, "**/api/auth/get-session", 503);
  await page.reload();
  await sees(page.getByRole("heading", { name: "No connection" }));
  await sees(page.getByRole("alert").getByText(WORDS));
  await back();
  await button(page, "Try again").click();
  await sees(page.getByRole("heading", { name: "Welcome back" }));
});

check("when the server is back, the page notices by itself", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Feed the cat" });
  const page = await visit("/account", { as: ada });
  await sees(page.getByRole("heading", { name: "Account", level: 1 }));
  let back = await away(page, "**/api/**", 503);
  await page.getByRole("link", { name: "Tasks", exact: true }).click();
  await sees(page.getByRole("alert").getByText(WORDS));
  await back();
  await sees(page.getByText("Feed the cat"));
  back = await away(page, "**/api/**", 502);
  await page.reload();
  await sees(page.getByRole("heading", { name: "No connection" }));
  await back();
  await sees(page.getByText("Feed the cat"));
});

check("while signing in and up, nothing typed is lost", async (visit) => {
  const page = await visit("/sign-up");
  // It has asked by then whether somebody is signed in.
  await sees(page.getByLabel("Name", { exact: true }));
  const back = await away(page, "**/api/auth/**", 502);
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await page.getByLabel("E-mail", { exact: true }).fill("ada.of.502@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button(page, "Create account").click();
  await sees(page.getByRole("alert").getByText(WORDS));
  assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), PASSWORD);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail", { exact: true }).fill("ada.of.502@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button(page, "Sign in").click();
  await sees(page.getByRole("alert").getByText(WORDS));
  await page.getByRole("link", { name: "Create an account" }).click();
  await back();
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await page.getByLabel("E-mail", { exact: true }).fill("ada.of.502@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button(page, "Create account").click();
  await sees(page.getByRole("heading", { name: /Hello Ada/ }));
});

check("the list of tasks says so and comes back, and a new task waits in its field", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/account", { as: ada });
  await sees(page.getByRole("heading", { name: "Account", level: 1 }));
  const back = await away(page, "**/api/me/tasks**", 503);
  await page.getByRole("link", { name: "Tasks", exact: true }).click();
  const again = button(page.getByRole("main"), "Try again");
  await sees(page.getByRole("main").getByText(WORDS));
  await sees(again);
  const title = page.getByRole("textbox", { name: "New task" });
  await title.fill("Water the plants");
  await title.press("Enter");
  await eventually(async () => assert.equal(await title.getAttribute("aria-invalid"), "true"));
  assert.equal(await title.inputValue(), "Water the plants");
  await back();
  await title.press("Enter");
  await eventually(async () => assert.equal((await ada.tasks()).length, 2));
  for (const name of ["Call mom", "Water the plants"]) await sees(page.getByRole("checkbox", { name: `Completed: ${name}` }));
});

check("a tick that did not arrive is taken back with a word", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/tasks", { as: ada });
  const tick = page.getByRole("checkbox", { name: "Completed: Call mom" });
  await sees(tick);
  await away(page, "**/api/me/tasks/*", 504);
  await tick.click();
  await sees(page.getByRole("status").getByText(WORDS));
  await eventually(async () => assert.equal(await tick.isChecked(), false));
  assert.equal((await ada.tasks())[0].completed, false);
});

check("an end of the session in the middle keeps the message for after signing in", async (visit) => {
  const ada = await join();
  const page = await visit("/chat", { as: ada });
  await sees(page.getByRole("list", { name: "Suggestions" }));
  page.excuse(/401/);
  const elsewhere = await ada.elsewhere();
  await elsewhere.call("/api/auth/revoke-other-sessions", "POST", {});
  await page.context().clearCookies();
  // The page's token may still be good for minutes; the server's word that it is not is what counts here.
  await page.route("**/api/me/**", (route) => route.fulfill({ status: 401, json: { code: "UNAUTHORIZED", message: "Please sign in." } }));
  await say(page, "add water the plants");
  await sees(page.getByRole("heading", { name: "Welcome back" }));
  await sees(page.getByText("Your session has ended. Sign in again to go on where you were."));
  await page.unroute("**/api/me/**");
  await page.getByLabel("E-mail", { exact: true }).fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button(page, "Sign in").click();
  // The message is where it was, ready to be sent again.
  const kept = async () => (await composer(page).inputValue()) === "add water the plants" || (await messages(page).getByText("add water the plants").isVisible());
  await eventually(async () => assert.ok(await kept()));
});
