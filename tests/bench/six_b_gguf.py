"""The peer of the 6B-shaped model: llama.cpp on random Q8_0 weights of the same shape.

Knows nothing of the page. `python -m tests.bench.six_b_gguf FILE` is the child that decodes.
"""

from __future__ import annotations

import ctypes
import json
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


def decode(path: Path) -> dict[str, float]:
    """Greedy tokens a second, after the prompt; both cores, as ours."""
    import llama_cpp

    parameters: Any = llama_cpp.llama_model_default_params()
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
    options: Any = llama_cpp.llama_context_default_params()
    options.n_ctx, options.n_threads, options.n_threads_batch = 512, 2, 2
    context = llama_cpp.llama_init_from_model(model, options)

    def feed(ids: list[int]) -> int:
        array = (llama_cpp.llama_token * len(ids))(*ids)
        code = llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(array, len(ids)))
        assert code == 0
        pointer: Any = llama_cpp.llama_get_logits_ith(context, -1)
        numbers = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float))
        logits = np.ctypeslib.as_array(numbers, (VOCABULARY,))
        assert np.isfinite(logits).all()
        return int(logits.argmax())

    feed([1])  # reads the whole file once
    started = time.perf_counter()
    token = feed(list(range(100, 100 + PROMPT_TOKENS)))
    read = time.perf_counter()
    for _ in range(TOKENS):
        token = feed([token])
    ended = time.perf_counter()
    return {
        "prompt_tokens_per_s": PROMPT_TOKENS / (read - started),
        "tokens_per_s": TOKENS / (ended - read),
    }


if __name__ == "__main__":
    print(json.dumps(decode(Path(sys.argv[1]))))
