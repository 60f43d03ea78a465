"""The sizes of a decoder and what follows from them.

Knows nothing of files: a reader of checkpoints or GGUF hands over plain numbers.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.outside import REQUIRED, Fields, UnfitError
from newsassistant.core.plain import plain

MOST = 1 << 30
LARGEST = 1e12
_COUNTS = (
    *("layers", "hidden_size", "heads", "kv_heads", "head_dim", "ffn_size", "vocab_size"),
    *("context_length", "rotary_dim"),
)
_NUMBERS = ("norm_eps", "rope_theta", "rope_scale")
_DEFAULTS = {"rope_scale": 1.0}
BYTES_PER_WEIGHT = {"int8": 1.0, "int4": 0.7, "fp16": 2.0}
"""About what a converted model takes: not all of its matrices are rounded to int4."""
ELEMENT_BYTES = {"u8": 1, "f16": 2, "bf16": 2, "f32": 4}
"""By the precision of a KV cache."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """One decoder: RMSNorm/SwiGLU with grouped-query attention, or ChatGLM-6B v1.

    Sizes are counts of elements. `rotary_dim` of the `head_dim` dimensions of a head are rotated;
    `rope_theta` is the base and `rope_scale` divides the position (ChatGLM2-32k). The three ids
    belong to v1, whose 2-D positions depend on them; there `ffn_size` is the inner size and
    `rotary_dim` half a head. `key_pairs`: the graph keeps the rotary dimensions of keys in pairs,
    as checkpoints do; in our graphs they are in halves. Raises CheckpointError in `validate`.
    """

    family: str
    layers: int
    hidden_size: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn_size: int
    vocab_size: int
    context_length: int
    norm_eps: float
    rotary_dim: int
    rope_theta: float
    rope_scale: float = 1.0
    qkv_bias: bool = False
    tied_head: bool = False
    bos_id: int | None = None
    gmask_id: int | None = None
    mask_id: int | None = None
    key_pairs: bool = False

    @property
    def bidirectional_prompt(self) -> bool:
        """True for ChatGLM-6B v1: its prompt, up to `bos_id`, sees all of itself.

        Such a prompt goes through in one pass and cannot be reused when it grows.
        """
        return self.bos_id is not None

    @property
    def q_size(self) -> int:
        """Rows of the query projection."""
        return self.heads * self.head_dim

    @property
    def kv_size(self) -> int:
        """Rows of the key (or value) projection."""
        return self.kv_heads * self.head_dim

    @property
    def group_size(self) -> int:
        """Query heads that share one key/value head."""
        return self.heads // self.kv_heads

    def validate(self) -> ModelConfig:
        """Return self, or raise CheckpointError naming the field, expected and found."""
        for name, value in asdict(self).items():
            if isinstance(value, bool | str | None):
                continue
            if not 0 < value < math.inf:
                raise _bad(name, value, "a positive number")
        if self.heads % self.kv_heads:
            raise _bad("kv_heads", self.kv_heads, f"a divisor of heads ({self.heads})")
        if self.rotary_dim % 2 or self.rotary_dim > self.head_dim:
            raise _bad("rotary_dim", self.rotary_dim, f"even and at most {self.head_dim}")
        return self

    def to_dict(self) -> dict[str, Any]:
        """Plain values for config.json.

        What only graphs of others have is left out of ours: programs older than it can read them.
        """
        values = asdict(self)
        if not self.key_pairs:
            del values["key_pairs"]
        return values

    @classmethod
    def from_dict(cls, values: object) -> ModelConfig:
        """Read what `to_dict` wrote; raises CheckpointError for missing, unknown or wild fields."""
        try:
            return cls(**_read(Fields(values, where="model"))).validate()
        except UnfitError as error:
            if error.field:
                raise _bad(error.field, error.actual, error.expected) from error
            raise _bad("config.json", error, "the fields of ModelConfig") from error


def _read(found: Fields) -> dict[str, Any]:
    """Each field as its type says, within bounds that no model comes near."""
    known: dict[str, Any] = {"family": found.text("family", longest=100)}
    for name in _COUNTS:
        known[name] = found.whole(name, 1, MOST)
    for name in _NUMBERS:
        known[name] = found.number(name, 0.0, LARGEST, default=_DEFAULTS.get(name, REQUIRED))
    for name in ("qkv_bias", "tied_head", "key_pairs"):
        known[name] = found.flag(name, default=False)
    for name in ("bos_id", "gmask_id", "mask_id"):
        known[name] = found.whole(name, 0, MOST, default=None)
    unknown = sorted(set(found.names()) - set(known))
    if unknown:
        raise UnfitError(f"model: unknown field {plain(unknown[0], longest=60)}")
    return known


def _bad(field: str, actual: object, expected: str) -> CheckpointError:
    return CheckpointError(
        "config-invalid", path="config", field=field, actual=actual, expected=expected
    )
