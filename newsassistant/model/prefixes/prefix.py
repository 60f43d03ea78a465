"""A P-Tuning v2 prefix: key and value rows that stand in front of everything a model reads.

Knows nothing of files, OpenVINO or torch. Source: P-Tuning v2, arxiv.org/abs/2110.07602; layout
of the rows: THUDM/ChatGLM2-6B modeling_chatglm.py, PrefixEncoder and get_prompt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base, check_base
from newsassistant.model.formats.stored import Float32Array
from newsassistant.model.prefixes.manifest import MAX_LENGTH

LARGEST = float(np.finfo(np.float16).max)
"""Of a number in the rows: the cache of many processors holds them as float16."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Evaluated rows of one prefix; `check` has seen that they are usable and of one shape.

    `rows` is float32 [layers, 2, length, kv_heads, head_dim]: index 0 keys, 1 values; rotary
    dimensions of the keys in the order of the checkpoint (interleaved pairs but for ChatGLM-6B).
    Real tokens are at positions from `position_offset` on: 0 in the official code, `length` with
    PEFT.
    """

    rows: Float32Array
    base: Base
    position_offset: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Rows in each layer, in tokens."""
        return int(self.rows.shape[2])

    @property
    def nbytes(self) -> int:
        """Bytes that a switch writes as float32."""
        return int(self.rows.nbytes)

    def check(self) -> Prefix:
        """Return self, or raise PrefixError for another shape, no rows, or useless numbers.

        Those are NaN, infinities and what is above `LARGEST`.
        """
        base, shape = self.base, self.rows.shape
        length = shape[2] if len(shape) == 5 else 0
        expected = (base.layers, 2, length, base.kv_heads, base.head_dim)
        if shape != expected or not 0 < length <= MAX_LENGTH:
            wanted = f"[{base.layers}, 2, 1 to {MAX_LENGTH}, {base.kv_heads}, {base.head_dim}]"
            raise PrefixError("prefix-invalid", detail=f"rows {list(shape)}, expected {wanted}")
        if self.rows.dtype != np.float32:
            detail = f"rows of dtype {self.rows.dtype}, expected float32"
            raise PrefixError("prefix-invalid", detail=detail)
        if self.position_offset not in (0, length):
            detail = f"position offset {self.position_offset}, expected 0 or {length}"
            raise PrefixError("prefix-invalid", detail=detail)
        usable = np.abs(self.rows) <= LARGEST
        if not usable.all():
            layer = int(np.argwhere(~usable)[0][0])
            raise PrefixError("prefix-not-finite", layer=layer)
        return self

    def check_fits(self, model: Base) -> None:
        """Raise PrefixError if `model` is not what the prefix was made for; see `check_base`."""
        check_base(self.base, model)
