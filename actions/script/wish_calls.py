# SPDX-License-Identifier: Apache-2.0
"""What a script would like its calls to be answered: it runs, and the answers take shape as it reads them, so that
`ssm-local test init` can mock them. Nothing is called, and time.sleep() takes no time.

"models" of the request: by "service:Operation" {"input", "output"}, shapes, and "codes", by the names of exceptions whose code is
another; or {"client", "unknown"}: the service has no such operation, and what boto3 calls its client. A shape: {"members": {name:
shape}, "required": [name]}, {"each": shape} of a list or map ("list": true), or {}: nothing is known of it. "bugs" of the answer:
[[line of the script, text]], what goes against them.

Request: "wishes": {"samples": [[ending of a name, text]], "settings": [[place, what, value]]}. A place is the number of a call, and
what was read of its answer: "0/Reservations/0/State". What: "value", "length" (of a list or map), "absent" (true or false), "true" (the
same), of a call "error" (its code). What nothing sets, the script decides: what it compares is equal, lists have one element.

Answer: "wishes": {"calls": [{"service", "operation", "answers": [{"uses", "answer", or "error" and "cause"}]}], in the order of their first use;
"operations": [text], of each call by its number; "unmodeled": [text], those without a model; "choices": [[place, what, value]], each another way for the script; "returns": [[names and numbers, place]], what it has returned
of an answer; "events": [[names and numbers, value]], what it has compared its events with}. null in an answer: whatever may be there."""

import json
import re

sdk = own_module("sdk")  # noqa: F821
waiters = own_module("sdk_waiters")  # noqa: F821
wishes = own_module("wishes")  # noqa: F821

real_loads, real_load = json.loads, json.load


def noted_events(value, path=()):
    if isinstance(value, dict):
        return {key: noted_events(member, (*path, key)) for key, member in value.items()}
    if value == []:
        return wishes.NotedList(lambda: wishes.run.note_event(list(path), [wishes.run.sample(path[-1])]) if path else None)
    if isinstance(value, list):
        return [noted_events(item, (*path, number)) for number, item in enumerate(value)]
    if isinstance(value, str):
        return wishes.Noted(value, lambda other: wishes.run.note_event(list(path), other))
    return value


def texts_of(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for member in value for text in texts_of(member)][:wishes.MOST_WORDS]
    return [value] if isinstance(value, str) and 0 < len(value) <= 40 else []


def problems_of(shape, value, name, is_deep):
    """In botocore's words."""
    found = []
    if shape.get("list"):
        if isinstance(value, (list, tuple)):
            for number, item in enumerate(value):
                found += problems_of(shape["each"], item, f"{name}[{number}]", is_deep)
        elif not isinstance(value, wishes.Wish):
            kind = str if isinstance(value, str) else type(value)
            found.append(f"Invalid type for parameter {name.lstrip('.')}, value: {value}, type: {kind}, "
                         "valid types: <class 'list'>, <class 'tuple'>")
    elif isinstance(value, dict) and "members" in shape:
        where = name.lstrip(".") or "input"
        members = shape["members"]
        found += [f'Missing required parameter in {where}: "{each}"' for each in shape["required"] if each not in value]
        found += [f'Unknown parameter in {where}: "{each}", must be one of: {", ".join(members)}'
                  for each in value if each not in members]
        for each in value if is_deep else ():
            found += problems_of(members.get(each, {}), value[each], f"{name}.{each}", is_deep)
    elif isinstance(value, dict) and "each" in shape:
        for each in value:
            found += problems_of(shape["each"], value[each], f"{name}.{each}", is_deep)
    return found


def check_call(client, service, operation, parameters):
    """As botocore does before it calls."""
    model = wishes.run.models.get(f"{service}:{operation}", {})
    if "unknown" in model:
        text = f"'{model['client']}' object has no attribute '{sdk.method_name(operation)}'"
        wishes.run.note_bug(f"AttributeError - {text}: {model['unknown']}")
        raise AttributeError(text)
    # Tables of boto3.resource("dynamodb") take values of Python.
    problems = problems_of(model.get("input", {}), parameters, "", service != "dynamodb")
    if problems:
        report = "\n".join(problems)
        wishes.run.note_bug(f"ParamValidationError - Parameter validation failed: {report}")
        raise sdk.exceptions.ParamValidationError(report=report)


def cause_of(code):
    """What an answer may say beside the code: "DB instance not found"."""
    if code.isdigit():
        return f"status {code}"
    if any(word in code for word in ("Denied", "Unauthorized", "Forbidden")):
        return "not allowed"
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", sdk.bare_code(code))
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in words) or code


def wish_call(client, operation, parameters):
    service = client.meta.service_model.service_name
    asked = f"{service}:{operation}"
    if asked not in wishes.run.models and asked not in wishes.run.unmodeled:
        wishes.run.unmodeled.append(asked)
    check_call(client, service, operation, parameters)
    if len(wishes.run.calls) >= wishes.MOST_CALLS:
        raise sdk.NotAnswered(f"more than {wishes.MOST_CALLS} calls")
    call = wishes.Call(service, operation)
    wishes.run.calls.append(call)
    place = str(call.number)
    call.error = wishes.run.setting(place, "error", wishes.run.coming_error)
    if call.error is None:
        wishes.run.offer(place, "error", "AccessDenied")
        return wishes.Wish(call.root)
    wishes.run.failed = call
    code = wishes.Noted(call.error, lambda other: wishes.run.offer(place, "error", other) if other and other.isalnum() else None)
    response = {"Error": {"Code": code, "Message": cause_of(call.error)},
                "ResponseMetadata": {**wishes.METADATA, "HTTPStatusCode": 400}}
    raise client.exceptions.of_code(call.error)(response, operation)


def exception_of(self, name):
    """A script that names an exception may get it, with the code that stands for it in an answer."""
    failed = wishes.run.failed
    if not name.startswith("_") and failed is not None:
        code = wishes.run.models.get(f"{failed.service}:{failed.operation}", {}).get("codes", {}).get(name, name)
        # sdk.py knows the exceptions of codes that differ by their ending.
        is_known = sdk.bare_code(code) == sdk.bare_code(name)
        wishes.run.offer(str(failed.number), "error", code if is_known else name)
    return real_exception_of(self, name)


def values_at(answer, path):
    if not isinstance(answer, wishes.Wish):
        return real_values_at(answer, path)
    path, _, special = path.partition(":")
    found = [answer]
    for part in path.split("."):
        found = [value[part[:-2] if part.endswith("[]") else part] for value in found]
        if part.endswith("[]"):
            found = [item for value in found for item in value]
    for value in found if special else ():
        _ = [len(value["deployments"]), value["runningCount"] == 1, value["desiredCount"] == 1]
    return ["yes" for _ in found] if special else found


def wait(self, WaiterConfig=None, **parameters):
    """What is waited for is there."""
    state = self._row.lists["="][0]
    wishes.run.coming_error = self._row.lists["+"][0] if state == "never" else None
    try:
        answer = getattr(self._client, self._row.method)(**parameters)
    except sdk.ClientError as error:
        if state == "never" and error.response["Error"]["Code"] in self._row.lists["+"]:
            return
        raise sdk.WaiterError(self.name, "An error occurred", error.response) from None
    finally:
        wishes.run.coming_error = None
    if state == "none":
        at = answer[self._row.path.partition("[]")[0]]
        at._node.kind, at._node.length = "list", 0
    elif state != "ok":
        for value in values_at(answer, self._row.path):
            if state != "some" and value != state and isinstance(value, wishes.Wish):
                value._node.decide(state)


def member_of_resource(self, name):
    """Of boto3.resource(): instance.state."""
    is_call = name.startswith("_") or name in self._kind["calls"] or name in self._kind["waits"]
    if is_call or not self._kind["describe"]:
        return real_member_of_resource(self, name)
    if self._description is None:
        self.load()
    if not isinstance(self._description, wishes.Wish):
        return real_member_of_resource(self, name)
    return self._description[sdk.operation_name("", name)]


def loads(text, **more):
    """A text of an answer that is JSON is what the script reads of it."""
    if isinstance(text, wishes.Noted):
        text._tell("{}")
    if not isinstance(text, wishes.Wish):
        return real_loads(text, **more)
    node = text._node
    is_stream = any((service, operation.lower(), name) == (node.call.service, node.call.operation.lower(), node.name)
                    for service, operation, name in sdk.STREAMS)
    if node.value is not wishes.UNSET and isinstance(node.value, str):
        return real_loads(node.value, **more)
    if is_stream:
        node.kind = node.kind or "map"
        return text
    node.kind = "document"
    if node.document is None:
        node.document = wishes.Node(node.place + "/", "", node.call)
        node.document.kind = "map"
    return wishes.Wish(node.document)


def load(file, **more):
    return loads(file, **more) if isinstance(file, wishes.Wish) else real_load(file, **more)


real_values_at, real_exception_of, real_member_of_resource = waiters.values_at, sdk.ClientExceptions.__getattr__, None


class OwnLine:
    """In the place of ssm-local: a clock, and no call."""

    def __init__(self, milliseconds):
        self._now, self._slept = milliseconds, 0

    def __call__(self, question):
        self._slept += question["sleep"]
        if self._slept > wishes.LONGEST_SLEEP:
            raise sdk.NotAnswered("the script sleeps too long")
        self._now += int(question["sleep"] * 1000)
        return {"now": self._now}


def install(request):
    """Returns what answers in the place of ssm-local."""
    global real_member_of_resource
    wishes.run = wishes.Run(request["wishes"])
    wishes.run.words = [*texts_of(request["events"]), *wishes.words_in(request["script"])]
    request["events"] = noted_events(request["events"])
    resources = own_module("sdk_resources")  # noqa: F821
    real_member_of_resource = resources.Resource.__getattr__
    resources.Resource.__getattr__ = member_of_resource
    sdk.call = wish_call
    sdk.ClientExceptions.__getattr__ = exception_of
    sdk.Pages.__iter__ = lambda pages: iter([pages._method(**pages._parameters)])
    sdk.Pages.build_full_result = lambda pages: next(iter(pages))
    waiters.values_at, waiters.Waiter.wait = values_at, wait
    json.loads, json.load = loads, load
    return OwnLine(request["now"])


def plain(value, returns, path=()):
    """What was returned, as it would be with these answers."""
    if isinstance(value, wishes.Wish):
        if value._form is None:
            returns.append([list(path), value._node.place])
        return wishes.without_absent(value._node.tree(), wishes.run.sample, value._node.name) if value._form is None else value._text()
    if isinstance(value, dict):
        return {str(key) if isinstance(key, str) else key: plain(member, returns, (*path, str(key))) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, returns, (*path, number)) for number, item in enumerate(value)]
    return value


def answers():
    """By operation what its calls are to be answered: those that can have one answer have it."""
    found = {}
    for call in wishes.run.calls:
        groups = found.setdefault((call.service, call.operation), [])
        tree = call.root.tree()
        if groups and call.error == groups[-1]["error"]:
            try:
                groups[-1]["tree"] = wishes.united(groups[-1]["tree"], tree)
                groups[-1]["uses"] += 1
                continue
            except wishes.Differ:
                pass
        groups.append({"uses": 1, "error": call.error, "tree": tree})
    return [{"service": service, "operation": operation,
             "answers": [{"uses": each["uses"], "error": each["error"], "cause": cause_of(each["error"])} if each["error"] else
                         {"uses": each["uses"], "answer": wishes.without_absent(each["tree"])} for each in groups]}
            for (service, operation), groups in found.items()]


def told(returns):
    """The member "wishes" of the answer."""
    return {"calls": answers(), "operations": [f"{call.service}:{call.operation}" for call in wishes.run.calls],
            "choices": wishes.run.choices + wishes.run.late_choices, "returns": returns[:wishes.MOST_CHOICES], "events": wishes.run.events,
            "unmodeled": wishes.run.unmodeled, "bugs": wishes.run.bugs}
