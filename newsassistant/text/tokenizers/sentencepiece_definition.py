"""A sentencepiece `.model` of ChatGLM2 and ChatGLM3, made of pieces, scores and kinds.

Knows nothing of the library. The file is a protobuf message, sentencepiece_model.proto of
google/sentencepiece (Apache-2.0); what is no list is as in the official tokenizer.model.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

NORMAL, BYTE = 1, 6
_KINDS = range(1, 7)
_VARINT, _BYTES, _FLOAT = 0, 2, 5
# Fields of ModelProto, of its pieces, its trainer and its normalizer.
_PIECES, _TRAINER, _NORMALIZER = 1, 2, 3
_PIECE, _SCORE, _KIND = 1, 2, 3
_BPE = 2
_MODEL_TYPE, _BYTE_FALLBACK, _UNKNOWN_SHOWN = 3, 35, 44
_IDS = {40: 0, 41: 1, 42: 2}  # of the unknown, the first and the last piece
_UNKNOWN_SURFACE = " \u2047 "
_NORMALIZER_NAME, _CHARSMAP, _DUMMY_PREFIX, _REMOVE_BLANKS = 1, 2, 3, 4


def define_sentencepiece(
    pieces: Sequence[str], scores: Sequence[float], kinds: Sequence[int]
) -> bytes:
    """The bytes of a `.model`: BPE with byte fallback, no normalisation, a blank in front.

    `kinds` are those of sentencepiece's Type. Raises ValueError for lists that do not fit.
    """
    if not len(pieces) == len(scores) == len(kinds):
        raise ValueError("pieces, scores and kinds are of different lengths")
    if any(kind not in _KINDS for kind in kinds):
        raise ValueError("a piece is of no known kind")
    made = [_message(_PIECES, _piece(*each)) for each in zip(pieces, scores, kinds, strict=True)]
    trainer = _number(_MODEL_TYPE, _BPE) + _number(_BYTE_FALLBACK, int(BYTE in kinds))
    trainer += b"".join(_number(field, value) for field, value in _IDS.items())
    trainer += _message(_UNKNOWN_SHOWN, _UNKNOWN_SURFACE.encode())
    normalizer = _message(_NORMALIZER_NAME, b"identity") + _message(_CHARSMAP, b"")
    normalizer += _number(_DUMMY_PREFIX, 1) + _number(_REMOVE_BLANKS, 0)
    return b"".join(made) + _message(_TRAINER, trainer) + _message(_NORMALIZER, normalizer)


def _piece(piece: str, score: float, kind: int) -> bytes:
    content = _message(_PIECE, piece.encode()) + _key(_SCORE, _FLOAT) + struct.pack("<f", score)
    return content if kind == NORMAL else content + _number(_KIND, kind)


def _message(field: int, content: bytes) -> bytes:
    return _key(field, _BYTES) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _key(field, _VARINT) + _varint(value)


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
