"""Token ids -> text deltas, whole UTF-8 characters only, linear time.

Knows nothing of engines; one instance serves one answer on one thread.
"""

from __future__ import annotations

import codecs

from newsassistant.text.tokenizer import Tokenizer


class StreamingDetokenizer:
    """Feeds each id's bytes to an incremental decoder that holds back unfinished characters."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, token_id: int) -> str:
        """The characters that this id completes, possibly ""."""
        return self._decoder.decode(self._tokenizer.decode_bytes(token_id))

    def finish(self) -> str:
        """What is left: "", or U+FFFD when the answer ends inside a character."""
        return self._decoder.decode(b"", final=True)


def decode(tokenizer: Tokenizer, ids: list[int]) -> str:
    """The text of all `ids` at once; control ids leave nothing."""
    joined = b"".join(tokenizer.decode_bytes(token_id) for token_id in ids)
    return joined.decode("utf-8", errors="replace")
