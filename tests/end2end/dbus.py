"""As much of D-Bus as tests of the desktop need: calls, their answers, and signals.

PySide's own binding cannot read an array of structures, which is what AT-SPI answers.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

CALL, ANSWER, ERROR, SIGNAL = 1, 2, 3, 4
PATH, INTERFACE, MEMBER, ERROR_NAME, ANSWERS, DESTINATION, SENDER, SIGNATURE = range(1, 9)
FIXED = {"y": "B", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d"}
TEXTS = "sog"
HEADER_BYTES = 16  # up to the length of the fields' array
LIMIT_S = 30.0


class DBusError(Exception):
    """The other side said no."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came in; `fields` by the numbers above."""

    kind: int
    serial: int
    fields: dict[int, Any]
    body: list[Any]

    @property
    def member(self) -> str:
        """The name of the method or signal."""
        return str(self.fields.get(MEMBER, ""))

    @property
    def path(self) -> str:
        """The object that it is about."""
        return str(self.fields.get(PATH, ""))


def first_type(signature: str) -> str:
    """The first complete type of a signature."""
    if signature[0] == "a":
        return "a" + first_type(signature[1:])
    if signature[0] not in "({":
        return signature[0]
    depth = 0
    for place, letter in enumerate(signature):
        depth += (letter in "({") - (letter in ")}")
        if not depth:
            return signature[: place + 1]
    raise ValueError(signature)


def types_of(signature: str) -> list[str]:
    """The complete types of a signature."""
    found = []
    while signature:
        found.append(first_type(signature))
        signature = signature[len(found[-1]) :]
    return found


def alignment(kind: str) -> int:
    """What a value's place is a multiple of, in bytes."""
    if kind[0] in FIXED:
        return struct.calcsize("=" + FIXED[kind[0]])
    return {"g": 1, "v": 1, "(": 8, "{": 8}.get(kind[0], 4)


class Writer:
    """Little-endian bytes of values; of the arrays those of simple values only."""

    def __init__(self) -> None:
        self.data = bytearray()

    def pad(self, size: int) -> None:
        """Go on at a multiple of `size`."""
        self.data += bytes(-len(self.data) % size)

    def add(self, kind: str, value: Any) -> None:
        """Append one value."""
        self.pad(alignment(kind))
        if kind in FIXED:
            self.data += struct.pack("<" + FIXED[kind], value)
        elif kind == "b":
            self.add("u", int(value))
        elif kind == "v":  # a pair of the type and the value
            self.add("g", value[0])
            self.add(*value)
        elif kind in TEXTS:
            text = str(value).encode()
            self.data += bytes([len(text)]) if kind == "g" else struct.pack("<I", len(text))
            self.data += text + b"\0"
        else:
            raise ValueError(kind)

    def field(self, number: int, kind: str, value: Any) -> None:
        """Append a field of the header: a structure of its number and a variant."""
        self.pad(8)
        self.data.append(number)
        self.add("g", kind)
        self.add(kind, value)


class Reader:
    """Values from little-endian bytes."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self._data = data
        self._place = place

    def pad(self, size: int) -> None:
        """Go on at a multiple of `size`."""
        self._place += -self._place % size

    def take(self, kind: str) -> Any:
        """The next value: a number, a truth, a text, a list, or a dictionary."""
        self.pad(alignment(kind))
        if kind in FIXED:
            return self._number(FIXED[kind])
        if kind == "b":
            return bool(self._number("I"))
        if kind in TEXTS:
            return self._text(self._number("B" if kind == "g" else "I"))
        if kind == "v":
            return self.take(self.take("g"))
        if kind[0] == "a":
            return self._array(kind[1:])
        return [self.take(part) for part in types_of(kind[1:-1])]

    def _number(self, form: str) -> Any:
        (value,) = struct.unpack_from("<" + form, self._data, self._place)
        self._place += struct.calcsize("<" + form)
        return value

    def _text(self, length: int) -> str:
        start, self._place = self._place, self._place + length + 1
        return self._data[start : start + length].decode()

    def _array(self, kind: str) -> Any:
        length = self._number("I")
        self.pad(alignment(kind))
        end, items = self._place + length, []
        while self._place < end:
            items.append(self.take(kind))
        return dict(items) if kind[0] == "{" else items


class Bus:
    """A connection to a bus on this machine; what it waits for comes in half a minute or raises."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(LIMIT_S)
        self._socket.connect(_socket_path(address))
        self._serial = 0
        self._waiting: deque[Message] = deque()
        user = str(os.geteuid()).encode().hex().encode()
        self._socket.sendall(b"\0AUTH EXTERNAL " + user + b"\r\n")
        self._expect_line(b"OK")
        self._socket.sendall(b"BEGIN\r\n")
        bus = "org.freedesktop.DBus"
        self.call(bus, "/org/freedesktop/DBus", bus, "Hello")

    def close(self) -> None:
        """Leave the bus; what waits for a message wakes up."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def call(
        self, service: str, path: str, interface: str, method: str, *values: tuple[str, Any]
    ) -> list[Any]:
        """Call a method with (type, value)s and return what it answers; DBusError if it fails."""
        self._serial += 1
        fields = ((PATH, "o", path), (INTERFACE, "s", interface), (MEMBER, "s", method))
        self._send([*fields, (DESTINATION, "s", service)], values)
        while True:
            message = self._receive()
            if message.fields.get(ANSWERS) != self._serial:
                self._waiting.append(message)
            elif message.kind == ERROR:
                raise DBusError(f"{interface}.{method} of {path}: {message.body}")
            else:
                return message.body

    def listen(self, rule: str) -> None:
        """Have signals sent to us that fit a rule."""
        bus = "org.freedesktop.DBus"
        self.call(bus, "/org/freedesktop/DBus", bus, "AddMatch", ("s", rule))

    def own(self, name: str) -> None:
        """Be the service of that name."""
        bus = "org.freedesktop.DBus"
        self.call(bus, "/org/freedesktop/DBus", bus, "RequestName", ("s", name), ("u", 0))

    def serve(self, answer: Callable[[Message], tuple[str, Any] | None]) -> None:
        """Answer each call with a (type, value), or an error, until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                message = self._waiting.popleft() if self._waiting else self._receive()
                if message.kind == CALL:
                    self._reply(message, answer(message))

    def _reply(self, call: Message, value: tuple[str, Any] | None) -> None:
        self._serial += 1
        fields = [(ANSWERS, "u", call.serial), (DESTINATION, "s", call.fields[SENDER])]
        if value is None:
            self._send([*fields, (ERROR_NAME, "s", "org.newsassistant.No")], (), kind=ERROR)
        else:
            self._send(fields, (value,), kind=ANSWER)

    def wait_signal(self, fits: Callable[[Message], bool], limit_s: float) -> Message | None:
        """The next signal that fits, those before it are dropped; None if none comes in time."""
        end = time.monotonic() + limit_s
        while time.monotonic() < end:
            while self._waiting:
                message = self._waiting.popleft()
                if message.kind == SIGNAL and fits(message):
                    return message
            self._socket.settimeout(max(0.01, end - time.monotonic()))
            with contextlib.suppress(TimeoutError):
                self._waiting.append(self._receive())
            self._socket.settimeout(LIMIT_S)
        return None

    def _send(
        self,
        fields: Sequence[tuple[int, str, Any]],
        values: Sequence[tuple[str, Any]],
        *,
        kind: int = CALL,
    ) -> None:
        body, header = Writer(), Writer()
        for value in values:
            body.add(*value)
        if values:
            fields = [*fields, (SIGNATURE, "g", "".join(each for each, _ in values))]
        header.data += struct.pack("<cBBBIII", b"l", kind, 0, 1, len(body.data), self._serial, 0)
        for field in fields:
            header.field(*field)
        struct.pack_into("<I", header.data, HEADER_BYTES - 4, len(header.data) - HEADER_BYTES)
        header.pad(8)
        self._socket.sendall(header.data + body.data)

    def _receive(self) -> Message:
        start = self._read(HEADER_BYTES)
        assert start[:1] == b"l", "a big-endian machine on the bus"
        body_bytes, serial, field_bytes = struct.unpack_from("<III", start, 4)
        rest = self._read(field_bytes + -field_bytes % 8 + body_bytes)
        fields = dict(Reader(start + rest, HEADER_BYTES - 4).take("a(yv)"))
        body = Reader(rest[len(rest) - body_bytes :])
        values = [body.take(kind) for kind in types_of(fields.get(SIGNATURE, ""))]
        return Message(start[1], serial, fields, values)

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the bus has ended")
            data += more
        return data

    def _expect_line(self, word: bytes) -> None:
        line = b""
        while not line.endswith(b"\r\n"):
            line += self._read(1)
        assert line.startswith(word), line


def _socket_path(address: str) -> str:
    """Where "unix:path=...,guid=..." is; in Linux's own name space for "unix:abstract=..."."""
    for part in address.removeprefix("unix:").split(","):
        key, _, value = part.partition("=")
        if key in ("path", "abstract"):
            return value if key == "path" else "\0" + value
    raise ValueError(address)
