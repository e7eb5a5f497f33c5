// Prints how long a cold navigation takes until the sign-in form can be used: the median of ten.
//
//   node load-time.mjs [navigations]      measures $TODO_APP with the page in $DIST, or those of this repository
//
// A benchmark, not a test: what it prints depends on what else the machine is doing.

import os from "node:os";
import { launch } from "./support/browser.js";
import { Server } from "./support/server.js";

const count = Number(process.argv[2] ?? 10);
const [server, browser] = await Promise.all([Server.start(), launch()]);
const times = [];
try {
  // The first one warms the browser and the server up, and does not count.
  for (let n = 0; n <= count; n++) {
    // A new context has an empty cache.
    const context = await browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    await page.addInitScript(() => {
      // Interactive: the form is there, the application's handlers are on it, and the next frame is drawn.
      const look = () => {
        const form = document.querySelector("#app form button[type=submit]");
        if (!form) return;
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => (window.interactiveAt = performance.now())));
      };
      const watcher = new MutationObserver(look);
      watcher.observe(document, { childList: true, subtree: true });
    });
    await page.goto("/sign-in", { waitUntil: "commit" });
    await page.waitForFunction(() => window.interactiveAt);
    const { at, bytes } = await page.evaluate(() => ({
      at: window.interactiveAt,
      bytes: performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.transferSize, 0),
    }));
    if (n > 0) times.push({ at, bytes });
    await context.close();
  }
} finally {
  await Promise.all([browser.close(), server.stop()]);
}

const sorted = times.map(({ at }) => Math.round(at)).sort((a, b) => a - b);
const median = Math.round((sorted[Math.floor((count - 1) / 2)] + sorted[Math.ceil((count - 1) / 2)]) / 2);
console.log(`${count} cold navigations to the sign-in form, in ms: ${sorted.join(" ")}`);
console.log(`median ${median} ms, ${Math.round(times.at(-1).bytes / 1000)} KB over the wire; load average ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores`);
