"""Encodings are told by evidence: measured over many small texts, and each kind of damage."""

from __future__ import annotations

import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.text.articles.encodings import ENCODINGS, decode, decode_as, encoding_named
from tests.unit.text.sentences import BY_LANGUAGE, FRENCH, SIMPLIFIED, TRADITIONAL

# name -> (codec, mark in front)
WAYS = {
    "utf-8": ("utf-8", b""),
    "utf-8 with a mark": ("utf-8", b"\xef\xbb\xbf"),
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-16-le with a mark": ("utf-16-le", b"\xff\xfe"),
    "utf-16-be with a mark": ("utf-16-be", b"\xfe\xff"),
    "gb18030": ("gb18030", b""),
    "gbk": ("gbk", b""),
    "big5": ("big5", b""),
    "windows-1252": ("cp1252", b""),
}
TEXTS_EACH = 26  # of each way and language


@dataclass(frozen=True)
class Sample:
    way: str
    language: str
    raw: bytes
    text: str  # the characters that are whole in `raw`
    begins_inside: bool


def samples(seed: int = 9) -> list[Sample]:
    """Texts of 20 to 2,000 bytes, half of them cut at both ends; none is ASCII alone."""
    chance = random.Random(seed)
    found = []
    for way, (codec, _) in WAYS.items():
        for language, sentences in BY_LANGUAGE.items():
            fitting = [text for text in sentences if _fits(text, codec)]
            for number in range(TEXTS_EACH if fitting else 0):
                size = int(20 * 100 ** chance.random())
                sample = _sample(way, language, fitting, size, chance, cut=number % 2 == 1)
                if not (sample.raw.isascii() or sample.text.isascii()):
                    found.append(sample)
    return found


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _sample(
    way: str, language: str, sentences: list[str], size: int, chance: random.Random, *, cut: bool
) -> Sample:
    codec, mark = WAYS[way]
    text = ""
    while len(text.encode(codec)) < size:
        text += chance.choice(sentences) + chance.choice(("", " ", "\n", "\r\n", "\n\n"))
    pieces = [char.encode(codec) for char in text]
    start = chance.randrange(len(pieces)) if cut and len(pieces) > size else 0
    kept = b"".join(pieces[start:])
    raw, left = kept[:size], 0
    if not cut:  # only whole characters
        while sum(map(len, pieces[: left + 1])) <= size and left < len(pieces):
            left += 1
        raw = b"".join(pieces[:left])
        return Sample(way, language, mark + raw, text[:left], False)
    skip = 0 if mark else chance.randrange(4)
    raw = kept[skip : skip + size]
    whole, place = [], 0
    for char, piece in zip(text[start:], pieces[start:], strict=True):
        if place >= skip and place + len(piece) <= skip + size:
            whole.append(char)
        place += len(piece)
    boundaries = _boundaries(pieces[start:])
    return Sample(way, language, mark + raw, "".join(whole), skip not in boundaries)


def _boundaries(pieces: list[bytes]) -> set[int]:
    ends, place = {0}, 0
    for piece in pieces[:8]:
        place += len(piece)
        ends.add(place)
    return ends


def is_right(sample: Sample, text: str) -> bool:
    """The whole characters were read; what is left of a cut one may be U+FFFD or ASCII.

    The second byte of a Chinese character can be a letter, and nobody can tell.
    """
    read = text.strip("\ufffd")
    if read == sample.text:
        return True
    if not sample.begins_inside:
        return False
    if sample.way.startswith("utf-16"):
        # The lost half of a Latin letter is zero: it can be read at one end or at the other.
        return sample.text in (read[1:], read[:-1]) or read[1:] == sample.text[:-1]
    return len(read) == len(sample.text) + 1 and read[:1].isascii() and read[1:] == sample.text


def test_small_texts_are_read_back_right() -> None:
    made = samples()
    assert len(made) >= 400
    mistakes, notices, total = [], Counter[str](), Counter[str]()
    for sample in made:
        total[sample.way] += 1
        try:
            decoded = decode(sample.raw)
        except UnfitError as error:
            mistakes.append((sample, str(error)))
            continue
        notices[sample.way] += not decoded.certain
        if not is_right(sample, decoded.text):
            mistakes.append((sample, decoded.text))
            assert decoded.doubtful, f"read wrong without a word: {sample}"
    for way, number in total.items():
        wrong = sum(sample.way == way for sample, _ in mistakes)
        print(f"{way:24} {number:4} texts, {wrong} wrong, {notices[way]} not certain")

    assert len(mistakes) <= 0.005 * len(made), mistakes
    assert sum(notices.values()) <= 0.05 * len(made)


@pytest.mark.parametrize("name", ["utf8_cut1.txt", "utf8_cut2.txt", "utf8_one_bad_byte.txt"])
def test_damaged_utf8_of_the_trials_stays_utf8(trials: Path, name: str) -> None:
    decoded = decode((trials / "text" / name).read_bytes())

    assert (decoded.encoding, decoded.certain, decoded.damaged) == ("utf-8", True, 1)
    assert decoded.text.startswith("西港市议会周二决定扩建东码头")
    assert decoded.text.count("\ufffd") == 1
    assert decoded.doubtful


def test_every_other_text_of_the_trials_is_read_without_a_doubt(trials: Path) -> None:
    for path in sorted((trials / "text").iterdir()):
        if path.name not in ("utf8_cut1.txt", "utf8_cut2.txt", "utf8_one_bad_byte.txt"):
            assert not decode(path.read_bytes()).doubtful, path.name


@pytest.mark.parametrize("kept", range(1, 12))
def test_utf8_cut_anywhere_is_utf8(kept: int) -> None:
    raw = SIMPLIFIED[0].encode() + SIMPLIFIED[1].encode()
    for cut in (raw[:-kept], raw[kept:]):
        decoded = decode(cut)
        assert decoded.encoding == "utf-8"
        assert decoded.damaged == (kept % 3 != 0)


def test_foreign_bytes_stay_few_places() -> None:
    chance = random.Random(3)
    for _ in range(50):
        raw = bytearray("".join(FRENCH).encode() * 2)
        places = chance.sample(range(5, len(raw) - 5, 9), 3)
        for place in places:
            raw[place] = 0xFF
        decoded = decode(bytes(raw))
        assert decoded.encoding == "utf-8"
        assert 1 <= decoded.damaged <= 3


def test_a_replacement_character_of_the_file_is_no_damage() -> None:
    assert decode("Un caf\ufffd très cher à Nîmes, été".encode()).damaged == 0


def test_a_long_file_is_judged_by_its_other_bytes() -> None:
    raw = b"Plain text in English, line by line.\n" * 2000 + FRENCH[0].encode("cp1252")
    decoded = decode(raw)

    assert decoded.encoding == "windows-1252"
    assert decoded.text.endswith(FRENCH[0])


def test_the_euro_sign_of_windows() -> None:
    assert decode(SIMPLIFIED[5].encode("gbk") + b"\x80 5").text.endswith("€ 5")
    assert decode(TRADITIONAL[5].encode("cp950") + b"\xa3\xe1 5").text.endswith("€ 5")


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04\x00\x00",
        b"%PDF-1.4\n1 0 obj\n<< /F1 2 0 R >>\n",
        b"{\\rtf1\\ansi Hello}",
        b"text\x00and more of it\x00",
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",
        bytes(range(256)) * 4,
        random.Random(1).randbytes(3000),
        bytes(byte or 1 for byte in random.Random(2).randbytes(3000)),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UnfitError):
        decode(raw)


def test_random_bytes_raise_nothing_else() -> None:
    chance = random.Random(4)
    for size in [*range(40), *(chance.randrange(2000) for _ in range(60))]:
        raw = chance.randbytes(size)
        for read in (decode, *(lambda raw, name=name: decode_as(raw, name) for name in ENCODINGS)):
            with contextlib.suppress(UnfitError):
                assert isinstance(read(raw).text, str)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_chosen_encoding_is_taken(encoding: str) -> None:
    text = "Preis: 25 Fr." if encoding == "windows-1252" else "價錢 25"
    decoded = decode_as(text.encode(encoding), encoding)

    assert (decoded.text, decoded.encoding, decoded.certain) == (text, encoding, True)


def test_a_wrong_choice_shows_what_it_gives() -> None:
    assert decode_as("价钱".encode("gbk"), "windows-1252").text == "¼ÛÇ®"
    assert "\ufffd" in decode_as("价钱 25".encode("gbk"), "utf-8").text


def test_a_mark_is_left_out_of_its_own_encoding() -> None:
    assert decode_as(b"\xef\xbb\xbfa", "utf-8").text == "a"
    assert decode_as("\ufeffa".encode("utf-16-be"), "utf-16").text == "a"


def test_names_of_encodings() -> None:
    assert encoding_named("GBK") == "gb18030"
    assert encoding_named("cp1252") == "windows-1252"
    assert encoding_named("UTF_8") == "utf-8"
    for name in ("rot13", "hex", "utf-7", ""):
        with pytest.raises(UnfitError):
            encoding_named(name)


def test_a_long_line_costs_no_square() -> None:
    raw = (b"a" * 1_000_000 + b"\n") * 2 + "市议会通过了预算".encode("gb18030")

    start = time.monotonic()

    assert decode(raw).encoding == "gb18030"
    assert time.monotonic() - start < 60
