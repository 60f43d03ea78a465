"""What a server offers: its models, the house styles of each, and how much they read.

Knows nothing of connections: it reads the list that every server has in OpenAI's form, with what
our own server, vLLM and llama.cpp add to it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsassistant.core.outside import Fields, UnfitError
from newsassistant.core.plain import plain
from newsassistant.core.types import GenerationParams

MOST_MODELS = 500
MOST_CONTEXT = 10_000_000
LONGEST_NAME = 95  # so that a model's id fits the settings
_OURS = "newsassistant"


@dataclass(frozen=True, slots=True)
class OfferedStyle:
    """A house style: by which name the model answers in it, what it is called, for which job.

    `preset` "" is every job.
    """

    name: str
    title: str
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A model of a server by its own name, with what it reads in tokens (0: not told).

    `ours`: the server is a News Assistant and tells more: the model's `title`, family, licence and
    how it chooses its words.
    """

    name: str
    title: str
    context: int = 0
    styles: tuple[OfferedStyle, ...] = ()
    ours: bool = False
    family: str = ""
    licence: str = ""
    generation: GenerationParams = field(default_factory=GenerationParams)


def offered(facts: object) -> list[Offered]:
    """The models of a list, in its order; raises UnfitError.

    "model:style" is a style where the model is listed too, or where the entry names it as its base.
    """
    entries = Fields(facts, where="the list").items("data", default=())[:MOST_MODELS]
    named: dict[str, Fields] = {}
    for value in entries:
        entry = Fields(value, where="a model")
        name = entry.text("id", longest=1000)
        if name and plain(name, longest=1000) == name and len(name) <= LONGEST_NAME:
            named.setdefault(name, entry)
    styles: dict[str, list[OfferedStyle]] = {}
    for name, entry in named.items():
        if (base := _base(name, entry, named)) is not None:
            styles.setdefault(base, []).append(_style(name, base, entry))
    kept = {style.name for found in styles.values() for style in found}
    return [
        _model(name, entry, tuple(styles.get(name, ())))
        for name, entry in named.items()
        if name not in kept
    ]


def _base(name: str, entry: Fields, named: Mapping[str, Fields]) -> str | None:
    """Our server names it, vLLM calls it the parent of a LoRA adapter; else the colon tells."""
    told = _told(entry)
    base = told.text("base", default="") if told is not None else ""
    parent = base or entry.text("parent", default="")
    if parent and parent != name and parent in named:
        return str(parent)
    before, colon, style = name.partition(":")
    return before if colon and style and before in named else None


def _told(entry: Fields) -> Fields | None:
    """What our own server adds."""
    with contextlib.suppress(UnfitError):
        return entry.fields(_OURS) if _OURS in entry else None
    return None


def _style(name: str, base: str, entry: Fields) -> OfferedStyle:
    told, preset = _told(entry), ""
    title = name.removeprefix(f"{base}:")
    if told is not None:
        title = plain(told.text("name", default="")) or title
        preset = told.text("preset", longest=100, default="")
    return OfferedStyle(name, title, preset)


def _model(name: str, entry: Fields, styles: tuple[OfferedStyle, ...]) -> Offered:
    told = _told(entry)
    if told is None:
        return Offered(name, name, _context(entry), styles)
    return Offered(
        name,
        plain(told.text("name", default=""), longest=LONGEST_NAME) or name,
        _context(entry),
        styles,
        ours=True,
        family=told.text("family", pattern=r"[a-z0-9]{0,20}", default=""),
        licence=plain(told.text("licence", default=""), longest=100),
        generation=_generation(told),
    )


def _generation(told: Fields) -> GenerationParams:
    if "defaults" not in told:
        return GenerationParams()
    values = told.fields("defaults")
    usual = GenerationParams()
    return GenerationParams(
        max_tokens=values.whole("max_tokens", 1, MOST_CONTEXT, default=usual.max_tokens),
        temperature=values.number("temperature", 0.0, 2.0, default=usual.temperature),
        top_k=values.whole("top_k", 0, MOST_CONTEXT, default=usual.top_k),
        top_p=values.number("top_p", 0.0, 1.0, default=usual.top_p),
        repetition_penalty=values.number("repetition_penalty", 0.1, 10.0, default=1.0),
    )


def _context(entry: Fields) -> int:
    """By the fields of our own server, of vLLM and of llama.cpp."""
    places = [(entry, "context_length"), (entry, "max_model_len"), (entry, "context_window")]
    with contextlib.suppress(UnfitError):
        if "meta" in entry:
            meta = entry.fields("meta")
            places += [(meta, "n_ctx"), (meta, "n_ctx_train")]
    for where, name in places:
        with contextlib.suppress(UnfitError):
            if found := where.whole(name, 1, MOST_CONTEXT, default=0):
                return int(found)
    return 0


# --- as it is remembered -------------------------------------------------------------------------


def to_facts(model: Offered) -> dict[str, Any]:
    """The entry of a list from which `offered` makes the same, styles in `from_facts` alone."""
    how = model.generation
    return {
        "name": model.name,
        "title": model.title,
        "context": model.context,
        "ours": model.ours,
        "family": model.family,
        "licence": model.licence,
        "max_tokens": how.max_tokens,
        "temperature": how.temperature,
        "top_k": how.top_k,
        "top_p": how.top_p,
        "repetition_penalty": how.repetition_penalty,
        "styles": [
            {"name": style.name, "title": style.title, "preset": style.preset}
            for style in model.styles
        ],
    }


def from_facts(facts: object) -> Offered:
    """The model that `to_facts` has written down; raises UnfitError."""
    fields = Fields(facts, where="a model")
    usual = GenerationParams()
    styles = []
    for value in fields.items("styles", most=MOST_MODELS, default=()):
        style = Fields(value, where="a style")
        styles.append(
            OfferedStyle(
                style.text("name", longest=LONGEST_NAME),
                plain(style.text("title")),
                style.text("preset", longest=100, default=""),
            )
        )
    return Offered(
        fields.text("name", longest=LONGEST_NAME),
        plain(fields.text("title")),
        fields.whole("context", 0, MOST_CONTEXT, default=0),
        tuple(styles),
        fields.flag("ours", default=False),
        fields.text("family", pattern=r"[a-z0-9]{0,20}", default=""),
        plain(fields.text("licence", default="")),
        GenerationParams(
            max_tokens=fields.whole("max_tokens", 1, MOST_CONTEXT, default=usual.max_tokens),
            temperature=fields.number("temperature", 0.0, 2.0, default=usual.temperature),
            top_k=fields.whole("top_k", 0, MOST_CONTEXT, default=usual.top_k),
            top_p=fields.number("top_p", 0.0, 1.0, default=usual.top_p),
            repetition_penalty=fields.number("repetition_penalty", 0.1, 10.0, default=1.0),
        ),
    )
