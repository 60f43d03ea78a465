"""What clients can choose: the model that is served, and each style that fits it.

Every call reads the disk, so that a style that was installed meanwhile is there. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant import __version__
from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo
from newsassistant.model.base import Base
from newsassistant.model.prefixes.manifest import PrefixInfo
from newsassistant.text.prompts.presets import BASE, SHIPPED

SHOWN_PRINT = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them; `style` None is the model itself."""

    id: str
    style: PrefixInfo | None = None

    @property
    def prefix(self) -> Path | None:
        """Where the style is."""
        return None if self.style is None else self.style.path

    @property
    def preset(self) -> str:
        """The job that the style was trained for, "" for none or any."""
        return "" if self.style is None else str(self.style.training.get("preset", ""))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Of the loaded model; `made_at` is when it was, in Unix seconds."""

    model: ModelInfo
    library: StyleLibrary
    made_at: int
    shipped: ShippedStyles = field(default_factory=ShippedStyles)

    def choices(self) -> Iterator[Choice]:
        """The model first, then its styles in order of their ids."""
        yield Choice(self.model.id)
        found = {info.id: info for info in self.library.list() if self._fits(info)}
        found |= {info.id: info for info in self.shipped.list() if self._fits(info)}
        for style in sorted(found):
            yield Choice(f"{self.model.id}:{style}", found[style])

    def find(self, id_: str) -> Choice | None:
        """The choice with an id; None where there is none."""
        if id_ == self.model.id:
            return Choice(id_)
        model, _, style = id_.partition(":")
        if model != self.model.id or not style:
            return None
        try:
            path = self.shipped.path_or(self.library.path, style)
            info = next((i for i in self.shipped.list() if i.path == path), None)
            info = info or self.library.find(style)
        except PrefixError:
            return None
        return Choice(id_, info) if self._fits(info) else None

    def _fits(self, info: PrefixInfo) -> bool:
        return self.library.fits(info, Base.of_info(self.model)) is None

    # --- as it is sent --------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """Of the model, short."""
        return self.model.fingerprint[:SHOWN_PRINT]

    def entry(self, choice: Choice) -> dict[str, Any]:
        """Of `/v1/models`."""
        model, style = self.model, choice.style
        own = model.generation
        return {
            "id": choice.id,
            "object": "model",
            "created": self.made_at,
            "owned_by": "newsassistant",
            "context_length": model.context_length - (style.position_offset if style else 0),
            "newsassistant": {
                "version": __version__,
                "base": model.id,
                "style": style.id if style else None,
                "name": style.name if style else model.name,
                "family": model.family,
                "fingerprint": model.fingerprint,
                "weights": model.weights,
                "licence": (style.licence if style else model.licence),
                "preset": choice.preset,
                "defaults": {
                    "temperature": own.temperature,
                    "top_p": own.top_p,
                    "top_k": own.top_k,
                    "repetition_penalty": own.repetition_penalty,
                    "max_tokens": own.max_tokens,
                },
            },
        }

    def jobs(self) -> list[dict[str, Any]]:
        """The jobs that came with the program, each with the choice that writes it best."""
        styles = {choice.preset: choice.id for choice in self.choices() if choice.preset}
        return [
            {
                "id": job.id,
                "instruction": {"en": job.instruction("en"), "zh": job.instruction("zh")},
                "max_tokens": job.max_tokens,
                "stop": list(job.stop),
                "model": self.model.id if job.style == BASE else styles.get(job.id, self.model.id),
            }
            for job in SHIPPED.values()
        ]
