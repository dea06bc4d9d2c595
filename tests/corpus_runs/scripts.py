# SPDX-License-Identifier: Apache-2.0
"""What can be told of Python scripts without running them. Reads a list of {"script", "handler"} as JSON; prints, for each,

    problem   that it is none but a placeholder, does not compile, or has no such handler; empty: none of these
    needs     modules that it imports and that are neither Python's, the SDK's nor another script's, or that lead to a network
    calls     the operations of AWS APIs that it calls, once for each place: "ec2:describe_instances"
"""

import ast
import json
import sys
import warnings

SDK = {"boto3", "botocore", "dateutil"}
NETWORK = {"ftplib", "http", "smtplib", "socket", "ssl", "telnetlib", "urllib.request", "xmlrpc"}
# What a build puts the script in the place of.
PLACEHOLDERS = ("SCRIPT_PLACEHOLDER::", "%%SCRIPT=")
NO_CALLS = {"can_paginate", "close", "exceptions", "generate_presigned_url", "get_waiter", "meta"}


def name_of(node):
    """What a variable is called, also as a member of something."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def text_of(call, place, keyword):
    nodes = call.args[place:place + 1] + [each.value for each in call.keywords if each.arg == keyword]
    found = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return found[0] if found else None


def client_of(node):
    """The service of boto3.client("ec2")."""
    is_client = isinstance(node, ast.Call) and name_of(node.func) == "client"
    return text_of(node, 0, "service_name") if is_client else None


def clients_in(tree):
    """By variable: the service. Those of all functions together: hardly anybody uses a name for two."""
    services = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and client_of(node.value):
            services.update({name_of(target): client_of(node.value) for target in node.targets})
    return services


def calls_in(tree):
    services = clients_in(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        service = client_of(node.func.value) or services.get(name_of(node.func.value))
        operation = node.func.attr
        if operation == "get_paginator":
            operation = text_of(node, 0, "operation_name")
        if service and operation and operation not in NO_CALLS:
            yield f"{service}:{operation}"


def imports_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def is_needed(module):
    first = module.split(".")[0]
    if first in NETWORK or any(f"{module}.".startswith(f"{each}.") for each in NETWORK):
        return True
    return first not in sys.stdlib_module_names and first not in SDK


def has_handler(tree, handler):
    return any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == handler or
               isinstance(node, ast.Assign) and handler in map(name_of, node.targets) for node in tree.body)


def facts_of(script, handler):
    facts = {"problem": "", "needs": [], "calls": []}
    if script.strip().startswith(PLACEHOLDERS):
        return {**facts, "problem": "placeholder"}
    try:
        tree = ast.parse(script)
        compile(script, "script", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return {**facts, "problem": f"does not compile, line {getattr(error, 'lineno', None) or 0}"}
    facts["needs"] = sorted({each.split(".")[0] for each in imports_in(tree) if is_needed(each)})
    facts["calls"] = list(calls_in(tree))
    if not has_handler(tree, handler):
        facts["problem"] = f"has no handler {handler}"
    return facts


def main():
    warnings.simplefilter("ignore")
    known = {}
    answers = []
    for each in json.load(sys.stdin):
        key = (each["script"], each["handler"])
        if key not in known:
            known[key] = facts_of(*key)
        answers.append(known[key])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
