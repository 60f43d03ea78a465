"""Several sequences in one pass: rows come with what was read of them, get one id each, and go.

A row is read alone, with its own prefix, by a `Runtime` of the same compiled model; its keys and
values are then put beside those of the others. Knows nothing of text, sampling or whose row it is.
Engine thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import openvino as ov

from newsassistant.core.errors import EngineError
from newsassistant.engine.compiled import ROWS, first_line
from newsassistant.engine.runtime import Runtime
from newsassistant.model.formats.stored import Float32Array

COPIES = 3
"""A cache that grows is held up to three times: as it was, as it will be, and in f32 between."""

Slots = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ReadRow:
    """A sequence that was read: `states` [1, kv_heads, prefix + fed, head_dim] f32, by name.

    `offset` is how far its prefix shifts positions.
    """

    states: tuple[Float32Array, ...]
    fed: tuple[int, ...]
    offset: int

    @classmethod
    def of(cls, runtime: Runtime) -> ReadRow:
        """What `runtime` has read, in copies."""
        return cls(runtime.taken(), tuple(runtime.fed), runtime.position_offset)

    @property
    def slots(self) -> int:
        """That it takes in the cache."""
        return int(self.states[0].shape[2])


@dataclass(slots=True)
class _Row:
    fed: list[int]
    offset: int


class BatchRuntime:
    """The KV cache of all rows that are being written.

    A pass never has fewer than `least` rows: copies of the first one, whose logits nobody reads,
    stand in for those that are missing. Where every kernel from `least` rows on computes a row in
    the same way (`steady.least_rows`), what a row says depends on no other row.
    """

    def __init__(self, runtime: Runtime, *, least: int = 1) -> None:
        """`runtime` reads the rows; both use its compilation."""
        self._compiled = runtime.compiled
        self._layout = runtime.layout
        self._logits_port = self._compiled.output("logits")
        self.least = least
        self.reset()

    def reset(self) -> None:
        """Forget all rows, and free their cache."""
        self._request = self._compiled.create_infer_request()
        self._states = sorted(self._request.query_state(), key=lambda state: str(state.name))
        self._rows: dict[int, _Row] = {}
        self._order: list[int] = []  # the row that each place of the last pass had
        self._alive: Slots = np.zeros((0, 0), dtype=np.bool_)  # [places, slots]

    @property
    def keys(self) -> Sequence[int]:
        """The rows that are being written, in order of admission."""
        return tuple(self._rows)

    @property
    def slots(self) -> int:
        """Of the cache, for each row."""
        return int(self._alive.shape[1])

    def drop(self, key: int) -> None:
        """Take a row away; its place is given up at the next pass."""
        del self._rows[key]

    def admit(self, new: Mapping[int, ReadRow]) -> None:
        """Put rows beside those that are there; all slots that nobody sees go.

        Reading the cache takes a tenth of a second and more, so rows are best admitted in groups.
        Raises EngineError("inference-failed") when the device refuses; no row is left then.
        """
        kept = [(key, self._order.index(key)) for key in self._rows]
        places = [np.flatnonzero(self._alive[place]) for _, place in kept]
        width = max([len(place) for place in places] + [row.slots for row in new.values()])
        order = [key for key, _ in kept] + list(new)
        alive = np.zeros((len(order), width), dtype=np.bool_)
        for at, slots in enumerate(places):
            alive[at, width - len(slots) :] = True
        for at, row in enumerate(new.values(), start=len(kept)):
            alive[at, width - row.slots :] = True
        try:
            for number, state in enumerate(self._states):
                state.state = ov.Tensor(self._joined(number, kept, places, new, width))
        except RuntimeError as error:
            self._fail(error)
        for key, row in new.items():
            self._rows[key] = _Row(list(row.fed), row.offset)
        self._order, self._alive = order, alive

    def _joined(
        self,
        number: int,
        kept: Sequence[tuple[int, int]],
        places: Sequence[npt.NDArray[np.int64]],
        new: Mapping[int, ReadRow],
        width: int,
    ) -> Float32Array:
        """State `number` of all rows [rows, kv_heads, width, head_dim], each at the right."""
        parts = [row.states[number][0] for row in new.values()]
        if kept:
            old = self._states[number].state.data
            parts = [old[at][:, slots] for (_, at), slots in zip(kept, places, strict=True)] + parts
        heads, _, head_dim = parts[0].shape
        joined = np.zeros((len(parts), heads, width, head_dim), dtype=np.float32)
        for row, part in zip(joined, parts, strict=True):
            row[:, width - part.shape[1] :] = part
        return joined

    def step(self, ids: Mapping[int, int]) -> dict[int, Float32Array]:
        """Feed the next id of every row; the logits [vocab] of each, which are copies.

        Raises EngineError("inference-failed") for what the device reports; no row is left then.
        """
        order = list(self._rows)
        order += order[:1] * (self.least - len(order))
        beams = self._beams(order)
        tokens = np.array([[ids[key]] for key in order], dtype=np.int64)
        alive = np.pad(self._alive[beams], ((0, 0), (0, 1)), constant_values=True)
        request = self._request
        request.set_tensor("beam_idx", ov.Tensor(beams))
        request.set_tensor("input_ids", ov.Tensor(tokens))
        mask, positions = self._inputs(order, ids, alive)
        request.set_tensor("attention_mask", ov.Tensor(mask))
        request.set_tensor("position_ids", ov.Tensor(positions))
        request.set_tensor(ROWS, ov.Tensor(np.asarray([-1], dtype=np.int64)))
        try:
            request.infer()
        except RuntimeError as error:
            self._fail(error)
        self._order, self._alive = order, alive
        logits = request.get_tensor(self._logits_port).data
        found = {}
        for key, row in self._rows.items():
            row.fed.append(ids[key])
            found[key] = np.array(logits[order.index(key), -1])
        return found

    def _beams(self, order: Sequence[int]) -> npt.NDArray[np.int32]:
        """The place that each row of the next pass goes on from; pads keep theirs if they can."""
        if list(order) == self._order:
            return np.arange(len(order), dtype=np.int32)
        return np.array([self._order.index(key) for key in order], dtype=np.int32)

    def _inputs(
        self, order: Sequence[int], ids: Mapping[int, int], alive: Slots
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """attention_mask and position_ids of all rows, from each row's own layout."""
        masks, positions = [], []
        for key, seen in zip(order, alive, strict=True):
            row = self._rows[key]
            mask, position = self._layout.inputs(row.fed, [ids[key]])
            spread = np.zeros((*mask.shape[:-1], len(seen)), dtype=np.int64)
            spread[..., seen] = 1
            hidden = int(np.count_nonzero(seen)) - mask.shape[-1]  # rows of the prefix
            own = np.flatnonzero(seen)[hidden:]
            spread[..., own] = mask
            masks.append(spread)
            positions.append(position + row.offset)
        return np.concatenate(masks), np.concatenate(positions)

    def _fail(self, error: RuntimeError) -> None:
        self.reset()
        raise EngineError("inference-failed", detail=first_line(error)) from error
