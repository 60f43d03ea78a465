"""A base model as a prefix knows it: its family, sizes and fingerprint, and what fits it."""

from __future__ import annotations

from dataclasses import dataclass

from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo
from newsassistant.model.config import ModelConfig

# Families whose graphs are the same, so that one's prefix means the same to the other.
_ALIKE = {"glm4": "glm"}

UNKNOWN = "unknown"
"""The fingerprint of weights that cannot be told, or whose cache cannot: no rows fit these."""


@dataclass(frozen=True, slots=True)
class Base:
    """The model that a prefix was made for; texts are "" where unknown, also the family."""

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

    @classmethod
    def of_info(cls, info: ModelInfo) -> Base:
        """The base that an installed model is, as lists know it."""
        sizes = info.layers, info.kv_heads, info.head_dim
        return cls(info.family, *sizes, info.fingerprint, info.name)

    def shape(self) -> str:
        """For errors: family, where it is known, and sizes on one line."""
        family = f"{self.family}, " if self.family else ""
        return f"{family}{self.layers} layers, {self.kv_heads} KV heads of {self.head_dim}"


def check_base(needed: Base, model: Base) -> None:
    """Raise PrefixError naming both if rows made for `needed` cannot be used with `model`.

    "prefix-other-shape" for another family or other sizes; where a family is not known, the sizes
    decide. "prefix-other-base" for other weights, where both fingerprints are known;
    "prefix-base-unsure" where a graph of another program does not tell its weights.
    """
    families = {_ALIKE.get(base.family, base.family) for base in (needed, model)} - {""}
    if len(families) > 1 or _sizes(needed) != _sizes(model):
        expected, actual = shown_base(needed), shown_base(model)
        raise PrefixError("prefix-other-shape", expected=expected, actual=actual)
    if UNKNOWN in (needed.fingerprint, model.fingerprint):
        raise PrefixError("prefix-base-unsure", model=model.name or shown_base(model))
    known = needed.fingerprint and model.fingerprint
    if known and needed.fingerprint != model.fingerprint:
        raise PrefixError(
            "prefix-other-base",
            expected=needed.name or needed.fingerprint[:12],
            actual=model.name or model.fingerprint[:12],
        )


def misfit(needed: Base, model: Base) -> PrefixError | None:
    """What `check_base` would raise, None if the rows can be used."""
    try:
        check_base(needed, model)
    except PrefixError as error:
        return error
    return None


def shown_base(base: Base) -> str:
    """For errors: the name of a base, where it is known, and its kind."""
    return f"{base.name} ({base.shape()})" if base.name else base.shape()


def _sizes(base: Base) -> tuple[int, int, int]:
    return base.layers, base.kv_heads, base.head_dim
