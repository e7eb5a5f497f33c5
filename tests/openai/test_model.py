"""The official client, and the evaluation, against the scripted model, which is the first argument."""
import json, os, pathlib, subprocess, sys, unittest

import openai

PROGRAM = sys.argv.pop(1)
TESTS = pathlib.Path(__file__).resolve().parent.parent
TOOL = {
    "type": "function",
    "function": {
        "name": "add_task",
        "description": "Adds a task.",
        "parameters": {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
    },
}


class Model(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = subprocess.Popen([PROGRAM], stdout=subprocess.PIPE, text=True)
        cls.url, cls.key = (cls.program.stdout.readline().strip() for _ in range(2))

    @classmethod
    def tearDownClass(cls):
        cls.program.terminate()
        cls.program.wait()
        cls.program.stdout.close()

    def client(self, key=None):
        return openai.OpenAI(base_url=self.url, api_key=key or self.key, max_retries=0)

    def ask(self, *said, model="strict", client=None, **more):
        messages = [{"role": "user", "content": text} if isinstance(text, str) else text for text in said]
        return (client or self.client()).chat.completions.create(model=model, messages=messages, tools=[TOOL], **more)

    def test_lists_its_models(self):
        self.assertIn("strict", [model.id for model in self.client().models.list()])

    def test_answers_whole(self):
        answer = self.ask('say I do.\ncall add_task {"title": "Milk"}')
        choice = answer.choices[0]
        self.assertEqual((choice.message.content, choice.finish_reason), ("I do.", "tool_calls"))
        self.assertEqual(json.loads(choice.message.tool_calls[0].function.arguments), {"title": "Milk"})
        self.assertEqual(answer.usage.total_tokens, 18)

    def test_streams_as_the_client_puts_together_itself(self):
        """The helper checks each chunk against its types and merges the calls by their index."""
        said = 'say I do so.\ncall add_task {"title": "Grüße 🎉"}\ncall add_task {"title": "Two"}\nthen\nsay Done.'
        with self.client().chat.completions.stream(
            model="strict", messages=[{"role": "user", "content": said}], tools=[TOOL], stream_options={"include_usage": True}
        ) as stream:
            kinds = {event.type for event in stream}
            answer = stream.get_final_completion()
        self.assertLessEqual({"chunk", "content.delta", "tool_calls.function.arguments.done"}, kinds)
        message = answer.choices[0].message
        self.assertEqual((message.content, answer.choices[0].finish_reason), ("I do so.", "tool_calls"))
        titles = [json.loads(call.function.arguments)["title"] for call in message.tool_calls]
        self.assertEqual(titles, ["Grüße 🎉", "Two"])
        self.assertEqual(answer.usage.prompt_tokens, 11)
        # The results go back, and it goes on.
        calls = {"role": "assistant", "content": message.content, "tool_calls": [call.to_dict() for call in message.tool_calls]}
        for call in calls["tool_calls"]:
            call.pop("index", None)
            call["function"].pop("parsed_arguments", None)
        results = [{"role": "tool", "tool_call_id": call.id, "content": "{}"} for call in message.tool_calls]
        self.assertEqual(self.ask(said, calls, *results).choices[0].message.content, "Done.")
        with self.assertRaises(openai.BadRequestError):
            self.ask(said, calls, results[0])

    def test_chunks_are_the_types(self):
        chunks = list(self.ask("say One two", stream=True))
        self.assertTrue(all(chunk.object == "chat.completion.chunk" and chunk.choices for chunk in chunks))
        self.assertEqual("".join(chunk.choices[0].delta.content or "" for chunk in chunks), "One two")

    def test_refuses_as_the_service_does(self):
        with self.assertRaises(openai.AuthenticationError) as wrong_key:
            self.ask("hello", client=self.client("sk-wrong"))
        self.assertEqual(wrong_key.exception.code, "invalid_api_key")
        with self.assertRaises(openai.NotFoundError) as unknown:
            self.ask("hello", model="gpt-9")
        self.assertEqual(unknown.exception.code, "model_not_found")
        with self.assertRaises(openai.RateLimitError):
            self.ask("status 429 slow down")
        with self.assertRaises(openai.InternalServerError):
            self.ask("status 500 oops")

    def test_all_conversations_of_the_evaluation_can_be_held(self):
        model = {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": self.key, "OPENAI_MODEL": "strict"}
        server = os.environ.get("TODO_APP", TESTS.parent / "target/debug/todo-app")
        talks = [TESTS.parent / "scripts/eval-assistant", "--conversations", "--server", server]
        ended = subprocess.run(talks, env={**os.environ, **model}, capture_output=True, text=True, check=False)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        self.assertIn("0 broke off", ended.stdout)
        self.assertNotIn("could not be asked", ended.stdout)


if __name__ == "__main__":
    unittest.main()
