"""How far kinds of weights and ways to run them are from fp16 weights in f32, on the starter.

Teacher forced on articles, in steps of 64 ids, so that what the KV cache loses counts; the figures
are kept in a file, since they do not depend on the hour.
"""

from __future__ import annotations

import itertools
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
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import MODEL_XML
from newsassistant.model.gguf.file import GgufFile
from newsassistant.model.gguf.llama import GgufWeights, llama_config
from newsassistant.text.load import load_tokenizer
from tests.bench import words
from tests.bench.machine import circumstances
from tests.bench.ways import QUALITIES, Way, runtime_options

TITLE = "### Quality of weights and arithmetic"
ARTICLES, TOKENS, STEP = 24, 256, 64
CONTEXT = 1024
DATA = Path("data", "pairs", "en_dev.jsonl")
Logs = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Distance:
    """Mean KL (nats a token), change of perplexity, standard error of its logarithm over the
    articles, and the share of tokens with the same likeliest id."""

    divergence: float
    perplexity: float
    doubt: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a way: to fp16 weights in f32, and to its own weights in f32."""

    whole: Distance
    arithmetic: Distance


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
        save_ir(build_model(llama_config(file), GgufWeights(file), store=store), xml)
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


def log_softmax(logits: Logs) -> Logs:
    """Over the last axis."""
    moved = logits - logits.max(axis=-1, keepdims=True)
    total = np.exp(moved).sum(axis=-1, keepdims=True, dtype=np.float64)
    return np.asarray(moved - np.log(total), dtype=np.float32)


def distance(
    exact: Sequence[Logs], other: Sequence[Logs], texts: Sequence[Sequence[int]]
) -> Distance:
    """From `exact` to `other`; all texts have the same number of tokens."""
    divergences, changes, agreements = [], [], []
    for expected, found, ids in zip(exact, other, texts, strict=True):
        gap = expected - found
        spread = (np.exp(expected) * gap).sum(axis=-1, dtype=np.float64)
        divergences.append(float(spread.mean()))
        following = gap[np.arange(len(ids) - 1), ids[1:]]
        changes.append(float(following.mean(dtype=np.float64)))
        agreements.append(float((expected.argmax(-1) == found.argmax(-1)).mean()))
    return Distance(
        divergence=statistics.fmean(divergences),
        perplexity=math.expm1(statistics.fmean(changes)),
        doubt=statistics.stdev(changes) / math.sqrt(len(changes)),
        agreement=statistics.fmean(agreements),
    )


def measure(starter: Path, place: Path, ways: Sequence[Way] = QUALITIES) -> dict[str, Figures]:
    """By label; those in the file are not measured again. None where the articles are missing."""
    kept = place / "quality.json"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    path = shared_folder() / DATA
    missing = [way for way in ways if way.label not in known]
    if missing and path.is_file():
        place.mkdir(parents=True, exist_ok=True)
        for label, figures in _measured(missing, articles(starter, path), place):
            known[label] = asdict(figures)
            kept.write_text(json.dumps(known, indent=1), encoding="utf-8")
    found = [way.label for way in ways if way.label in known]
    return {
        label: Figures(*(Distance(**known[label][name]) for name in ("whole", "arithmetic")))
        for label in found
    }


def _measured(
    ways: Sequence[Way], texts: Sequence[Sequence[int]], place: Path
) -> Iterator[tuple[str, Figures]]:
    """One way after the other; needs 4 GB for the probabilities of all texts."""

    def run(kind: Weights, options: RuntimeOptions) -> list[Logs]:
        runtime = Runtime(starter_with(kind, place), options, context_length=CONTEXT)
        return [log_probabilities(runtime, ids) for ids in texts]

    exact = run("fp16", EXACT)
    for kind, alike in itertools.groupby(sorted(ways, key=_weights), key=_weights):
        own = exact if kind == "fp16" else run(kind, EXACT)
        for way in alike:
            print(f"quality: {way.label} ...", flush=True)
            found = run(kind, runtime_options(way.properties))
            whole, arithmetic = distance(exact, found, texts), distance(own, found, texts)
            yield way.label, Figures(whole, arithmetic)


def _weights(way: Way) -> Weights:
    return way.weights


def part(figures: Mapping[str, Figures]) -> str:
    """Markdown of the page."""
    rows = [
        [label, *_cells(found.whole), *_cells(found.arithmetic)]
        for label, found in sorted(figures.items(), key=lambda pair: pair[1].whole.divergence)
    ]
    heads = ["", "KL to fp16 weights in f32", "perplexity", "same likeliest token"]
    heads += ["KL to its own weights in f32", "perplexity", "same likeliest token"]
    return f"""{TITLE}

{circumstances()}
The whole starter model against itself with fp16 weights in f32: the first {TOKENS} tokens of
{ARTICLES} English news articles (the team's reference data, which is not in this repository),
teacher forced in steps of {STEP}, KV cache f16. KL is in nats a token, ± the standard error over
the articles. The second half says what the arithmetic alone costs; calibration bounds that. The
starter's matrices have rows of 576 or 1536 weights, and only the second is a multiple of 128: its
int4 model has the products that leave the feed-forward layers in int4, all else in int8. Its
weights came as Q4_1 (4 bits in groups of 32) and are rounded a second time here.

{words.table(heads, rows)}
"""


def _cells(found: Distance) -> list[str]:
    return [
        f"{found.divergence:.1e}",
        f"{100 * found.perplexity:+.2f} % ± {100 * found.doubt:.2f}",
        f"{100 * found.agreement:.1f} %",
    ]
