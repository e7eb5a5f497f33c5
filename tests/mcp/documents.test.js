// What docs/agents.md tells people to write, as it stands there: each client is given it, and works on the tasks.

import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person } from "./person.js";
import { run } from "./programs.js";

const binary = process.env.TODO_APP ?? new URL("../../target/debug/todo-app", import.meta.url).pathname;
const document = readFileSync(new URL("../../docs/agents.md", import.meta.url), "utf8");

let ada;
let token;
const folder = mkdtempSync(join(tmpdir(), "mcp-documents-"));
before(async () => {
  ada = await person();
  token = await ada.token("write");
});
after(async () => {
  rmSync(folder, { recursive: true });
  await ada?.stop();
});

/** The first block below a heading in a language, with this server and its token. */
function block(heading, language) {
  const section = document.split(/^## /m).find((one) => one.startsWith(`${heading}\n`));
  const found = section?.match(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms"));
  assert.ok(found, `docs/agents.md has a block of ${language} below “${heading}”`);
  return found[1]
    .replaceAll(/\bTOKEN\b|\$\{input:todo-token\}/g, token)
    .replaceAll(/http:\/\/(todo\.local|backend-svc\.todo:8000)/g, ada.origin)
    .replaceAll("/path/to/todo-app", binary);
}

/** The way to a server that clients are told of. */
function way({ command, args, env, url, headers }) {
  return command
    ? new StdioClientTransport({ command, args, env })
    : new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
}

for (const heading of ["Claude", "Cursor", "VS Code"]) {
  test(`the settings for ${heading}`, async () => {
    const settings = JSON.parse(block(heading, "json"));
    const client = new Client({ name: "test", version: "1" });
    await client.connect(way((settings.mcpServers ?? settings.servers).todo));
    try {
      const title = `Added by ${heading}`;
      const added = await client.callTool({ name: "add_task", arguments: { title } });
      assert.equal(added.isError, false);
      assert.ok((await ada.titles()).includes(title));
    } finally {
      await client.close();
    }
  });
}

test("the command for a shell", async () => {
  const { code, stdout, stderr } = await run("bash", ["-c", block("From a shell", "sh")]);
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).result.structuredContent.title, "Buy milk");
  assert.ok((await ada.titles()).includes("Buy milk"));
});

/** Why programs in Go cannot be built here, if they cannot. */
function withoutGo() {
  try {
    const [, minor] = execFileSync("go", ["env", "GOVERSION"]).toString().match(/^go1\.(\d+)/);
    return minor >= 25 ? false : "Go is older than 1.25";
  } catch {
    return "Go is not installed";
  }
}

// The programs themselves cannot be had from Go's proxy; the libraries by which they speak can.
for (const [heading, language] of [["kubectl-ai", "yml"], ["kagent", "yaml"]]) {
  test(`the settings for ${heading}, by its library`, { skip: withoutGo() }, async (t) => {
    const settings = join(folder, `${heading}.yaml`);
    writeFileSync(settings, block(heading, language));
    const title = `Added by ${heading}`;
    const { code, stdout, stderr } = await run("go", ["run", "-C", "go", ".", heading, settings, title]);
    assert.equal(code, 0, stderr);
    t.diagnostic(stdout.trim());
    assert.ok((await ada.titles()).includes(title));
  });
}
