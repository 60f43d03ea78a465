"""The word lists that ship with the program: ordinary English words, and Chinese words with tags.

They are read when a text is first checked, which takes a tenth of a second: not on the thread that
paints. `scripts/word_lists.py` makes the files.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from newsassistant.core.resources import resource_path

_FIRST = 0x30  # how many characters a word shares with the one before it, as a character
_LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Chinese words: `weight` is the logarithm of how often a word is met, to the base 2.

    `tags`: "r" of a person, "f" of a foreign person, "s" a place, "t" an organisation, "z" another
    proper name, "." an ordinary word. `prefixes`: all beginnings of words, the words included.
    """

    weights: dict[str, int]
    tags: dict[str, str]
    prefixes: frozenset[str]


@cache
def english_words() -> frozenset[str]:
    """Ordinary English words, small letters only; raises FileNotFoundError without resources."""
    return frozenset(unpack(_read("en.xz")))


@cache
def chinese_words() -> Lexicon:
    """Chinese words; raises FileNotFoundError without resources. Takes 20 MB."""
    packed, weights, tags = _read("zh.xz").split("\n\n")
    words = list(unpack(packed))
    prefixes = frozenset(word[:end] for word in words for end in range(1, len(word) + 1))
    return Lexicon(
        {word: ord(weight) - _FIRST for word, weight in zip(words, weights, strict=True)},
        {word: tag for word, tag in zip(words, tags, strict=True) if tag != "."},
        prefixes,
    )


def _read(name: str) -> str:
    with lzma.open(resource_path("words", name)) as file:
        return file.read(_LARGEST).decode("utf-8")


def pack(words: Iterable[str]) -> str:
    """Sorted words as lines: what each shares with the one before it, and the rest."""
    lines, before = [], ""
    for word in sorted(words):
        shared = 0
        while shared < min(len(word), len(before)) and word[shared] == before[shared]:
            shared += 1
        lines.append(chr(_FIRST + shared) + word[shared:])
        before = word
    return "\n".join(lines)


def unpack(packed: str) -> Iterator[str]:
    """The words of `pack`, in order."""
    word = ""
    for line in packed.split("\n"):
        word = word[: ord(line[0]) - _FIRST] + line[1:]
        yield word
