"""The sentencepiece tokenizers of ChatGLM-6B, ChatGLM2-6B and ChatGLM3-6B.

Knows nothing of conversations. Typed control tokens become ordinary pieces; only ChatGLM-6B's
official treatment is different, and reachable with `official=True` to compare with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from newsassistant.text.tokenizers.piece_decoder import (
    MAX_BLANKS,
    SPACE,
    LeadingSpaces,
    Markers,
    PieceDecoder,
    Spelling,
    Tidy,
    blank_marker,
)

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

CHATGLM2_SPECIALS = ("[MASK]", "[gMASK]", "[sMASK]", "sop", "eop")
CHATGLM3_SPECIALS = (
    *CHATGLM2_SPECIALS,
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|observation|>",
)

# What ChatGLM-6B's official tokenizer turns into control ids wherever it is typed.
OFFICIAL_FORMS = ("[MASK]", "<eop>", "<pad>", "<sop>", "<unk>")
_OFFICIAL_FORM = re.compile("|".join(map(re.escape, OFFICIAL_FORMS)))
_WHITE = re.compile(rf"\n|\t| {{2,{MAX_BLANKS}}}")


def _load(model: bytes) -> SentencePieceProcessor:
    """The processor of a `.model` file's bytes; raises ValueError."""
    from sentencepiece import SentencePieceProcessor

    if not model:
        raise ValueError("an empty sentencepiece model")
    try:
        return SentencePieceProcessor(model_proto=model)
    except (RuntimeError, OSError) as error:
        raise ValueError(f"not a sentencepiece model: {error}") from error


def _leading_spaces(processor: SentencePieceProcessor) -> LeadingSpaces:
    """What the model's own decoder does with spaces in front, which no attribute tells."""
    space = processor.piece_to_id(SPACE)
    if processor.is_unknown(space):
        return "drop-one"
    kept = len(processor.decode([space, space]))
    names: tuple[LeadingSpaces, ...] = ("drop-all", "drop-one", "keep")
    return names[kept]


def _whole_unicode(text: str) -> str:
    """Half of a surrogate pair, which a clipboard may hold, has no UTF-8: it becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


class SentencePieceTokenizer:
    """ChatGLM2-6B and ChatGLM3-6B: the model's pieces, and control ids behind them.

    `shows_specials`: whether decoding shows the control tokens behind the pieces, which only
    ChatGLM3-6B's does.
    """

    def __init__(
        self, model: bytes, specials: Sequence[str], *, shows_specials: bool = False
    ) -> None:
        """`model`: the bytes of tokenizer.model; raises ValueError."""
        self._processor = processor = _load(model)
        self._size: int = processor.vocab_size()
        self._leading = _leading_spaces(processor)
        self._specials = {self._size + index: form for index, form in enumerate(specials)}
        self._shown = self._specials if shows_specials else {}
        self._control_ids = _own_control_ids(processor) | {
            form: token_id for token_id, form in self._specials.items()
        }

    @property
    def control_ids(self) -> Mapping[str, int]:
        """Control tokens by their written form; `encode` yields none of them."""
        return self._control_ids

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return self._size + len(self._specials)

    def encode(self, text: str) -> list[int]:
        """Ids of `text` with sentencepiece's space in front. Any thread."""
        ids: list[int] = self._processor.encode(_whole_unicode(text))
        return ids

    def encode_offsets(self, text: str) -> tuple[list[int], list[int]]:
        """Ids and the end of each in characters of `text`. Any thread."""
        return _encode_offsets(self._processor, _whole_unicode(text))

    def piece(self, token_id: int) -> str:
        """The written form of an id, as the official tokenizer's `tokenize` shows it, or ""."""
        if 0 <= token_id < self._size:
            return str(self._processor.id_to_piece(token_id))
        return self._specials.get(token_id, "")

    def decode_bytes(self, token_id: int) -> bytes:
        """The UTF-8 bytes of one id out of context; b"" for control and unknown ids."""
        return _bytes_of("" if token_id in self._specials else self._spell(token_id))

    def make_detokenizer(self) -> PieceDecoder:
        """A fresh decoder of one answer."""
        return PieceDecoder(self._spell, leading=self._leading)

    def _spell(self, token_id: int) -> Spelling:
        if not 0 <= token_id < self._size:
            return self._shown.get(token_id, "")
        if self._processor.is_control(token_id) or self._processor.is_unknown(token_id):
            return ""
        return _spelling(self._processor, token_id)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of typed text, or a control token in it."""

    start: int
    text: str
    token_id: int | None = None


class ChatGlmTokenizer:
    """ChatGLM-6B: NFKC, markers for white space, and ids behind `image_tokens` image ids."""

    def __init__(self, model: bytes, *, image_tokens: int = 0, official: bool = False) -> None:
        """`model`: the bytes of ice_text.model. `official`: typed control tokens count.

        Raises ValueError.
        """
        self._processor = processor = _load(model)
        self._first = image_tokens
        self._leading = _leading_spaces(processor)
        self._official = official
        own = _own_control_ids(processor)
        self._control_ids = {form: image_tokens + index for form, index in own.items()}
        self._pad = self._control_ids.get("<pad>")
        self._unknown: str = processor.decode([processor.unk_id()])

    @property
    def control_ids(self) -> Mapping[str, int]:
        """Control tokens by their written form; without `official`, `encode` yields none."""
        return self._control_ids

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return self._first + int(self._processor.vocab_size())

    def encode(self, text: str) -> list[int]:
        """Ids of `text`, sentencepiece's space in front. Any thread."""
        ids: list[int] = []
        for part in self._parts(_whole_unicode(text)):
            if part.token_id is None:
                pieces = self._processor.encode(_marked(part.text)[0])
                ids += [self._first + index for index in pieces]
            else:
                ids.append(part.token_id)
        return ids

    def encode_offsets(self, text: str) -> tuple[list[int], list[int]]:
        """Ids and the end of each in characters of `text`. Any thread."""
        ids: list[int] = []
        ends: list[int] = []
        for part in self._parts(_whole_unicode(text)):
            if part.token_id is None:
                marked, origin = _marked(part.text)
                pieces, piece_ends = _encode_offsets(self._processor, marked)
                ids += [self._first + index for index in pieces]
                ends += [part.start + origin[end] for end in piece_ends]
            else:
                ids.append(part.token_id)
                ends.append(part.start + len(part.text))
        return ids, ends

    def piece(self, token_id: int) -> str:
        """The written form of an id, as the official tokenizer's `tokenize` shows it, or ""."""
        if self._first <= token_id < self._first + self._processor.vocab_size():
            return str(self._processor.id_to_piece(token_id - self._first))
        return f"<image_{token_id}>" if 0 <= token_id < self._first else ""

    def decode_bytes(self, token_id: int) -> bytes:
        """The UTF-8 bytes of one id out of context; b"" for control and unknown ids."""
        if token_id in self._control_ids.values():
            return b""
        marker_or_piece = _bytes_of(self._spell(token_id))
        stage = Markers()
        text = stage.push(marker_or_piece.decode("utf-8", "surrogateescape")) + stage.finish()
        return text.encode("utf-8", "surrogateescape")

    def make_detokenizer(self) -> PieceDecoder:
        """A fresh decoder of one answer, with the official tidying of English punctuation."""
        return PieceDecoder(self._spell, leading=self._leading, filters=(Markers(), Tidy()))

    def _spell(self, token_id: int) -> Spelling:
        index = token_id - self._first
        if index < 0:
            return self.piece(token_id)
        if token_id == self._pad or index >= self._processor.vocab_size():
            return None
        if self._processor.is_control(index):
            return ""
        if self._processor.is_unknown(index):
            return self._unknown
        return _spelling(self._processor, index)

    def _parts(self, text: str) -> Iterator[_Part]:
        """The text as one part, or as the official code splits and strips it."""
        if not self._official:
            yield _Part(0, text)
            return
        position = 0
        for match in _OFFICIAL_FORM.finditer(text):
            yield from _stripped(text, position, match.start(), last=False)
            form = match.group()
            yield _Part(match.start(), form, self._control_ids[form])
            position = match.end()
        yield from _stripped(text, position, len(text), last=True)


def _stripped(text: str, start: int, end: int, *, last: bool) -> Iterator[_Part]:
    """The text between two control tokens without the white space that touches them."""
    part = text[start:end]
    if start:
        part = part.lstrip()
        start = end - len(part)
    if not last:
        part = part.rstrip()
    if part:
        yield _Part(start, part)


def _marked(text: str) -> tuple[str, list[int]]:
    """White space as markers; and for each index of the result the one in `text` it stands for."""
    pieces: list[str] = []
    origin = [0]
    position = 0
    for match in _WHITE.finditer(text):
        marker = _marker(match.group())
        pieces += [text[position : match.start()], marker]
        origin += range(position + 1, match.start() + 1)
        origin += [match.start()] * (len(marker) - 1) + [match.end()]
        position = match.end()
    origin += range(position + 1, len(text) + 1)
    return "".join([*pieces, text[position:]]), origin


def _marker(white: str) -> str:
    if white == "\n":
        return "<n>"
    return "<|tab|>" if white == "\t" else blank_marker(len(white))


def _own_control_ids(processor: SentencePieceProcessor) -> dict[str, int]:
    """The control and unknown pieces of the model itself."""
    return {
        processor.id_to_piece(index): index
        for index in range(processor.vocab_size())
        if processor.is_control(index) or processor.is_unknown(index)
    }


def _encode_offsets(processor: SentencePieceProcessor, text: str) -> tuple[list[int], list[int]]:
    """Ids and ends, never falling: a byte piece inside a character ends where that begins."""
    encoded = processor.encode(text, return_type="offset_mapping")
    ends = accumulate((end for _, end in encoded["offsets"]), max)
    return list(encoded["ids"]), list(ends)


def _spelling(processor: SentencePieceProcessor, index: int) -> str | int:
    piece: str = processor.id_to_piece(index)
    return int(piece[3:-1], 16) if processor.is_byte(index) else piece


def _bytes_of(spelling: Spelling) -> bytes:
    if isinstance(spelling, int):
        return bytes([spelling])
    return (spelling or "").replace(SPACE, " ").encode("utf-8")
