"""Articles for commands: from a file or from standard input.

Main thread only; blocks until the text is there.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import BinaryIO

from newsassistant.cli.shared.console import Console
from newsassistant.cli.shared.words import say
from newsassistant.core.errors import InputError
from newsassistant.core.types import Article, Origin
from newsassistant.text.articles.article import MAX_FILE_BYTES, parse, read_as, read_bytes


def read_article(name: str, console: Console, encoding: str | None = None) -> Article:
    """The article in the file `name`, or from standard input for "-"; raises InputError.

    `encoding` is one of `ENCODINGS`, None to find it out; a line tells when that is not certain.
    """
    if name == "-":
        source = say("stdin", console.language)
        return _article(_read_stdin(source, console), source, source, console, encoding)
    path = Path(name)
    raw = _read_stream(path) if _is_stream(path) else read_bytes(path)
    return _article(raw, name, path.name, console, encoding)


def _article(raw: bytes, name: str, source: str, console: Console, encoding: str | None) -> Article:
    decoded = read_as(raw, encoding or "", name=name)
    if decoded.damaged:
        told = {"encoding": decoded.encoding, "places": decoded.damaged}
        console.say("read-damaged", path=source, **told)
    elif not decoded.certain:
        console.say("read-as", path=source, encoding=decoded.encoding)
    return parse(decoded.text, origin=Origin(place=source, encoding=decoded.encoding))


def _read_stdin(source: str, console: Console) -> bytes:
    if sys.stdin is None:
        raise InputError("article-empty")
    if sys.stdin.isatty():
        console.say("paste-article", keys="Ctrl-Z, Enter" if sys.platform == "win32" else "Ctrl-D")
    try:
        return _limited(sys.stdin.buffer, source)
    except OSError as error:
        raise InputError("file-unreadable", path=source, detail=error.strerror) from error


def _is_stream(path: Path) -> bool:
    """True for pipes and devices, which have no size to check beforehand."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a NUL character in the name
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _read_stream(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return _limited(stream, str(path))
    except OSError as error:
        raise InputError("file-unreadable", path=path, detail=error.strerror) from error


def _limited(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES >> 20
        raise InputError("file-too-large", path=name, size_mb=f">{limit}", limit_mb=limit)
    return data
