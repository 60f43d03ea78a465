"""Logits -> the next token id, in numpy.

Knows nothing of models or text. The order of the steps is that of Hugging Face transformers:
repetition penalty, temperature, top-k, top-p.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsassistant.core.types import GenerationParams
from newsassistant.model.formats.stored import Float32Array

IdArray = npt.NDArray[np.int64]


def penalize(logits: Float32Array, previous: Sequence[int], penalty: float) -> Float32Array:
    """Divide positive and multiply negative logits of `previous` ids (Keskar et al. 2019)."""
    if penalty == 1.0 or not len(previous):
        return logits
    ids = np.unique(np.asarray(previous, dtype=np.int64))
    chosen = logits[ids]
    out = logits.copy()
    out[ids] = np.where(chosen > 0, chosen / penalty, chosen * penalty)
    return out


def candidates(logits: Float32Array, params: GenerationParams) -> tuple[IdArray, Float32Array]:
    """Ids that top-k and top-p leave, and their probabilities (sum 1), in no given order.

    logits [vocab] f32, temperature > 0. Ties at the border of top-k are all kept.
    """
    with np.errstate(over="ignore"):  # far below the best one, e^-inf is the right weight
        scaled = (logits - logits.max()) / np.float32(params.temperature)
    ids = np.arange(scaled.size, dtype=np.int64)
    if 0 < params.top_k < scaled.size:
        border = np.partition(scaled, -params.top_k)[-params.top_k]
        ids = np.flatnonzero(scaled >= border)
    weights = _softmax(scaled[ids])
    if params.top_p < 1.0:
        keep = _nucleus(weights, params.top_p)
        ids, weights = ids[keep], weights[keep]
    return ids, weights / weights.sum()


def _softmax(values: Float32Array) -> Float32Array:
    weights = np.exp(values - values.max())
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def _nucleus(weights: Float32Array, top_p: float) -> IdArray:
    """Positions of the smallest set of the likeliest weights that reaches top_p; at least one."""
    order = np.argsort(-weights, kind="stable")
    before = np.cumsum(weights[order]) - weights[order]
    before[0] = -1.0
    return np.asarray(order[before < top_p], dtype=np.int64)


class Sampler:
    """Chooses ids for one answer; the same seed and logits give the same ids.

    Every id draws a waiting time from Exp(1) and the smallest time / probability wins, which is id
    i with probability p_i (the exponential race, also known as the Gumbel-max trick). Logits that
    differ a little, as those of one prompt read in other passes do, then nearly always give the
    same id; where the cumulated probabilities are searched for one random number, 4 % of the
    starter's ids changed (docs/lab.md).

    The repetition penalty looks at the answer's own ids only: a penalty on the article's words
    would push a summary away from its facts.
    """

    def __init__(self, params: GenerationParams) -> None:
        self.seed = params.seed if params.seed is not None else secrets.randbits(31)
        self._params = params
        self._random = np.random.default_rng(self.seed)
        self._chosen: list[int] = []

    def sample(self, logits: Float32Array) -> int:
        """The next id for logits [vocab]; non-finite logits give the params' `fallback_id`."""
        if not np.isfinite(logits).all():
            return self._keep(self._params.fallback_id)
        logits = penalize(logits, self._chosen, self._params.repetition_penalty)
        if np.float32(self._params.temperature) <= 0 or self._params.top_k == 1:
            return self._keep(int(logits.argmax()))
        ids, weights = candidates(logits, self._params)
        times = self._random.standard_exponential(logits.size, dtype=np.float32)
        times = np.maximum(times[ids], np.finfo(np.float32).tiny)  # no 0 / 0
        return self._keep(int(ids[np.argmax(weights / times)]))

    def _keep(self, token_id: int) -> int:
        self._chosen.append(token_id)
        return token_id
