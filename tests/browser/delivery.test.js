// What goes over the wire, and what the browser is told about it.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { check, start, theServer } from "./support/browser.js";
import { dist } from "./support/server.js";
import { sees } from "./support/wait.js";

// That no page complains on its console or leaves its origin, `check` makes sure of in every test.
start();

const HASHED = /-[0-9a-f]{8,}\.(js|wasm|css|svg)$/;

/** What the page fetched so far: address, bytes over the wire, and whether the cache had it. */
const fetched = (page) =>
  page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: entry.transferSize,
      encoded: entry.encodedBodySize,
    })),
  );

check("the first load is below 300 KB, and the second comes from the cache", async (visit, t) => {
  const page = await visit("/sign-in");
  await sees(page.getByRole("heading", { name: "Welcome back" }));
  // As in the cluster, where nothing essential may need a secure context.
  assert.equal(await page.evaluate(() => isSecureContext), false);
  const first = await fetched(page);
  const bytes = first.reduce((sum, entry) => sum + entry.encoded, 0);
  t.diagnostic(`first load: ${Math.round(bytes / 1000)} KB in ${first.length} requests`);
  assert.equal(new Set(first.map((entry) => entry.path)).size, first.length, "something is fetched twice");

  await page.goto("/sign-up");
  await sees(page.getByRole("heading", { name: "Create an account" }));
  const second = await fetched(page);
  const assets = second.filter((entry) => HASHED.test(entry.path));
  assert.ok(assets.length >= 4);
  assert.deepEqual(assets.filter((entry) => entry.bytes !== 0), [], "fetched again");

  // scripts/build-client --fast compiles without optimising, which is several times as large.
  const wasm = first.find((entry) => entry.path.endsWith(".wasm"));
  if (wasm.encoded > 450_000) return t.skip(`a page built with --fast: ${Math.round(bytes / 1000)} KB`);
  assert.ok(bytes < 300_000, `${bytes} bytes`);
});

check("hashed files may be kept forever, the page itself must be asked for", async () => {
  // What a browser sends for an address.
  const head = (path, headers = { Accept: "text/html,*/*" }) => fetch(theServer().direct + path, { headers });
  const files = readdirSync(dist).filter((name) => HASHED.test(name));
  assert.ok(files.length >= 5);
  for (const name of files) {
    const response = await head(`/${name}`, { "Accept-Encoding": "br" });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("Cache-Control"), /max-age=31536000.*immutable/);
    assert.equal(response.headers.get("X-Content-Type-Options"), "nosniff");
    assert.match(response.headers.get("Vary") ?? "", /accept-encoding/i);
  }
  for (const path of ["/", "/tasks", "/chat/7"]) {
    const response = await head(path);
    assert.match(response.headers.get("Cache-Control"), /no-cache/);
    const again = await head(path, { Accept: "text/html", "If-None-Match": response.headers.get("ETag") });
    assert.equal(again.status, 304);
  }
  assert.equal((await head("/app-0123456789abcdef.js", {})).status, 404);
  assert.match((await head("/api/health")).headers.get("Cache-Control"), /no-store/);
});

check("the policy allows no inline script and nothing from elsewhere, and it is in force", async (visit) => {
  const response = await fetch(`${theServer().direct}/sign-in`);
  const policy = response.headers.get("Content-Security-Policy");
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*|https?:/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(response.headers.get("Referrer-Policy"));
  const page = await visit("/sign-in");
  page.excuse(/Content Security Policy|CSP:/);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    return window.ran;
  });
  assert.equal(ran, undefined);
  assert.ok(page.complaints.some((text) => text.includes("script-src")));
});
