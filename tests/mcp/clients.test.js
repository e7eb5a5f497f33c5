// Official clients that people use.

import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { after, before, describe, test } from "node:test";
import { person } from "./person.js";
import { run, tool } from "./programs.js";

const binary = process.env.TODO_APP ?? new URL("../../target/debug/todo-app", import.meta.url).pathname;
const REVISIONS = { "2025-11-25": "legacy", "2026-07-28": { pin: "2026-07-28" } };

for (const database of ["SQLite", "PostgreSQL"]) {
  describe(database, () => {
    let ada;
    let token;
    before(async () => {
      ada = await person(database);
      token = await ada.token("write");
    });
    after(() => ada?.stop());

    const ways = {
      http: () =>
        new StreamableHTTPClientTransport(new URL(ada.url), {
          requestInit: { headers: { authorization: `Bearer ${token}` } },
        }),
      stdio: () =>
        new StdioClientTransport({
          command: binary,
          args: ["mcp", "--url", ada.origin],
          env: { TODO_APP_TOKEN: token },
        }),
    };
    for (const [revision, mode] of Object.entries(REVISIONS)) {
      for (const [way, transport] of Object.entries(ways)) {
        test(`the TypeScript client, ${revision} over ${way}`, async () => {
          const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
          await client.connect(transport());
          try {
            assert.equal(client.getNegotiatedProtocolVersion(), revision);
            assert.equal(client.getServerVersion().name, "todo-app");
            const { tools } = await client.listTools();
            assert.ok(tools.some((one) => one.name === "add_task"));
            const title = `Typed ${revision} ${way}`;
            const added = await client.callTool({ name: "add_task", arguments: { title } });
            assert.deepEqual([added.isError, added.structuredContent.title], [false, title]);
            assert.ok((await ada.titles()).includes(title));
            const failed = await client.callTool({ name: "complete_task", arguments: { task_id: 999_999 } });
            assert.equal(failed.isError, true);
            await assert.rejects(client.callTool({ name: "no_such_tool", arguments: {} }), { code: -32602 });
            const { resources } = await client.listResources();
            const { contents } = await client.readResource({ uri: resources[0].uri });
            assert.ok(contents[0].text.includes(title));
            const { prompts } = await client.listPrompts();
            const prompt = await client.getPrompt({ name: prompts[0].name });
            assert.equal(prompt.messages[0].role, "user");
          } finally {
            await client.close();
          }
        });
      }
    }

    test("the Inspector", async () => {
      const inspect = (...args) =>
        tool(
          "mcp-inspector", "--cli", ada.url, "--transport", "http", "--header", `Authorization: Bearer ${token}`,
          "--format", "json", ...args,
        );
      for (const era of ["legacy", "modern"]) {
        const list = await inspect("--method", "tools/list", "--strict", "--protocol-era", era);
        assert.equal(list.code, 0, list.stderr + list.stdout);
        assert.match(list.stdout, /"add_task"/);
        const title = `Inspected ${era}`;
        const call = ["--method", "tools/call", "--protocol-era", era, "--tool-name"];
        const added = await inspect(...call, "add_task", "--tool-arg", `title=${title}`);
        assert.equal(added.code, 0, added.stderr + added.stdout);
        assert.ok((await ada.titles()).includes(title));
        // It ends with 5 where the tool says that it failed.
        assert.equal((await inspect(...call, "complete_task", "--tool-arg", "task_id=999999")).code, 5);
      }
    });

    test("the Inspector without a token", async () => {
      const args = ["--transport", "http", "--method", "tools/list", "--stored-auth-only"];
      assert.equal((await tool("mcp-inspector", "--cli", ada.url, ...args)).code, 3);
    });

    test("the Python client and the OpenAI Agents SDK", async (t) => {
      const env = { URL: ada.url, TOKEN: token, TODO_APP: binary, ORIGIN: ada.origin };
      const { code, stdout, stderr } = await run(process.env.PYTHON, ["clients.py"], env);
      assert.equal(code, 0, stderr + stdout);
      stdout.trim().split("\n").forEach((line) => t.diagnostic(line));
      const titles = await ada.titles();
      const expected = ["Python 2025-11-25 http", "Python 2026-07-28 http", "Python 2025-11-25 stdio", "Python 2026-07-28 stdio", "Agent"];
      for (const title of expected) assert.ok(titles.includes(title), `${title} in ${titles}`);
    });
  });
}
