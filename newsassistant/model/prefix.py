"""A P-Tuning v2 prefix: key and value rows that stand in front of everything a model reads.

Knows nothing of files, OpenVINO or torch. Source: P-Tuning v2, arxiv.org/abs/2110.07602; layout
of the rows: THUDM/ChatGLM2-6B modeling_chatglm.py, PrefixEncoder and get_prompt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import PrefixError
from newsassistant.model.config import ModelConfig

FloatArray = npt.NDArray[np.float32]
MAX_LENGTH = 4096
# Families whose graphs are the same, so that one's prefix means the same to the other.
_ALIKE = {"glm4": "glm"}


@dataclass(frozen=True, slots=True)
class Base:
    """The model that a prefix was made for; `fingerprint` and `name` are "" where unknown."""

    family: str
    layers: int
    kv_heads: int
    head_dim: int
    fingerprint: str = ""
    name: str = ""

    @classmethod
    def of(cls, config: ModelConfig, *, fingerprint: str = "", name: str = "") -> Base:
        """The base that a loaded model is."""
        return cls(
            config.family, config.layers, config.kv_heads, config.head_dim, fingerprint, name
        )

    def shape(self) -> str:
        """For errors: family and sizes on one line."""
        return f"{self.family}, {self.layers} layers, {self.kv_heads} KV heads of {self.head_dim}"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Evaluated rows of one prefix; `check` has seen that they are finite and of one shape.

    `rows` is float32 [layers, 2, length, kv_heads, head_dim]: index 0 keys, 1 values; rotary
    dimensions of the keys in the order of the checkpoint (interleaved pairs but for ChatGLM-6B).
    Real tokens are at positions from `position_offset` on: 0 in the official code, `length` with
    PEFT.
    """

    rows: FloatArray
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
        """Return self, or raise PrefixError for another shape, NaN or infinity, or no rows."""
        base = self.base
        expected = (base.layers, 2, self.length, base.kv_heads, base.head_dim)
        if self.rows.shape != expected or not 0 < self.length <= MAX_LENGTH:
            raise PrefixError("prefix-invalid", detail=f"{self.rows.shape}, expected {expected}")
        if self.position_offset not in (0, self.length):
            detail = f"position offset {self.position_offset}, expected 0 or {self.length}"
            raise PrefixError("prefix-invalid", detail=detail)
        if not np.isfinite(self.rows).all():
            layer = int(np.argwhere(~np.isfinite(self.rows))[0][0])
            raise PrefixError("prefix-not-finite", layer=layer)
        return self

    def check_fits(self, model: Base) -> None:
        """Raise PrefixError("prefix-other-base") naming both shapes if `model` is another base.

        Fingerprints decide only where both are known.
        """
        if _sizes(self.base) != _sizes(model):
            raise PrefixError(
                "prefix-other-shape", expected=self.base.shape(), actual=model.shape()
            )
        known = self.base.fingerprint and model.fingerprint
        if known and self.base.fingerprint != model.fingerprint:
            raise PrefixError(
                "prefix-other-base",
                expected=self.base.name or self.base.fingerprint[:12],
                actual=model.name or model.fingerprint[:12],
            )


def _sizes(base: Base) -> tuple[str, int, int, int]:
    return _ALIKE.get(base.family, base.family), base.layers, base.kv_heads, base.head_dim
