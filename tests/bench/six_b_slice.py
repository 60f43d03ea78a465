"""The first layers of a 6B-shaped ChatGLM3: our modes and the peers in one alternating run.

Speed depends on the shapes alone, so the weights are random; embedding and head are whole. Needs 9
GB of disk for 4 layers, which stay there with `--keep`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from newsassistant.convert.export import Weights
from tests.bench import prompts, words
from tests.bench.machine import circumstances
from tests.bench.rounds import STARTS, Entry, Outcome, Results, alternate
from tests.bench.six_b import lend_tokenizer, write_checkpoint
from tests.bench.six_b_gguf import write_gguf

LAYERS = 4
ROUNDS = 7
PROMPT, TOKENS = 512, 17
KINDS: tuple[Weights, ...] = ("int8", "int4", "fp16")
GB_A_LAYER, GB_OF_TABLES = 1.5, 3.0
BEFORE, OURS = "OpenVINO's own choice", "ours, balanced"
GENAI = "GenAI, SDPA"
WANTED = {BEFORE: 1.5, GENAI: 1.4}


@dataclass(frozen=True, slots=True)
class Models:
    """Where the converted models and llama.cpp's are."""

    place: Path
    layers: int

    def folder(self, kind: Weights) -> Path:
        """Of one kind of weights."""
        return self.place / f"layers-{self.layers}-{kind}"

    @property
    def gguf(self) -> Path:
        """Q8_0."""
        return self.place / f"layers-{self.layers}.gguf"


def prepare(place: Path, layers: int, tokenizer: Path) -> Models:
    """Make what is missing in `place`; the starter's folder `tokenizer` lends its tokenizer.

    Without one a model cannot be calibrated on a text.
    """
    models = Models(place, layers)
    place.mkdir(parents=True, exist_ok=True)
    wanted = [kind for kind in KINDS if not models.folder(kind).is_dir()]
    need = (GB_A_LAYER * layers + GB_OF_TABLES) * 1e9
    if wanted and shutil.disk_usage(place).free < need:
        raise RuntimeError(f"{need / 1e9:.0f} GB of free disk are needed")
    source, fresh = place / "checkpoint", place / "fresh"
    for old in (source, fresh):
        shutil.rmtree(old, ignore_errors=True)
    if wanted:
        print(f"6B shape: {layers} layers as {words.listed(wanted)} ...", flush=True)
        write_checkpoint(source, layers)
    for kind in wanted:
        program = [sys.executable, "-m", "newsassistant", "convert", "--weights", kind]
        subprocess.run([*program, str(source), str(fresh)], check=True, stdout=subprocess.DEVNULL)
        lend_tokenizer(tokenizer, fresh)
        fresh.rename(models.folder(kind))  # whole, or not there
    shutil.rmtree(source, ignore_errors=True)
    if not models.gguf.is_file():
        write_gguf(fresh.with_suffix(".gguf"), layers)
        fresh.with_suffix(".gguf").rename(models.gguf)
    return models


def entries(models: Models) -> list[Entry]:
    """Who takes part; int8 weights."""
    path = str(models.folder("int8"))
    return [
        Entry(OURS, ("passes", path, "balanced")),
        Entry(BEFORE, ("passes", path, "uncalibrated")),
        Entry("ours, exact", ("passes", path, "exact")),
        Entry("ours, fastest", ("passes", path, "fastest")),
        Entry("ours, balanced, int4", ("passes", str(models.folder("int4")), "balanced")),
        Entry(GENAI, ("genai", path, "SDPA")),
        Entry(f"{GENAI}, with the options of {OURS}", ("genai", path, "SDPA"), OURS),
        Entry("GenAI, paged attention", ("genai", path, "PA")),
        Entry("llama.cpp, Q8_0", ("llama", str(models.gguf))),
    ]


def compare(models: Models, rounds: int = ROUNDS) -> Results:
    """A prompt of 512 ids and 16 passes behind it, round by round."""
    ids = prompts.random_ids(PROMPT)

    def jobs(turn: int) -> dict[str, dict[str, object]]:
        return {"answer": prompts.job(ids, turn, TOKENS)}

    return alternate("tests.bench.contestants", entries(models), jobs, rounds, starts=STARTS)


def table(results: Results) -> str:
    """Markdown."""
    ours = results.outcomes[OURS]
    heads = ["", "decode, ms", "ours / it", f"reads {PROMPT}, tokens/s", "ours / it", "options"]
    rows = [[label, *_row(ours, found)] for label, found in results.outcomes.items()]
    return words.table(heads, rows)


def _row(ours: Outcome, found: Outcome) -> list[str]:
    if not found.rounds:
        return [found.failure or "not measured"]
    options = words.chosen(found.about)
    return [
        f"{1000 * found.median('answer', 'step_s'):.1f}",
        words.ratio(found.ratio(ours, "answer", "step_s")),
        f"{PROMPT / found.median('answer', 'first_s'):.0f}",
        words.ratio(found.ratio(ours, "answer", "first_s")),
        options + (f"; then {found.failure}" if found.failure else ""),
    ]


def verdict(results: Results) -> str:
    """What was aimed at, and what came of it."""
    ours = results.outcomes[OURS]
    said = []
    for label, least in WANTED.items():
        found = results.outcomes[label].ratio(ours, "answer", "step_s")
        said.append(f"{found:.2f} of {label} (aim: {least})" if found else f"{label} failed")
    return "Decoding in balanced mode: " + ", ".join(said) + "."


def title(layers: int) -> str:
    """Each number of layers has a part of its own."""
    return f"### 6B shape, {layers} of 28 layers"


def part(results: Results, layers: int) -> str:
    """Markdown of the page."""
    cut = " The run was interrupted." if results.is_cut else ""
    return f"""{title(layers)}

{circumstances()}{cut}
`python -m tests.bench slice --layers {layers}`: ChatGLM3-6B's shape (hidden 4096, inner 13696, 32
heads in 2 groups, vocabulary 65024) with random weights and whole embedding and head, int8 a row
where nothing else is said. A prompt of {PROMPT} ids, then {TOKENS - 1} passes, whose median counts;
{results.rounds} rounds in turning order, one process each, started {STARTS} times, a round to warm
up after each start; medians, and medians of the ratio of speeds in each round. {verdict(results)}

{table(results)}
"""
