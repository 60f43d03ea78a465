"""Opens what a journalist has: plain text here, every other format in a child process.

Knows no Qt and no terminal; blocks, so a window calls it on another thread.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

from newsassistant.app.machine.process import Ended, Limits, command, run_lines
from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError, clause_of, decode_object
from newsassistant.core.types import UNKNOWN, Article, CancelToken, Origin
from newsassistant.core.wire import failure_of
from newsassistant.download.page import Page
from newsassistant.readers import plain_text
from newsassistant.readers.child import request
from newsassistant.readers.formats import is_plain
from newsassistant.text.articles.article import (
    MAX_FILE_BYTES,
    UNREADABLE,
    clean,
    language_of,
    read_up_to,
)
from newsassistant.text.articles.encodings import encoding_named
from newsassistant.text.articles.reading import MOST_TEXT, Reading, from_facts, tidy

MOST_BYTES = 64 << 20
"""Of a document with pictures in it; of a plain text `MAX_FILE_BYTES`."""
COMMAND = "read-document"
LIMITS = Limits(memory=2 << 30, processor_s=60, wall_s=60.0)
_KILL_AFTER_S = 1.0
_TOLD_BYTES = 6 * MOST_TEXT + 100_000  # a character takes six where it is no ASCII
_OUT_OF_TIME = (-24,)  # SIGXCPU


def read_file(path: Path) -> bytes:
    """A regular file of up to 64 MiB, or less where it is a plain text; raises InputError."""
    data, size = read_up_to(path, MOST_BYTES)
    check_size(data, path.name, size)
    return data


def check_size(data: bytes, name: str, size: int = 0) -> None:
    """Raise InputError("file-too-large") for more than is read of its format."""
    most = MAX_FILE_BYTES if is_plain(data, name) else MOST_BYTES
    size = max(size, len(data))
    if size > most:
        limits = {"size_mb": size >> 20, "limit_mb": most >> 20}
        raise InputError("file-too-large", path=name, **limits)


def read_document(
    data: bytes,
    name: str,
    *,
    encoding: str = "",
    password: str = "",
    told: str = "",
    address: str = "",
    cancel: CancelToken | None = None,
    program: Sequence[str] = (),
    limits: Limits = LIMITS,
) -> Reading:
    """The reading of a file's bytes; `encoding` is for plain text, "" finds it out.

    Of a page that was fetched, `address` says where and `told` which encoding its server names.
    Blocks for a fraction of a second, and for `limits.wall_s` at most. Raises InputError whatever
    the file does, CancelledError when `cancel` was pressed.
    """
    cancel = cancel or CancelToken()
    check_size(data, name)
    if is_plain(data, name):
        reading = tidy(plain_text.read(data, name, encoding=encoding))
        if not reading.text.strip(UNREADABLE):
            raise InputError("article-empty")
        return reading
    lines: list[str] = []

    def on_line(line: str) -> None:
        if len(lines) < 2:
            lines.append(line)

    begin = time.monotonic()
    try:
        ended = run_lines(
            [*(program or command()), COMMAND],
            on_line=on_line,
            cancel=cancel,
            kill_after_s=_KILL_AFTER_S,
            limits=limits,
            gives=request(data, name, password, told=told, address=address),
            longest=_TOLD_BYTES,
        )
    except OSError as error:
        raise InputError("document-crash", path=name, detail=clause_of(error)) from error
    cancel.check()
    late = time.monotonic() - begin >= limits.wall_s
    return _told(lines, ended, name, limits if late else None)


def read_page(page: Page, cancel: CancelToken | None = None) -> Reading:
    """The reading of what was fetched, as of a file; its source is the address, if nothing else.

    Raises like `read_document`.
    """
    name, told = page.name, page.told
    reading = read_document(page.data, name, told=told, address=page.address, cancel=cancel)
    if "encoding-uncertain" in reading.warnings and is_plain(page.data, name):
        with contextlib.suppress(UnfitError, InputError):
            named = read_document(page.data, name, encoding=encoding_named(told))
            reading = reading if "encoding-damaged" in named.warnings else named
    return dataclasses.replace(reading, source=reading.source or page.address)


def article_of(reading: Reading, origin: Origin = UNKNOWN) -> Article:
    """The article of a reading, its headline on top; raises InputError("article-empty").

    `origin` is how it came in: what the file says of itself is added, but no folder of a computer.
    """
    text = clean(reading.text)
    if not text:
        raise InputError("article-empty")
    if reading.title and not text.startswith(reading.title):
        text = f"{reading.title}\n\n{text}"
    return Article(
        text=text,
        title=reading.title,
        language=language_of(text),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        origin=dataclasses.replace(
            origin,
            encoding=reading.encoding,
            author=reading.author,
            date=reading.date,
            source="" if reading.source.lower().startswith("file:") else reading.source,
        ),
    )


def _told(lines: list[str], ended: Ended, name: str, late: Limits | None) -> Reading:
    """What the child has said, or what its end says of the file."""
    try:
        facts = decode_object(lines[0] if lines else "", where="the reader")
        if "reading" in facts:
            return from_facts(facts["reading"])
        failure = failure_of(facts.get("error"), facts.get("params"))
        if failure is not None:
            raise InputError(failure.code, **failure.params)
        detail = ended.why()
    except UnfitError as error:
        detail = ended.why() if ended.code else str(error)
    if late is not None or ended.code in _OUT_OF_TIME:
        seconds = round(late.wall_s if late is not None else LIMITS.processor_s)
        raise InputError("document-slow", path=name, seconds=seconds)
    raise InputError("document-crash", path=name, detail=detail)
