"""Which rows make which step, and how they lie in tensors.

Knows nothing of models. The order follows from the seed alone, so that a resumed run and any
number of processes see the same rows in the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from newsassistant.train.examples import Example

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows padded on the right: ids and mask [B, S]; `keep` [K] positions whose logits count.

    `labels` [B, K] i64: the next id, or `IGNORED` where a row learns nothing at that position.
    """

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    keep: torch.Tensor
    labels: torch.Tensor

    @property
    def targets(self) -> int:
        """Ids to be learnt."""
        return int((self.labels != IGNORED).sum())


class Order:
    """The endless sequence of row indices: each pass over the data is shuffled anew."""

    def __init__(self, rows: int, seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._cached: tuple[int, list[int]] = (-1, [])

    def take(self, start: int, count: int) -> list[int]:
        """Indices of the places `start` to `start + count` of the sequence."""
        return [self._at(place) for place in range(start, start + count)]

    def _at(self, place: int) -> int:
        epoch, index = divmod(place, self._rows)
        if self._cached[0] != epoch:
            shuffled = np.random.default_rng((self._seed, epoch)).permutation(self._rows)
            self._cached = (epoch, [int(value) for value in shuffled])
        return self._cached[1][index]


def collate(examples: Sequence[Example]) -> Batch:
    """One batch; positions where no row has a label are not kept, which saves the large head."""
    width = max(len(example.ids) for example in examples)
    ids = torch.zeros(len(examples), width, dtype=torch.int64)
    mask = torch.zeros(len(examples), width, dtype=torch.int64)
    labels = torch.full((len(examples), width), IGNORED, dtype=torch.int64)
    for row, example in enumerate(examples):
        length, start = len(example.ids), len(example.prompt)
        ids[row, :length] = torch.tensor(example.ids)
        mask[row, :length] = 1
        # The logits at a position speak of the id behind it.
        labels[row, start - 1 : length - 1] = torch.tensor(example.answer)
    keep = torch.nonzero((labels != IGNORED).any(dim=0)).reshape(-1)
    return Batch(ids, mask, keep, labels[:, keep])
