"""What a row of the history is as a value; a damaged row becomes a value that says so.

SQLite does not look into the values: a flipped bit, or another program, may have put anything into
any column, and one such row must not hide the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from newsassistant.core.outside import (
    Fields,
    UnfitError,
    decode_json,
    decode_object,
    is_number,
    is_whole,
)
from newsassistant.core.types import WAYS, Article, Language, Origin, Reads, Role, Usage, Way
from newsassistant.text.articles.spans import checked, leading

STATUSES = frozenset({"sent", "running", "done", "length", "stopped", "failed"})
"""Of a message: a user's is "sent"; an answer is "running" until one of the others ends it."""

ERASED = 0.0
"""`deleted_at` of a row that holds no text any more, and stays until every copy is written anew."""

END_RUNNING = "UPDATE messages SET status = 'stopped' WHERE status = 'running'"
EMPTY = (
    "UPDATE conversations SET title = '', preset = '', model = '', prefix = '', "
    "article_title = NULL, article_text = NULL, article_language = NULL, "
    "article_digest = NULL, article_source = NULL, article_way = NULL, "
    "article_at = NULL, article_encoding = NULL, article_edited = NULL, "
    "article_author = NULL, article_date = NULL, article_outlet = NULL, "
    "tip_id = NULL, pinned = 0, "
    "deleted_at = ? WHERE id = ?"
)

ROLES = frozenset({"system", "user", "assistant"})
EARLIEST, LATEST = 86_400.0, 253_402_214_400.0  # of the days that every time zone can name
MOST_TOKENS = 1 << 40

CONVERSATION = "c.id, c.title, c.preset, c.model, c.prefix, c.created_at, c.updated_at, c.pinned"
MESSAGE = (
    "id, conversation_id, role, content, created_at, status, preset, model, prefix, "
    "usage, error, article_chars, article_reads, written"
)
ARTICLE = (
    "article_text, article_title, article_language, article_digest, "
    "article_source, article_way, article_at, article_encoding, article_edited, "
    "article_author, article_date, article_outlet"
)
INSERT = (
    f"INSERT INTO conversations (title, preset, model, prefix, {ARTICLE}, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_MESSAGE = (
    "INSERT INTO messages (conversation_id, role, content, created_at, updated_at, status, "
    "preset, model, prefix, article_reads, usage, error, parent_id, written) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation in the list; times in Unix seconds, UTC.

    `snippet` is the text around the first place of the word `found`, both "" when not searching;
    `found_in` is the turn that it is in, if that is none of those that are shown. `unsaved`: some
    of it is in no file yet. `damaged`: something in the row could not be read; a title that could
    not is "".
    """

    id: int
    title: str
    preset: str
    model: str
    prefix: str
    created_at: float
    updated_at: float
    snippet: str = ""
    found: str = ""
    damaged: bool = False
    unsaved: bool = False
    pinned: bool = False
    found_in: int | None = None


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One turn; `status` is one of `STATUSES`, `preset` is "" for a typed question.

    `reads` is what the request reads of the article, None for the whole of it. `versions` are the
    numbers of this turn and of those in whose place it stands, oldest first; empty where nobody has
    asked for them. `written` is what the model wrote of an answer that was edited since, None where
    that is the content. `damaged`: something in the row could not be read.
    """

    id: int
    conversation_id: int
    role: Role
    content: str
    created_at: float
    status: str
    preset: str
    model: str
    prefix: str
    usage: Usage | None = None
    error: str = ""
    reads: Reads = None
    damaged: bool = False
    versions: tuple[int, ...] = ()
    written: str | None = None

    @property
    def by_model(self) -> str:
        """The content as the model wrote it."""
        return self.content if self.written is None else self.written


class _Reader:
    """Takes the values of a row one by one and remembers whether one was unfit."""

    def __init__(self, row: Sequence[Any]) -> None:
        self._values = iter(row)
        self.damaged = False

    def text(self) -> str:
        value = next(self._values)
        if isinstance(value, str):
            return value
        self.damaged = True
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""

    def text_or_none(self) -> str | None:
        value = next(self._values)
        if value is None or isinstance(value, str):
            return value
        self.damaged = True
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else None

    def time(self) -> float:
        value = next(self._values)
        if is_number(value) and EARLIEST <= value <= LATEST:
            return float(value)
        self.damaged = True
        return EARLIEST

    def one_of(self, allowed: frozenset[str], otherwise: str) -> str:
        value = next(self._values)
        if isinstance(value, str) and value in allowed:
            return value
        self.damaged = True
        return otherwise

    def whole(self) -> int:
        value = next(self._values)
        if isinstance(value, int):
            return value
        self.damaged = True
        return 0

    def reads(self) -> Reads:
        """From a number of leading characters, as it was once stored, and from spans."""
        chars, spans = next(self._values), next(self._values)
        if spans is None:
            return leading(chars) if is_whole(chars, 0) else None
        try:
            return checked(decode_json(spans, where="spans") if isinstance(spans, str) else spans)
        except UnfitError:
            self.damaged = True
            return None

    def other(self) -> Any:
        return next(self._values)


def conversation(row: Sequence[Any]) -> StoredConversation:
    """From the columns `CONVERSATION`; never raises."""
    take = _Reader(row)
    number = take.whole()
    title, preset, model, prefix = take.text(), take.text(), take.text(), take.text()
    created, updated = take.time(), take.time()
    pinned = take.other() == 1
    return StoredConversation(
        *(number, title, preset, model, prefix, created, updated),
        damaged=take.damaged,
        pinned=pinned,
    )


def message(row: Sequence[Any]) -> StoredMessage:
    """From the columns `MESSAGE`; never raises."""
    take = _Reader(row)
    number, of = take.whole(), take.whole()
    role = cast(Role, take.one_of(ROLES, "assistant"))
    content, created = take.text(), take.time()
    status = take.one_of(STATUSES, "failed")
    preset, model, prefix = take.text(), take.text(), take.text()
    usage, error = _usage(take.other()), take.text()
    reads = take.reads()
    written = take.text_or_none()
    return StoredMessage(
        number,
        of,
        role,
        content,
        created,
        status,
        preset,
        model,
        prefix,
        usage,
        error,
        reads,
        damaged=take.damaged,
        written=written,
    )


def article(row: Sequence[Any]) -> Article:
    """From the columns `ARTICLE`; never raises."""
    text, title, language, digest, *origin = row
    body = text if isinstance(text, str) else _Reader([text]).text()
    return Article(
        body,
        title if isinstance(title, str) else "",
        cast(Language, language) if language in ("en", "zh") else "en",
        digest if isinstance(digest, str) and digest else digest_of(body),
        _origin(*origin),
    )


def _origin(
    place: object, way: object, at: object, encoding: object, edited: object, *facts: object
) -> Origin:
    """What cannot be read is not known, and nothing is made up in its place."""
    return Origin(
        cast(Way, way) if isinstance(way, str) and way in WAYS else "",
        float(at) if is_number(at) and EARLIEST <= at <= LATEST else 0.0,  # type: ignore[arg-type,operator]
        place if isinstance(place, str) else "",
        encoding if isinstance(encoding, str) else "",
        edited == 1,
        *(fact if isinstance(fact, str) else "" for fact in facts),
    )


def digest_of(text: str) -> str:
    """What `Article.digest` is of this text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _usage(text: object) -> Usage | None:
    if not isinstance(text, str):
        return None
    try:
        return usage(Fields(decode_object(text, where="usage"), where="usage"))
    except UnfitError:
        return None


def usage(counts: Fields) -> Usage | None:
    """None for what cannot be read: what an answer has cost is not worth more."""
    try:
        return Usage(
            prompt_tokens=counts.whole("prompt_tokens", 0, MOST_TOKENS, default=0),
            reused_tokens=counts.whole("reused_tokens", 0, MOST_TOKENS, default=0),
            completion_tokens=counts.whole("completion_tokens", 0, MOST_TOKENS, default=0),
            ttft_s=counts.number("ttft_s", 0, 1e9, default=0.0),
            tokens_per_s=counts.number("tokens_per_s", 0, 1e9, default=0.0),
            seed=counts.whole("seed", -(1 << 63), (1 << 63) - 1, default=0),
            temperature=counts.number("temperature", 0, 1e9, default=None),
        )
    except UnfitError:
        return None


def storable(text: str) -> str:
    """A text as SQLite takes it."""
    # Half of a surrogate pair, which a clipboard may hold, has no UTF-8 and would be refused.
    return text.encode("utf-8", "replace").decode("utf-8")


def of_article(article: Article | None) -> tuple[str | float | None, ...]:
    """The values of the columns `ARTICLE`, in their order."""
    if article is None:
        return (None,) * 12
    origin = article.origin
    return (
        storable(article.text),
        storable(article.title),
        article.language,
        article.digest,
        storable(origin.place),
        origin.way,
        origin.at or None,
        storable(origin.encoding),
        int(origin.edited),
        storable(origin.author),
        storable(origin.date),
        storable(origin.source),
    )


def of_message(number: int, message: StoredMessage, before: int) -> tuple[str | float | None, ...]:
    """The values of `INSERT_MESSAGE`, for a turn of conversation `number` that has ended.

    `before` is the turn that it follows.
    """
    at = message.created_at
    return (
        number,
        message.role,
        storable(message.content),
        *(at, at),
        checked_status(message.status),
        *(message.preset, message.model, message.prefix),
        of_reads(message.reads),
        of_usage(message.usage),
        storable(message.error),
        before,
        None if message.written is None else storable(message.written),
    )


def of_usage(usage: Usage | None) -> str | None:
    """What an answer has cost as the column `usage` keeps it."""
    return None if usage is None else json.dumps(asdict(usage))


def of_reads(reads: Reads) -> str | None:
    """What a request reads of its article as the column `article_reads` keeps it."""
    return None if reads is None else json.dumps(reads)


def checked_status(status: str) -> str:
    """`status`, if it is one of `STATUSES`; else ValueError."""
    if status not in STATUSES:
        raise ValueError(f"status is {status!r}, expected one of {sorted(STATUSES)}")
    return status
