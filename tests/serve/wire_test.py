# SPDX-License-Identifier: Apache-2.0
"""Every operation of the simulated account on the wire, as botocore's models have it: what botocore sends is
what we read, and of an answer with every member that the model has nothing is lost. Where a row of names or
times is missing, the difference says which."""

import base64
import datetime
import json
import os
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

TOOL = os.environ["WIRE_TOOL"]
TIME = "2024-01-02T03:04:05+00:00"
MOST_DEPTH = 16

# The release whose requests are known as a whole: newer ones have further members.
COMPLETE = (1, 43, 11)

# Differences that have been looked at, and why they stay.
REVIEWED = {
    "s3 PutBucketLifecycleConfiguration: LifecycleConfiguration is required":
        "a call without it would say nothing",
    "s3 GetBucketLocation: answer.LocationConstraint":
        "the root element is the member, which the client reads by itself",
    "autoscaling DescribeInstanceRefreshes: paging":
        "its pages are told all the same, though nothing in botocore asks for them",
}
DOCUMENT = "policyDocumentType"  # by this name botocore knows the members that it decodes
S3_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def tool(mode, given=""):
    return subprocess.run([TOOL, mode], input=given, check=True, capture_output=True,
                          text=True).stdout


class Differences:
    def __init__(self):
        self.found = []
        self.compared = 0

    def expect(self, where, ours, theirs):
        self.compared += 1
        text = f"{where}: ours {ours!r}, botocore {theirs!r}"
        if ours != theirs and where not in REVIEWED and text not in self.found:
            self.found.append(text)

    def expect_same(self, where, ours, theirs):
        """Member by member: what differs is a short text."""
        if isinstance(ours, dict) and isinstance(theirs, dict):
            for name in {**ours, **theirs}:
                self.expect_same(f"{where}.{name}", ours.get(name), theirs.get(name))
        elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
            for mine, other in zip(ours, theirs):
                self.expect_same(where, mine, other)
        else:
            self.expect(where, ours, theirs)


def sample_request(shape, model_shape, depth=0):
    """A value of one of our shapes that botocore's serializer takes. None: there is none."""
    if shape is None or depth > MOST_DEPTH:
        return None
    if shape["type"] == "structure":
        members = {}
        for name, member in shape.get("members", {}).items():
            known = name in model_shape.members
            value = known and sample_request(member["shape"], model_shape.members[name], depth + 1)
            if known and value is not None:
                members[name] = value
        return members
    if shape["type"] == "list":
        item = sample_request(shape["element"], model_shape.member, depth + 1)
        return [item] if item is None or isinstance(item, dict) else [item, item]
    if shape["type"] == "map":
        return {"a b": sample_request(shape["element"], model_shape.value, depth + 1)}
    if model_shape.type_name == "blob":
        return b"bytes"
    if getattr(model_shape, "enum", None):
        return model_shape.enum[0]
    if model_shape.type_name == "timestamp":
        return "2024-01-02T03:04:05Z"
    return {"string": "a&b=c+d é\n<x>", "integer": 7, "long": 8, "boolean": True,
            "timestamp": TIME}[shape["type"]]


def as_read(value):
    """A request as we read it: bytes come, and stay, as Base64."""
    if isinstance(value, dict):
        return {name: as_read(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_read(item) for item in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def sample_answer(shape, count, depth=0):
    """A value with every member, as the simulated account has it: times are texts, blobs left out, policies JSON."""
    if shape.name == DOCUMENT:
        count[0] += 1
        return {"Statement": [{"Resource": f"text <{count[0]}> & 100% é", "CurrentTime": TIME}]}
    if shape.type_name == "structure":
        members = {}
        for name, member in shape.members.items():
            if depth < MOST_DEPTH and member.type_name != "blob":
                members[name] = sample_answer(member, count, depth + 1)
        return members
    if shape.type_name == "list":
        return [sample_answer(shape.member, count, depth + 1) for _ in range(2)]
    if shape.type_name == "map":
        return {f"key {i}": sample_answer(shape.value, count, depth + 1) for i in range(2)}
    if shape.type_name == "timestamp":
        return TIME
    if shape.type_name == "boolean":
        return True
    count[0] += 1
    return count[0] if shape.type_name in ("integer", "long") else \
        count[0] + 0.5 if shape.type_name in ("float", "double") else f"text <{count[0]}>"


def as_account_has(value):
    """What botocore has parsed, with times as the account writes them."""
    if isinstance(value, dict):
        return {name: as_account_has(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_account_has(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def compare_names(element, shape, path, differences):
    """The elements of an answer against the model: an SDK that looks for names finds them."""
    tag = lambda node: node.tag.split("}")[-1]
    if shape.type_name == "structure":
        there = {tag(child): child for child in element}
        for name, member in shape.members.items():
            wanted = member.serialization.get("name", name)
            below = f"{path}.{name}"
            if member.type_name == "blob" or path.count(".") >= MOST_DEPTH:
                continue
            differences.expect(f"element of {below}", wanted if wanted in there else None, wanted)
            if wanted in there:
                compare_names(there[wanted], member, below, differences)
    elif shape.type_name == "list" and not shape.serialization.get("flattened"):
        wanted = shape.member.serialization.get("name", "member")
        for child in element:
            differences.expect(f"items of {path}", tag(child), wanted)
            compare_names(child, shape.member, path, differences)
    elif shape.type_name == "map":
        for child in element:
            differences.expect(f"entries of {path}", [tag(child), *map(tag, child)],
                               ["entry", shape.key.serialization.get("name", "key"),
                                shape.value.serialization.get("name", "value")])


class Wire:
    def __init__(self, session):
        self.session = session
        self.process = subprocess.Popen([TOOL, "answer"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def model(self, service):
        return self.session.get_service_model(service)

    def request(self, row, operation, parameters):
        """What botocore sends in the protocol of that row."""
        from botocore.serialize import create_serializer
        model = self.model(row["name"])
        made = create_serializer(row["protocol"], False).serialize_to_request(
            parameters, model.operation_model(operation))
        body = made["body"]
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
        target = made["url_path"]
        if made["query_string"]:
            target += ("&" if "?" in target else "?") + urllib.parse.urlencode(made["query_string"])
        scope = f"AKID/20240102/us-east-1/{model.signing_name}/aws4_request"
        headers = {**made["headers"], "Authorization":
                   f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
        return {"method": made["method"], "target": target,
                "headers": {name: str(value) for name, value in headers.items()},
                "body": base64.b64encode(body.encode() if isinstance(body, str) else body).decode()}

    def exchange(self, **line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        said["response"]["body"] = base64.b64decode(said["response"]["body"])
        return said

    def parsed(self, row, response, shape):
        from botocore.awsrequest import HeadersDict
        from botocore.parsers import create_parser
        return create_parser(row["protocol"]).parse(
            {"status_code": response["status"], "headers": HeadersDict(response["headers"]),
             "body": response["body"]}, shape)

    def answer(self, row, response, model):
        """What a client of botocore hands out."""
        from botocore.handlers import json_decode_policies
        parsed = self.parsed(row, response, model.output_shape)
        if row["name"] == "iam":
            json_decode_policies(parsed, model)
        return parsed


def compare_operation(wire, row, ours, differences):
    name = ours["name"]
    model = wire.model(row["name"]).operation_model(name)
    where = f"{row['name']} {name}"
    parameters = sample_request(ours["input"], model.input_shape) if model.input_shape else {}
    request = wire.request(row, name, parameters)
    shape = model.output_shape
    answer = sample_answer(shape, [0]) if shape is not None else {}
    for member in [] if shape is None else shape.members:
        if shape.members[member].serialization.get("location") == "statusCode":
            answer[member] = 200
    payload = shape is not None and shape.serialization.get("payload")
    text_payload = payload and shape.members[payload].type_name in ("string", "blob")
    if text_payload:
        answer[payload] = "{}"
    answered = wire.exchange(request=request, answer=answer)
    if answered["operation"] == f"{row['same']} {name}" != where:
        return  # compared there
    differences.expect(f"{where}: operation", answered["operation"], where)
    if answered["operation"] != where:
        return
    read = as_read(parameters)
    body = model.input_shape is not None and model.input_shape.serialization.get("payload")
    if body and model.input_shape.members[body].type_name == "blob":
        read[body] = "bytes"
    differences.expect_same(f"{where}: request", answered["parameters"], read)
    response = answered["response"]
    if row["protocol"] in ("query", "ec2") and shape is not None:
        root = xml.etree.ElementTree.fromstring(response["body"])
        if row["protocol"] == "query":
            differences.expect(f"{where}: wrapper", root[0].tag.split("}")[-1],
                               shape.serialization.get("resultWrapper"))
            root = root[0]
        compare_names(root, shape, name, differences)
    parsed = as_account_has(wire.answer(row, response, model))
    metadata = parsed.pop("ResponseMetadata", {})
    if text_payload:
        parsed[payload] = response["body"].decode()
    if shape is not None or row["protocol"] != "smithy-rpc-v2-cbor":  # of nothing it reads nothing
        differences.expect(f"{where}: request id", len(metadata.get("RequestId", "")), 36)
    differences.expect_same(f"{where}: answer", {k: parsed.get(k) for k in answer}, answer)


def compare_error(wire, row, ours, differences):
    where = f"{row['name']} {ours['name']}: error"
    model = wire.model(row["name"]).operation_model(ours["name"])
    parameters = sample_request(ours["input"], model.input_shape) if model.input_shape else {}
    answered = wire.exchange(request=wire.request(row, ours["name"], parameters),
                             error={"code": "Some.Code", "message": "a < b & é"})
    parsed = wire.parsed(row, answered["response"], None)
    differences.expect(where, (parsed["Error"]["Code"], parsed["Error"]["Message"]),
                       ("Some.Code", "a < b & é"))
    differences.expect(f"{where}: status", answered["response"]["status"], 400)
    differences.expect(f"{where}: request id",
                       len(parsed["ResponseMetadata"].get("RequestId", "")), 36)


def is_complete():
    import botocore
    return tuple(map(int, botocore.__version__.split("."))) <= COMPLETE


def compare_members(where, ours, theirs, differences, depth=0):
    """Which members a request may have, and has to have, and how long at least those are, at any depth: what is
    refused in ours is so in theirs."""
    if ours is None or depth > MOST_DEPTH:
        return
    if ours["type"] == "list" and theirs.type_name == "list":
        compare_members(f"{where}[]", ours["element"], theirs.member, differences, depth + 1)
    if ours["type"] != "structure" or theirs.type_name != "structure":
        return
    members = ours.get("members", {})
    if is_complete():
        differences.expect(f"{where}: members that we lack",
                           [name for name in theirs.members if name not in members], [])
    for name, member in members.items():
        if name in theirs.members:
            differences.expect(f"{where}: {name} is required", member["required"],
                               name in theirs.required_members)
            if member["required"] and member["shape"] and member["shape"]["type"] == "string":
                differences.expect(f"{where}.{name}: least length", member["shape"].get("least", 0),
                                   theirs.members[name].metadata.get("min", 0))
            compare_members(f"{where}.{name}", member["shape"], theirs.members[name], differences,
                             depth + 1)


def compare_options(wire, ours, paginators, differences):
    from botocore import xform_name
    where = f"{ours['service']} {ours['name']}"
    differences.expect(f"{where}: command", ours["command"], xform_name(ours["name"], "-"))
    input_shape = wire.model(ours["service"]).operation_model(ours["name"]).input_shape
    for name, member in ours["input"].get("members", {}).items():
        differences.expect(f"{where}: option of {name}", member["option"], xform_name(name, "-"))
    if input_shape is not None:
        compare_members(where, ours["input"], input_shape, differences)
    pages = paginators.get(ours["name"])
    theirs = pages and [pages["input_token"], pages.get("limit_key", "")]
    differences.expect(f"{where}: paging", ours["paging"], theirs)


def compare_service(wire, ours, differences):
    model = wire.model(ours["name"])
    data = model.metadata
    spaces = {"json": "targetPrefix", "query": "xmlNamespace", "ec2": "xmlNamespace",
              "smithy-rpc-v2-cbor": "targetPrefix"}
    space = data.get(spaces.get(ours["protocol"]), "")
    if ours["protocol"] == "rest-xml":
        space = S3_SPACE  # of each shape, in the model
    where = f"{ours['name']} as {ours['protocol']}"
    differences.expect(f"{where}: protocol", ours["protocol"] in data["protocols"], True)
    differences.expect(f"{where}: signing name", ours["signing"], model.signing_name)
    differences.expect(f"{where}: settings", ours["settings"],
                       str(model.service_id.hyphenize()).replace("-", "_"))
    differences.expect(f"{where}: version", ours["version"], data["apiVersion"])
    differences.expect(f"{where}: space", ours["space"].rstrip("/"), space.rstrip("/"))
    if ours["protocol"] == "json":
        differences.expect(f"{where}: JSON", ours["json_type"], data.get("jsonVersion", ""))


def compare_waiters(session, dumped, differences):
    from botocore import xform_name
    loader = session.get_component("data_loader")
    for ours in dumped:
        if ours["longest"] == 0:
            continue  # ours alone
        theirs = loader.load_service_model(ours["service"], "waiters-2")["waiters"][ours["name"]]
        acceptors = []
        for each in theirs["acceptors"]:
            expected = "true" if each["expected"] is True else str(each["expected"])
            status = each["matcher"] == "status"
            acceptors.append([each["state"], each["matcher"], each.get("argument", ""),
                              "" if status else expected])
        where = f"waiter {ours['name']}"
        differences.expect(where, ours["acceptors"], acceptors)
        differences.expect(f"{where}: longest", ours["longest"],
                           theirs["delay"] * theirs["maxAttempts"])
        differences.expect(f"{where}: operation", ours["operation"], theirs["operation"])
        differences.expect(f"{where}: command", ours["command"], xform_name(ours["name"], "-"))


def main():
    ours = json.loads(tool("dump"))
    try:
        import botocore.session
    except ImportError:
        print(f"skipped: botocore is not installed; {len(ours['operations'])} operations not compared")
        sys.exit(77)
    session = botocore.session.Session()
    wire = Wire(session)
    loader = session.get_component("data_loader")
    differences = Differences()
    rows = {}
    for row in ours["services"]:
        # DocumentDB's requests cannot be told from those of RDS.
        row["same"] = next(other["name"] for other in ours["services"] if [
            other[key] for key in ("signing", "version", "protocol")] == [
            row[key] for key in ("signing", "version", "protocol")])
        rows.setdefault(row["name"], []).append(row)
        compare_service(wire, row, differences)
    for service in set(ours["account"]) & set(session.get_available_services()):
        differences.expect(f"row of service {service}", service in rows, True)
    if is_complete():
        differences.expect("services", ours["service_names"], sorted(session.get_available_services()))
    compare_waiters(session, ours["waiters"], differences)
    for operation in ours["operations"]:
        try:
            pages = loader.load_service_model(operation["service"], "paginators-1")["pagination"]
        except botocore.exceptions.DataNotFoundError:
            pages = {}
        compare_options(wire, operation, pages, differences)
        for row in rows[operation["service"]]:
            compare_operation(wire, row, operation, differences)
            compare_error(wire, row, operation, differences)
    for difference in differences.found[:100]:
        print(difference)
    print(f"botocore {botocore.__version__}: {len(ours['operations'])} operations, "
          f"{differences.compared} facts compared; {len(differences.found)} differences")
    sys.exit(1 if differences.found else 0)


main()
