"""A model folder made of what somebody else has exported: graph, texts, config, trial, manifest.

Knows nothing of windows or terminals. How a graph is read is the caller's: OpenVINO's or ONNX.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import openvino as ov

from newsassistant import __version__
from newsassistant.convert.export import (
    Conversion,
    Converted,
    OnFamily,
    TryOut,
    is_taken,
    move_into,
    try_text,
)
from newsassistant.convert.foreign.facts import Facts, read_facts
from newsassistant.convert.foreign.identity import identify
from newsassistant.convert.foreign.texts import copy_texts
from newsassistant.convert.staging import work_folder
from newsassistant.core.errors import CheckpointError, ModelError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.model import folder as layout
from newsassistant.model.base import UNKNOWN
from newsassistant.model.config import ModelConfig

STEPS = 4
MAX_CARD = 1 << 20
KeyOrder = Literal["halves", "pairs", ""]
"""How the rotary dimensions of cached keys are laid out, "" where a trial could not tell."""
TryGraph = Callable[[Path, ModelConfig], KeyOrder]
"""Runs the graph in a folder; raises ModelError for one that does not do what ours do."""
_LICENCE = re.compile(rb"\A---\r?\n(?:.*\r?\n)*?license:[ \t]*([A-Za-z0-9.+-]{1,60})[ \t]*\r?\n")
_OF_BYTES = ("README.md", "readme.md")


@dataclass(frozen=True, slots=True)
class Made:
    """The graph that was written, how its weights are stored, and whether it was changed."""

    model: ov.Model
    weights: str
    is_changed: bool


Take = Callable[[Path, ModelConfig, CancelToken], Made]
"""Writes the graph and its weights into a folder."""


def make_folder(
    job: Conversion,
    folder: Path,
    take: Take,
    on_progress: OnProgress,
    cancel: CancelToken,
    *,
    try_out: TryOut,
    try_graph: TryGraph,
    on_family: OnFamily,
) -> Converted:
    """Make `job.target`; config and tokenizer lie in `folder`. Reports and raises as `convert`."""
    if job.lora is not None:
        raise CheckpointError("foreign-adapter-file")
    facts = read_facts(folder, family=job.family)
    on_family(facts.config.family)
    if is_taken(job.target):
        raise ModelError("target-exists", path=job.target)
    try:
        with work_folder(job.target) as work:
            config = _fill(work, job, folder, facts, take, on_progress, cancel, try_out, try_graph)
            move_into(work, job.target)
    except OSError as error:
        raise ModelError(
            "target-unwritable", path=job.target, detail=error.strerror or error
        ) from error
    return Converted(job.target, config, has_tokenizer=True)


def _fill(
    work: Path,
    job: Conversion,
    folder: Path,
    facts: Facts,
    take: Take,
    on_progress: OnProgress,
    cancel: CancelToken,
    try_out: TryOut,
    try_graph: TryGraph,
) -> ModelConfig:
    def step(done: int) -> None:
        cancel.check()
        on_progress(done, STEPS)

    step(0)
    _write_config(work, facts)
    texts = copy_texts(folder, work, facts.tokenizer)
    try_text(try_out, work, folder, cancel)
    step(1)
    made = take(work, facts.config, cancel)
    step(2)
    order = try_graph(work, facts.config)
    step(3)
    base = identify(made.model, facts.config) if order else ""
    config = replace(facts.config, key_pairs=order == "pairs")
    _write_config(work, replace(facts, config=config))
    layout.write_manifest(
        work,
        [layout.MODEL_XML, layout.MODEL_BIN, layout.CONFIG, *texts],
        name=job.name or job.target.name,
        weights=made.weights,
        family=config.family,
        licence=stated_licence(folder),
        base_fingerprint=base or UNKNOWN,
        source=folder.name,
        graph="changed" if made.is_changed else "as it was",
        newsassistant=__version__,
        openvino=ov.get_version(),
    )
    step(STEPS)
    return config


def _write_config(work: Path, facts: Facts) -> None:
    text = json.dumps(facts.to_dict(), indent=2, ensure_ascii=False)
    (work / layout.CONFIG).write_text(text + "\n", encoding="utf-8")


def stated_licence(folder: Path) -> str:
    """The licence that a model's card names, "" if there is none."""
    for name in _OF_BYTES:
        with contextlib.suppress(UnfitError):
            found = _LICENCE.match(read_bytes(folder / name, MAX_CARD, within=folder))
            return found[1].decode() if found else ""
    return ""


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Turn what OpenVINO says of a graph into CheckpointError("foreign-graph")."""
    try:
        yield
    except (RuntimeError, ValueError, TypeError, KeyError, IndexError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        said = plain(lines[-1] if lines else type(error).__name__)
        raise CheckpointError("foreign-graph", detail=said.rstrip(".")) from error
