"""A data set of articles through a model, style by style -> predictions on disk -> a report.

What was predicted is never predicted again: an evaluation that was interrupted goes on where it
ended, as long as its settings are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from newsassistant.app.oneshot import OneShot, never
from newsassistant.core.errors import InputError, PromptError
from newsassistant.core.outside import decode_object
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    GenerationParams,
    Language,
    Message,
    Prompt,
    Reads,
)
from newsassistant.text.articles.article import clean, parse
from newsassistant.text.articles.spans import leading, read_text
from newsassistant.text.datasets.pairs import Pair

SYNC_ROWS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One article to summarise; `line` is its place in the data file.

    Without `instruction` the article alone is the prompt, as in the official P-Tuning code.
    `earlier` turns stand in front of it.
    """

    line: int
    article: Article
    instruction: str
    references: tuple[str, ...]
    earlier: tuple[Message, ...] = ()

    @property
    def key(self) -> str:
        """What the model is shown, as a hash."""
        shown = f"{self.article.text}\0{self.instruction}"
        for message in self.earlier:
            shown += f"\0{message.role}\0{message.content}"
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Style:
    """What the same model may write with: `prefix` None is the model itself.

    `identity` changes when the prefix at the same place is another one.
    """

    name: str
    prefix: Path | None = None
    identity: str = ""


BASE = Style("base")


@dataclass(frozen=True, slots=True)
class Prediction:
    """One summary. `cut`: only the beginning of the article fitted; times in seconds."""

    line: int
    key: str
    text: str
    reason: str
    tokens: int
    seconds: float
    cut: bool = False


def rows_of(
    pairs: Iterable[Pair], instruction: Callable[[Article], str], language: Language | None
) -> list[Row]:
    """The articles as the window would take them; `language` None: each article's own.

    `instruction` gives the words for an article; a row that asks for itself gets none. Texts of
    which nothing visible is left are left out.
    """
    rows = []
    for pair in pairs:
        if not clean(pair.content):
            continue
        article = parse(pair.content)
        if language is not None:
            article = replace(article, language=language)
        words = "" if pair.asks else instruction(article)
        rows.append(Row(pair.line, article, words, pair.references, pair.earlier()))
    return rows


def settings_hash(style: Style, params: GenerationParams, facts: Mapping[str, str]) -> str:
    """One value for all that a prediction depends on besides its row; `facts` tell of the model."""
    known = {**facts, **asdict(params), "prefix": style.identity if style.prefix else ""}
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:16]


class Predictions:
    """A file of predictions, one JSON object a line, appended as they are made.

    A context manager; one thread. Every method may raise InputError("output-unwritable").
    """

    def __init__(self, path: Path, settings: str) -> None:
        self.path = path
        self.set_aside: Path | None = None
        self._settings = settings
        self._known: dict[tuple[int, str], Prediction] = {}
        self._stream: BinaryIO | None = None
        self._unsynced = 0

    def __enter__(self) -> Predictions:
        """Read what is there and make ready to go on; what other settings made is set aside."""
        with _writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            whole = self._load()
            if self.set_aside is not None:
                os.replace(self.path, self.set_aside)
            self._stream = self.path.open("ab")
            if self.set_aside is None:
                self._stream.truncate(whole)  # a line that was being written at the end
        return self

    def __exit__(self, *reason: object) -> None:
        if self._stream is not None:
            with _writing(self.path), self._stream:
                self._sync()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, row: Row) -> Prediction | None:
        """What was predicted for this very row."""
        return self._known.get((row.line, row.key))

    def add(self, prediction: Prediction) -> None:
        """Append one; it survives the end of the program, and nearly always that of the system."""
        assert self._stream is not None
        self._known[prediction.line, prediction.key] = prediction
        line = json.dumps({**asdict(prediction), "settings": self._settings}, ensure_ascii=False)
        with _writing(self.path):
            self._stream.write(line.encode() + b"\n")
            self._stream.flush()
            self._unsynced += 1
            if self._unsynced >= SYNC_ROWS:
                self._sync()

    def _sync(self) -> None:
        assert self._stream is not None
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._unsynced = 0

    def _load(self) -> int:
        """Take in the lines of our settings; the length in bytes of what is whole."""
        if not self.path.is_file():
            return 0
        whole = 0
        with self.path.open("rb") as stream:
            for data in stream:
                if not data.endswith(b"\n"):
                    break
                whole += len(data)
                found = _read_line(data)
                if found is None:
                    continue
                settings, prediction = found
                if settings != self._settings:
                    self._known.clear()
                    self.set_aside = self.path.with_suffix(".previous.jsonl")
                    break
                self._known[prediction.line, prediction.key] = prediction
        return whole


def _read_line(data: bytes) -> tuple[str, Prediction] | None:
    """(settings, prediction), or None for a line that somebody has spoilt."""
    try:
        value = decode_object(data, where="a prediction")
        settings = value.pop("settings")
        prediction = Prediction(**value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    texts = (prediction.text, prediction.key, prediction.reason, settings)
    numbers = (prediction.line, prediction.tokens, prediction.seconds)
    right = all(isinstance(each, str) for each in texts) and all(
        isinstance(each, int | float) for each in numbers
    )
    return (settings, prediction) if right else None


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error


def predict(
    engine: OneShot,
    rows: Sequence[Row],
    style: Style,
    params: GenerationParams,
    made: Predictions,
    *,
    on_row: Callable[[int], None] = lambda done: None,
    wants_stop: Callable[[], bool] = never,
) -> bool:
    """Summarise the rows that `made` lacks; False if `wants_stop` has ended it before the last.

    `on_row` hears how many were made in this run. Raises NewsAssistantError; what is done stays.
    """
    done = 0
    for row in rows:
        if made.get(row) is not None:
            continue
        prediction = None if wants_stop() else _summarise(engine, row, style, params, wants_stop)
        if prediction is None:
            return False
        made.add(prediction)
        done += 1
        on_row(done)
    return True


def _prompt(row: Row, reads: Reads) -> Prompt:
    """What the window would send; `reads` limits the article."""
    if row.instruction and not row.earlier:
        return Prompt((Message("user", row.instruction),), row.article, reads)
    text = read_text(row.article.text, reads)
    if row.instruction:  # as in training: the article belongs to the last question
        text += f"\n\n{row.instruction}"
    return Prompt((*row.earlier, Message("user", text)))


def _summarise(
    engine: OneShot,
    row: Row,
    style: Style,
    params: GenerationParams,
    wants_stop: Callable[[], bool],
) -> Prediction | None:
    """One summary of what fits of the article; None if it was stopped."""
    start = time.monotonic()
    measured = engine.measure(row.article)
    if measured.fit_chars == 0:
        raise PromptError("article-too-long", tokens=measured.tokens, room=measured.room)
    cut = measured.tokens > measured.room
    prompt = _prompt(row, leading(measured.fit_chars) if cut else None)
    parts: list[str] = []
    events = engine.answer(prompt, params, prefix=style.prefix, wants_stop=wants_stop)
    with closing(events):
        for event in events:
            if isinstance(event, Delta):
                parts.append(event.text)
            elif isinstance(event, Done):
                if event.reason == "cancelled":
                    return None
                text = (event.text or "".join(parts)).strip()
                tokens, seconds = event.usage.completion_tokens, time.monotonic() - start
                reason = event.reason
                return Prediction(row.line, row.key, text, reason, tokens, round(seconds, 3), cut)
    raise AssertionError("an answer ends with Done")
