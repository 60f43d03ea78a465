"""What the contestants read: the sample's prompt, and prompts of a fixed length.

A round's prompt differs early in one id from that of every other round: a peer that keeps the KV
cache of earlier prompts would otherwise not read it at all.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from newsassistant.core.resources import resource_path
from newsassistant.core.types import Message, Prompt
from newsassistant.text.articles.article import parse
from newsassistant.text.load import load_prompt, load_tokenizer
from newsassistant.text.prompts.presets import PRESETS
from newsassistant.text.prompts.prompt import messages_of
from tests.bench.rounds import Job

SAMPLE = resource_path("samples", "offshore-wind.txt")
LONG_TEXT = Path(__file__).parents[2] / "docs" / "decisions.md"
CHANGED = 40  # the place in the prompt where each round has an id of its own


def sample_ids(folder: Path) -> list[int]:
    """What the window asks for: three bullets of the sample article."""
    tokenizer = load_tokenizer(folder, "bpe")
    article = parse(SAMPLE.read_text(encoding="utf-8"))
    job = Message("user", PRESETS["three-bullets"].instruction(article.language))
    return load_prompt(folder, "bpe", tokenizer).ids(messages_of(Prompt((job,), article)))


def long_ids(folder: Path, count: int) -> list[int]:
    """The first ids of a long text of this checkout."""
    ids = load_tokenizer(folder, "bpe").encode(LONG_TEXT.read_text(encoding="utf-8"))
    if len(ids) < count:
        raise ValueError(f"{LONG_TEXT.name} has {len(ids)} tokens, {count} are needed")
    return ids[:count]


def random_ids(count: int) -> list[int]:
    """For models with random weights."""
    return [int(token) for token in np.random.default_rng(0).integers(100, 40_000, count)]


def job(ids: list[int], turn: int, tokens: int = 1) -> Job:
    """A round's job."""
    return {"ids": [*ids[:CHANGED], 1000 + turn, *ids[CHANGED + 1 :]], "tokens": tokens}
