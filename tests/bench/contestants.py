"""The programs that are compared, each in a process of its own: a JSON line in, a JSON line out.

`python -m tests.bench.contestants NAME FOLDER` loads once and then answers each
{"ids": [...], "tokens": n} with {"ttft_s", "tokens_per_s", "ids"}: greedy, end tokens ignored.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Q8_0 = "starter-q8_0.gguf"
# Ids to ids, and the moment (time.perf_counter) at which each of them arrived.
Answer = Callable[[list[int], int], tuple[list[int], list[float]]]


def ours(folder: Path, *, guesses: bool = True) -> Answer:
    """The engine's own loop: prefill, sampling, detokenising and events, as users run it.

    Without `guesses`, one pass a token as the peers do.
    """
    from newsassistant.core.types import CancelToken, Delta, GenerationParams, Request
    from newsassistant.engine.generate import TextStream
    from newsassistant.engine.lookup import PromptLookup
    from newsassistant.engine.runtime import Runtime, RuntimeOptions
    from newsassistant.model.folder import MODEL_XML, TOKENIZER, ModelFolder
    from newsassistant.text.tokenizer import BpeTokenizer

    opened = ModelFolder.open(folder)
    context = opened.config.context_length
    runtime = Runtime(folder / MODEL_XML, RuntimeOptions(), context_length=context)
    tokenizer = BpeTokenizer.from_file(folder / TOKENIZER)

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        runtime.reset()
        params = GenerationParams(max_tokens=tokens)
        request = Request("bench", tuple(ids), params, cancel=CancelToken())
        stream = TextStream(
            runtime=runtime,
            tokenizer=tokenizer,
            request=request,
            stop_ids=frozenset(),
            max_tokens=tokens,
            on_prefill=lambda done, total: None,
            ids=[],
            lookup=PromptLookup(ids) if guesses else PromptLookup(ids, limit=0),
        )
        times = [
            time.perf_counter()
            for event in stream.events()
            if isinstance(event, Delta) and event.n_tokens
        ]
        return stream.ids, times

    return answer


def genai(folder: Path, **properties: str) -> Answer:
    """openvino-genai's LLMPipeline on the same IR, ids in and out."""
    import numpy as np
    import openvino as ov
    import openvino_genai

    pipeline = openvino_genai.LLMPipeline(str(folder), "CPU", **properties)
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

    return answer


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


def llama(folder: Path) -> Answer:
    """llama.cpp through llama-cpp-python on the same weights at Q8_0."""
    from llama_cpp import Llama

    model = Llama(str(folder / Q8_0), n_ctx=8192, n_threads=2, n_threads_batch=2, verbose=False)

    def answer(ids: list[int], tokens: int) -> tuple[list[int], list[float]]:
        model.reset()
        generator = model.generate(ids, temp=0.0, repeat_penalty=1.0)
        pairs = [(int(next(generator)), time.perf_counter()) for _ in range(tokens)]
        return [token_id for token_id, _ in pairs], [moment for _, moment in pairs]

    return answer


CONTESTANTS: dict[str, Callable[[Path], Answer]] = {
    "ours": ours,
    "ours, no guesses": lambda folder: ours(folder, guesses=False),
    "genai-sdpa": lambda folder: genai(folder, ATTENTION_BACKEND="SDPA"),
    "genai-pa": lambda folder: genai(folder, ATTENTION_BACKEND="PA"),
    "llama.cpp-q8_0": llama,
}


def measure(answer: Answer, ids: list[int], tokens: int) -> dict[str, object]:
    """One answer's time to first token (s), decode speed after it (tokens/s) and ids."""
    started = time.perf_counter()
    seen, times = answer(ids, tokens)
    speed = (len(times) - 1) / (times[-1] - times[0])
    return {"ttft_s": times[0] - started, "tokens_per_s": speed, "ids": seen}


def main() -> None:
    """Load the contestant named on the command line and serve lines until the input ends."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    answer = CONTESTANTS[name](folder)
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(measure(answer, job["ids"], job["tokens"])), flush=True)


if __name__ == "__main__":
    main()
