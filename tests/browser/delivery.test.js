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

const sum = (entries) => entries.reduce((bytes, entry) => bytes + entry.encoded, 0);
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} KB`;

// Chromium offers to take brotli only where the connection is secure or the server is on the same machine.
const limit = 300_000;
for (const [host, encoding] of [
  ["localhost", "brotli"],
  ["todo.local", "gzip"],
]) {
  check(`the first load on ${host}, with ${encoding}, is below ${kilobytes(limit)}; the second comes from the cache`, async (visit, t) => {
    const page = await visit("/sign-in", { on: { origin: `http://${host}:${theServer().port}` } });
    await sees(page.getByRole("heading", { name: "Welcome back" }));
    // As in the cluster, where nothing essential may need a secure context.
    assert.equal(await page.evaluate(() => isSecureContext), host === "localhost");
    const first = await fetched(page);
    assert.equal(new Set(first.map((entry) => entry.path)).size, first.length, "something is fetched twice");

    await page.goto("/sign-up");
    await sees(page.getByRole("heading", { name: "Create an account" }));
    const assets = (await fetched(page)).filter((entry) => HASHED.test(entry.path));
    assert.ok(assets.length >= 4);
    assert.deepEqual(assets.filter((entry) => entry.bytes !== 0), [], "fetched again");

    t.diagnostic(`first load on ${host}: ${kilobytes(sum(first))} in ${first.length} requests`);
    // What scripts/build-client --fast compiles, without optimising, is several times as large.
    const { encoded } = first.find((entry) => entry.path.endsWith(".wasm"));
    if (encoded > 450_000) return t.skip("this page was built with --fast");
    assert.ok(sum(first) < limit, `${sum(first)} bytes`);
  });
}

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
