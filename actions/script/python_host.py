# SPDX-License-Identifier: Apache-2.0
"""Runs the script of a step and calls its handler: the program that ssm-local gives to python3.

Standard input: {"script", "handler", "events", "context"}; with "attachment" {"name", "content" in base64} that file lies
beside the script, unpacked if it is a zip archive, or is the script where that is empty; with "now", milliseconds since 1970, time stands still, and with
"lines" the lines of the script that are run are told; "wishes": see wish_calls.py. Descriptor 3: {"value": ...}, or {"error": text} in the form that the
service gives it, and "lines", a list of numbers. Descriptor 5: what the script asks ssm-local, a line of JSON, and the answer,
another one: see Line. The script is a module in a file of its own in the working directory, as in the service; what it
prints goes to standard output.

With the last argument "serve" it is kept, and forked for each call: see fork_server.py.

SOURCES, which the build puts before this text, has the other modules of this folder by their names."""

import importlib
import importlib.machinery
import io
import os
import sys
import traceback
import types
from json import dumps, loads  # whatever a script makes of the module

MODULE = "customer_script"
LONGEST_ERROR = 16000  # characters
# Of functions within each other, whatever limit a script sets: it is to fail, not to use up its memory and time. Before 3.11
# each call takes of a stack that ends sooner.
MOST_CALLS = 100_000 if sys.version_info >= (3, 11) else 10_000
ANSWERS, QUESTIONS = 3, 5
OWN = {}


def own_module(name):
    """One of SOURCES; compiled when it is first asked for."""
    if name not in OWN:
        OWN[name] = types.ModuleType(name)
        OWN[name].own_module = own_module
        exec(compile(SOURCES[name], f"<ssm-local {name}>", "exec"), OWN[name].__dict__)  # noqa: F821
    return OWN[name]


class Line:
    """Asks ssm-local: {"service", "operation", "parameters", "region", "token"} is answered with {"answer"}, {"error": {"code",
    "message", "status", "request"}}, which has a "name" where the SDK calls it otherwise, or {"not-answered": text};
    {"sleep": seconds} with {"now": milliseconds}."""

    def __init__(self, descriptor):
        import fcntl
        import threading
        self._descriptor, self._fcntl = descriptor, fcntl
        self._one_thread = threading.Lock()
        self._one_process = os.memfd_create("ssm-local") if hasattr(os, "memfd_create") else None

    def __call__(self, question):
        line = dumps(question, allow_nan=False).encode("ascii") + b"\n"
        with self._one_thread:
            # A script may have forked.
            if self._one_process is not None:
                self._fcntl.lockf(self._one_process, self._fcntl.LOCK_EX)
            try:
                return loads(self._exchange(line))
            finally:
                if self._one_process is not None:
                    self._fcntl.lockf(self._one_process, self._fcntl.LOCK_UN)

    def _exchange(self, line):
        while line:
            line = line[os.write(self._descriptor, line):]
        portions = []
        while not portions or not portions[-1].endswith(b"\n"):
            portions.append(os.read(self._descriptor, 65536))
            if not portions[-1]:
                raise ConnectionError("ssm-local does not answer any more")
        return b"".join(portions)


class Finder:
    """Finds packages of ours. An SDK of the machine has neither credentials nor a network here: ours takes its place. Its
    dateutil is as good."""

    def __init__(self, packages, install):
        self._packages, self._install = packages, install

    def find_spec(self, name, path=None, target=None):
        if name not in self._packages:
            return None
        self._install()
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return sys.modules[spec.name]

    def exec_module(self, module):
        pass


def is_ours(frame):
    return frame.f_globals.get("own_module") is own_module


def without_our_frames(trace):
    kept = []
    while trace is not None:
        if not is_ours(trace.tb_frame):
            kept.append(trace)
        trace = trace.tb_next
    for one, following in zip(kept, [*kept[1:], None]):
        if one.tb_next is not following:  # Python looks through all that follow, for a circle
            one.tb_next = following
    return kept[0] if kept else None


def strip(error, seen):
    """Takes our own frames from an error, its causes and contexts."""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = without_our_frames(error.__traceback__)
        strip(error.__cause__, seen)
        error = error.__context__


def without_marks(found, seen):
    """Some versions of Python mark the place in a line; the service does not."""
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        found.stack = traceback.StackSummary.from_list(
            [(frame.filename, frame.lineno, frame.name, frame.line) for frame in found.stack])
        without_marks(found.__cause__, seen)
        found = found.__context__


def error_text(error):
    """Python's own text, but its end: an empty line and "Type - message"."""
    strip(error, set())
    found = traceback.TracebackException.from_exception(error)
    without_marks(found, set())
    end = f"{type(error).__name__} - {error}"
    parts = list(found.format())
    about = list(found.format_exception_only())
    is_of_script = isinstance(error, SyntaxError) and not found.stack
    if is_of_script:
        return "".join([*about[:-1], "\n", end])
    shown = parts[:len(parts) - len(about)]
    has_frames = found.stack or found.__cause__ or found.__context__
    return "".join([*shown, "\n", end]) if has_frames else end


def shortened(text):
    half = LONGEST_ERROR // 2
    return text if len(text) <= LONGEST_ERROR else f"{text[:half]}\n[...]\n{text[-half:]}"


def bound_recursion():
    set_limit = sys.setrecursionlimit

    def setrecursionlimit(limit):
        set_limit(MOST_CALLS if isinstance(limit, int) and limit > MOST_CALLS else limit)

    sys.setrecursionlimit = setrecursionlimit


def prepare(request, line):
    """What scripts find in the place of the machine's own."""
    bound_recursion()
    if "wishes" in request:
        line = own_module("wish_calls").install(request)
    sys.meta_path.insert(0, Finder(("boto3", "botocore"), lambda: own_module("sdk").install(line, request["context"])))
    sys.meta_path.append(Finder(("dateutil",), lambda: own_module("dates").install()))
    if "now" in request:
        own_module("virtual_time").install(line, request["now"])


def trace_lines(path):
    """A set that gets the number of each line of the file as it is run."""
    import threading
    lines = set()

    def within(frame, event, _):
        if event == "line":
            lines.add(frame.f_lineno)
        return within

    def begin(frame, event, _):
        return within if frame.f_code.co_filename == path else None

    sys.settrace(begin)
    threading.settrace(begin)
    return lines


def unpack(name, content):
    """Puts the attached file into the working directory."""
    import base64
    with open(name, "wb") as file:
        file.write(base64.b64decode(content))
    if name.endswith(".zip"):
        import zipfile
        with zipfile.ZipFile(name) as archive:
            archive.extractall()
        os.remove(name)


def attached_handler(attachment, handler):
    """The function of "file.function"; of a single file its name may be left out."""
    module, dot, function = handler.rpartition(".")
    if not dot:
        module = attachment[:-3] if attachment.endswith(".py") else MODULE
    return getattr(importlib.import_module(module), function)


def call_handler(request, path):
    sys.path.insert(0, os.getcwd())
    sys.argv = [path]
    if "attachment" in request:
        unpack(request["attachment"]["name"], request["attachment"]["content"])
    if not request["script"]:
        handler = attached_handler(request["attachment"]["name"], request["handler"])
        return handler(request["events"], request["context"])
    with open(path, "w", encoding="utf-8") as file:
        file.write(request["script"])
    module = types.ModuleType(MODULE)
    module.__file__ = path
    sys.modules[MODULE] = module
    exec(compile(request["script"], path, "exec", dont_inherit=True), module.__dict__)
    return getattr(module, request["handler"])(request["events"], request["context"])


def encoded(value):
    try:
        return dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except Exception as error:
        raise error.with_traceback(None) from None  # nothing in it is the script's


def answer_to(request, line):
    path = os.path.join(os.getcwd(), f"{MODULE}.py")
    lines = set()
    returns = []
    try:
        prepare(request, line)
        if "lines" in request:
            lines = trace_lines(path)
        value = call_handler(request, path)
        sys.settrace(None)
        if "wishes" in request:
            value = own_module("wish_calls").plain(value, returns)
        answer = b'"value":' + encoded(value)
    except BaseException as error:  # SystemExit, too: the handler has not returned
        sys.settrace(None)
        try:
            text = shortened(error_text(error))
        except BaseException:  # its own __str__ fails
            text = type(error).__name__
        answer = b'"error":' + dumps(text).encode("ascii")
    if "wishes" in request:
        answer += b',"wishes":' + encoded(own_module("wish_calls").told(returns))
    return b"{%s,\"lines\":%s}" % (answer, dumps(sorted(list(lines))).encode("ascii"))


def main():
    getpid, own = os.getpid, os.getpid()
    answers = os.dup(ANSWERS)
    os.close(ANSWERS)
    line = Line(os.dup(QUESTIONS))
    os.close(QUESTIONS)
    request = loads(sys.stdin.buffer.read())
    sys.stdin = io.StringIO()
    answer = answer_to(request, line)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # the script may have closed it
            pass
    if getpid() != own:
        os._exit(0)  # the script has forked: one of them answers
    while answer:
        answer = answer[os.write(answers, answer):]


def get_ready():
    """Does once what every call does, before there is one: it takes time to write to a page of memory for the first time."""
    module = types.ModuleType(MODULE)
    exec(compile("def handler(events, context):\n    return {}\n", MODULE, "exec"), module.__dict__)
    loads(dumps({"events": [1, 1.5, "a", None]}))
    with open(os.devnull, "w", encoding="utf-8") as file:
        file.write("")
    io.StringIO()
    Finder((), None)
    os.environ["HOME"] = os.environ["TMPDIR"] = "/"


def preload():
    """What scripts are likely to ask for, once for all of them."""
    for name in ("base64", "collections", "concurrent.futures", "datetime", "decimal", "hashlib", "ipaddress", "logging",
                 "queue", "random", "re", "subprocess", "tempfile", "textwrap", "time", "urllib.parse", "uuid"):
        __import__(name)
    for name in SOURCES:  # noqa: F821
        if name not in ("wishes", "wish_calls") or "wishes" in sys.argv:
            own_module(name)


if __name__ == "__main__":
    if sys.argv[-1] == "serve":
        preload()
        own_module("fork_server").serve(get_ready, main)
    else:
        main()
        os._exit(0)  # whatever threads the script has left
