"""How far kinds of weights and ways to run them are from fp16 weights in f32, on the starter.

Knows nothing of speed. Teacher forced on articles, in steps of 64 ids, so that what the KV cache
loses counts; the figures are kept in a file, since they do not depend on the hour.
"""

from __future__ import annotations

import json
import math
import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from newsassistant.convert.decoder import build_model
from newsassistant.convert.export import STORES, Weights
from newsassistant.convert.staging import save_ir
from newsassistant.convert.starter import find_gguf
from newsassistant.convert.weights import MemoryArena
from newsassistant.engine.runtime import EXACT, Runtime
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.gguf import GgufFile, GgufWeights
from newsassistant.text.load import load_tokenizer
from tests.bench import words
from tests.bench.machine import circumstances
from tests.bench.ways import QUALITIES, Way, runtime_options

TITLE = "### Quality of weights and arithmetic"
ARTICLES, TOKENS, STEP = 24, 256, 64
CONTEXT = 1024
DATA = Path("data", "pairs", "en_dev.jsonl")
Logs = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean KL (nats a token), change of perplexity and its standard error over the articles, share
    of tokens with the same likeliest id, and how many tokens."""

    divergence: float
    perplexity: float
    doubt: float
    agreement: float
    tokens: int


@dataclass(slots=True)
class Sums:
    """Of the articles so far."""

    divergences: list[float]
    changes: list[float]
    agreements: list[float]

    def figures(self) -> Figures:
        """Means; every article has the same number of tokens."""
        doubt = statistics.stdev(self.changes) / math.sqrt(len(self.changes))
        return Figures(
            divergence=statistics.fmean(self.divergences),
            perplexity=math.expm1(statistics.fmean(self.changes)),
            doubt=doubt,
            agreement=statistics.fmean(self.agreements),
            tokens=TOKENS * len(self.changes),
        )


def shared_folder() -> Path:
    """The team's reference data, beside the checkout or where NEWSASSISTANT_SHARED says."""
    named = os.environ.get("NEWSASSISTANT_SHARED")
    return Path(named) if named else Path(__file__).parents[3] / "shared"


def articles(tokenizer_folder: Path, path: Path) -> list[list[int]]:
    """The first ids of the first articles that are long enough; for measuring only."""
    tokenizer = load_tokenizer(tokenizer_folder, "bpe")
    found: list[list[int]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            ids = tokenizer.encode(json.loads(line)["content"])
            if len(ids) >= TOKENS:
                found.append(ids[:TOKENS])
            if len(found) == ARTICLES:
                break
    return found


def starter_with(kind: Weights, folder: Path) -> Path:
    """The starter's graph with another kind of weights; made once."""
    xml = folder / f"starter-{kind}" / MODEL_XML
    if not xml.with_suffix(".bin").is_file():
        xml.parent.mkdir(parents=True, exist_ok=True)
        file = GgufFile(find_gguf())
        store = STORES[kind](MemoryArena())
        save_ir(build_model(file.config(), GgufWeights(file), store=store), xml)
    return xml


def log_probabilities(runtime: Runtime, ids: Sequence[int]) -> Logs:
    """[ids, vocab] of what follows each id."""
    runtime.reset()
    rows = []
    for start in range(0, len(ids), STEP):
        step = ids[start : start + STEP]
        runtime.start(step, rows=len(step))
        rows.append(log_softmax(runtime.wait()))
    return np.concatenate(rows)


def log_softmax(logits: npt.NDArray[np.float32]) -> Logs:
    """Over the last axis."""
    wide = logits.astype(np.float64)
    wide -= wide.max(axis=-1, keepdims=True)
    return np.asarray(wide - np.log(np.exp(wide).sum(axis=-1, keepdims=True)))


def add(sums: Sums, exact: Logs, other: Logs, ids: Sequence[int]) -> None:
    """Take an article into account."""
    gap = exact - other
    sums.divergences.append(float((np.exp(exact) * gap).sum(axis=-1).mean()))
    following = gap[np.arange(len(ids) - 1), ids[1:]]
    sums.changes.append(float(following.mean()))
    sums.agreements.append(float((exact.argmax(-1) == other.argmax(-1)).mean()))


def measure(starter: Path, place: Path, ways: Sequence[Way] = QUALITIES) -> dict[str, Figures]:
    """By label; those in the file are not measured again. None where the articles are missing."""
    kept = place / "quality.json"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    path = shared_folder() / DATA
    missing = [way for way in ways if way.label not in known]
    if missing and path.is_file():
        place.mkdir(parents=True, exist_ok=True)
        for label, sums in _sums(missing, articles(starter, path), place):
            known[label] = asdict(sums.figures())
            kept.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return {way.label: Figures(**known[way.label]) for way in ways if way.label in known}


def _sums(
    ways: Sequence[Way], texts: Sequence[Sequence[int]], place: Path
) -> Iterator[tuple[str, Sums]]:
    """One way after the other; the exact values of all articles stay in memory."""
    exact = Runtime(starter_with("fp16", place), EXACT, context_length=CONTEXT)
    reference = [log_probabilities(exact, ids).astype(np.float32) for ids in texts]
    del exact
    for way in ways:
        print(f"quality: {way.label} ...", flush=True)
        options = runtime_options(way.properties)
        runtime = Runtime(starter_with(way.weights, place), options, context_length=CONTEXT)
        sums = Sums([], [], [])
        for ids, expected in zip(texts, reference, strict=True):
            add(sums, expected.astype(np.float64), log_probabilities(runtime, ids), ids)
        yield way.label, sums


def part(figures: Mapping[str, Figures]) -> str:
    """Markdown of the page."""
    rows = [
        [
            label,
            f"{found.divergence:.1e}",
            f"{100 * found.perplexity:+.2f} % ± {100 * found.doubt:.2f}",
            f"{100 * found.agreement:.1f} %",
        ]
        for label, found in sorted(figures.items(), key=lambda pair: pair[1].divergence)
    ]
    heads = ["", "KL, nats a token", "perplexity", "same likeliest token"]
    return f"""{TITLE}

{circumstances()}
The whole starter model against itself with fp16 weights in f32: the first {TOKENS} tokens of
{ARTICLES} English news articles (the team's reference data, which is not in this repository),
teacher forced in steps of {STEP}, KV cache f16; ± is the standard error over the articles. Its
rows have 576 and 1536 weights, and only the second is a multiple of 128: of the int4 model only
the matrices that write the feed-forward's output are int4, all others and the embedding stay int8.
The weights came as Q4_1 (4 bits in groups of 32), and are rounded a second time here.

{words.table(heads, rows)}
"""
