"""A 6B-shaped ChatGLM3: makes a random checkpoint, converts it, decodes with it, measures all.

Needs 34 GB of disk for a while and 8 GB of memory; takes some minutes. `python -m tests.bench.six_b
decode FOLDER MODE` is the child that decodes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from newsassistant.model import folder as layout
from tests.bench.machine import circumstances
from tests.bench.rounds import ChildError, how_it_ended
from tests.bench.six_b_gguf import LAYERS, PROMPT_TOKENS, TOKENS, write_gguf

SHARDS = 7
NEEDED_BYTES = 34_000_000_000
LIMIT_BYTES = 3_000_000_000
ROUNDS = 3
OURS, BEFORE, PEER = "ours, balanced", "OpenVINO's own choice", "llama.cpp"
POLL_S = 0.02
BLOCK_VALUES = 1 << 22
Shape = tuple[int, ...]
Answer = dict[str, float]

# config.json of ChatGLM3-6B, less what names program code.
CONFIG: dict[str, Any] = {
    "_name_or_path": "THUDM/chatglm3-6b",
    "model_type": "chatglm",
    "add_bias_linear": False,
    "add_qkv_bias": True,
    "apply_query_key_layer_scaling": True,
    "apply_residual_connection_post_layernorm": False,
    "attention_softmax_in_fp32": True,
    "bias_dropout_fusion": True,
    "ffn_hidden_size": 13696,
    "fp32_residual_connection": False,
    "hidden_size": 4096,
    "kv_channels": 128,
    "layernorm_epsilon": 1e-05,
    "multi_query_attention": True,
    "multi_query_group_num": 2,
    "num_attention_heads": 32,
    "num_layers": LAYERS,
    "original_rope": True,
    "padded_vocab_size": 65024,
    "post_layer_norm": True,
    "rmsnorm": True,
    "seq_length": 8192,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "torch_dtype": "float16",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; bytes and seconds, and the answers of each program, or why it ended."""

    layers: int
    checkpoint_bytes: int
    convert_s: float
    convert_anonymous: int
    model_bytes: int
    decode_anonymous: int
    answers: dict[str, list[Answer]]
    failures: dict[str, str]
    bandwidth: float

    def median(self, key: str, label: str = OURS) -> float:
        """Of all rounds."""
        return statistics.median(answer[key] for answer in self.answers[label])

    def ratio(self, key: str, label: str) -> str:
        """Ours / the other's, the median of the rounds, or why there is none."""
        if label in self.failures:
            return self.failures[label]
        pairs = zip(self.answers[OURS], self.answers[label], strict=True)
        return f"{statistics.median(a[key] / b[key] for a, b in pairs):.2f}"


def shapes(layers: int) -> dict[str, Shape]:
    """Every tensor of the checkpoint, in the order of the published files."""
    hidden, ffn, vocabulary, qkv = 4096, 13696, 65024, 4096 + 2 * 2 * 128
    found: dict[str, Shape] = {"transformer.embedding.word_embeddings.weight": (vocabulary, hidden)}
    for layer in range(layers):
        start = f"transformer.encoder.layers.{layer}"
        found |= {
            f"{start}.input_layernorm.weight": (hidden,),
            f"{start}.self_attention.query_key_value.weight": (qkv, hidden),
            f"{start}.self_attention.query_key_value.bias": (qkv,),
            f"{start}.self_attention.dense.weight": (hidden, hidden),
            f"{start}.post_attention_layernorm.weight": (hidden,),
            f"{start}.mlp.dense_h_to_4h.weight": (2 * ffn, hidden),
            f"{start}.mlp.dense_4h_to_h.weight": (hidden, ffn),
        }
    found["transformer.encoder.final_layernorm.weight"] = (hidden,)
    found["transformer.output_layer.weight"] = (vocabulary, hidden)
    return found


def write_checkpoint(folder: Path, layers: int = LAYERS) -> int:
    """Write config.json, the shards and their index; the bytes of the shards."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({**CONFIG, "num_layers": layers}))
    source = np.random.default_rng(6)
    pool = (source.standard_normal(4 * BLOCK_VALUES, dtype=np.float32) * 0.02).astype("<f2")
    index: dict[str, str] = {}
    total = 0
    for number, shard in enumerate(_shards(shapes(layers)), start=1):
        name = f"model-{number:05}-of-{SHARDS:05}.safetensors"
        with (folder / name).open("wb") as file:
            _write_shard(file, shard, source, pool)
            total += file.tell()
        index |= dict.fromkeys(shard, name)
    listing = {"metadata": {"total_size": total}, "weight_map": index}
    (folder / "model.safetensors.index.json").write_text(json.dumps(listing))
    return total


def _shards(tensors: dict[str, Shape]) -> Iterator[dict[str, Shape]]:
    """Seven parts of about the same size, in order."""
    goal = sum(int(np.prod(shape)) for shape in tensors.values()) / SHARDS
    parts: list[dict[str, Shape]] = [{} for _ in range(SHARDS)]
    before = 0
    for name, shape in tensors.items():
        parts[min(int(before / goal), SHARDS - 1)][name] = shape
        before += int(np.prod(shape))
    yield from parts


def _write_shard(
    file: BinaryIO,
    shard: dict[str, Shape],
    source: np.random.Generator,
    pool: npt.NDArray[np.float16],
) -> None:
    """A safetensors file; values come from random places of a pool of random numbers."""
    header, end = {}, 0
    for name, shape in shard.items():
        start, end = end, end + 2 * int(np.prod(shape))
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    for name, shape in shard.items():
        left = int(np.prod(shape))
        while left:
            count = min(left, BLOCK_VALUES)
            place = int(source.integers(len(pool) - count + 1))
            values = pool[place : place + count]
            file.write((values + np.float16("norm" in name)).data)
            left -= count


def anonymous_bytes(pid: int) -> int:
    """RssAnon of a process: memory that cannot be dropped, unlike mapped files; 0 once it ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon")), 0)


def watched(command: list[str]) -> tuple[float, int, str]:
    """Run a program to its end: seconds, peak of its anonymous memory, its output.

    Raises ChildError if it fails.
    """
    started, peak = time.monotonic(), 0
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        while process.poll() is None:
            peak = max(peak, anonymous_bytes(process.pid))
            time.sleep(POLL_S)
        assert process.stdout is not None
        out = process.stdout.read()
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    if process.returncode:
        raise ChildError(how_it_ended(process.returncode, lines[-1] if lines else ""))
    return time.monotonic() - started, peak, out


def bandwidth() -> float:
    """Bytes a second that all cores together read from memory, the best of several tries."""
    count = len(os.sched_getaffinity(0))
    arrays = [np.ones(1 << 29, dtype=np.int8) for _ in range(count)]

    def best_of(pool: ThreadPoolExecutor) -> float:
        started = time.perf_counter()
        list(pool.map(np.max, arrays))
        return sum(array.nbytes for array in arrays) / (time.perf_counter() - started)

    with ThreadPoolExecutor(count) as pool:
        return max(best_of(pool) for _ in range(8))


def lend_tokenizer(source: Path, target: Path) -> None:
    """Make `target` a model that can read text, for its calibration; it answers noise anyway."""
    for name in (layout.TOKENIZER, layout.CHAT_TEMPLATE):
        shutil.copyfile(source / name, target / name)
    config = json.loads((target / layout.CONFIG).read_text(encoding="utf-8"))
    config["tokenizer"] = "bpe"
    (target / layout.CONFIG).write_text(json.dumps(config), encoding="utf-8")
    facts = json.loads((target / layout.MANIFEST).read_text(encoding="utf-8"))
    files = {*facts.pop("files"), layout.TOKENIZER, layout.CHAT_TEMPLATE}
    del facts["format"]
    layout.write_manifest(target, sorted(files), **facts)


def decode(folder: Path, mode: str) -> dict[str, float]:
    """Load the model and answer greedily, as the application does."""
    from newsassistant.core.types import CancelToken
    from newsassistant.engine.generate import prefill
    from tests.bench.opened import Opened

    started = time.perf_counter()
    model = Opened(folder, mode)
    loaded = time.perf_counter()
    ids = [64790, 64792, *range(100, 100 + PROMPT_TOKENS - 2)]
    logits = prefill(model.runtime, ids, CancelToken(), lambda done, total: None)
    read = time.perf_counter()
    for _ in range(TOKENS):
        assert np.isfinite(logits).all()
        logits = model.runtime.feed([int(logits.argmax())])
    ended = time.perf_counter()
    return {
        "calibration_s": model.calibration_s,
        "load_s": loaded - started - model.calibration_s,
        "prompt_tokens_per_s": PROMPT_TOKENS / (read - loaded),
        "tokens_per_s": TOKENS / (ended - read),
    }


def compare(model: Path, peer: Path) -> tuple[dict[str, list[Answer]], dict[str, str], int]:
    """Rounds in turn, a process each: answers, why one ended, our peak anonymous memory.

    One that fails is not asked again.
    """
    python = [sys.executable, "-m"]
    programs = {
        OURS: [*python, "tests.bench.six_b", "decode", str(model), "balanced"],
        BEFORE: [*python, "tests.bench.six_b", "decode", str(model), "uncalibrated"],
        PEER: [*python, "tests.bench.six_b_gguf", str(peer)],
    }
    answers: dict[str, list[Answer]] = {label: [] for label in programs}
    failures: dict[str, str] = {}
    memory = 0
    for label, command in [*programs.items()] * ROUNDS:
        if label in failures:
            continue
        try:
            _, peak, out = watched(command)
        except ChildError as error:
            failures[label] = str(error)
            continue
        answers[label].append(json.loads(out))
        memory = max(memory, peak if label == OURS else 0)
        print(f"6B: {label}: {answers[label][-1]}", flush=True)
    if OURS in failures:
        raise ChildError(f"ours {failures[OURS]}")
    return answers, failures, memory


def measure(place: Path, tokenizer: Path, layers: int = LAYERS) -> Figures:
    """Everything, in a new folder `place` that is removed at the end.

    The model folder `tokenizer` lends its tokenizer.
    """
    place.mkdir(parents=True)
    free = shutil.disk_usage(place).free
    if free < NEEDED_BYTES * layers // LAYERS:
        raise RuntimeError(f"{free / 1e9:.0f} GB are free, {NEEDED_BYTES / 1e9:.0f} GB are needed")
    source, target = place / "chatglm3-6b", place / "model"
    try:
        print("6B: writing the checkpoint ...", flush=True)
        checkpoint_bytes = write_checkpoint(source, layers)
        print("6B: converting ...", flush=True)
        python = [sys.executable, "-m"]
        command = [*python, "newsassistant", "convert", str(source), str(target)]
        convert_s, convert_anonymous, _ = watched(command)
        print(f"6B: {convert_s:.0f} s, {convert_anonymous / 1e9:.2f} GB; decoding", flush=True)
        shutil.rmtree(source)
        lend_tokenizer(tokenizer, target)
        write_gguf(place / "peer.gguf", layers)
        answers, failures, decode_anonymous = compare(target, place / "peer.gguf")
        return Figures(
            layers=layers,
            checkpoint_bytes=checkpoint_bytes,
            convert_s=convert_s,
            convert_anonymous=convert_anonymous,
            model_bytes=sum(path.stat().st_size for path in target.iterdir()),
            decode_anonymous=decode_anonymous,
            answers=answers,
            failures=failures,
            bandwidth=bandwidth(),
        )
    finally:
        shutil.rmtree(place, ignore_errors=True)


TITLE = "### A 6B-shaped model"


def section(figures: Figures) -> str:
    """Markdown."""
    f = figures
    # One row of the embedding is read for a token, all other weights are.
    used = (f.model_bytes - 65024 * 4096) * f.median("tokens_per_s")
    bound = "below" if f.convert_anonymous < LIMIT_BYTES else "ABOVE"
    peak = f"{f.convert_anonymous / 1e9:.2f} GB, {bound} the bound of {LIMIT_BYTES / 1e9:.0f} GB"
    return f"""{TITLE}

{circumstances()}
`python -m tests.bench six_b`: ChatGLM3-6B's shape ({f.layers} layers, hidden 4096, inner 13696, 32
heads in 2 groups, vocabulary 65024) with random fp16 weights in {SHARDS} safetensors files,
converted to int8. Anonymous memory is what cannot be dropped (RssAnon). llama.cpp runs random Q8_0
weights of the same shape (architecture chatglm); {ROUNDS} rounds in turn, a process each, medians.

| | |
|---|---|
| checkpoint | {f.checkpoint_bytes / 1e9:.2f} GB |
| converted folder, int8 | {f.model_bytes / 1e9:.2f} GB |
| conversion | {f.convert_s:.0f} s |
| peak anonymous memory of the conversion | {peak} |
| calibration, the first time | {max(a["calibration_s"] for a in f.answers[OURS]):.0f} s |
| load and first pass | {f.median("load_s"):.0f} s |
| peak anonymous memory of calibration, load and answer | {f.decode_anonymous / 1e9:.2f} GB |
| prompt of {PROMPT_TOKENS} tokens | {f.median("prompt_tokens_per_s"):.1f} tokens/s |
| ours / OpenVINO's own choice | {f.ratio("prompt_tokens_per_s", BEFORE)} |
| ours / llama.cpp | {f.ratio("prompt_tokens_per_s", PEER)} |
| decoding, {TOKENS} tokens | {f.median("tokens_per_s"):.2f} tokens/s |
| ours / OpenVINO's own choice | {f.ratio("tokens_per_s", BEFORE)} |
| ours / llama.cpp | {f.ratio("tokens_per_s", PEER)} |
| weights read while decoding | {used / 1e9:.1f} GB/s |
| memory bandwidth, numpy on all cores | {f.bandwidth / 1e9:.1f} GB/s |
"""


if __name__ == "__main__":
    print(json.dumps(decode(Path(sys.argv[2]), sys.argv[3])))
