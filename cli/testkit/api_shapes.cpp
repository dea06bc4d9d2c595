// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/api_shapes.h"

#include <fmt/format.h>

#include "core/os/program.h"

namespace ssm {
namespace {

constexpr int kNoBotocore = 3;

// Nothing of the current folder is imported. A response is what boto3 hands out: timestamps may be
// written as text, and ResponseMetadata is always there.
constexpr const char* kScript = R"py(
import sys
sys.path[:] = [place for place in sys.path if place]
import difflib, json
try:
    from botocore.session import Session
except ImportError:
    try:
        from awscli.botocore.session import Session
    except ImportError:
        sys.exit(3)
session = Session()
models = {}

def model_of(service):
    if service not in models:
        models[service] = session.get_service_model(service)
    return models[service]

def meant(word, names):
    near = difflib.get_close_matches(word, names, 1)
    return f' Did you mean "{near[0]}"?' if near else ""

def find(service, operation):
    services = session.get_available_services()
    if service not in services:
        return None, f'The API has no service "{service}".' + meant(service, services)
    names = model_of(service).operation_names
    for name in names:
        if name.lower() == operation.lower():
            return model_of(service).operation_model(name), ""
    return None, f'Service {service} has no operation "{operation}".' + meant(operation, names)

RESPONSE, PARAMETERS, SAMPLE, SHAPES = range(4)  # ApiQuestion::Kind
WHOLES = {RESPONSE: "the answer", PARAMETERS: "the call's parameters"}
WANTED = {"structure": dict, "map": dict, "list": list, "boolean": bool, "string": str, "blob": str,
          "character": str, "timestamp": (str, int, float), "float": (int, float), "double": (int, float)}
NAMES = {"structure": "a map", "map": "a map", "list": "a list", "boolean": "true or false",
         "timestamp": "a time", "string": "text", "blob": "text", "character": "text"}

def check(shape, value, where, found, whole):
    if value is None:
        return
    kind = shape.type_name
    fits = isinstance(value, WANTED.get(kind, int))
    if isinstance(value, bool) and kind != "boolean":
        fits = False
    if not fits and whole == PARAMETERS:
        return  # a runbook may write "5" for 5, one value for a list of it: mocks see it as written
    if not fits:
        found.append([where, f"must be {NAMES.get(kind, 'a number')}."])
    elif kind == "structure":
        for name, inner in value.items():
            if name in shape.members:
                check(shape.members[name], inner, where + [name], found, whole)
            elif where or name != "ResponseMetadata":
                found.append([where + [name], f"is no member of {WHOLES[whole]}." + meant(name, list(shape.members))])
    elif kind == "map":
        for name, inner in value.items():
            check(shape.value, inner, where + [name], found, whole)
    elif kind == "list":
        for number, inner in enumerate(value):
            check(shape.member, inner, where + [number], found, whole)
    elif kind == "string" and getattr(shape, "enum", None) and value not in shape.enum and whole != PARAMETERS:
        found.append([where, f'is never "{value}".' + meant(value, shape.enum)])

def sample(shape, depth):
    kind = shape.type_name
    if kind == "structure":
        names = [n for n in shape.members if n not in ("NextToken", "nextToken", "Marker")]
        return {n: sample(shape.members[n], depth - 1) for n in names} if depth else {}
    if kind == "list":
        return [sample(shape.member, depth)] if depth else []
    if kind == "string":
        return shape.enum[0] if getattr(shape, "enum", None) else ""
    return {"map": {}, "boolean": False, "timestamp": "2030-01-02T03:04:05Z", "blob": ""}.get(kind, 0)

def fitted(shape, wanted):
    kind = shape.type_name
    if kind == "structure" and isinstance(wanted, dict) and wanted:
        return {n: fitted(shape.members[n], w) if n in shape.members else w for n, w in wanted.items()}
    if kind == "map" and isinstance(wanted, dict) and wanted:
        return {n: fitted(shape.value, w) for n, w in wanted.items()}
    if kind == "list" and isinstance(wanted, list) and wanted:
        return [fitted(shape.member, w) for w in wanted]
    if isinstance(wanted, (dict, list)) or wanted in ("", 0, False) or wanted is None:
        return sample(shape, 1)
    if wanted is True and kind in ("structure", "list", "map"):
        return sample(shape, 2)
    if kind in ("string", "blob", "character", "timestamp"):
        return wanted if isinstance(wanted, str) else str(wanted).lower()
    if kind == "boolean":
        return wanted is True or str(wanted).lower() == "true"
    try:
        return float(wanted) if kind in ("float", "double") else int(float(wanted))
    except (ValueError, OverflowError):
        return sample(shape, 1)

DEEPEST, MOST_SHAPES = 9, 4000

def described(shape, count, depth=0):
    count[0] += 1
    if shape is None:
        return {"members": {}, "required": []}
    kind = shape.type_name
    if depth > DEEPEST or count[0] > MOST_SHAPES or kind not in ("structure", "list", "map"):
        return {}
    if kind == "list":
        return {"list": True, "each": described(shape.member, count, depth + 1)}
    if kind == "map":
        return {"each": described(shape.value, count, depth + 1)}
    if getattr(shape, "is_document_type", False):
        return {}
    filled_in = [n for n, m in shape.members.items() if m.metadata.get("idempotencyToken")]
    return {"members": {n: described(m, count, depth + 1) for n, m in shape.members.items()},
            "required": [n for n in shape.required_members if n not in filled_in]}

def codes_of_errors(service):
    """By the name of an exception its code, where that is another."""
    codes = {shape.name: shape.error_code for shape in model_of(service).error_shapes}
    return {name: code for name, code in codes.items() if code != name}

def shapes(service, operation, model, unknown):
    if service == "glacier" or service not in session.get_available_services():
        return None  # botocore fills in what its model requires there
    if model:
        return {"input": described(model.input_shape, [0]), "output": described(model.output_shape, [0]),
                "codes": codes_of_errors(service)}
    from botocore.utils import get_service_module_name
    return {"client": get_service_module_name(model_of(service)), "unknown": unknown}

answers = []
for question in json.load(sys.stdin):
    model, unknown = find(question["service"], question["operation"])
    answer = {"unknown": unknown, "complaints": []}
    wanted, kind = question["value"], question["kind"]
    shape = model and (model.input_shape if kind == PARAMETERS else model.output_shape)
    if kind == SHAPES:
        answer["sample"] = shapes(question["service"], question["operation"], model, unknown)
    elif shape and kind == SAMPLE:
        answer["sample"] = fitted(shape, wanted) if wanted else sample(shape, 2)
    elif shape:
        check(shape, wanted, [], answer["complaints"], kind)
    answers.append(answer)
json.dump(answers, sys.stdout)
)py";

ApiOpinion opinion_of(const Json& answer) {
  ApiOpinion opinion;
  opinion.unknown = string_member(answer, "unknown");
  for (const Json& complaint : answer.at("complaints"))
    opinion.complaints.push_back(
        {complaint.at(0).get<std::vector<Json>>(), complaint.at(1).get<std::string>()});
  if (const Json* sample = find_member(answer, "sample")) opinion.sample = *sample;
  return opinion;
}

}  // namespace

Result<std::vector<ApiOpinion>> api_opinions(const std::vector<ApiQuestion>& questions) {
  std::vector<ApiOpinion> opinions;
  if (questions.empty()) return opinions;
  Json asked = Json::array();
  for (const ApiQuestion& question : questions)
    asked.push_back({{"kind", static_cast<int>(question.kind)},
                     {"service", question.service},
                     {"operation", question.operation},
                     {"value", question.value}});
  const ProgramLimits limits{.time = std::chrono::seconds(60), .bytes = 64 * 1024 * 1024};
  TRY_ASSIGN(const ProgramResult run,
             run_program({"python3", "-c", kScript}, to_text(asked), limits));
  if (run.exit_code == kNoBotocore)
    return failure("NoBotocore", "the Python package botocore is not installed");
  if (run.exit_code != 0)
    return failure("Process", fmt::format("python3 failed: {}", run.errors.substr(0, 400)));
  TRY_ASSIGN(const Json found, parse_json(run.output, {.max_bytes = limits.bytes}));
  for (const Json& answer : found) opinions.push_back(opinion_of(answer));
  return opinions;
}

}  // namespace ssm
