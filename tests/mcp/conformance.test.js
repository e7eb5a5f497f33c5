// The official conformance suite, in both revisions: against the server that is shipped, and against the same with what
// the suite calls by name.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { person } from "./person.js";
import { tool } from "./programs.js";
import { proxy } from "./proxy.js";

const reports = mkdtempSync(join(tmpdir(), "mcp-conformance-"));
after(() => rmSync(reports, { recursive: true }));

// The suite would not notice that a scenario has disappeared. How many have no failure, unscored ones included:
const SERVERS = [
  { name: "the shipped server", program: undefined, suffix: "", passing: { "2025-11-25": 7, "2026-07-28": 12 } },
  {
    name: "the server with fixtures",
    program: process.env.CONFORMANCE,
    suffix: "-fixtures",
    passing: { "2025-11-25": 26, "2026-07-28": 37 },
  },
];

for (const { name, program, suffix, passing } of SERVERS) {
  describe(name, () => {
    let ada;
    let door;
    before(async () => {
      ada = await person("SQLite", program);
      door = await proxy(ada.origin, await ada.token("write"));
    });
    after(async () => {
      door?.stop();
      await ada?.stop();
    });

    for (const [revision, count] of Object.entries(passing)) {
      test(`the suite's revision ${revision}`, async (t) => {
        const args = ["--url", `${door.origin}/api/mcp`, "--requirements", revision, "-o", reports];
        // With fixtures, all that is scored of the newest revision has to pass.
        if (!(suffix && revision === "2026-07-28")) {
          args.push("--expected-failures", `expected-failures-${revision}${suffix}.yml`);
        }
        const { code, stdout, stderr } = await tool("conformance", "server", ...args);
        const summary = stdout.split("=== SUMMARY ===")[1] ?? stdout;
        assert.equal(code, 0, summary + stderr);
        const passed = [...summary.matchAll(/^✓ ([\w-]+)/gm)].map((match) => match[1]);
        assert.ok(passed.length >= count, `${passed.length} scenarios passed: ${passed.join(", ")}`);
        t.diagnostic(`${summary.match(/^Total: .*$/m)?.[0]}; ${passed.length} scenarios without a failure`);
      });
    }
  });
}
