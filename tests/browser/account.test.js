// The account page.

import assert from "node:assert/strict";
import { button, check, join, messages, say, start } from "./support/browser.js";
import { PASSWORD } from "./support/person.js";
import { eventually, gone, sees } from "./support/wait.js";

start();

const section = (page, name) => page.getByRole("region", { name, exact: true });
const field = (scope, label) => scope.getByLabel(label, { exact: true });
const user = async (person) => (await person.call("/api/auth/get-session"))?.user;

check("the name is changed, here and everywhere", async (visit) => {
  const ada = await join();
  const page = await visit("/account", { as: ada });
  const profile = section(page, "Profile");
  assert.equal(await field(profile, "Name").inputValue(), "Ada Lovelace");
  await field(profile, "Name").fill("Countess Ada");
  await button(profile, "Save profile").click();
  await sees(page.getByText("Saved."));
  await sees(page.getByRole("complementary", { name: "Sidebar" }).getByText("Countess Ada"));
  assert.equal((await user(ada)).name, "Countess Ada");
});

check("the time zone is changed, and times follow it", async (visit) => {
  const ada = await join({ timeZone: "UTC" });
  const page = await visit("/account", { as: ada, timezoneId: "America/New_York" });
  const profile = section(page, "Profile");
  const zone = field(profile, "Time zone");
  assert.equal(await zone.inputValue(), "UTC");
  await zone.fill("Atlantis/Capital");
  await button(profile, "Save profile").click();
  await sees(profile.getByText("Please choose a zone such as Europe/Berlin."));
  await button(profile, "Use this browser’s zone, America/New_York").click();
  assert.equal(await zone.inputValue(), "America/New_York");
  await zone.fill("Asia/Karachi");
  await button(profile, "Save profile").click();
  await sees(page.getByText("Saved."));
  assert.equal((await user(ada)).timeZone, "Asia/Karachi");

  // Five o'clock there is noon in UTC.
  await page.getByRole("link", { name: "Chat", exact: true }).click();
  await say(page, "add call Aisha tomorrow at 5pm");
  await sees(messages(page).getByText("due tomorrow at 17:00").first());
  const [task] = await ada.tasks();
  assert.match(task.due_at, /T12:00:00/);
});

check("the password is changed, and signs out the other device", async (visit) => {
  const ada = await join();
  const other = await ada.elsewhere();
  const page = await visit("/account", { as: ada });
  const password = section(page, "Password");
  page.excuse(/400/);
  await button(password, "Change password").click();
  await sees(password.getByText("Please enter your current password."));
  await sees(password.getByText("Please use at least 8 characters."));
  await field(password, "Current password").fill("not the password");
  await field(password, "New password").fill("another good one");
  await button(password, "Change password").click();
  await eventually(async () => assert.equal(await field(password, "Current password").getAttribute("aria-invalid"), "true"));
  assert.equal(await field(password, "New password").inputValue(), "another good one");

  assert.ok(await password.getByRole("checkbox", { name: "Sign out everywhere else" }).isChecked());
  await field(password, "Current password").fill(PASSWORD);
  await button(password, "Change password").click();
  await sees(page.getByText("Password changed."));
  assert.equal(await field(password, "New password").inputValue(), "");
  assert.equal(await user(other), undefined);
  await assert.rejects(ada.elsewhere());
  await Object.assign(ada, { password: "another good one" }).elsewhere();
  // This device goes on.
  await page.getByRole("link", { name: "Tasks", exact: true }).click();
  await sees(page.getByText("All clear"));
  await page.reload();
  await sees(page.getByText("All clear"));
});

check("devices are listed, and one is signed out", async (visit) => {
  const ada = await join();
  const [one, two] = [await ada.elsewhere(), await ada.elsewhere()];
  const page = await visit("/account", { as: ada });
  const devices = section(page, "Signed-in devices");
  await eventually(async () => assert.equal(await devices.getByRole("listitem").count(), 3));
  await sees(devices.getByText("This device"));
  await devices.getByRole("button", { name: /^Sign out .*, / }).first().click();
  await sees(page.getByText("Signed out that device."));
  await eventually(async () => assert.equal(await devices.getByRole("listitem").count(), 2));
  const left = [await user(one), await user(two)].filter(Boolean);
  assert.equal(left.length, 1);
  await button(devices, "Sign out all other devices").click();
  await sees(page.getByText("Signed out everywhere else."));
  await eventually(async () => assert.equal(await devices.getByRole("listitem").count(), 1));
  assert.deepEqual([await user(one), await user(two)], [undefined, undefined]);
  assert.ok(await user(ada));
});

check("an account is deleted with its password and a second thought", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const page = await visit("/account", { as: ada });
  page.excuse(/40[01]/);
  const leave = section(page, "Delete account");
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await button(leave, "Delete account").click();
  await sees(leave.getByText("Please enter your password, so that we know it is you."));
  await field(leave, "Your password").fill("not the password");
  await button(leave, "Delete account").click();
  await button(dialog, "Delete everything").click();
  await eventually(async () => assert.equal(await field(leave, "Your password").getAttribute("aria-invalid"), "true"));
  await field(leave, "Your password").fill(PASSWORD);
  await button(leave, "Delete account").click();
  await button(dialog, "Cancel").click();
  await gone(dialog);
  assert.ok(await user(ada));
  await button(leave, "Delete account").click();
  await button(dialog, "Delete everything").click();
  await sees(page.getByRole("heading", { name: "Welcome back" }));
  await assert.rejects(ada.elsewhere());
});

check("the theme is chosen, kept, and there from the first paint", async (visit) => {
  const page = await visit("/account", { as: await join(), theme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await section(page, "Appearance").getByRole("radio", { name: "Dark" }).check({ force: true });
  await eventually(async () => assert.notEqual(await background(), light));
  const dark = await background();
  // Before the application runs: without it, the page stays as it first was.
  await page.route(/\.wasm$/, () => {});
  await page.reload({ waitUntil: "domcontentloaded" });
  assert.equal(await background(), dark);
  await page.unroute(/\.wasm$/);
  await page.reload();
  await section(page, "Appearance").getByRole("radio", { name: "System" }).check({ force: true });
  await eventually(async () => assert.equal(await background(), light));
});
