"""What bf16, int8 and int4 are worth on a processor: speed, memory traffic, distance from f32.

Every row has fixed options, and reads each prompt in one pass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from newsassistant.convert.export import Weights
from newsassistant.model.folder import MODEL_BIN
from tests.bench import prompts, words
from tests.bench.machine import circumstances
from tests.bench.quality import Figures
from tests.bench.rounds import STARTS, Entry, Outcome, Results, alternate
from tests.bench.six_b_slice import PROMPT, TOKENS, Models
from tests.bench.ways import BF16, SPEEDS, Way

TITLE = "### What int8 and AMX are worth"
ROUNDS = 7
EMBEDDING_BYTES = 65024 * 4096  # of which a token needs one row


def compare(models: Models, rounds: int = ROUNDS, ways: Sequence[Way] = SPEEDS) -> Results:
    """The slice of a 6B model in every way, round by round."""
    ids = prompts.random_ids(PROMPT)
    entries = [
        Entry(way.label, ("raw", str(models.folder(way.weights)), "", json.dumps(way.properties)))
        for way in ways
    ]

    def jobs(turn: int) -> dict[str, dict[str, object]]:
        return {"answer": prompts.job(ids, turn, TOKENS)}

    return alternate("tests.bench.contestants", entries, jobs, rounds, starts=STARTS)


def read_bytes(models: Models, weights: Weights) -> int:
    """What a token reads: everything but the embedding, of which it needs a row."""
    width = 2 if weights == "fp16" else 1
    return (models.folder(weights) / MODEL_BIN).stat().st_size - width * EMBEDDING_BYTES


def part(results: Results, models: Models, quality: Mapping[str, Figures], bandwidth: float) -> str:
    """Markdown of the page; `quality` by label."""
    base = results.outcomes[BF16.label]
    rows = []
    for way in SPEEDS:
        found = results.outcomes[way.label]
        rows.append([way.label, *_speeds(base, found, read_bytes(models, way.weights))])
        if found.rounds:
            rows[-1] += _errors(quality.get(way.label))
    heads = ["", "tokens/s", "to bf16", "reads a token", "GB/s", f"reads {PROMPT}, tokens/s"]
    cut = " The run was interrupted." if results.is_cut else ""
    return f"""{TITLE}

{circumstances()}{cut}
Speed: {models.layers} of the 28 layers of ChatGLM3-6B's shape with whole embedding and head, a
prompt of {PROMPT} ids and {TOKENS - 1} passes behind it, {results.rounds} rounds in turning order,
started {STARTS} times. "Reads a token" are the weights that a pass over one id needs, GB/s what
that means a second; numpy reads {bandwidth / 1e9:.1f} GB/s from memory here on all cores. KL: nats
a token of the whole starter model to fp16 weights in f32, as in the part on quality; its own
weights came in 4 bits.

{words.table([*heads, "KL to f32", "perplexity"], rows)}
"""


def _speeds(base: Outcome, found: Outcome, size: int) -> list[str]:
    if not found.rounds:
        return [found.failure or "not measured"]
    speed = 1 / found.median("answer", "step_s")
    return [
        f"{speed:.1f}",
        words.ratio(base.ratio(found, "answer", "step_s")),
        f"{size / 1e9:.2f} GB",
        f"{size * speed / 1e9:.1f}",
        f"{PROMPT / found.median('answer', 'first_s'):.0f}",
    ]


def _errors(figures: Figures | None) -> list[str]:
    if figures is None:
        return ["not measured", ""]
    return [f"{figures.whole.divergence:.1e}", f"{100 * figures.whole.perplexity:+.2f} %"]
