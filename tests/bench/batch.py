"""How fast many stories are answered: rows against one at a time, and against GenAI's batching.

`python -m tests.bench.batch [--stories N] [--tokens N] [--rounds N] [--rows N ...]`: the starter,
all in one process, in turn, so that what else the machine does hits all alike. Answers end where
the model ends them, or after so many tokens; prompts differ from round to round. GenAI takes part
where its package is installed, with the same stop ids, precision and cache.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsassistant.app.batch.rows import Asked, Feed, open_rows, serve
from newsassistant.convert.starter import ensure_starter
from newsassistant.core.paths import Paths
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Event,
    Execution,
    Failed,
    GenerationParams,
    Message,
    Prompt,
)
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.text.articles.article import parse
from newsassistant.text.prompts.presets import PRESETS
from tests.bench.machine import circumstances
from tests.bench.prompts import SAMPLE

STORIES, TOKENS, ROUNDS = 32, 64, 3
ROWS = (1, 8, 16)
CACHE_BYTES = 4 << 30
SINGLE, GENAI = "one at a time", "GenAI, continuous batching"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one turn: tokens that were written, seconds by the clock, and of the processor."""

    tokens: int
    seconds: float
    cpu_s: float

    @property
    def speed(self) -> float:
        """Tokens/s, reading included."""
        return self.tokens / self.seconds

    @property
    def per_cpu_s(self) -> float:
        """Tokens for each second of the processor: what others do on the machine counts less."""
        return self.tokens / self.cpu_s


Way = Callable[[Sequence[Prompt]], int]
"""Answers prompts and says how many tokens it wrote."""


def stories(count: int, turn: int) -> list[Prompt]:
    """The sample, with a headline of its own in each round, so that nothing was read before."""
    text = SAMPLE.read_text(encoding="utf-8")
    return [_prompt(parse(f"Report {turn}-{number}\n\n{text}")) for number in range(count)]


def _prompt(article: Article) -> Prompt:
    job = PRESETS["150-words"]
    return Prompt((Message("user", job.instruction(article.language)),), article)


def timed(way: Way, prompts: Sequence[Prompt]) -> Figures:
    """One turn."""
    cpu, started = time.process_time(), time.perf_counter()
    tokens = way(prompts)
    return Figures(tokens, time.perf_counter() - started, time.process_time() - cpu)


def single(engine: OpenVinoEngine, params: GenerationParams) -> Way:
    """As the window answers, guesses and all."""

    def answer(prompts: Sequence[Prompt]) -> int:
        engine.forget()
        engine.use_prefix(None)
        events = (
            event
            for prompt in prompts
            for event in engine.stream("x", prompt, params, CancelToken(), lambda *done: None)
        )
        return _tokens(events)

    return answer


def together(engine: OpenVinoEngine, params: GenerationParams, rows: int) -> Way:
    """As `newsassistant batch` does; finding out from how many rows on is part of it."""

    def answer(prompts: Sequence[Prompt]) -> int:
        feed, events = Feed(), list[Event]()
        for number, prompt in enumerate(prompts):
            feed.put(Asked(str(number), prompt, params))
        feed.close()
        serve(open_rows(engine, rows, CACHE_BYTES), feed, events.append)
        return _tokens(events)

    return answer


def _tokens(events: Iterable[Event]) -> int:
    count = 0
    for event in events:
        if isinstance(event, Failed):
            raise event.error
        count += event.n_tokens if isinstance(event, Delta) else 0
    return count


def _properties(how: Execution | None) -> dict[str, object]:
    """As ours is run."""
    if how is None:
        return {}
    return {"KV_CACHE_PRECISION": how.kv_cache, "INFERENCE_PRECISION_HINT": how.precision}


def genai(engine: OpenVinoEngine, folder: Path, tokens: int, how: Execution | None) -> Way:
    """OpenVINO GenAI's ContinuousBatchingPipeline on the same folder, ids in and out."""
    import numpy as np
    import openvino as ov
    import openvino_genai

    loaded = engine.need()
    scheduler = openvino_genai.SchedulerConfig()
    scheduler.cache_size = CACHE_BYTES >> 30
    pipeline = openvino_genai.ContinuousBatchingPipeline(
        str(folder), scheduler_config=scheduler, device="CPU", properties=_properties(how)
    )
    config = openvino_genai.GenerationConfig()
    config.max_new_tokens = tokens
    config.do_sample = False
    config.apply_chat_template = False
    config.stop_token_ids = set(loaded.stop_ids)
    config.eos_token_id = min(loaded.stop_ids)

    def answer(prompts: Sequence[Prompt]) -> int:
        ids = [np.asarray([loaded.ids_of(prompt)], dtype=np.int64) for prompt in prompts]
        handles = [
            pipeline.add_request(number, ov.Tensor(each), config) for number, each in enumerate(ids)
        ]
        while pipeline.has_non_finished_requests():
            pipeline.step()
        return sum(len(output.generated_ids) for h in handles for output in h.read_all())

    return answer


def ways_of(
    engine: OpenVinoEngine, folder: Path, tokens: int, rows: Sequence[int], how: Execution | None
) -> dict[str, Way]:
    """All that take part, by name."""
    params = GenerationParams(max_tokens=tokens)
    found = {SINGLE: single(engine, params)}
    found |= {f"rows: {count}": together(engine, params, count) for count in rows}
    if importlib.util.find_spec("openvino_genai") is not None:
        found[GENAI] = genai(engine, folder, tokens, how)
    return found


def table(figures: Mapping[str, Sequence[Figures]]) -> str:
    """Medians, and the ratio to one at a time in the same round."""
    lines = [
        "| | tokens/s | tokens a processor's second | times | tokens |",
        "| --- |" + " ---: |" * 4,
    ]
    for name, found in figures.items():
        if not found:
            continue
        speed = statistics.median(each.speed for each in found)
        cpu = statistics.median(each.per_cpu_s for each in found)
        pairs = zip(found, figures[SINGLE], strict=False)
        times = statistics.median(each.speed / base.speed for each, base in pairs)
        tokens = statistics.median(each.tokens for each in found)
        lines.append(f"| {name} | {speed:.1f} | {cpu:.1f} | {times:.1f} | {tokens:.0f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the table after every round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--tokens", type=int, default=TOKENS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--model", type=Path, help="a model folder; default: the starter")
    options = parser.parse_args()
    folder = options.model or ensure_starter(
        Paths.from_environment().models, lambda done, total: None, CancelToken()
    )
    engine = OpenVinoEngine()
    how = engine.load(folder, lambda done, total: None).execution
    ways = ways_of(engine, folder, options.tokens, options.rows, how)
    figures: dict[str, list[Figures]] = {name: [] for name in ways}
    for turn in range(options.rounds):
        for name, way in ways.items():
            figures[name].append(timed(way, stories(options.stories, turn)))
            last = figures[name][-1]
            print(f"round {turn + 1}, {name}: {last.speed:.1f} tokens/s", file=sys.stderr)
    print(f"{options.stories} stories, {options.tokens} tokens each. {circumstances()}\n")
    print(table(figures))
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # GenAI's threads may outlive the interpreter
