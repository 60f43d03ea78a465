"""The lines that the user types into a chat, and a look at them while an answer runs.

Main thread only.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Iterator
from typing import Protocol

PROMPT = "> "
STOP = "stop"
POLL_S = 0.1
LONGEST_LINE = 8 << 20  # bytes; as large as an article's file may be
_READ_BYTES = 65536


class Lines(Protocol):
    """Where a chat's lines come from."""

    interactive: bool

    def next(self) -> str | None:
        """The next line without its end, None at the end; raises KeyboardInterrupt."""

    def stop_typed(self) -> bool:
        """True if the next line, already typed, is "stop"; it is then used up."""


def open_lines() -> Lines:
    """Lines with editing in a terminal, else those of a pipe or file."""
    if sys.stdin is None:
        return PipedLines(None)
    if sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty():
        return TerminalLines()
    return PipedLines(sys.stdin.fileno())


class TerminalLines:
    """Line editing and recall where the system has readline; nothing typed is stored on disk."""

    interactive = True

    def __init__(self) -> None:
        with contextlib.suppress(ImportError):  # Windows' console edits lines itself
            import readline  # noqa: F401 - imported for what it does to input()
        # Bytes that are no text in the terminal's encoding must not end the chat.
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        self._typed: deque[str] = deque()

    def next(self) -> str | None:
        """Ask for a line, unless one was typed during the last answer."""
        if self._typed:
            return self._typed.popleft()
        try:
            return input(PROMPT)
        except EOFError:
            return None

    def stop_typed(self) -> bool:
        """Lines typed during an answer wait for its end, but for "stop"."""
        if sys.platform == "win32":  # consoles cannot be polled for whole lines; Ctrl-C works
            return False
        import select

        descriptor = sys.stdin.fileno()
        if not select.select([descriptor], [], [], 0)[0]:
            return False
        text = os.read(descriptor, _READ_BYTES).decode("utf-8", "replace")
        lines = text.splitlines()
        stop = any(is_stop(line) for line in lines)
        self._typed += [line for line in lines if line.strip() and not is_stop(line)]
        return stop


class PipedLines:
    """Lines of a pipe or file, read ahead by a thread of its own; None is an empty input."""

    interactive = False

    def __init__(self, descriptor: int | None) -> None:
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ahead: deque[str | None] = deque()
        if descriptor is None:
            self._lines.put(None)
            return
        # Daemon, and reading the bare descriptor: it may wait for ever and must not keep us alive.
        thread = threading.Thread(target=self._read, args=(descriptor,), name="stdin", daemon=True)
        thread.start()

    def next(self) -> str | None:
        """Wait for a line; Ctrl-C works meanwhile."""
        while not self._ahead:
            with contextlib.suppress(queue.Empty):
                self._ahead.append(self._lines.get(timeout=POLL_S))
        return self._ahead.popleft() if self._ahead[0] is not None else None

    def stop_typed(self) -> bool:
        """Looks at the next line only: later ones belong to later answers."""
        if not self._ahead:
            with contextlib.suppress(queue.Empty):
                self._ahead.append(self._lines.get_nowait())
        if self._ahead and self._ahead[0] is not None and is_stop(self._ahead[0]):
            self._ahead.popleft()
            return True
        return False

    def _read(self, descriptor: int) -> None:
        try:
            for line in _split(descriptor):
                self._lines.put(line)
        finally:
            self._lines.put(None)


def is_stop(line: str) -> bool:
    """True for the word that ends an answer."""
    return line.strip().lower() == STOP


def _split(descriptor: int) -> Iterator[str]:
    """Lines of text without their ends; the last may lack one, and a too long one loses its end."""
    parts: list[bytes] = []
    size = 0
    while data := os.read(descriptor, _READ_BYTES):
        *lines, rest = data.split(b"\n")
        for line in lines:
            yield _text(b"".join([*parts, line])[:LONGEST_LINE])
            parts, size = [], 0
        if rest and size < LONGEST_LINE:
            parts.append(rest)
            size += len(rest)
    if parts:
        yield _text(b"".join(parts)[:LONGEST_LINE])


def _text(raw: bytes) -> str:
    """A line in UTF-8, else in what it reads best in: pipes on Windows have other encodings."""
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8").rstrip("\r")
    from newsassistant.core.outside import UnfitError
    from newsassistant.text.articles.encodings import decode

    try:
        return decode(raw).text.rstrip("\r")
    except UnfitError:
        return raw.decode("utf-8", "replace").rstrip("\r")
