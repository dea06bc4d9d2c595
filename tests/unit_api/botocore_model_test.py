# SPDX-License-Identifier: Apache-2.0
"""Compares the service model and the client's checks with the installed botocore."""
import json
import os
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
TOOL = os.environ["SERVICE_MODEL"]

# The release that the tables were compared with first. Older ones lack members and values.
OLDEST = (1, 43, 11)

# Differences from newer releases that have been looked at and are wanted: "Shape.property" or
# "Operation.property" -> why.
REVIEWED = {}


# Published after OLDEST. Left out of the comparison with a release that does not have them yet.
NEWER_MEMBERS = {
    "AutomationExecution": {"WarningMessage", "TargetsSummary"},
    "AutomationExecutionMetadata": {"WarningMessage"},
    "StepExecution": {"WarningMessage"},
}
NEWER_VALUES = {"ResourceTypeForTagging": {"CloudConnector"}}
# Our name of the list of one target at most -> the list of five that older releases have there.
NEWER_SHAPES = {"AutomationTargets": "Targets", "TargetsSummary": None}


def skip(reason):
    print(f"skipped: {reason}; {len(our_model()['operations'])} operations and "
          f"{len(our_model()['shapes'])} shapes not compared")
    sys.exit(77)


def our_model(cache=[]):
    if not cache:
        out = subprocess.run([TOOL, "dump"], check=True, capture_output=True, text=True).stdout
        cache.append(json.loads(out))
    return cache[0]


def their_shape(shape):
    """A shape of botocore's JSON in the form that our tool prints."""
    out = {key: shape[key] for key in ("type", "min", "max", "pattern", "enum", "union")
           if key in shape}
    if "members" in shape and shape["members"]:
        out["members"] = [[name, member["shape"]] for name, member in shape["members"].items()]
    if shape.get("required"):
        out["required"] = shape["required"]
    if "key" in shape:
        out["key"] = shape["key"]["shape"]
        out["element"] = shape["value"]["shape"]
    if "member" in shape:
        out["element"] = shape["member"]["shape"]
    return out


def compare(name, ours, theirs, differences):
    """Notes every property of `name` that is not the same in both. Returns how many there are."""
    for key in sorted(set(ours) | set(theirs)):
        if ours.get(key) != theirs.get(key) and f"{name}.{key}" not in REVIEWED:
            differences.append(f"{name}.{key}: ours {ours.get(key)}, botocore {theirs.get(key)}")
    return len(set(ours) | set(theirs))


def as_known(name, ours, theirs):
    """Our shape without what `theirs`, a release's shapes, may lack for its age."""
    out, other = dict(ours), theirs[name]
    if "members" in out:
        unknown = NEWER_MEMBERS.get(name, set()) - set(other["members"])
        out["members"] = [[member, shape if shape in theirs else NEWER_SHAPES.get(shape, shape)]
                          for member, shape in out["members"] if member not in unknown]
    if "enum" in out:
        unknown = NEWER_VALUES.get(name, set()) - set(other["enum"])
        out["enum"] = [value for value in out["enum"] if value not in unknown]
    return out


def compare_shapes(ours, theirs, differences):
    compared = 0
    for name, shape in ours.items():
        if name in NEWER_SHAPES and name not in theirs:
            continue
        if name == "conflict":
            differences.append(f"several shapes named {shape}")
        elif name not in theirs:
            differences.append(f"{name}: botocore has no such shape")
        else:
            compared += compare(name, as_known(name, shape, theirs), their_shape(theirs[name]), differences)
    return compared


def compare_operations(ours, model, paginators, differences):
    import botocore
    for name, operation in ours.items():
        if name not in model["operations"]:
            differences.append(f"{name}: botocore has no such operation")
            continue
        other = model["operations"][name]
        output, pages = other["output"]["shape"], paginators.get(name)
        compare(name, operation, {
            "command": botocore.xform_name(name, "-"),
            "input": other["input"]["shape"],
            "output": output if model["shapes"][output]["members"] else None,
            "errors": [error["shape"] for error in other["errors"]],
            "paging": pages and [pages["input_token"], pages["limit_key"], pages["result_key"]],
        }, differences)


class Requests:
    """Random requests: mostly good values, some of a wrong type, too short, missing or unknown."""

    ODD = [None, True, False, 0, -1, 7, 1.5, "", "x", "it's", "é\n", [], ["a", 1], {}, {"x": "1"}]

    def __init__(self, shapes, seed):
        self.shapes = shapes
        self.random = random.Random(seed)

    def value(self, name):
        if self.random.random() < 0.12:
            return self.random.choice(self.ODD)
        shape = self.shapes[name]
        return getattr(self, shape["type"])(shape)

    def structure(self, shape):
        members = list(shape.get("members", {}).items())
        self.random.shuffle(members)
        keep = self.random.random()
        out = {key: self.value(member["shape"]) for key, member in members
               if self.random.random() < keep}
        if self.random.random() < 0.1:
            out["Unknown"] = 1
        return out

    def list(self, shape):
        return [self.value(shape["member"]["shape"]) for _ in range(self.random.randrange(3))]

    def map(self, shape):
        keys = ["", "K", "a.b", "it's"]
        return {self.random.choice(keys): self.value(shape["value"]["shape"])
                for _ in range(self.random.randrange(3))}

    def string(self, shape):
        if "enum" in shape:
            return self.random.choice(shape["enum"])
        return "x" * self.random.choice([0, 1, 36, shape.get("min", 2)])

    def integer(self, shape):
        return self.random.choice([-5, 0, 1, 50, 10**12])

    long = integer

    def boolean(self, shape):
        return self.random.random() < 0.5

    def timestamp(self, shape):
        return self.random.choice([0, 1700000000.5, "2024-01-02T03:04:05Z", "2024-01-02", "never"])


def written_requests():
    """The requests of the case file that the unit test reads too."""
    for line in (HERE / "client_checks.txt").read_text().splitlines():
        if line and not line.startswith(("#", " ")):
            operation, request = line.split(" ", 1)
            yield operation, json.loads(request)


def compare_checks(model, differences):
    from botocore.model import ServiceModel
    from botocore.validate import ParamValidator
    service = ServiceModel(model, "ssm")
    generator = Requests(model["shapes"], seed=20141106)
    calls = list(written_requests())
    for _ in range(200):
        for name in our_model()["operations"]:
            calls.append((name, generator.structure(
                model["shapes"][model["operations"][name]["input"]["shape"]])))
    lines = "".join(json.dumps({"operation": name, "request": request}) + "\n"
                    for name, request in calls)
    run = subprocess.run([TOOL, "check"], input=lines, check=True, capture_output=True, text=True)
    problems = 0
    for (name, request), line in zip(calls, run.stdout.splitlines(), strict=True):
        shape = service.operation_model(name).input_shape
        report = ParamValidator().validate(request, shape).generate_report()
        problems += report.count("\n") + 1 if report else 0
        if "\n".join(json.loads(line)) != report:
            differences.append(f"{name} {json.dumps(request)}\n  ours:\n{line}\n  botocore:\n{report}")
    return len(calls), problems


def main():
    try:
        import botocore.loaders
    except ImportError:
        skip("botocore is not installed")
    if tuple(int(part) for part in botocore.__version__.split(".")[:3]) < OLDEST:
        skip(f"botocore {botocore.__version__} is too old")
    loader = botocore.loaders.Loader()
    model = loader.load_service_model("ssm", "service-2")
    paginators = loader.load_service_model("ssm", "paginators-1")["pagination"]
    differences = []
    compare_operations(our_model()["operations"], model, paginators, differences)
    compared = compare_shapes(our_model()["shapes"], model["shapes"], differences)
    calls, problems = compare_checks(model, differences)
    for difference in differences[:20]:
        print(difference)
    print(f"botocore {botocore.__version__}: {len(our_model()['operations'])} operations, "
          f"{compared} properties of {len(our_model()['shapes'])} shapes, {problems} problems of "
          f"{calls} requests compared; {len(differences)} differences")
    sys.exit(1 if differences else 0)


main()
