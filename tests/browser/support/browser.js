// Chromium, and pages in it that watch themselves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { Person } from "./person.js";
import { Server, logs } from "./server.js";

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // What it looks up at home would only fail here; and todo.local is us.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP todo.local 127.0.0.1",
    ],
  });
}

let browser;
let server;

/** The server of this test file. */
export const theServer = () => server;

/** Starts one browser and one server for all tests of a file, then `prepare`s. Pages are each test's own. */
export function start(prepare) {
  before(async () => {
    [browser, server] = await Promise.all([launch(), Server.start()]);
    await prepare?.();
  });
  after(async () => {
    await Promise.all([browser?.close(), server?.stop()]);
  });
}

/**
 * A test with a `visit` of its own: `visit(path, {as, on, size, ...})` opens a page and answers it.
 *
 * When the test ends, every page must have stayed silent on its console, within its Content-Security-Policy, and
 * with its own server. `page.excuse(/.../)` allows the complaints that a test provokes.
 */
export function check(name, run) {
  test(name, { timeout: 120_000 }, async (t) => {
    const contexts = [];
    const pages = [];
    const visit = async (path, options) => {
      const { context, page } = await open(path, options);
      contexts.push(context);
      pages.push(page);
      return page;
    };
    try {
      await run(visit, t);
      for (const page of pages) {
        const complaints = page.complaints.filter((text) => !page.excuses.some((excuse) => excuse.test(text)));
        assert.deepEqual(complaints, [], "the page complained");
      }
    } catch (error) {
      await explain(name, pages);
      throw error;
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
    }
  });
}

/** Opens a page in a context of its own: for somebody, on a server, in a size and theme. */
export async function open(path, options = {}) {
  const { as, on = as?.server ?? server, size = DESKTOP, theme = "light", within = browser, ...more } = options;
  const context = await within.newContext({
    baseURL: on.origin,
    viewport: size,
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "UTC",
    ...(size === PHONE && { isMobile: true, hasTouch: true }),
    ...more,
  });
  if (as) await context.addCookies([{ ...as.cookie, url: on.origin, httpOnly: true, sameSite: "Lax" }]);
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.complaints = [];
  page.excuses = [];
  page.excuse = (pattern) => page.excuses.push(pattern);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      page.complaints.push(`${message.type()}: ${message.text()} ${message.location().url ?? ""}`);
    }
  });
  page.on("pageerror", (error) => page.complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== on.origin) page.complaints.push(`left the origin: ${url}`);
  });
  await page.goto(path);
  return { context, page };
}

// A picture and what the console said.
async function explain(name, pages) {
  for (const [number, page] of pages.entries()) {
    const file = `${logs}/${name.replace(/\W+/g, "-")}-${number + 1}.png`;
    const text = page.complaints.length ? `\n  ${page.complaints.join("\n  ")}` : " nothing";
    console.log(`"${name}", page ${number + 1}: ${page.url()}, ${file}; the console said:${text}`);
    await page.screenshot({ path: file }).catch(() => {});
  }
}

/** Somebody with an account on this file's server. */
export const join = (options) => Person.join(server, options);

/** A button, and a row of the list of tasks: what nearly every test uses. */
export const button = (scope, name) => scope.getByRole("button", { name, exact: true });
export const taskList = (page) => page.getByRole("list", { name: "Tasks", exact: true });
export const row = (page, title) => taskList(page).getByRole("listitem").filter({ hasText: title });

/** The message field, a message sent, and the answers: what nearly every test of the chat uses. */
export const composer = (page) => page.getByRole("textbox", { name: "Message to the assistant" });
/** Waits until the chat takes what was typed: not while an answer runs, or the messages before are fetched. */
export const ready = (page) => page.getByRole("button", { name: "Send message", exact: true, disabled: false }).waitFor();
export async function say(page, text) {
  await composer(page).fill(text);
  await ready(page);
  await composer(page).press("Enter");
}
export const messages = (page) => page.getByRole("list", { name: "Conversation", exact: true });
