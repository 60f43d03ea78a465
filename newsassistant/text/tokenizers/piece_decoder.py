"""Sentencepiece ids -> text as they come: spaces, byte pieces and what ChatGLM-6B does to them.

Knows nothing of model files: a tokenizer says how each id is spelt. One instance serves one answer
on one thread.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

SPACE = "\u2581"
MAX_BLANKS = 80

# A piece's text, one byte of a character, or None for an id that the official code leaves out.
Spelling = str | int | None
LeadingSpaces = Literal["keep", "drop-one", "drop-all"]


class TextFilter(Protocol):
    """Changes a stream of text, holding back what later text may still change."""

    def push(self, text: str) -> str:
        """What can be said now."""

    def finish(self) -> str:
        """What was held back."""


class PieceDecoder:
    """Joins spellings as sentencepiece's own Decode does, but whole characters at a time.

    The space in front of the text, which encoding adds, is dropped. Bytes that are no UTF-8
    become one U+FFFD each.
    """

    def __init__(
        self,
        spell: Callable[[int], Spelling],
        *,
        leading: LeadingSpaces,
        filters: Sequence[TextFilter] = (),
    ) -> None:
        self._spell = spell
        self._leading = leading
        self._filters = filters
        self._started = leading == "keep"
        self._bytes = b""

    def push(self, token_id: int) -> str:
        """The characters that this id completes, possibly ""."""
        return self._filtered(self._text(self._spell(token_id)))

    def finish(self) -> str:
        """What is left: U+FFFD for each byte of an unfinished character, and held-back text."""
        text = self._flush(final=True)
        for stage in self._filters:
            text = stage.push(text) + stage.finish()
        return text

    def _filtered(self, text: str) -> str:
        for stage in self._filters:
            text = stage.push(text)
        return text

    def _text(self, spelling: Spelling) -> str:
        if spelling is None:
            return ""
        if isinstance(spelling, int):
            self._bytes += bytes([spelling])
            return self._flush(final=False)
        return self._flush(final=True) + self._unspaced(spelling)

    def _unspaced(self, piece: str) -> str:
        if not self._started and piece.startswith(SPACE):
            piece = piece[1:]
            self._started = self._leading == "drop-one"
        self._started = self._started or bool(piece)
        return piece.replace(SPACE, " ")

    def _flush(self, *, final: bool) -> str:
        text = ""
        while self._bytes:
            char, used = _first_character(self._bytes, final=final)
            if not used:
                break
            text += char
            self._bytes = self._bytes[used:]
        self._started = self._started or bool(text)
        return text


def _first_character(data: bytes, *, final: bool) -> tuple[str, int]:
    """A character and its length in bytes; length 0 when more bytes may complete it."""
    for size in range(1, min(4, len(data)) + 1):
        try:
            return data[:size].decode(), size
        except UnicodeDecodeError:
            continue
    if not final and len(data) < 4:
        try:
            codecs.utf_8_decode(data, "strict", False)
        except UnicodeDecodeError:
            return "\ufffd", 1
        return "", 0
    return "\ufffd", 1


def blank_marker(length: int) -> str:
    """ChatGLM-6B's piece for a run of 2..80 spaces."""
    return f"<|blank_{length}|>"


MARKERS = {
    "<n>": "\n",
    "<|tab|>": "\t",
    **{blank_marker(length): " " * length for length in range(2, MAX_BLANKS + 1)},
}
_MARKER = re.compile("|".join(map(re.escape, sorted(MARKERS, key=len, reverse=True))))
_LONGEST_MARKER = max(map(len, MARKERS))


class Markers:
    """`<n>`, `<|tab|>` and `<|blank_k|>` become white space, however they were spelt."""

    def __init__(self) -> None:
        self._held = ""

    def push(self, text: str) -> str:
        """All but a possible beginning of a marker at the end."""
        text = self._held + text
        start = text.rfind("<", max(0, len(text) - _LONGEST_MARKER))
        tail = text[start:] if start >= 0 else ""
        self._held = tail if tail and any(marker.startswith(tail) for marker in MARKERS) else ""
        # A whole marker begins itself too.
        self._held = "" if self._held in MARKERS else self._held
        shown = text[: len(text) - len(self._held)]
        return _MARKER.sub(lambda match: MARKERS[match.group()], shown)

    def finish(self) -> str:
        """The beginning that became no marker."""
        held, self._held = self._held, ""
        return held


# What Hugging Face transformers 4.30 tidies after decoding, in its order.
_TIDIED = (" .", " ?", " !", " ,", " ' ", " n't", " 'm", " 's", " 've", " 're")
_TOUCHED = frozenset(" .?!,'ntmsvre")
_LONGEST_WORD = 3  # of what stands behind the space in _TIDIED
_MOST_DROPPED = 11  # each step drops at most one space of a run, " ' " one at its other end


def tidy(text: str) -> str:
    """Spaces in front of English punctuation and short forms removed, step by step."""
    for found in _TIDIED:
        text = text.replace(found, found.strip(" "))
    return text


class Tidy:
    """`tidy` for a stream: cuts only where no step can reach across.

    Text of nothing but spaced "n", "'" and the like is held until something else follows.
    """

    def __init__(self) -> None:
        self._held = ""

    def push(self, text: str) -> str:
        """All up to the last safe cut."""
        text = self._held + text
        cut = len(text)
        while cut and not _safe_cut(text, cut):
            cut -= 1
        self._held = text[cut:]
        return tidy(text[:cut])

    def finish(self) -> str:
        """The rest, tidied."""
        held, self._held = self._held, ""
        return tidy(held)


def _safe_cut(text: str, cut: int) -> bool:
    """Whether no step, however the earlier ones end, can match across `cut` > 0."""
    before, after = text[cut - 1], text[cut : cut + 1]
    if before == " ":
        return text[cut : cut + _MOST_DROPPED] == " " * _MOST_DROPPED
    # A match begins with a space; further ones in it only follow spaces, "'" and "n".
    if after == " " and before not in "'n":
        return True
    for char in reversed(text[max(0, cut - _LONGEST_WORD) : cut]):
        if char == " " or char not in _TOUCHED:
            return char != " "
    return True
