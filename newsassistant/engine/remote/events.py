"""Server-sent events: bytes as they arrive become the data of whole events.

By the HTML standard, "Server-sent events": lines end in CR, LF or both, comments are left out, the
data of an event may be several lines. Knows nothing of what the data says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.core.outside import UnfitError

MOST_BYTES = 1 << 20
"""Of one line, and of the data of one event."""
_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event: its name ("" is usual) and its data, lines joined."""

    name: str
    data: str


class EventStream:
    """Takes bytes however they were cut; linear time, bounded memory. One thread."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._line = bytearray()
        self._data: list[str] = []
        self._size = 0
        self._name = ""
        self._skips_feed = False  # the LF behind a CR that ended what came last
        self._is_first = True

    def push(self, data: bytes) -> list[ServerEvent]:
        """The events that are complete now; raises UnfitError for a line or event too large."""
        if self._skips_feed and data:
            data = data[1:] if data[:1] == b"\n" else data
            self._skips_feed = False
        found: list[ServerEvent] = []
        start = 0
        for end in _END.finditer(data):
            self._grow(data[start : end.start()])
            self._end_line(found)
            start = end.end()
        self._grow(data[start:])
        self._skips_feed = data.endswith(b"\r")
        return found

    def finish(self) -> list[ServerEvent]:
        """What an end without a blank line leaves: servers forget it. The last line counts too."""
        found: list[ServerEvent] = []
        if self._line:
            self._end_line(found)
        self._dispatch(found)
        return found

    def _grow(self, data: bytes) -> None:
        self._line += data
        if len(self._line) > self._most:
            raise UnfitError(f"a line of more than {self._most} bytes")

    def _end_line(self, found: list[ServerEvent]) -> None:
        line = bytes(self._line)
        self._line.clear()
        if self._is_first:
            line, self._is_first = line.removeprefix(_MARK), False
        if not line:
            self._dispatch(found)
            return
        name, _, value = line.partition(b":")
        value = value[1:] if value[:1] == b" " else value
        if name == b"data":
            self._size += len(value)
            if self._size > self._most:
                raise UnfitError(f"an event of more than {self._most} bytes")
            self._data.append(value.decode("utf-8", errors="replace"))
        elif name == b"event":
            self._name = value.decode("utf-8", errors="replace")
        elif name == b"error":  # older servers of llama.cpp
            self._dispatch(found)
            found.append(ServerEvent("error", value.decode("utf-8", errors="replace")))

    def _dispatch(self, found: list[ServerEvent]) -> None:
        if self._data:
            found.append(ServerEvent(self._name, "\n".join(self._data)))
        self._data, self._size, self._name = [], 0, ""
