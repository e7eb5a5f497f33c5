// The official conformance suite, in both revisions, against the server that is shipped.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person } from "./person.js";
import { tool } from "./programs.js";
import { proxy } from "./proxy.js";

let ada;
let door;
const reports = mkdtempSync(join(tmpdir(), "mcp-conformance-"));

before(async () => {
  ada = await person();
  door = await proxy(ada.origin, await ada.token("write"));
});
after(async () => {
  door?.stop();
  await ada?.stop();
  rmSync(reports, { recursive: true });
});

// What has to pass: the suite would not notice that one of them has disappeared.
const PASSING = {
  "2025-11-25": [
    "server-initialize", "ping", "tools-list", "server-sse-multiple-streams", "resources-list", "prompts-list",
    "dns-rebinding-protection",
  ],
  "2026-07-28": [
    "tools-list", "server-sse-multiple-streams", "resources-list", "sep-2164-resource-not-found", "prompts-list",
    "dns-rebinding-protection", "caching", "input-required-result-missing-input-response",
    "input-required-result-unsupported-methods", "input-required-result-ignore-extra-params",
    "input-required-result-validate-input", "http-header-validation",
  ],
};

for (const [revision, passing] of Object.entries(PASSING)) {
  test(`the suite's revision ${revision}`, async (t) => {
    const { code, stdout, stderr } = await tool(
      "conformance", "server", "--url", `${door.origin}/api/mcp`, "--requirements", revision,
      "--expected-failures", `expected-failures-${revision}.yml`, "-o", reports,
    );
    const summary = stdout.split("=== SUMMARY ===")[1] ?? stdout;
    assert.equal(code, 0, summary + stderr);
    const passed = [...summary.matchAll(/^✓ ([\w-]+)/gm)].map((match) => match[1]);
    for (const name of passing) assert.ok(passed.includes(name), `${name} in ${passed}`);
    t.diagnostic(`${summary.match(/^Total: .*$/m)?.[0]}; scenarios without a failure: ${passed.join(", ")}`);
  });
}
