"""The child process that reads a document: a file in by stdin, one JSON line out by stdout.

It is ended from outside when it takes too much; what it imports, the window never loads.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from newsassistant.core.errors import InputError
from newsassistant.core.outside import Fields, UnfitError, decode_object
from newsassistant.core.wire import Failure
from newsassistant.readers.formats import read
from newsassistant.text.articles.reading import Reading, to_facts

LONGEST_NAME = 1000
MOST_ADDRESS = 20_000  # of 2,000 characters, each as the codes of its bytes


def request(data: bytes, name: str, password: str, *, told: str = "", address: str = "") -> bytes:
    """What the child reads from stdin; `told` and `address` as `formats.read` has them."""
    facts = {"name": name[-LONGEST_NAME:], "password": password, "told": told, "address": address}
    return json.dumps(facts).encode() + b"\n" + data


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Read one document and return the exit code: 1 with an error that was told."""
    head, _, data = stdin.read().partition(b"\n")
    told: dict[str, object]
    try:
        told = {"reading": to_facts(_answer(head, data))}
    except InputError as error:
        failure = Failure.of(error)
        told = {"error": failure.code, "params": dict(failure.params)}
    stdout.write(json.dumps(told).encode() + b"\n")
    stdout.flush()
    return 0 if "reading" in told else 1


def _answer(head: bytes, data: bytes) -> Reading:
    try:
        asked = Fields(decode_object(head, where="the request"), where="the request")
        name, password = asked.text("name"), asked.text("password")
        told = asked.text("told", default="")
        address = asked.text("address", longest=MOST_ADDRESS, default="")
    except UnfitError as error:
        raise InputError("document-crash", path="", detail=error) from error
    return read(data, name, password=password, told=told, address=address)
