"""The official Python client, in both revisions and over HTTP and stdio, and the OpenAI Agents SDK with a scripted model."""

import asyncio
import json
import os

import httpx2
from agents import Agent, Model, ModelResponse, Runner, Usage, set_tracing_disabled
from agents.mcp import MCPServerStreamableHttp
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

URL, TOKEN = os.environ["URL"], os.environ["TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
MODES = {"2025-11-25": "legacy", "2026-07-28": "2026-07-28"}
BRIDGE = StdioServerParameters(
    command=os.environ["TODO_APP"], args=["mcp", "--url", os.environ["ORIGIN"]], env={"TODO_APP_TOKEN": TOKEN}
)


async def use(client, revision, way):
    tools = (await client.list_tools()).tools
    assert "add_task" in [tool.name for tool in tools], tools
    title = f"Python {revision} {way}"
    added = await client.call_tool("add_task", {"title": title})
    assert not added.is_error and json.loads(added.content[0].text)["title"] == title, added
    failed = await client.call_tool("complete_task", {"task_id": 999_999})
    assert failed.is_error, failed
    resources = (await client.list_resources()).resources
    assert title in (await client.read_resource(resources[0].uri)).contents[0].text
    prompts = (await client.list_prompts()).prompts
    assert title in (await client.get_prompt(prompts[1].name)).messages[1].content.text
    print(f"mcp {title}: {len(tools)} tools")


async def python_client():
    for revision, mode in MODES.items():
        async with httpx2.AsyncClient(headers=HEADERS) as http:
            async with Client(streamable_http_client(URL, http_client=http), mode=mode) as client:
                await use(client, revision, "http")
        async with Client(BRIDGE, mode=mode) as client:
            await use(client, revision, "stdio")


class Scripted(Model):
    """Calls add_task, then says what it was answered."""

    async def get_response(self, *args, **kwargs):
        given = kwargs.get("input", args[1] if len(args) > 1 else None)
        results = [one for one in given if isinstance(one, dict) and one.get("type") == "function_call_output"]
        if results:
            text = ResponseOutputText(type="output_text", annotations=[], text=json.dumps(results[-1]["output"]))
            output = ResponseOutputMessage(id="2", type="message", role="assistant", status="completed", content=[text])
        else:
            output = ResponseFunctionToolCall(
                type="function_call", call_id="1", name="add_task", arguments=json.dumps({"title": "Agent"})
            )
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *args, **kwargs):
        raise NotImplementedError


async def agents_sdk():
    set_tracing_disabled(True)
    async with MCPServerStreamableHttp(params={"url": URL, "headers": HEADERS}) as server:
        agent = Agent(name="Test", model=Scripted(), mcp_servers=[server])
        result = await Runner.run(agent, "Add a task")
        assert "created" in result.final_output, result.final_output
        print(f"openai-agents: {result.final_output}")


asyncio.run(python_client())
asyncio.run(agents_sdk())
