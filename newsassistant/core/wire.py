"""What a child process of this program tells: one JSON object a line, and the same as values.

`newsassistant tune --json` and `convert --json` write the lines, a window that has started them
reads them, and a run's log is made of them. What is damaged or unknown is left out, never an error.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from newsassistant.core import wording
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.outside import UnfitError, decode_object, is_number, is_whole
from newsassistant.core.plain import plain

INTERRUPTED = 130
"""The exit code of a child that was asked to end and has saved what it had."""
MOST = 10_000  # of a list in a report
MOST_STEPS = 10**9
LARGEST = 1e300
LONGEST, LONGEST_WORD, LONGEST_PATH = 1000, 40, 4096

# What a field must be besides its type; the readers below go by these names.
Count = int  # 0 for what is no number
Step = int  # an event without one is left out
Word = str  # shortened
Place = str


@dataclass(frozen=True, slots=True)
class Failure:
    """The error that a child ends with; only codes that have words are read."""

    code: str
    params: Mapping[str, object]

    @classmethod
    def of(cls, error: NewsAssistantError) -> Failure:
        """What is told of an error."""
        return cls(error.code, {key: str(value) for key, value in error.params.items()})


# --- of tune -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of one column, in tokens."""

    median: Count = 0
    p95: Count = 0
    most: Count = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A summary with numbers that are not in its article; `line` counts from 1."""

    line: Count
    numbers: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class NotInArticle:
    """What of a summary is not in its article, in its words; `line` counts from 1."""

    line: Count
    numbers: tuple[Word, ...] = ()
    dates: tuple[Word, ...] = ()
    names: tuple[Word, ...] = ()
    quotes: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why in a few words; `line` counts from 1."""

    line: Count
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DataReport:
    """What is to be said of training data; line numbers may be the first of many.

    `compared` summaries were compared with their articles. `unsupported` and `doubts` are those
    with numbers that are not there, `absent` those with anything, `absent_kinds` how many with
    each kind.
    """

    rows: Count = 0
    used: Count = 0
    source: Lengths = Lengths()
    target: Lengths = Lengths()
    cut: Count = 0
    cut_lines: tuple[Count, ...] = ()
    duplicates: Count = 0
    duplicate_lines: tuple[Count, ...] = ()
    empty: Count = 0
    empty_lines: tuple[Count, ...] = ()
    missing: Count = 0
    missing_lines: tuple[Count, ...] = ()
    bad: Count = 0
    bad_rows: tuple[BadRow, ...] = ()
    encoding: Word = ""
    encoding_certain: bool = True
    read_as: Mapping[Word, Count] = dataclasses.field(default_factory=dict)
    unsupported: Count = 0
    doubts: tuple[Doubt, ...] = ()
    compared: Count = 0
    absent: Count = 0
    absent_kinds: Mapping[Word, Count] = dataclasses.field(default_factory=dict)
    absent_rows: tuple[NotInArticle, ...] = ()
    held_out: Count = 0


@dataclass(frozen=True, slots=True)
class Started:
    """The base is loaded and the data is read; `trainable` numbers will change."""

    steps: Count
    step: Count = 0
    trainable: Count = 0
    precision: Word = ""
    device: Word = ""
    units: Word = ""
    processes: Count = 0
    threads: Count = 0


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step is done; the loss is of the step alone, times are None while unknown."""

    step: Step
    steps: Count
    loss: float
    tokens_per_s: float | None = None
    left_s: float | None = None
    lr: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The loss on rows that are not trained on."""

    step: Step
    loss: float
    steps: Count = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """From here the run can go on after a stop."""

    step: Count


@dataclass(frozen=True, slots=True)
class Trained:
    """The end of a run, with the folder of what it has made: one of the three."""

    prefix: Place = ""
    adapter: Place = ""
    model: Place = ""
    loss: float | None = None
    eval_loss: float | None = None


# --- of convert ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FamilyFound:
    """What the checkpoint is taken for, as soon as that is known."""

    family: Word


@dataclass(frozen=True, slots=True)
class Converting:
    """Steps done, steps in all, and about how many seconds are left."""

    done: Count
    total: Count
    left_s: float


@dataclass(frozen=True, slots=True)
class Converted:
    """Without a tokenizer a model cannot chat; a checkpoint may have a house style inside."""

    path: Place
    has_tokenizer: bool = False
    has_style: bool = False
    family: Word = ""


TrainEvent = DataReport | Started | Stepped | Evaluated | Saved
Event = TrainEvent | Trained | FamilyFound | Converting | Converted | Failure

# --- lines ---------------------------------------------------------------------------------------

_TRAINING: dict[str, type[Any]] = {
    "report": DataReport,
    "start": Started,
    "step": Stepped,
    "eval": Evaluated,
    "checkpoint": Saved,
    "done": Trained,
}
# Those of `convert` have no name; the first field here that a line has tells what it is.
_CONVERTING: dict[str, type[Any]] = {
    "has_tokenizer": Converted,
    "done": Converting,
    "family": FamilyFound,
}
_NAMES = {kind: name for name, kind in _TRAINING.items()}
# Where the name in the line is not that of the field.
_KEYS: dict[type[Any], dict[str, str]] = {
    Lengths: {"most": "max"},
    Failure: {"code": "error"},
    DataReport: {
        "source": "source_tokens",
        "target": "target_tokens",
        "empty": "empty_count",
        "empty_lines": "empty",
        "missing": "missing_count",
        "missing_lines": "missing",
        "bad": "bad_count",
        "bad_rows": "bad",
        "doubts": "unsupported_numbers",
        "absent": "not_in_article_count",
        "absent_kinds": "not_in_article_kinds",
        "absent_rows": "not_in_article",
    },
}


def to_line(event: Event) -> str:
    """The event as a line, with its end."""
    return json.dumps(facts_of(event), ensure_ascii=False) + "\n"


def from_line(line: str | bytes) -> Event | None:
    """The event of a line, None for one that holds none; any thread."""
    try:
        return event_of(decode_object(line, where="line"))
    except UnfitError:  # a library has printed something
        return None


def facts_of(event: Event) -> dict[str, Any]:
    """The event as a JSON object."""
    name = _NAMES.get(type(event))
    return {**({"event": name} if name else {}), **_told(event)}


def event_of(facts: Mapping[str, Any]) -> Event | None:
    """The event of a JSON object, None for one that is none; every value is within bounds."""
    if "error" in facts:
        return failure_of(facts["error"], facts.get("params"))
    name = facts.get("event")
    kind = _TRAINING.get(name) if isinstance(name, str) else None
    if name is None:
        kind = next((kind for key, kind in _CONVERTING.items() if key in facts), None)
    try:
        return None if kind is None else _read(kind, facts)
    except UnfitError:
        return None


def failure_of(code: object, params: object) -> Failure | None:
    """The error that others have named, if it has words; its parameters can be shown."""
    if not isinstance(code, str) or not isinstance(params, dict):
        return None
    failure = Failure(code, {plain(key): _harmless(value) for key, value in params.items()})
    try:
        wording.render(code, "what", "en", failure.params)
        wording.render(code, "do", "en", failure.params)
    except KeyError:
        return None
    return failure


def _harmless(value: object) -> object:
    """A parameter of an error as its words may quote it."""
    if value is None or isinstance(value, float) or is_whole(value):
        return value
    return plain(value, longest=LONGEST)


def _told(value: Any) -> Any:
    """A value as JSON has it; texts that are empty are not told."""
    if isinstance(value, tuple):
        return [_told(entry) for entry in value]
    if not dataclasses.is_dataclass(value):
        return dict(value) if isinstance(value, Mapping) else value
    keys = _KEYS.get(type(value), {})
    told = {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}
    return {keys.get(name, name): _told(entry) for name, entry in told.items() if entry != ""}


def _read(kind: type[Any], facts: Mapping[str, Any]) -> Any:
    """A value of `kind`; fields that are missing and have a default keep it. Raises UnfitError."""
    keys = _KEYS.get(kind, {})
    found: dict[str, Any] = {}
    for item in dataclasses.fields(kind):
        key = keys.get(item.name, item.name)
        optional = (
            item.default is not dataclasses.MISSING
            or item.default_factory is not dataclasses.MISSING
        )
        if key in facts or not optional:
            found[item.name] = _READERS[str(item.type)](facts.get(key))
    return kind(**found)


def _number(value: object) -> float | None:
    """A number that is one, finite and of ordinary size."""
    if not is_number(value) or not -LARGEST < value < LARGEST:  # type: ignore[operator]
        return None
    return float(value)  # type: ignore[arg-type]


def _needed_number(value: object) -> float:
    number = _number(value)
    if number is None:
        raise UnfitError("no number")
    return number


def _count(value: object) -> int:
    number = _number(value)
    return int(number) if number is not None and number > 0 else 0


def _step(value: object) -> int:
    if not is_whole(value, 0, MOST_STEPS):
        raise UnfitError("no step")
    return int(value)  # type: ignore[call-overload, no-any-return]


def _word(value: object) -> str:
    return plain(value, longest=LONGEST_WORD)


def _place(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_PATH else ""


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitError("no list")
    return tuple(map(_word, value[:MOST]))


def _counts(value: object) -> tuple[int, ...]:
    return tuple(map(_count, value[:MOST])) if isinstance(value, list) else ()


def _counted(value: object) -> dict[str, int]:
    entries = list(value.items())[:MOST] if isinstance(value, dict) else []
    return {_word(key): _count(count) for key, count in entries}


def _each(kind: type[Any]) -> Callable[[object], tuple[Any, ...]]:
    def read(value: object) -> tuple[Any, ...]:
        found = []
        for entry in value[:MOST] if isinstance(value, list) else []:
            if isinstance(entry, dict):
                try:
                    found.append(_read(kind, entry))
                except UnfitError:
                    continue
        return tuple(found)

    return read


_READERS: dict[str, Callable[[object], Any]] = {
    "Count": _count,
    "Step": _step,
    "Word": _word,
    "Place": _place,
    "str": plain,
    "bool": lambda value: value is True,
    "float": _needed_number,
    "float | None": _number,
    "tuple[Count, ...]": _counts,
    "tuple[Word, ...]": _words,
    "Mapping[Word, Count]": _counted,
    "Lengths": lambda value: _read(Lengths, value) if isinstance(value, dict) else Lengths(),
    "tuple[Doubt, ...]": _each(Doubt),
    "tuple[NotInArticle, ...]": _each(NotInArticle),
    "tuple[BadRow, ...]": _each(BadRow),
}
