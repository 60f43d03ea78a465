"""The gguf package's reader, with a shorter way through long lists.

A vocabulary with its merges and kinds is 150,000 items. The package makes views of the file for
each of them, a call at a time: three of the four seconds in which a small data file was checked.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from gguf import GGUFEndian, GGUFReader, GGUFValueType

_HEADER = 12  # bytes: the kind of the items and their number
_LENGTH = 8

Parts = tuple[int, list[Any], list[int], list[GGUFValueType]]
"""Bytes, parts, which of them are values, kinds: as the package has them."""


class QuickReader(GGUFReader):
    """Raises what the package raises: OSError, ValueError, IndexError, KeyError."""

    def _get_field_parts(self, orig_offs: int, raw_type: int) -> Parts:
        if raw_type == GGUFValueType.ARRAY:
            kind = GGUFValueType(int(self._get(orig_offs, np.uint32)[0]))
            count = int(self._get(orig_offs + 4, np.uint64)[0])
            number = self.gguf_scalar_to_np.get(kind)
            if count and number is not None:
                return self._numbers(orig_offs, kind, count, np.dtype(number))
            if count and kind == GGUFValueType.STRING:
                return self._texts(orig_offs, count)
        found: Parts = super()._get_field_parts(orig_offs, raw_type)
        return found

    def _numbers(self, start: int, kind: GGUFValueType, count: int, number: np.dtype[Any]) -> Parts:
        size = _HEADER + count * number.itemsize
        if start + size > self.data.size:
            raise ValueError("a list of numbers ends behind the file")
        values = np.asarray(self._get(start + _HEADER, number, count))
        kinds = [GGUFValueType.ARRAY, kind]
        return size, list(values.reshape(-1, 1)), list(range(count)), kinds

    def _texts(self, start: int, count: int) -> Parts:
        content = np.asarray(self.data)  # slices of a plain array cost a tenth
        order: Literal["little", "big"] = "little"
        if self.endianess is GGUFEndian.BIG:
            order = "big"
        at, texts = start + _HEADER, []
        for _ in range(count):
            begin = at + _LENGTH
            at = begin + int.from_bytes(content[at:begin].tobytes(), order)
            if at > content.size:
                raise ValueError("a list of texts ends behind the file")
            texts.append(content[begin:at])
        kinds = [GGUFValueType.ARRAY, GGUFValueType.STRING]
        return at - start, texts, list(range(count)), kinds
