"""Decoding, first token and prefill on the starter against the peers, in one alternating run.

Ratios count; absolute times on a shared machine mean little.
"""

from __future__ import annotations

from pathlib import Path

from newsassistant.convert.starter import find_gguf
from tests.bench import prompts, words
from tests.bench.contestants import Q8_0
from tests.bench.machine import circumstances
from tests.bench.requantize import write_q8_0
from tests.bench.rounds import STARTS, Entry, Outcome, Results, alternate

TITLE = "### Starter model, against the peers"
ROUNDS = 7
TOKENS = 96
PREFILLS = (512, 1500)
OURS, FASTEST = "ours, balanced", "ours, fastest"


def entries(folder: Path) -> list[Entry]:
    """Who takes part; ours in balanced mode first, since its options are passed on."""
    path = str(folder)
    own = f"with the options of {OURS}"
    return [
        Entry(OURS, ("ours", path, "balanced")),
        Entry("the same without guesses", ("ours", path, "balanced:plain")),
        Entry("ours, exact", ("ours", path, "exact")),
        Entry(FASTEST, ("ours", path, "fastest")),
        Entry("ours, OpenVINO's own choice", ("ours", path, "uncalibrated")),
        Entry("GenAI, SDPA", ("genai", path, "SDPA")),
        Entry(f"GenAI, SDPA, {own}", ("genai", path, "SDPA"), OURS),
        Entry("GenAI, paged attention", ("genai", path, "PA")),
        Entry(f"GenAI, paged attention, {own}", ("genai", path, "PA"), OURS),
        Entry("llama.cpp, Q8_0", ("llama", str(folder / Q8_0))),
        Entry("torch, bf16", ("torch", path)),
    ]


def compare(folder: Path, rounds: int = ROUNDS) -> Results:
    """Every contestant answers the sample's prompt and reads two long ones, round by round."""
    if not (folder / Q8_0).exists():
        write_q8_0(find_gguf(), folder / Q8_0)
    sample, long = prompts.sample_ids(folder), prompts.long_ids(folder, max(PREFILLS))

    def jobs(turn: int) -> dict[str, dict[str, object]]:
        prefills = {str(count): prompts.job(long[:count], turn) for count in PREFILLS}
        return {"answer": prompts.job(sample, turn, TOKENS), **prefills}

    return alternate("tests.bench.contestants", entries(folder), jobs, rounds, starts=STARTS)


def table(results: Results) -> str:
    """Markdown: medians, and the medians of the ratios of ours to each, round by round."""
    ours = results.outcomes[OURS]
    heads = ["", "tokens/s", "ours / it", "first token, s", "ours / it"]
    for count in PREFILLS:
        heads += [f"reads {count}, tokens/s", "ours / it"]
    rows = [[label, *_row(ours, found)] for label, found in results.outcomes.items()]
    return words.table([*heads, "same greedy ids"], rows)


def _row(ours: Outcome, found: Outcome) -> list[str]:
    if not found.rounds:
        return [found.failure or "not measured"]
    speed = found.median("answer", "tokens_per_s")
    first = found.median("answer", "first_s")
    cells = [f"{speed:.1f}", words.ratio(ours.ratio(found, "answer", "tokens_per_s"), 3)]
    cells += [f"{first:.2f}", words.ratio(ours.ratio(found, "answer", "first_s"))]
    for count in PREFILLS:
        job = str(count)
        # Tokens/s are the inverse of seconds: theirs / ours.
        cells += [f"{count / found.median(job, 'first_s'):.0f}"]
        cells += [words.ratio(found.ratio(ours, job, "first_s"))]
    return [*cells, _same(ours, found) + (f"; then {found.failure}" if found.failure else "")]


def _same(ours: Outcome, found: Outcome) -> str:
    """How far the last round that both finished agrees."""
    common = ours.rounds.keys() & found.rounds.keys()
    if not common:
        return ""
    mine, theirs = (outcome.rounds[max(common)]["answer"]["ids"] for outcome in (ours, found))
    pairs = zip(mine, theirs, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), len(mine))
    return f"first {same} of {len(mine)}"


def part(results: Results, prompt_tokens: int) -> str:
    """Markdown of the page."""
    cut = " The run was interrupted." if results.is_cut else ""
    chosen = "; ".join(
        f"{label}: {words.chosen(found.about)}"
        for label, found in results.outcomes.items()
        if label in (OURS, FASTEST) and found.about
    )
    return f"""{TITLE}

{circumstances()}{cut}
Three bullets of the sample article: {prompt_tokens} prompt tokens, {TOKENS} greedy tokens; then
prompts of {words.listed(PREFILLS)} tokens up to the first token. {results.rounds} rounds in turning
order, one process each, started {STARTS} times, a round to warm up after each start; medians, and
medians of the ratio in each round. A ratio above 1 means faster for tokens/s, slower for the first
token. All run the same weights:
`ours` and both GenAI backends the same IR (int8 a row), llama.cpp the same dequantised weights at
Q8_0, torch the dequantised weights in bf16. `ours` includes sampling, detokenising and events, and
guesses from the prompt (`engine/lookup.py`), which pays where a summary repeats its article;
without guesses it runs one pass a token as the peers do. What calibration chose: {chosen}.

{table(results)}
"""
