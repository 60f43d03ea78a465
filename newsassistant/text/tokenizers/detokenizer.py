"""Token ids -> text deltas, whole UTF-8 characters only, linear time.

Knows nothing of engines; one instance serves one answer on one thread.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from newsassistant.text.tokenizers.tokenizer import Tokenizer


class Detokenizer(Protocol):
    """Turns one answer's ids into text as they come; used on one thread."""

    def push(self, token_id: int) -> str:
        """The characters that this id completes, possibly ""."""

    def finish(self) -> str:
        """What is left at the end of the answer."""


@runtime_checkable
class MakesDetokenizer(Protocol):
    """A tokenizer whose ids mean different text in different places, as sentencepiece's do."""

    def make_detokenizer(self) -> Detokenizer:
        """A fresh decoder for one answer."""


class _ByteDetokenizer:
    """Feeds each id's bytes to an incremental decoder that holds back unfinished characters."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, token_id: int) -> str:
        return self._decoder.decode(self._tokenizer.decode_bytes(token_id))

    def finish(self) -> str:
        return self._decoder.decode(b"", final=True)


class StreamingDetokenizer:
    """The text of one answer: the tokenizer's own way where it has one, else byte by byte."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._decoder: Detokenizer = (
            tokenizer.make_detokenizer()
            if isinstance(tokenizer, MakesDetokenizer)
            else _ByteDetokenizer(tokenizer)
        )

    def push(self, token_id: int) -> str:
        """The characters that this id completes, possibly ""."""
        return self._decoder.push(token_id)

    def finish(self) -> str:
        """What is left: "", or U+FFFD when the answer ends inside a character."""
        return self._decoder.finish()


def decode(tokenizer: Tokenizer, ids: Iterable[int]) -> str:
    """The text of all `ids` at once; control ids leave nothing."""
    stream = StreamingDetokenizer(tokenizer)
    return "".join(map(stream.push, ids)) + stream.finish()
