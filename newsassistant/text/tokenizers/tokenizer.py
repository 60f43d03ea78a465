"""Text <-> token ids behind one protocol; ordinary text can never become a control token.

Knows nothing of conversations. Encoding is pure, so any thread may call it once loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from newsassistant.core.errors import ModelError
from newsassistant.core.files import read_json
from newsassistant.core.outside import UnfitError, contained
from newsassistant.core.plain import shown
from newsassistant.text.tokenizers.bpe_definition import BpeDefinition, read_definition

if TYPE_CHECKING:
    from tokenizers.pre_tokenizers import PreTokenizer

FILE = "tokenizer.json"
MAX_BYTES = 64 << 20  # that of a vocabulary of 260,000 has 33 MB

# The pre-tokenizers of llama.cpp's GGUF key `tokenizer.ggml.pre` that we know to reproduce.
_DIGITS_APART = {"smollm": True, "gpt-2": False}
_AS_LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_PATTERNS = {"llama-bpe": _AS_LLAMA_3, "glm4": _AS_LLAMA_3, "chatglm-bpe": _AS_LLAMA_3}
_WHOLE_PIECES = frozenset(("llama-bpe",))
"""Where a word that is a piece is not put together from parts."""


class Tokenizer(Protocol):
    """What prompts and engines need of a tokenizer."""

    @property
    def control_ids(self) -> Mapping[str, int]:
        """Control tokens by their written form; never produced by `encode`."""

    def encode(self, text: str) -> list[int]:
        """Ids of ordinary text, without any control token."""

    def encode_offsets(self, text: str) -> tuple[list[int], list[int]]:
        """Ids, and for each the index of the character after its last one."""

    def decode_bytes(self, token_id: int) -> bytes:
        """The UTF-8 bytes of one id, possibly part of a character; b"" for control ids."""


class BpeTokenizer:
    """Byte-level BPE of a `tokenizer.json`, without its added-token matching.

    The control tokens stay out of the Rust tokenizer: it would match them inside any text.
    Source of the byte alphabet: GPT-2 (Radford et al. 2019).
    """

    def __init__(self, definition: Mapping[str, Any], *, folder: Path | None = None) -> None:
        """`folder` is named in errors. Raises ModelError("model-damaged")."""
        from tokenizers import Tokenizer as RustTokenizer
        from tokenizers import models

        self._folder = folder or Path(FILE)
        with contained(self._damaged):
            known = read_definition(definition)
            self._control_ids = known.control
            self._bytes = _piece_bytes(known)
            self._tokenizer: RustTokenizer = RustTokenizer.from_str(json.dumps(known.steps))
            self._tokenizer.model = models.BPE(
                vocab=known.pieces, merges=known.merges, ignore_merges=known.ignore_merges
            )

    def _damaged(self, clause: str) -> ModelError:
        return ModelError("model-damaged", path=self._folder, detail=clause)

    @property
    def control_ids(self) -> Mapping[str, int]:
        """Control tokens by their written form."""
        return self._control_ids

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return len(self._bytes)

    def encode(self, text: str) -> list[int]:
        """Ids of `text`; typed control tokens become ordinary pieces. Any thread."""
        return self.encode_offsets(text)[0]

    def encode_offsets(self, text: str) -> tuple[list[int], list[int]]:
        """Ids and the end of each in characters of `text`. Any thread."""
        # Half of a surrogate pair, which a clipboard may hold, has no UTF-8: it becomes "?".
        whole = text.encode("utf-8", "replace").decode("utf-8")
        with contained(self._damaged):  # the library panics with a BaseException
            encoding = self._tokenizer.encode(whole, add_special_tokens=False)
            return list(encoding.ids), [end for _, end in encoding.offsets]

    def decode_bytes(self, token_id: int) -> bytes:
        """The bytes of one id; b"" for control and unknown ids. Any thread."""
        return self._bytes[token_id] if 0 <= token_id < len(self._bytes) else b""

    @classmethod
    def from_file(cls, path: Path) -> BpeTokenizer:
        """Read a `tokenizer.json`; raises ModelError("model-damaged"). Blocks on the disk."""
        try:
            definition = read_json(path, MAX_BYTES)
        except UnfitError as error:
            raise ModelError("model-damaged", path=path.parent, detail=error) from error
        return cls(definition, folder=path.parent)


def define_bpe(
    tokens: Sequence[str], merges: Sequence[str], control_ids: Sequence[int], *, pre: str
) -> dict[str, Any]:
    """The `tokenizer.json` of a byte-level BPE given in llama.cpp's parts.

    Raises ValueError for a pre-tokenizer that is not known to be reproduced exactly.
    """
    from tokenizers import AddedToken, models
    from tokenizers import Tokenizer as RustTokenizer

    vocabulary = {token: index for index, token in enumerate(tokens)}
    pairs = [(left, right) for left, _, right in (merge.partition(" ") for merge in merges)]
    model = models.BPE(vocab=vocabulary, merges=pairs, ignore_merges=pre in _WHOLE_PIECES)
    tokenizer = RustTokenizer(model)
    tokenizer.pre_tokenizer = _pre_tokenizer(pre)
    special = [AddedToken(tokens[index], special=True, normalized=False) for index in control_ids]
    tokenizer.add_special_tokens(special)
    definition: dict[str, Any] = json.loads(tokenizer.to_str())
    return definition


def _pre_tokenizer(pre: str) -> PreTokenizer:
    from tokenizers import Regex, pre_tokenizers

    steps: list[PreTokenizer]
    if pre in _PATTERNS:
        steps = [
            pre_tokenizers.Split(Regex(_PATTERNS[pre]), behavior="isolated", invert=False),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    elif pre in _DIGITS_APART:
        apart = [pre_tokenizers.Digits(individual_digits=True)] if _DIGITS_APART[pre] else []
        steps = [*apart, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    else:
        raise ValueError(f"unknown pre-tokenizer {pre!r}")
    return pre_tokenizers.Sequence(steps)


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-in for each byte: visible Latin-1 is itself, the rest from U+0100."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    shown = frozenset(visible)
    hidden = [byte for byte in range(256) if byte not in shown]
    alphabet = {chr(byte): byte for byte in visible}
    alphabet.update({chr(0x100 + index): byte for index, byte in enumerate(hidden)})
    return alphabet


def _piece_bytes(definition: BpeDefinition) -> list[bytes]:
    alphabet = _byte_alphabet()
    used = [*definition.pieces.values(), *definition.control.values()]
    pieces = [b""] * (max(used) + 1)
    byte_of = alphabet.__getitem__
    piece = ""
    try:
        for piece, index in definition.pieces.items():
            pieces[index] = bytes(map(byte_of, piece))
    except KeyError as error:
        raise UnfitError(f"{FILE}: the piece {shown(piece)} is not byte-level") from error
    return pieces
