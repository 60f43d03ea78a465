"""The only place that infers: compile, feed ids, and keep, trim, put aside or replace the KV state.

Knows nothing of text, sampling or events, nor of where prefixes come from.
All calls but `cancel` belong to the engine thread.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import openvino as ov

from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.engine.chunks import ChunkSize
from newsassistant.engine.compiled import (
    ROWS,
    Cut,
    RuntimeOptions,
    compile_model,
    first_line,
    lacks_memory,
    stored_precision,
)
from newsassistant.engine.kept import KeptGraphs
from newsassistant.engine.layout import CausalLayout, Layout
from newsassistant.engine.prefix_rows import PrefixRows
from newsassistant.engine.snapshots import WORTH_KEEPING, Snapshot, Snapshots
from newsassistant.model.config import ELEMENT_BYTES
from newsassistant.model.formats.stored import Float32Array

_CANCELLED = "was canceled"
LONG_PASS = 256  # ids; only ChatGLM v1 reads its prompt in longer passes than it shall
WORTH_HANDING = 64  # ids; fewer are read in less time than the KV cache takes to hand over


class Runtime:
    """A compiled stateful model with the ledger of the ids that its KV cache holds.

    The rows of a prefix stand in front of the ledger's: always seen, never trimmed. `cut` changes
    the model before it is compiled. `reader` is another compilation of the same model that reads
    long prompts faster than this one (`reader_for`); nobody else may use it. `chunk` says how many
    ids to feed in one pass. `kept` are graphs compiled before.
    """

    def __init__(
        self,
        model_xml: Path,
        options: RuntimeOptions,
        *,
        context_length: int,
        layout: Layout | None = None,
        cut: Cut | None = None,
        reader: Runtime | None = None,
        chunk: ChunkSize | None = None,
        kept: KeptGraphs | None = None,
    ) -> None:
        self._model_xml = model_xml
        self._options = options
        self._cut = cut
        self._kept = kept
        self._reader = reader
        self.chunk = chunk or ChunkSize()
        self._layout = layout or CausalLayout(context_length)
        self._context_length = context_length
        self._lender: Runtime | None = None
        self._in_long_pass = False
        self._prefix: PrefixRows | None = None
        self._owner = ""
        self._snapshots = Snapshots()
        self._open()

    def _open(self) -> None:
        self._snapshots.clear()  # they belong to an older compilation
        self._compiled = compile_model(self._model_xml, self._options, self._cut, self._kept)
        self._logits_port = self._compiled.output("logits")
        self._pending: list[int] = []
        self._held: tuple[npt.NDArray[np.int64], ...] = ()
        self._fed: list[int] = []
        self._alive = np.zeros(0, dtype=np.bool_)  # by slot of the KV cache, behind the prefix
        self._new_request()
        values = sum(int(np.prod(state.state.shape[1::2])) for state in self._states)
        self.stored_precision = (
            stored_precision(self._compiled) if self._options.device == "CPU" else "f32"
        )
        self._token_bytes = values * ELEMENT_BYTES[self.stored_precision]

    def _new_request(self) -> None:
        """A request that has read nothing but the prefix; half a millisecond."""
        self._request = self._compiled.create_infer_request()
        self._states = sorted(self._request.query_state(), key=lambda state: str(state.name))
        self._request.set_tensor("beam_idx", ov.Tensor(np.zeros(1, dtype=np.int32)))
        self.reset()

    @property
    def fed(self) -> Sequence[int]:
        """The ledger: ids whose keys and values are in the state, in order."""
        return self._fed

    @property
    def compiled(self) -> ov.CompiledModel:
        """For tests and benchmarks that look at the executed graph."""
        return self._compiled

    @property
    def layout(self) -> Layout:
        """Where each id stands and what it may see."""
        return self._layout

    @property
    def token_bytes(self) -> int:
        """Of the keys and values of one id."""
        return self._token_bytes

    def taken(self) -> tuple[Float32Array, ...]:
        """Copies of all that the state holds of prefix and ledger, for another request.

        [1, kv_heads, prefix + fed, head_dim] f32, a state each, by name.
        """
        self.settle()
        slots = self._slots(len(self._fed))
        return tuple(np.array(state.state.data[:, :, slots]) for state in self._states)

    @property
    def precision(self) -> str:
        """Of the arithmetic: "f32", "bf16", "f16"."""
        return str(self._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name())

    @property
    def reader_precision(self) -> str:
        """Of the compilation that reads long prompts, "" where there is none."""
        return self._reader.precision if self._reader is not None else ""

    @property
    def threads(self) -> int:
        """That a pass runs on; 0 where the device does not say."""
        if self._options.device != "CPU":
            return 0
        return int(self._compiled.get_property("INFERENCE_NUM_THREADS"))

    @property
    def position_offset(self) -> int:
        """How far the prefix shifts positions, which is what it takes of the context."""
        return self._prefix.position_offset if self._prefix else 0

    def keep_up_to(self, kept_bytes: int) -> None:
        """Bound what is put aside; what was is forgotten."""
        self._snapshots = Snapshots(kept_bytes)

    def warm_up(self) -> None:
        """Run one pass, which repacks the weights, and forget it; the reader too."""
        self.feed(self._layout.shortest())
        self.reset()
        if self._reader is not None:
            self._reader.warm_up()

    def feed(self, ids: Sequence[int]) -> Float32Array:
        """Run one pass over `ids` behind the ledger and return its logits.

        [vocab] of the last id, or [new, vocab] without `last_logits_only`; see `wait`.
        """
        self.start(ids)
        rows = self.wait()
        return rows[0] if self._options.last_logits_only else rows

    def start(self, ids: Sequence[int], *, rows: int = 1) -> None:
        """Begin a pass over `ids`; `wait` ends it. Logits are computed for the last `rows` ids.

        Raises EngineError("inference-failed") when the context is full.
        """
        self.settle()
        offset = self.position_offset
        total = offset + len(self._fed) + len(ids)
        if total > self._context_length:
            detail = f"{total} tokens, context {self._context_length}"
            raise EngineError("inference-failed", detail=detail)
        request = self._request
        request.set_tensor("input_ids", ov.Tensor(np.asarray([ids], dtype=np.int64)))
        mask, positions = self._layout.inputs(self._fed, ids)
        mask = self._by_slot(mask)
        positions = positions + offset if offset else positions
        self._held = (mask, positions)  # the request looks at their memory while it runs
        request.set_tensor("attention_mask", _view(mask))
        request.set_tensor("position_ids", _view(positions))
        if self._options.last_logits_only:
            request.set_tensor(ROWS, ov.Tensor(np.asarray([-rows], dtype=np.int64)))
        self._pending = list(ids)
        past = len(self._fed) + self.prefix_length
        self._in_long_pass = len(ids) > LONG_PASS and len(ids) > self.chunk.behind(past)
        request.start_async()

    def wait(self) -> Float32Array:
        """The logits [rows, vocab] of the pass begun: a view, valid until the next one.

        Raises CancelledError when `cancel` cut the pass short: the ledger is then empty.
        Raises EngineError("inference-failed") for what the device reports.
        """
        ids, self._pending = self._pending, []
        try:
            self._request.wait()
        except RuntimeError as error:
            self._fail(error)
        finally:
            self._in_long_pass = False
        self._fed += ids
        self._alive = np.append(self._alive, np.ones(len(ids), dtype=np.bool_))
        logits: Float32Array = self._request.get_tensor(self._logits_port).data[0]
        return logits

    def abandon(self) -> None:
        """End a pass that nobody waits for; what it fed stays in the ledger."""
        if self._pending:
            with contextlib.suppress(CancelledError):
                self.wait()

    def reject(self, count: int) -> None:
        """Take the last `count` ids back: masked out now, out of the state at the next `trim`."""
        if count:
            self._fed = self._fed[:-count]
            self._alive[-count:] = False

    @property
    def prefix_length(self) -> int:
        """Rows of the prefix in front of the ledger's."""
        return self._prefix.length if self._prefix else 0

    def _by_slot(self, mask: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The layout's mask [..., ids] over the cache's slots: the prefix seen by all, no holes."""
        start = self.prefix_length
        if not start and len(self._alive) == len(self._fed):
            return mask
        new = mask.shape[-1] - len(self._fed)
        seen = np.append(self._alive, np.ones(new, dtype=np.bool_))
        spread = np.zeros((*mask.shape[:-1], start + len(seen)), dtype=np.int64)
        spread[..., :start] = 1
        spread[..., start:][..., seen] = mask
        return spread

    def _fail(self, error: RuntimeError) -> NoReturn:
        if _CANCELLED in str(error):
            # Cut between two layers, the CPU plugin (2026.4.1) keeps half-updated shapes, and may
            # refuse every later pass, also in a new request. Only a new compilation is clean.
            self._open()
            raise CancelledError from error
        if not lacks_memory(error):  # without memory a request may not even be reset
            self.reset()  # nobody knows what the state holds now
        raise EngineError("inference-failed", detail=first_line(error)) from error

    def cancel(self) -> None:
        """Cut a long pass short; any thread, returns at once, harmless when idle.

        A short pass is let to its end, since a cut costs a compilation: callers choose their
        chunks so that it takes a fraction of a second, and look at their token after it.
        """
        if self._in_long_pass:
            self._request.cancel()
        if self._reader is not None:
            self._reader.cancel()

    def reset(self) -> None:
        """Forget everything fed; the prefix is written anew."""
        self._lender = None
        self._request.reset_state()
        self._fed = []
        self._alive = np.zeros(0, dtype=np.bool_)
        if self._prefix is not None:
            for state in self._states:
                state.state = self._prefix.tensors[str(state.name)]

    def forget(self) -> None:
        """Free all that was read, also what is put aside and what the reader holds.

        Raises EngineError("inference-failed") when the device refuses.
        """
        self.abandon()
        self._snapshots.clear()
        self._owner = ""
        try:
            self._new_request()
            self._held = ()
            if self._reader is not None:
                self._reader.forget()
        except RuntimeError as error:
            self._fail(error)

    def use_prefix(self, rows: PrefixRows | None) -> None:
        """Put `rows` in front of everything, None: nothing; what was read is put aside.

        What was read last with `rows` is taken up again, else the ledger is empty. No compilation.
        Raises EngineError("inference-failed") when the device refuses; the former prefix then
        stays.
        """
        if rows is self._prefix:
            return
        before, owner = self._prefix, self._owner
        known = self._snapshots.latest(rows)
        if known is not None:  # before `_keep`, which may drop it to make room
            self._snapshots.take(known)
        fresh = self._new_request if self._keep() else self.reset
        self._prefix, self._owner = rows, ""
        if known is not None:
            self._resume(known)
            return
        try:
            fresh()
        except (RuntimeError, KeyError) as error:
            self._prefix, self._owner = before, owner
            self._go_back(error)

    def known(self, ids: Sequence[int]) -> int:
        """How many of the first of `ids`, at most all but one, were read with this prefix.

        Now or by what is put aside.
        """
        kept = self._closest(ids)
        return max(self._common(self._fed, ids), self._common(kept.fed, ids) if kept else 0)

    def turn_to(self, ids: Sequence[int], owner: str = "") -> None:
        """Before `reuse`: go on from what was read with this prefix and is closest to `ids`.

        `owner` names the conversation that asks, "" for none. What was read for another one, or
        about another text, stays: it is put aside, and a copy of the common ids goes on. Raises
        EngineError("inference-failed") when the device refuses; what was read then stays.
        """
        kept, common = self._closest(ids), self._common(self._fed, ids)
        if kept is not None and self._common(kept.fed, ids) > common:
            self._snapshots.take(kept)
            self._keep()
            self._resume(kept)
            common = self._common(self._fed, ids)
        # An edited article shares its beginning with what it was, and that is of no use any more.
        is_free = common >= WORTH_KEEPING if not self._owner else owner == self._owner
        if not is_free and len(self._fed) - common >= WORTH_KEEPING:
            self._branch_off(common)
        self._owner = owner

    def _closest(self, ids: Sequence[int]) -> Snapshot | None:
        return self._snapshots.best(self._prefix, lambda fed: self._common(fed, ids))

    def reader_for(self, ids: Sequence[int]) -> Runtime:
        """What shall read `ids`, of which the ledger holds the first: this, or the reader.

        The reader has then read nothing but the prefix and begins anew, since a beginning that all
        prompts share is read sooner than handed over. After it has read, `settle` goes on from
        there; until then the ledger is as it was.
        """
        held = len(self._fed)
        new = len(ids) - held
        if self._reader is None or new < max(WORTH_HANDING, 4 * held):
            return self
        self._reader.reset()
        self._reader.use_prefix(self._prefix)
        self._lender = self._reader
        return self._reader

    @property
    def is_settled(self) -> bool:
        """False while what the reader has read is not in this state."""
        return self._lender is None

    def settle(self) -> None:
        """Go on from what the reader has read, if that is more; its cache is freed.

        Takes some 25 ms for a page of text. Raises EngineError("inference-failed") when the device
        refuses.
        """
        reader, self._lender = self._lender, None
        if reader is None:
            return
        try:
            if len(reader.fed) > len(self._fed):
                rows = [np.array(state.state.data) for state in reader._states]
                self._write(rows, list(reader.fed))
            reader._new_request()
        except RuntimeError as error:
            self._fail(error)

    def _keep(self) -> bool:
        """Put the request aside if it has read anything worth it; the caller then takes another."""
        if len(self._fed) < WORTH_KEEPING:
            return False
        size = (self.prefix_length + len(self._alive)) * self._token_bytes
        self._snapshots.put(
            Snapshot(
                self._prefix,
                self._owner,
                self._request,
                self._states,
                self._fed,
                self._alive,
                size,
            )
        )
        return True

    def _resume(self, kept: Snapshot) -> None:
        self._request, self._states = kept.request, kept.states
        self._fed, self._alive, self._owner = kept.fed, kept.alive, kept.owner

    def _go_back(self, error: Exception) -> NoReturn:
        """There is no other request: the one put aside last is the present one again."""
        kept = self._snapshots.latest(self._prefix)
        if kept is None:
            self.reset()
        else:
            self._snapshots.take(kept)
            self._resume(kept)
        raise EngineError("inference-failed", detail=first_line(error)) from error

    def _branch_off(self, common: int) -> None:
        """Put aside what was read, and go on with a copy of its first `common` ids."""
        fed, slots, states = self._fed[:common], self._slots(common), self._states
        rows = [state.state.data[:, :, slots] for state in states] if common else []
        self._keep()
        try:
            self._new_request()
        except RuntimeError as error:
            self._go_back(error)
        if rows:
            self._write(rows, fed)

    def _slots(self, length: int) -> npt.NDArray[np.int64]:
        """Where the prefix and the first `length` ids are in the cache."""
        start = self.prefix_length
        alive = np.flatnonzero(self._alive)[:length] + start
        return np.concatenate([np.arange(start, dtype=np.int64), alive])

    def _write(self, rows: Sequence[npt.NDArray[np.float32]], fed: list[int]) -> None:
        """Replace the state: `rows` [1, kv_heads, prefix + fed, head_dim] by state."""
        for state, part in zip(self._states, rows, strict=True):
            state.state = ov.Tensor(np.ascontiguousarray(part))
        self._fed = fed
        self._alive = np.ones(len(fed), dtype=np.bool_)

    def trim(self, length: int) -> None:
        """Keep the first `length` ids of the ledger and their keys and values."""
        kept = self._fed[:length]
        if len(kept) == len(self._alive):
            return
        if not kept:
            self.reset()
            return
        slots = self._slots(length)
        self._write([state.state.data[:, :, slots] for state in self._states], kept)

    def reuse(self, ids: Sequence[int]) -> int:
        """Trim to the longest common prefix with `ids`, at most all but one; its length.

        0 when that would split what the model reads as a whole.
        """
        common = self._common(self._fed, ids)
        self.trim(common)
        return common

    def _common(self, fed: Sequence[int], ids: Sequence[int]) -> int:
        common = common_length(fed, ids[:-1])
        return common if common >= self._layout.whole(ids) else 0


def common_length(first: Sequence[int], second: Sequence[int]) -> int:
    """How many ids both begin with."""
    for index, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return index
    return min(len(first), len(second))


def _view(array: npt.NDArray[np.int64]) -> ov.Tensor:
    return ov.Tensor(array, shared_memory=True)
