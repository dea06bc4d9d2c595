# SPDX-License-Identifier: Apache-2.0
"""Values of answers that take shape as a script reads them: see wish_calls.py."""

import ast
import datetime
import json
import re
import sys

sdk = own_module("sdk")  # noqa: F821

MOST_CALLS = 300
MOST_CHOICES = 200
MOST_ITEMS = 20
MOST_WORDS = 12
MOST_LATE_CHOICES = 40
MOST_BUGS = 20
LONGEST_SLEEP = 600  # seconds, in all
TRUE_AT_FIRST = 3  # calls of one operation: a loop that waits for another state has it then
NOW, LONG_AGO = "2030-01-02T03:04:05Z", "2020-01-02T03:04:05Z"
TOKEN = re.compile(r"(next\w*token|next\w*marker|^marker|paginationtoken|istruncated|hasmore\w*|lastevaluated\w*)$", re.IGNORECASE)
UNSET, ABSENT = object(), object()


class Run:
    """All that is known of this one."""

    def __init__(self, request):
        self.samples = request.get("samples", ())
        self.settings = {(place, what): value for place, what, value in request.get("settings", ())}
        self.calls, self.choices, self.events, self.failed = [], [], [], None
        self.late_choices = []  # less likely to lead somewhere
        self.coming_error = None
        self.words = ()
        self.models = request.get("models", {})
        self.unmodeled, self.bugs = [], []

    def note_bug(self, text):
        """With the line of the script that comes to it."""
        frame, line = sys._getframe(1), 0
        while frame is not None and not line:
            if frame.f_globals.get("__name__") == "customer_script":
                line = frame.f_lineno
            frame = frame.f_back
        if len(self.bugs) < MOST_BUGS and [line, text] not in self.bugs:
            self.bugs.append([line, text])

    def setting(self, place, what, usual):
        return self.settings.get((place, what), usual)

    def offer(self, place, what, value):
        choice = [place, what, value]
        if len(self.choices) < MOST_CHOICES and choice not in self.choices:
            self.choices.append(choice)

    def offer_late(self, place, what, value):
        choice = [place, what, value]
        if len(self.late_choices) < MOST_LATE_CHOICES and choice not in self.late_choices:
            self.late_choices.append(choice)

    def offer_words(self, place):
        """The name of a tag: what the script looks for later, in a map that it makes of tags."""
        for word in self.words:
            self.offer_late(place, "value", word)

    def note_event(self, path, value):
        if len(self.events) < MOST_CHOICES and [path, value] not in self.events:
            self.events.append([path, value])

    def sample(self, name):
        bare = re.sub(r"[_\-. ]", "", str(name)).lower()
        if bare.endswith("s") and not bare.endswith(("ss", "us")):
            bare = bare[:-1]
        for ending, text in self.samples:
            if bare.endswith(ending):
                return text
        return NOW if sdk.TIME_NAME.search(str(name)) else "example"


def words_in(script):
    """Texts of a script that may be names of tags, those that are looked up in a map first."""
    try:
        nodes = list(ast.walk(ast.parse(script)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    words = []
    looked_up = [node.args[0] for node in nodes if isinstance(node, ast.Call) and node.args
                 and getattr(node.func, "attr", "") == "get"]
    for node in [*looked_up, *nodes]:
        word = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(word, str) and re.fullmatch(r"[\w:./-]{2,40}", word) and word not in words:
            words.append(word)
    return words[:MOST_WORDS]


run = None


class Call:
    def __init__(self, service, operation):
        self.service, self.operation, self.number = service, operation, len(run.calls)
        earlier = sum(1 for each in run.calls if (each.service, each.operation) == (service, operation))
        self.is_eager = earlier % (2 * TRUE_AT_FIRST) < TRUE_AT_FIRST  # comparisons hold
        self.error = None
        model = run.models.get(f"{service}:{operation}", {}) if service != "dynamodb" else {}  # its tables give values of Python
        self.root = Node(str(self.number), "", self, model.get("output"))
        self.root.kind = "map"


class Node:
    """A part of an answer, as far as it is known. `shape`: what its model says, see wish_calls.py."""

    def __init__(self, place, name, call, shape=None):
        self.place, self.name, self.call, self.shape = place, name, call, shape or {}
        self.kind = None  # map, list, text, number, time, document
        self.value = run.setting(place, "value", UNSET)
        self.length = run.setting(place, "length", None)
        self.is_absent = run.setting(place, "absent", None)
        self.is_true = run.setting(place, "true", None)
        self.members = {}
        self.own = {}  # what the script puts there
        self.added = []
        self.document = None

    def member(self, key):
        if key not in self.members:
            name = self.name if isinstance(key, int) else key
            of_all = self.shape.get("each")
            self.members[key] = Node(f"{self.place}/{key}", name, self.call, of_all or self.shape.get("members", {}).get(key))
        return self.members[key]

    def can_have(self, key):
        return not isinstance(key, str) or key in self.shape.get("members", (key,))

    def decide(self, value):
        self.value = value

    def tree(self):
        if self.kind == "document":
            return json.dumps(without_absent(self.document.tree(), run.sample))
        if self.value is not UNSET:
            return self.value
        if self.kind == "list":
            return [self.member(i).tree() for i in range(min(self.length or 0, MOST_ITEMS))]
        if self.kind == "map":
            return {key: ABSENT if node.is_absent else node.tree() for key, node in self.members.items()}
        if self.kind == "text" and sdk.TIME_NAME.search(self.name):
            return run.sample(self.name)
        if self.is_true is False and TOKEN.search(self.name):
            return ABSENT
        return self.is_true if self.kind is None else None


def without_absent(tree, sample=None, name=""):
    """`sample`: what stands where nothing is known."""
    if isinstance(tree, dict):
        return {key: without_absent(member, sample, key) for key, member in tree.items() if member is not ABSENT}
    if isinstance(tree, list):
        return [without_absent(item, sample, name) for item in tree]
    return sample(name) if tree is None and sample else tree


class Differ(Exception):
    """Two answers are not one."""


def united(one, other):
    """What has all that two answers have."""
    if one is None or one is other:
        return other
    if other is None:
        return one
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: united(one.get(key), other.get(key)) for key in (*one, *(key for key in other if key not in one))}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [united(*pair) for pair in zip(one, other)]
    if type(one) is type(other) and one == other and one is not ABSENT:
        return one
    raise Differ


def wish_for(node):
    """What a script gets of it."""
    if node.kind in (None, "time") and not node.members:
        if sdk.is_time(node.call.service, node.name) and (node.value is UNSET or node.kind == "time" or isinstance(node.value, str)):
            return time_of(node)
        if (node.call.service, node.name) in sdk.BYTES:
            node.decide("example")
            return b"example"
    if node.value is not UNSET and not isinstance(node.value, str):
        return node.value
    if node.name in ("Key", "key") and node.kind is None and node.value is UNSET:
        run.offer_words(node.place)
    return Wish(node)


def time_of(node):
    node.kind = "time"
    if node.value is UNSET:
        node.decide(NOW)
    run.offer(node.place, "value", LONG_AGO if node.value == NOW else NOW)
    try:
        return sdk.to_time(node.value)
    except ValueError:
        return sdk.to_time(NOW)


def unlike(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return "another" if value == "other" else "other"


def is_plural(name):
    return name.endswith("s") and not name.endswith(("ss", "us", "Status"))


METADATA = {"RequestId": "00000000-0000-4000-8000-000000000000", "HTTPHeaders": {}, "RetryAttempts": 0}


class Wish(str):
    """A value of an answer that is what the script takes it for: map, list, text or number."""

    def __new__(cls, node, form=None):
        self = str.__new__(cls, node.value if isinstance(node.value, str) else run.sample(node.name))
        self._node, self._form = node, form
        return self

    # What it is now.

    def _text(self):
        node = self._node
        if node.kind == "list" or node.kind == "map":
            return json.dumps(without_absent(node.tree(), run.sample))
        text = str(node.value) if node.value is not UNSET else "1" if node.kind == "number" else run.sample(node.name)
        return self._form(text) if self._form else text

    def _as_text(self):
        if self._node.kind is None:
            self._node.kind = "text"
        return self._text()

    def _number(self):
        node = self._node
        if node.value is UNSET:
            node.kind = "number"
            node.decide(1)
        try:
            return node.value if isinstance(node.value, (int, float)) else int(node.value)
        except ValueError:
            return float(node.value)

    # Maps.

    def _has(self, key, is_usual):
        """Whether the map has the member; the script may find that it has not."""
        node = self._node
        if key in node.own:
            return node.own[key] is not ABSENT
        if key == "ResponseMetadata":
            return True
        if not node.can_have(key):
            return False
        node.kind = node.kind or "map"
        member = node.member(key)
        if member.is_absent is None:
            member.is_absent = not is_usual
        run.offer(member.place, "absent", not member.is_absent)
        return not member.is_absent

    def _member(self, key):
        node = self._node
        if key in node.own:
            return node.own[key]
        if key == "ResponseMetadata" and node is node.call.root:
            return {**METADATA, "HTTPStatusCode": wish_for(status_of(node))}
        if not node.can_have(key):
            run.note_bug(f"KeyError - {key!r}: no such member is in what {node.call.service}:{node.call.operation} answers"
                         + (f" under {node.name}" if node.name else ""))
            raise KeyError(key)
        node.kind = node.kind or "map"
        member = node.member(key)
        if member.is_absent:
            raise KeyError(key)
        member.is_absent = False
        return wish_for(member)

    def get(self, key, default=None):
        return self._member(key) if self._has(key, not TOKEN.search(str(key))) else default

    def pop(self, key=-1, *default):
        if isinstance(key, int):
            return self[key]
        found = self._member(key) if self._has(key, not default) else default[0]
        self._node.own[key] = ABSENT
        return found

    def setdefault(self, key, default=None):
        if not self._has(key, True):
            self._node.own[key] = default
        return self._member(key)

    def update(self, *others, **more):
        for other in others:
            self._node.own.update(other)
        self._node.own.update(more)

    def __setitem__(self, key, value):
        self._node.own[key] = value

    def __delitem__(self, key):
        self._node.own[key] = ABSENT

    def copy(self):
        return self

    def keys(self):
        node = self._node
        node.kind = "map"
        if not node.members:
            self._decide_length()
            for _ in range(min(node.length, 1)):
                node.member(next(iter(node.shape.get("members", ())), run.sample(node.name))).is_absent = False
        return [key for key, member in node.members.items() if not member.is_absent]

    def values(self):
        return [wish_for(self._node.member(key)) for key in self.keys()]

    def items(self):
        return [(key, wish_for(self._node.member(key))) for key in self.keys()]

    # Lists.

    def _decide_length(self):
        node = self._node
        if node.length is None:
            node.length = 1
        run.offer(node.place, "length", 0 if node.length else 1)
        run.offer_late(node.place, "length", 2)
        return node.length

    def _items(self):
        node = self._node
        node.kind = "list"
        return [wish_for(node.member(i)) for i in range(min(self._decide_length(), MOST_ITEMS))] + node.added

    def __iter__(self):
        if self._node.kind == "text":
            return iter(self._text())
        return iter(self.keys() if self._node.kind == "map" else self._items())

    def __len__(self):
        if self._node.kind == "text":
            return len(self._text())
        if self._node.kind == "map":
            return len(self.keys())
        count = len(self._items())
        run.offer(self._node.place, "length", 2 if self._node.length == 1 else 1)
        return count

    def __getitem__(self, key):
        node = self._node
        if isinstance(key, str):
            return self._member(key)
        if node.kind == "text" or (isinstance(key, slice) and node.kind is None and not is_plural(node.name)):
            return self._as_text()[key]
        if isinstance(key, slice):
            return self._items()[key]
        node.kind = "list"
        place = key if key >= 0 else max((node.length or 1) + key, 0)
        is_set = run.setting(node.place, "length", None) is not None
        if not is_set and place < MOST_ITEMS:
            node.length = max(node.length or 1, place + 1)
            run.offer(node.place, "length", 0)
        return self._items()[key]

    def append(self, item):
        self._node.added.append(item)

    def extend(self, items):
        self._node.added.extend(items)

    def sort(self, **_):
        pass

    def __contains__(self, key):
        node = self._node
        is_name = isinstance(key, str) and (key[:1].isupper() or key in node.members or bool(TOKEN.search(key)))
        if node.kind == "map" or (node.kind is None and is_name):
            return self._has(key, not TOKEN.search(str(key)))
        if node.kind == "list" or (node.kind is None and is_plural(node.name)):
            return any(item == key for item in self._items())
        if node.value is UNSET and node.kind is None:
            node.kind = "text"
            node.decide(str(key) if node.call.is_eager else "other")
        found = str(key) in self._text()
        run.offer(node.place, "value", "other" if found else str(key))
        return found

    # Comparisons.

    def __bool__(self):
        node = self._node
        if node.kind == "map":
            return True
        if node.kind == "list" or (node.kind is None and is_plural(node.name) and node.value is UNSET):
            return bool(self._items())
        if node.value is not UNSET:
            run.offer(node.place, "value", "" if node.value else "example")
            return bool(node.value)
        if node.is_true is None:
            node.is_true = not TOKEN.search(node.name)
        run.offer(node.place, "true", not node.is_true)
        return node.is_true

    def __eq__(self, other):
        node = self._node
        if isinstance(other, Wish):
            return node is other._node or self._text() == other._text()
        if isinstance(other, (list, tuple, dict)):
            return not other and not self._items()
        if not isinstance(other, (str, int, float)):
            return False
        if node.kind in ("map", "list"):
            return False
        if isinstance(other, str):
            other = str(other)
        if node.value is UNSET:
            node.decide(other if node.call.is_eager else unlike(other))
        found = self._text() == other if isinstance(other, str) else node.value == other
        run.offer(node.place, "value", unlike(other) if found else other)
        return found

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self._text())

    def _ordered(self, other, compare):
        node = self._node
        if isinstance(other, datetime.date):
            return compare(time_of(node), other)
        if isinstance(other, Wish):
            return compare(self._number(), other._number()) if node.kind == "number" else compare(self._text(), other._text())
        if isinstance(other, str):
            return compare(self._as_text(), str(other))
        near = [other + 1, other - 1, other]
        if node.value is UNSET:
            node.kind = "number"
            node.decide(next(value for value in near if compare(value, other) == node.call.is_eager))
        found = compare(self._number(), other)
        run.offer(node.place, "value", next(value for value in near if compare(value, other) != found))
        return found

    def __lt__(self, other):
        return self._ordered(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._ordered(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._ordered(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._ordered(other, lambda a, b: a >= b)

    # Numbers and times.

    def __int__(self):
        return int(self._number())

    def __float__(self):
        return float(self._number())

    def __index__(self):
        return int(self._number())

    def __round__(self, *digits):
        return round(self._number(), *digits)

    def __add__(self, other):
        if isinstance(other, (datetime.timedelta, datetime.date)):
            return time_of(self._node) + other
        if isinstance(other, list):
            return self._items() + other
        return self._number() + other if isinstance(other, (int, float)) else self._as_text() + str(other)

    def __radd__(self, other):
        if isinstance(other, list):
            return other + self._items()
        return other + self._number() if isinstance(other, (int, float)) else str(other) + self._as_text()

    def __sub__(self, other):
        is_time = isinstance(other, (datetime.timedelta, datetime.date))
        return (time_of(self._node) if is_time else self._number()) - other

    def __rsub__(self, other):
        return other - (time_of(self._node) if isinstance(other, datetime.date) else self._number())

    def __mul__(self, other):
        return self._number() * other

    def __rmul__(self, other):
        return other * self._number()

    def __truediv__(self, other):
        return self._number() / other

    def __rtruediv__(self, other):
        return other / self._number()

    def __floordiv__(self, other):
        return self._number() // other

    def __mod__(self, other):
        return self._number() % other if isinstance(other, (int, float)) else self._as_text() % other

    # Texts.

    def __str__(self):
        return self._text()

    def __repr__(self):
        return repr(self._text())

    def __format__(self, form):
        return format(self._number(), form) if form and form[-1] in "dfeg%n" else format(self._as_text(), form)

    def lower(self):
        return Wish(self._node, str.lower)

    def upper(self):
        return Wish(self._node, str.upper)

    def strip(self, *_):
        return self

    def _begins(self, part, test, whole):
        node = self._node
        if node.value is UNSET and not test(self._text(), part) and node.call.is_eager:
            node.decide(whole(part if isinstance(part, str) else part[0]))
        found = test(self._as_text(), part)
        run.offer(node.place, "value", "other" if found else whole(part if isinstance(part, str) else part[0]))
        return found

    def startswith(self, part, *_):
        return self._begins(part, str.startswith, lambda each: each if len(each) > 3 else each + "example")

    def endswith(self, part, *_):
        return self._begins(part, str.endswith, lambda each: each if len(each) > 3 else "example" + each)

    def replace(self, *arguments, **parts):
        return time_of(self._node).replace(**parts) if parts else self._as_text().replace(*arguments)

    # A stream of S3 or Lambda, read to its end.

    def read(self, *_):
        return self

    def decode(self, *_):
        return self

    def close(self):
        pass

    def __getattr__(self, name):
        if name.startswith("_") or not hasattr(datetime.datetime, name):
            raise AttributeError(name)
        return getattr(time_of(self._node), name)

    def __reduce__(self):
        return str, (self._text(),)

    def __deepcopy__(self, _):
        return self

    def __copy__(self):
        return self


def as_text_method(name):
    def method(self, *arguments, **more):
        return getattr(self._as_text(), name)(*arguments, **more)
    return method


for each in ("capitalize", "casefold", "center", "count", "encode", "expandtabs", "find", "format", "index", "isalnum", "isalpha",
             "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "isupper", "join", "ljust", "lstrip", "partition", "rfind",
             "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "swapcase", "title", "translate", "zfill"):
    setattr(Wish, each, as_text_method(each))


def status_of(root):
    """The HTTP status of an answer: 200, and of no interest unless it is something else."""
    node = root.member("ResponseMetadata")
    node.is_absent = run.setting(node.place + "/HTTPStatusCode", "value", 200) == 200
    node.kind = "map"
    status = node.member("HTTPStatusCode")
    if status.value is UNSET or not isinstance(status.value, int):
        status.decide(200)
    run.offer(status.place, "value", 500 if status.value == 200 else 200)
    return status


class Noted(str):
    """A text that tells what it is compared with."""

    def __new__(cls, text, tell):
        self = str.__new__(cls, text)
        self._tell = tell
        return self

    def __eq__(self, other):
        if isinstance(other, str) and not isinstance(other, Wish):
            self._tell(str(other))
        return str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    def __bool__(self):
        self._tell("")
        return len(self) > 0

    def __hash__(self):
        return str.__hash__(self)

    def __int__(self):
        self._tell("1")
        return int(str(self))

    def __float__(self):
        self._tell("1")
        return float(str(self))

    def lower(self):
        return Noted(str.lower(self), self._tell)

    def strip(self, *characters):
        return Noted(str.strip(self, *characters), self._tell)

    def __reduce__(self):
        return str, (str(self),)

    def __str__(self):
        return str.__str__(self)


class NotedList(list):
    """An empty list that tells when it is looked into: it might have had something."""

    def __init__(self, tell):
        super().__init__()
        self._tell = tell

    def __iter__(self):
        self._tell()
        return list.__iter__(self)

    def __len__(self):
        self._tell()
        return list.__len__(self)

    def __reduce__(self):
        return list, (list(list.__iter__(self)),)
