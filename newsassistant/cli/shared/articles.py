"""Articles for commands: from a file, from standard input, or from the address of a page.

Main thread only; blocks until the text is there.
"""

from __future__ import annotations

import getpass
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from newsassistant.app.reading import (
    MOST_BYTES,
    article_of,
    check_size,
    read_document,
    read_file,
    read_page,
)
from newsassistant.cli.shared.console import Console
from newsassistant.cli.shared.words import say
from newsassistant.core.errors import InputError
from newsassistant.core.messages.reading import warning
from newsassistant.core.types import Article, Origin
from newsassistant.text.articles.reading import Reading

_LOCKED = ("document-password-wanted", "document-password-wrong")
_PASSWORDS = 3
_ADDRESS = re.compile(r"(?i)https?://\S+")
_UNREADABLE = re.compile("\ufffd+")
_OF_ENCODING = ("encoding-damaged", "encoding-uncertain")  # said with their figures


def read_article(
    name: str, console: Console, encoding: str | None = None, *, local_network: bool = False
) -> Article:
    """The article in the file `name`, from standard input for "-", or fetched from an address.

    `encoding` is one of `ENCODINGS`, None to find it out; a line tells when that is not certain.
    A line names each host that is asked for a page; those of the local network only if allowed.
    Raises InputError, DownloadError.
    """
    reading, source = read_reading(name, console, encoding, local_network=local_network)
    return article_of(reading, Origin(place=source, encoding=reading.encoding))


def read_reading(
    name: str,
    console: Console,
    encoding: str | None = None,
    *,
    local_network: bool = False,
    quiet: bool = False,
) -> tuple[Reading, str]:
    """The same as it was read, and what the place is called; `quiet` says none of its warnings."""
    if _ADDRESS.fullmatch(name):
        reading, source = _fetch(name, encoding or "", console, local_network=local_network)
    else:
        reading, source = _read_here(name, encoding or "", console)
    if not quiet:
        _say_warnings(reading, source, console)
    return reading, source


def _fetch(
    address: str, encoding: str, console: Console, *, local_network: bool
) -> tuple[Reading, str]:
    """Naming an address is asking for it; each host that hears of that is told."""
    from newsassistant.cli.shared.interrupt import run_cancellable
    from newsassistant.download.page import fetch_page

    def asked(host: str) -> None:  # on the other thread, while this one only waits
        console.say("fetching-page", host=host)

    page = run_cancellable(
        lambda cancel: fetch_page(address, cancel=cancel, local_network=local_network, asked=asked)
    )
    page = replace(page, told=encoding or page.told)
    return run_cancellable(lambda cancel: read_page(page, cancel)), page.address


def _read_here(name: str, encoding: str, console: Console) -> tuple[Reading, str]:
    if name == "-":
        source = say("stdin", console.language)
        raw = _read_stdin(source, console)
    else:
        path = Path(name)
        source = path.name
        raw = _read_stream(path) if _is_stream(path) else read_file(path)
    check_size(raw, source)
    return _read(raw, source, encoding, console), source


def _read(raw: bytes, source: str, encoding: str, console: Console) -> Reading:
    """The document; in a terminal the password of a locked one is asked for, a few times."""
    password = ""
    for _ in range(_PASSWORDS):
        try:
            return read_document(raw, source, encoding=encoding, password=password)
        except InputError as error:
            if error.code not in _LOCKED or sys.stdin is None or not sys.stdin.isatty():
                raise
            console.error(error)
        password = getpass.getpass(say("password", console.language))
        if not password:
            break
    return read_document(raw, source, encoding=encoding, password=password)


def _say_warnings(reading: Reading, source: str, console: Console) -> None:
    if "encoding-damaged" in reading.warnings:
        places = len(_UNREADABLE.findall(reading.text))
        console.say("read-damaged", path=source, encoding=reading.encoding, places=places)
    elif "encoding-uncertain" in reading.warnings:
        console.say("read-as", path=source, encoding=reading.encoding)
    for code in reading.warnings:
        if code not in _OF_ENCODING:
            console.note(f"{source}: {warning(code, console.language)}")


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
    data = stream.read(MOST_BYTES + 1)
    check_size(data, name)
    return data
