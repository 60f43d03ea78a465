"""Hostile values, texts and files for every reader of things from outside; one generator for all.

Values are made in the same order each time, so that a test that failed can be run again.
"""

from __future__ import annotations

import copy
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEXTS: tuple[str, ...] = (
    "",
    " ",
    "\0",
    "a" * 100_000,
    "<img src='file:///dev/zero'>",
    "\x1b]0;owned\x07\x1b[2J",
    "\u202egnp.exe",
    "\U000e0041\U000e0042",
    "\ud800",
    "../../etc/passwd",
    "C:\\Windows\\win.ini",
    "%s%n{0.__class__}",
    "{{ 7 * 7 }}",
    "<|user|>",
    "1e999",
    "NaN",
)
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**30,
    0.5,
    -0.0,
    1e308,
    float("inf"),
    float("nan"),
    True,
)
VALUES: tuple[Any, ...] = (
    None,
    False,
    *NUMBERS,
    *TEXTS,
    [],
    {},
    [None],
    [[]],
    {"": None},
    ["a"] * 1000,
    [0] * 1000,
    {str(i): i for i in range(1000)},
)
"""One of each kind that a field may hold in JSON, and that few fields should."""


def deep(levels: int = 100_000) -> str:
    """JSON text of lists within lists."""
    return "[" * levels + "]" * levels


def raw_json() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of files that are no JSON object, or one that no careful reader takes."""
    yield "empty", b""
    yield "nothing but a mark", b"\xef\xbb\xbf"
    yield "zeros", bytes(1000)
    yield "half", b'{"a": '
    yield "a list", b"[]"
    yield "null", b"null"
    yield "a text", b'"text"'
    yield "deep lists", deep().encode()
    yield "deep objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield "twice", b'{"format": 1, "format": 1}'
    yield "digits", b'{"format": ' + b"9" * 10_000 + b"}"
    yield "infinite", b'{"format": 1e999}'
    yield "no number", b'{"format": NaN}'
    yield "no UTF-8", b'{"format": "\xff\xfe"}'
    yield "UTF-16", '{"format": 1}'.encode("utf-16")
    yield "half a pair", b'{"format": "\\ud800"}'


def mutations(valid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each field of `valid`, however deep, missing or replaced by each hostile value in turn.

    The name tells the place. Of long lists only the first item is replaced.
    """
    for place in _places(valid):
        name = "/".join(map(str, place))
        yield f"without {name}", _changed(valid, place, missing=True)
        for number, value in enumerate(VALUES):
            yield f"{name} = value {number}", _changed(valid, place, value)


def _places(value: Any, prefix: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = list(enumerate(value))[:1]
    for key, item in inner:
        yield (*prefix, key)
        yield from _places(item, (*prefix, key))


def _changed(
    valid: dict[str, Any], place: tuple[Any, ...], value: Any = None, *, missing: bool = False
) -> dict[str, Any]:
    changed = copy.deepcopy(valid)
    owner: Any = changed
    for key in place[:-1]:
        owner = owner[key]
    if missing:
        del owner[place[-1]]
    else:
        owner[place[-1]] = value
    return changed


def as_json(value: Any) -> bytes:
    """JSON as a careless program writes it: NaN, infinities and half pairs included."""
    return json.dumps(value).encode()


def place_strange_files(folder: Path, name: str) -> Iterator[str]:
    """Put one strange thing after the other at folder/name; each is gone before the next.

    A pipe that nobody writes to, a socket, a folder, links to a device and to nowhere, a file of
    4 GB that takes no room, and one that nobody may read.
    """
    path = folder / name
    for kind in ("pipe", "socket", "folder", "device", "nowhere", "loop", "huge", "unreadable"):
        if not _place(path, kind):
            continue
        try:
            yield kind
        finally:
            if kind == "folder" and path.is_dir():
                path.rmdir()
            else:  # the reader may have put it aside
                path.unlink(missing_ok=True)


def _place(path: Path, kind: str) -> bool:
    """False where this system, or this user, has no such thing."""
    if kind == "pipe" and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    elif kind == "socket" and hasattr(socket, "AF_UNIX"):
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(str(path))
        except OSError:  # the path is too long for a socket's name
            path.unlink(missing_ok=True)
            return False
    elif kind == "folder":
        path.mkdir()
    elif kind == "device" and Path("/dev/zero").exists():
        path.symlink_to("/dev/zero")
    elif kind == "nowhere":
        path.symlink_to(path.parent / "not there")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(4 << 30)
    elif kind == "unreadable" and hasattr(os, "geteuid") and os.geteuid() != 0:
        path.write_bytes(b"{}")
        path.chmod(0)
    else:
        return False
    return True
