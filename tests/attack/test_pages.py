"""Damaged pages, archives and copied pieces end in a reading or in our own error."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.web import archive, fragment, page
from newsassistant.text.articles.reading import Reading
from tests.attack import rounds
from tests.unit.readers.web.pages import CHINESE, ENGLISH
from tests.unit.readers.web.test_archive import ARCHIVE

MUTATIONS = 125
"""Of each sample in the suite; `make attack` makes more."""
PIECES = (
    b"<",
    b">",
    b'"',
    b"'",
    b"<!--",
    b"-->",
    b"</div>",
    b"</p>",
    b"<table>",
    b"<script>",
    b"\0",
)
MORE = (b"&#x110000;", b"&#0;", b"\xff\xfe", b"\xed\xa0\x80", b"=", b"--edge", b"{", b"[" * 300)

SAMPLES: dict[str, tuple[bytes, Callable[[bytes], Reading]]] = {
    "english": (ENGLISH.encode(), lambda data: page.read(data, "a.html")),
    "chinese": (CHINESE.encode("gb18030"), lambda data: page.read(data, "a.html")),
    "archive": (ARCHIVE, lambda data: archive.read(data, "a.mhtml")),
    "fragment": (ENGLISH.encode(), lambda data: fragment.read(data.decode("utf-8", "replace"))),
}


def mutation(whole: bytes, seed: str) -> bytes:
    """The same bytes in every run."""
    dice, data = random.Random(seed), bytearray(whole)
    for _ in range(dice.randint(1, 12)):
        place, length = dice.randrange(len(data)), dice.choice((1, 2, 30, 400))
        match dice.choice(("flip", "drop", "repeat", "insert")):
            case "flip":
                data[place] = dice.randrange(256)
            case "drop" if len(data) > length:
                del data[place : place + length]
            case "repeat":
                data[place:place] = data[place : place + length] * dice.choice((1, 40))
            case _:
                data[place:place] = dice.choice(PIECES + MORE)
    return bytes(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_page_ends_in_a_reading_or_in_our_error(name: str) -> None:
    whole, read = SAMPLES[name]
    faults = []
    for number in range(rounds(MUTATIONS)):
        try:
            reading = read(mutation(whole, f"{name} {number}"))
            if "<script" in reading.text and "&lt;" not in whole.decode("utf-8", "replace"):
                faults.append(f"{number}: markup in the text")
        except InputError as error:
            if error.code not in ("file-not-text", "document-damaged", "document-by-scripts"):
                faults.append(f"{number}: {error.code}")
        except BaseException as error:
            faults.append(f"{number}: {type(error).__name__}: {error}")

    assert faults == []
