"""Runs a graph that somebody else has made, before it is installed: does it do what ours do?

Knows nothing of how it was read. A few tokens are fed whole, in parts, with some taken back and
with the cache cut and written again: the engine does all of it, and must get the same logits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from newsassistant.convert.foreign.making import KeyOrder
from newsassistant.core.errors import CheckpointError, NewsAssistantError
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.runtime import Runtime
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_BIN, MODEL_XML
from newsassistant.model.formats.stored import Float32Array

TOKENS = 8
FIRST = 3
EXACT_BYTES = 3_000_000_000
"""Larger weights run as this computer runs them usually: as floats of 32 bits they fill it."""
CLOSE = {"f32": 2e-3}
LESS_CLOSE = 0.15
"""Of the largest logit; in bf16 other orders of sums move logits by some per cent."""
SAME_LENGTH = 1e-3

_Feed = Callable[[], Float32Array]


def try_graph(folder: Path, config: ModelConfig) -> KeyOrder:
    """Feed the graph in `folder`; the order of its keys' rotary dimensions, "" if unclear.

    Raises CheckpointError("foreign-trial") naming what it does not do. Blocks for seconds, for a
    model of 6 GB half a minute; not for a window's process, which it may end.
    """
    small = (folder / MODEL_BIN).stat().st_size <= EXACT_BYTES
    options = EXACT if small else RuntimeOptions(kv_cache_precision="f32")
    try:
        runtime = Runtime(folder / MODEL_XML, options, context_length=config.context_length)
        _check_ways(runtime, config)
        return _key_order(runtime, config)
    except NewsAssistantError as error:
        if error.code == "foreign-trial" or "detail" not in error.params:
            raise  # it says in its own words what is wrong
        raise _failed(str(error.params["detail"])) from error
    except (RuntimeError, ValueError, IndexError, KeyError) as error:
        raise _failed(type(error).__name__) from error


def _check_ways(runtime: Runtime, config: ModelConfig) -> None:
    ids = [(7919 * index + 11) % config.vocab_size for index in range(TOKENS)]
    expected_bytes = 2 * 4 * config.layers * config.kv_heads * config.head_dim
    whole = _rows(runtime, ids, TOKENS)
    if whole.shape != (TOKENS, config.vocab_size):
        raise _failed(f"logits of shape {list(whole.shape)} for {TOKENS} tokens")
    if not np.isfinite(whole).all():
        raise _failed("it answers in numbers that are none")
    held = sum(part[0, :, :1].nbytes for part in runtime.taken())
    if held != expected_bytes:
        raise _failed(f"{held} bytes are kept of a token, {expected_bytes} by config.json")
    scale = float(np.abs(whole).max()) or 1.0
    allowed = CLOSE.get(runtime.precision, LESS_CLOSE) * scale
    ways: dict[str, _Feed] = {
        "in two parts": lambda: _in_parts(runtime, ids),
        "with tokens taken back": lambda: _taken_back(runtime, ids),
        "with its cache written anew": lambda: _trimmed(runtime, ids),
    }
    for way, feed in ways.items():
        runtime.reset()
        last = feed()
        if float(np.abs(last - whole[-1]).max()) > allowed:
            raise _failed(f"fed {way}, it answers something else")


def _rows(runtime: Runtime, ids: Sequence[int], rows: int) -> Float32Array:
    runtime.start(ids, rows=rows)
    return np.array(runtime.wait())


def _in_parts(runtime: Runtime, ids: list[int]) -> Float32Array:
    runtime.feed(ids[:FIRST])
    return np.array(runtime.feed(ids[FIRST:]))


def _taken_back(runtime: Runtime, ids: list[int]) -> Float32Array:
    """As the engine does with guesses that prove wrong: they stay, and are masked out."""
    runtime.feed([*ids[:FIRST], ids[-1], ids[-2]])
    runtime.reject(2)
    return np.array(runtime.feed(ids[FIRST:]))


def _trimmed(runtime: Runtime, ids: list[int]) -> Float32Array:
    runtime.feed(ids[::-1])
    runtime.trim(0)
    runtime.feed([*ids[:FIRST], *ids])
    runtime.trim(FIRST)
    return np.array(runtime.feed(ids[FIRST:]))


def _key_order(runtime: Runtime, config: ModelConfig) -> KeyOrder:
    """By what a rotation leaves as it is: the length of each pair that is turned together.

    The keys of the first layer depend on their token and place alone, so the same token everywhere
    gives one key, turned.
    """
    runtime.reset()
    runtime.feed([11 % config.vocab_size] * TOKENS)
    keys = runtime.taken()[0][0]  # [kv_heads, TOKENS, head_dim]
    turned, kept = keys[..., : config.rotary_dim], keys[..., config.rotary_dim :]
    scale = float(np.abs(keys).max())
    if not scale or float(np.ptp(kept, axis=1).max(initial=0.0)) > SAME_LENGTH * scale:
        return ""
    half = config.rotary_dim // 2
    halves = _is_turned(turned[..., :half], turned[..., half:], scale)
    pairs = _is_turned(turned[..., 0::2], turned[..., 1::2], scale)
    if halves == pairs:
        return ""
    return "halves" if halves else "pairs"


def _is_turned(
    first: npt.NDArray[np.float32], second: npt.NDArray[np.float32], scale: float
) -> bool:
    lengths = np.hypot(first, second)
    return float(np.ptp(lengths, axis=1).max()) <= SAME_LENGTH * scale


def _failed(detail: str) -> CheckpointError:
    return CheckpointError("foreign-trial", detail=detail)
