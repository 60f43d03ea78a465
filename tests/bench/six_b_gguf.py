"""The peer of the 6B-shaped model: llama.cpp on random Q8_0 weights of the same shape.

`python -m tests.bench.six_b_gguf FILE` is the child that decodes.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

LAYERS, PROMPT_TOKENS, TOKENS = 28, 32, 16
VOCABULARY, HIDDEN, INNER, QKV = 65024, 4096, 13696, 4096 + 2 * 2 * 128
BLOCK = 32  # values of a Q8_0 block: an f16 scale and as many int8


def write_gguf(path: Path, layers: int = LAYERS) -> None:
    """ChatGLM3-6B's shape without a tokenizer; all layers hold the same random numbers."""
    writer = gguf.GGUFWriter(path, "chatglm")
    writer.add_context_length(8192)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(32)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(64)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(VOCABULARY)
    writer.add_tokenizer_model("none")
    _add_tensors(writer, layers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_tensors(writer: gguf.GGUFWriter, layers: int) -> None:
    q8_0 = gguf.GGMLQuantizationType.Q8_0
    norm = np.ones(HIDDEN, dtype=np.float32)
    bias = np.zeros(QKV, dtype=np.float32)
    matrices = {
        "attn_qkv.weight": _random(QKV, HIDDEN),
        "attn_output.weight": _random(HIDDEN, HIDDEN),
        "ffn_up.weight": _random(2 * INNER, HIDDEN),
        "ffn_down.weight": _random(HIDDEN, INNER),
    }
    table = _random(VOCABULARY, HIDDEN)
    writer.add_tensor("token_embd.weight", table, raw_dtype=q8_0)
    writer.add_tensor("output.weight", table, raw_dtype=q8_0)
    writer.add_tensor("output_norm.weight", norm)
    for layer in range(layers):
        for name in ("attn_norm.weight", "ffn_norm.weight"):
            writer.add_tensor(f"blk.{layer}.{name}", norm)
        writer.add_tensor(f"blk.{layer}.attn_qkv.bias", bias)
        for name, matrix in matrices.items():
            writer.add_tensor(f"blk.{layer}.{name}", matrix, raw_dtype=q8_0)


def _random(rows: int, width: int) -> npt.NDArray[np.uint8]:
    """Q8_0 blocks [rows, bytes of a row]."""
    blocks = np.empty((rows, width // BLOCK, 2 + BLOCK), dtype=np.uint8)
    blocks[..., :2] = np.array([2e-4], dtype=np.float16).view(np.uint8)
    source = np.random.default_rng(7)
    blocks[..., 2:] = source.integers(0, 256, (rows, width // BLOCK, BLOCK), dtype=np.uint8)
    return blocks.reshape(rows, -1)


class LlamaFile:
    """A GGUF opened by llama.cpp; greedy, without its tokenizer."""

    def __init__(self, path: Path, *, context: int, threads: int) -> None:
        import llama_cpp

        self._api: Any = llama_cpp
        self._api.llama_backend_init()
        self._model = self._api.llama_model_load_from_file(
            str(path).encode(), self._api.llama_model_default_params()
        )
        if not self._model:
            raise RuntimeError(f"llama.cpp does not open {path.name}")
        vocabulary = self._api.llama_model_get_vocab(self._model)
        self._size = int(self._api.llama_vocab_n_tokens(vocabulary))
        options = self._api.llama_context_default_params()
        options.n_ctx = options.n_batch = context
        options.n_threads = options.n_threads_batch = threads
        self._context = self._api.llama_init_from_model(self._model, options)
        self.feed([1])  # reads the whole file once
        self.reset()

    def reset(self) -> None:
        """Forget what was read."""
        self._api.llama_memory_clear(self._api.llama_get_memory(self._context), True)

    def feed(self, ids: list[int]) -> int:
        """Read `ids`; the likeliest next id."""
        array = (self._api.llama_token * len(ids))(*ids)
        batch = self._api.llama_batch_get_one(array, len(ids))
        code = self._api.llama_decode(self._context, batch)
        if code:
            raise RuntimeError(f"llama_decode says {code}")
        pointer = self._api.llama_get_logits_ith(self._context, -1)
        numbers = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float))
        logits = np.ctypeslib.as_array(numbers, (self._size,))
        if not np.isfinite(logits).all():
            raise RuntimeError("llama.cpp computes what is no number")
        return int(logits.argmax())


def decode(path: Path) -> dict[str, float]:
    """Tokens a second, after the prompt; all cores, as ours."""
    model = LlamaFile(path, context=512, threads=len(os.sched_getaffinity(0)))
    started = time.perf_counter()
    token = model.feed(list(range(100, 100 + PROMPT_TOKENS)))
    read = time.perf_counter()
    for _ in range(TOKENS):
        token = model.feed([token])
    ended = time.perf_counter()
    return {
        "prompt_tokens_per_s": PROMPT_TOKENS / (read - started),
        "tokens_per_s": TOKENS / (ended - read),
    }


if __name__ == "__main__":
    print(json.dumps(decode(Path(sys.argv[1]))))
