"""The chat with a model: what it does, how it is stopped, and what is left when its pod dies."""
import contextlib, http.client, json, secrets, time

import release
from checks import Figures, check, say
from model import NAME, scripted
from people import Person
from shell import Failure, all_ready, eventually, kubectl, name, pods

ADD = 'call add_task {"title": "Buy milk"}'


def with_model():
    """The model that the release asks."""
    release.ensure(scripted().settings)
    return scripted()


def until(kind, events):
    """Reads on to an event of this kind; answers those that came, the last one included."""
    came = []
    for event in events:
        came.append(event)
        if event[1]["type"] == kind:
            return came
    raise Failure(f"the stream ended without {kind}: {came}")


def stored(person, conversation):
    return person.call("GET", f"/api/me/conversations/{conversation}/messages", expect=200).json()


@check("a turn with a model through the ingress: tools, words as they come, the model's name, the task", quick=True)
def model_turn():
    with_model()
    ada = Person()
    with ada.streaming(f"{ADD}\nthen\npace 100\nsay It is on your list now, as you wanted it.") as events:
        called, spoken = until("tool_finished", events), until("done", events)
    if [event["type"] for _, event in called] != ["started", "tool_started", "tool_finished"] or called[-1][1]["is_error"]:
        raise Failure(f"before the answer came {called}")
    words = [at for at, event in spoken if event["type"] == "text_delta"]
    done = spoken[-1][1]
    changes = [(change["change"], change["title"]) for change in done["changes"]]
    if done["assistant"] != NAME or changes != [("created", "Buy milk")] or not done["response"].startswith("It is on your list"):
        raise Failure(f"the turn ended with {json.dumps(done)[:600]}")
    if len(words) < 5 or words[-1] - words[0] < 0.5:
        raise Failure(f"the words did not come one by one, but at {words}")
    if ada.titles() != ["Buy milk"]:
        raise Failure(f"the tasks are {ada.titles()}")
    say(f"turn with a model: {len(words)} pieces of words within {words[-1] - words[0]:.1f} s")


@check("whoever leaves stops the model within a second; what was finished stays, marked as stopped", quick=True)
def model_stop():
    model = with_model()
    ada, before = Person(), len(model.left)
    with ada.streaming(f"{ADD}\nthen\nsilent") as events:
        conversation = until("tool_finished", events)[0][1]["conversation_id"]
        # The model has been asked by then, and says nothing.
        time.sleep(0.5)
    gone = time.monotonic()
    eventually("the model is left", lambda: len(model.left) > before, 5, pause=0.01)
    Figures.add("after the person has left, the model is left within", model.left[before] - gone, "s", limit=1.0)
    messages, _ = eventually("the turn is stored", lambda: len(found := stored(ada, conversation)) == 2 and found, 10)
    if not messages[1]["stopped"] or [change["title"] for change in messages[1]["changes"]] != ["Buy milk"] or ada.titles() != ["Buy milk"]:
        raise Failure(f"stored is {json.dumps(messages)[:600]}, and the tasks are {ada.titles()}")
    answer = ada.says("hello", conversation)
    if (answer["assistant"], answer["response"]) != (NAME, "You said: hello"):
        raise Failure(f"the conversation goes on with {json.dumps(answer)[:300]}")


@check("the pod killed in the middle of a turn with a model: the conversation goes on, and nothing is done twice")
def model_pod_killed():
    with_model()
    ada, key, script = Person(), {"Idempotency-Key": secrets.token_hex(8)}, f"{ADD}\nthen\nsilent"
    with ada.streaming(script, **key) as events:
        conversation = until("tool_finished", events)[0][1]["conversation_id"]
        kubectl("delete", "pod", "--grace-period=0", "--force", *map(name, pods("backend")))
        killed, rest = time.monotonic(), []
        with contextlib.suppress(OSError, http.client.HTTPException):
            rest = [event for _, event in events]
    if rest:
        raise Failure(f"a killed pod said {rest}")
    all_ready(backend=2)

    def sent(message, **headers):
        """The answer, unless the turn that died still counts as running."""
        body = {"message": message} | ({} if headers else {"conversation_id": conversation})
        answer = ada.call("POST", "/api/me/chat", body, **headers)
        if answer.status not in (200, 409, 502, 503, 504):
            raise Failure(f"{message!r} was answered with {answer.status}: {answer.body[:300]}")
        return answer.json() if answer.status == 200 else None

    answer, _ = eventually("the conversation goes on", lambda: sent("hello"), 90, pause=1)
    Figures.add("conversation goes on after its pods were killed", time.monotonic() - killed, "s", limit=90.0)
    again, _ = eventually("the message can be sent again", lambda: sent(script, **key), 90, pause=1)
    if (answer["assistant"], answer["response"]) != (NAME, "You said: hello") or "Look at your tasks" not in again["response"]:
        raise Failure(f"the answers are {json.dumps(answer)[:300]} and {json.dumps(again)[:300]}")
    if ada.titles() != ["Buy milk"] or stored(ada, conversation)[0]["content"] != script:
        raise Failure(f"the tasks are {ada.titles()}; stored is {json.dumps(stored(ada, conversation))[:600]}")
