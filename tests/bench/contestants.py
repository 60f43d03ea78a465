"""The programs that are compared, each in a process of its own: a JSON line in, a JSON line out.

`python -m tests.bench.contestants KIND FOLDER [VARIANT] [OPTIONS]` loads once and says its
{"options"}, and {"reader"}, those of a second compilation that reads prompts; then it answers each
{"ids": [...], "tokens": n} with {"first_s", "tokens_per_s", "step_s", "ids"}: greedy, end tokens
ignored; seconds to the first token, mean speed behind it and the median between two. OPTIONS are
OpenVINO's properties as JSON.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Q8_0 = "starter-q8_0.gguf"
CONTEXT = 2048  # of llama.cpp: every prompt here is shorter
# Ids to ids, and the moment (time.perf_counter) at which each of them arrived.
Answer = Callable[[list[int], int], tuple[list[int], list[float]]]
Options = Mapping[str, str]
About = Mapping[str, Options]
Contestant = tuple[Answer, About]


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ours(folder: Path, variant: str) -> Contestant:
    """The engine's own loop: prefill, sampling, detokenising and events, as users run it.

    `variant` is a mode, or one with ":plain" behind it: without guesses, a pass a token as the
    peers do.
    """
    from newsassistant.core.types import CancelToken, Delta, GenerationParams, Request
    from newsassistant.engine.generate import TextStream
    from newsassistant.engine.guessing import PassCosts
    from newsassistant.engine.lookup import PromptLookup
    from tests.bench.opened import Opened

    mode, _, plain = variant.partition(":")
    model, costs = Opened(folder, mode), PassCosts()

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        model.runtime.reset()
        params = GenerationParams(max_tokens=tokens)
        request = Request("bench", tuple(ids), params, cancel=CancelToken())
        stream = TextStream(
            runtime=model.runtime,
            tokenizer=model.tokenizer,
            request=request,
            stop_ids=frozenset(),
            max_tokens=tokens,
            on_prefill=lambda done, total: None,
            ids=[],
            lookup=PromptLookup(ids, limit=0) if plain else PromptLookup(ids),
            costs=costs,
        )
        times = [
            time.perf_counter()
            for event in stream.events()
            if isinstance(event, Delta) and event.n_tokens
        ]
        return stream.ids, times

    return answer, model.about


def passes(folder: Path, mode: str) -> Contestant:
    """The engine's prefill and single passes without text, for models that answer noise."""
    from newsassistant.core.types import CancelToken
    from newsassistant.engine.generate import prefill
    from tests.bench.opened import Opened

    model = Opened(folder, mode, is_slice=True)

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        model.runtime.reset()
        logits = prefill(model.runtime, ids, CancelToken(), lambda done, total: None)
        return _greedy(lambda token: model.runtime.feed([token]).argmax(), logits.argmax(), tokens)

    return answer, model.about


def raw(folder: Path, variant: str, properties: Options) -> Contestant:
    """The same with options of the benchmark's choice, and every prompt in one pass."""
    from newsassistant.engine.runtime import Runtime
    from newsassistant.model.folder import MODEL_XML
    from tests.bench.ways import runtime_options

    runtime = Runtime(folder / MODEL_XML, runtime_options(properties), context_length=8192)

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        runtime.reset()
        return _greedy(
            lambda token: runtime.feed([token]).argmax(), runtime.feed(ids).argmax(), tokens
        )

    return answer, {"options": properties}


def _greedy(step: Callable[[int], Any], first: Any, tokens: int) -> tuple[list[int], list[float]]:
    ids, times = [int(first)], [time.perf_counter()]
    while len(ids) < tokens:
        ids.append(int(step(ids[-1])))
        times.append(time.perf_counter())
    return ids, times


def genai(folder: Path, backend: str, properties: Options) -> Contestant:
    """openvino-genai's LLMPipeline on the same IR, ids in and out."""
    import numpy as np
    import openvino as ov
    import openvino_genai

    options = {"ATTENTION_BACKEND": backend, **properties}
    pipeline = openvino_genai.LLMPipeline(str(folder), "CPU", **options)
    recorder = _recorder()

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        config = openvino_genai.GenerationConfig()
        config.max_new_tokens = tokens
        config.ignore_eos = True
        config.do_sample = False
        config.apply_chat_template = False
        config.eos_token_id = 2  # never used, but a negative one is refused
        config.stop_token_ids = {2}
        inputs = openvino_genai.TokenizedInputs(
            ov.Tensor(np.asarray([ids], dtype=np.int64)),
            ov.Tensor(np.ones((1, len(ids)), dtype=np.int64)),
        )
        recorder.times.clear()
        result = pipeline.generate(inputs, config, recorder)
        return list(result.tokens[0]), list(recorder.times)

    return answer, {"options": properties}


def _recorder() -> Any:
    import openvino_genai

    class Recorder(openvino_genai.StreamerBase):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []

        def write(self, token: int | list[int]) -> object:
            self.times.append(time.perf_counter())
            return openvino_genai.StreamingStatus.RUNNING

        def end(self) -> None:
            """Nothing is held back."""

    return Recorder()


def llama(file: Path) -> Contestant:
    """llama.cpp through llama-cpp-python's plain bindings, on all cores."""
    from tests.bench.six_b_gguf import LlamaFile

    model = LlamaFile(file, context=CONTEXT, threads=cores())

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        model.reset()
        return _greedy(lambda token: model.feed([token]), model.feed(ids), tokens)

    return answer, {"options": {}}


def torch_bf16() -> Contestant:
    """transformers in bf16 on the starter's weights, with its own KV cache."""
    import torch

    from newsassistant.convert.starter import find_gguf
    from newsassistant.train.base import load_base
    from newsassistant.train.source import open_gguf

    torch.set_num_threads(cores())
    model: Any = load_base(open_gguf(find_gguf(), name="starter"), dtype=torch.bfloat16)

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        cache: Any = None

        def feed(new: list[int]) -> int:
            nonlocal cache
            out = model(
                input_ids=torch.tensor([new]),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
            cache = out.past_key_values
            return int(out.logits[0, -1].argmax())

        with torch.inference_mode():
            return _greedy(lambda token: feed([token]), feed(ids), tokens)

    return answer, {"options": {}}


def contestant(arguments: Sequence[str]) -> Contestant:
    """Load the one that the command line names."""
    kind, folder, *rest = arguments
    variant = rest[0] if rest else ""
    properties: Options = json.loads(rest[1]) if rest[1:] else {}
    match kind:
        case "ours":
            return ours(Path(folder), variant)
        case "passes":
            return passes(Path(folder), variant)
        case "raw":
            return raw(Path(folder), variant, properties)
        case "genai":
            return genai(Path(folder), variant, properties)
        case "llama":
            return llama(Path(folder))
        case "torch":
            return torch_bf16()
    raise ValueError(f"no contestant is called {kind}")


def measure(answer: Answer, ids: list[int], tokens: int) -> dict[str, object]:
    """One answer's times and ids; speed and step are 0 where there is a single token."""
    started = time.perf_counter()
    seen, times = answer(ids, tokens)
    steps = [after - before for before, after in itertools.pairwise(times)]
    return {
        "first_s": times[0] - started,
        "tokens_per_s": len(steps) / sum(steps) if steps else 0.0,
        "step_s": statistics.median(steps) if steps else 0.0,
        "ids": seen,
    }


def main() -> None:
    """Load the contestant named on the command line and serve lines until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    answer, about = contestant(sys.argv[1:])
    print(json.dumps(about), file=answers, flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(measure(answer, job["ids"], job["tokens"])), file=answers, flush=True)


if __name__ == "__main__":
    main()
