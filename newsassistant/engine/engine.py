"""The OpenVINO engine: a model folder with its tokenizer, template, runtime and answers.

Knows nothing of threads' queues, stores or windows; it lives on the engine thread.
"""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from newsassistant.core.errors import CancelledError, EngineError, NewsAssistantError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Done,
    Event,
    GenerationParams,
    ModelInfo,
    OnProgress,
    Prompt,
    Reads,
    Request,
)
from newsassistant.engine.compiled import first_line, lacks_memory
from newsassistant.engine.devices import give_back, usable
from newsassistant.engine.execution import (
    Choice,
    Wishes,
    calibration_of,
    decide,
    decode_speed,
    describe,
    is_measurable,
    measure,
    model_key,
    open_chosen,
    weight_bytes,
)
from newsassistant.engine.generate import TextStream, prefill
from newsassistant.engine.guessing import PassCosts
from newsassistant.engine.kept import KeptGraphs
from newsassistant.engine.layout import layout_of
from newsassistant.engine.page_cache import fill
from newsassistant.engine.plans import Plans, Record
from newsassistant.engine.prefix_rows import PrefixRows, PrefixShelf, row_dtype
from newsassistant.engine.runtime import Runtime, common_length
from newsassistant.model.folder import MODEL_BIN, MODEL_XML, ModelFolder
from newsassistant.text.load import Kind, load_prompt, load_tokenizer, tokenizer_kind
from newsassistant.text.prompts.families import process_response
from newsassistant.text.prompts.prompt import (
    Fit,
    PromptTemplate,
    check_room,
    fit,
    messages_of,
)
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.tokenizer import Tokenizer

log = logging.getLogger(__name__)

REMEMBERED_ANSWERS = 64


class AnswerMemory:
    """The ids of the last answers by their text, so that history re-encodes to what was fed."""

    def __init__(self, size: int = REMEMBERED_ANSWERS) -> None:
        self._size = size
        self._ids: OrderedDict[str, list[int]] = OrderedDict()

    def get(self, text: str) -> list[int] | None:
        """The ids of that very text, if it was generated here."""
        return self._ids.get(text)

    def put(self, text: str, ids: list[int]) -> None:
        """Remember, and forget the oldest beyond `size`."""
        self._ids[text] = ids
        self._ids.move_to_end(text)
        if len(self._ids) > self._size:
            self._ids.popitem(last=False)


class Loaded:
    """What exists only while a model is loaded."""

    def __init__(
        self, folder: ModelFolder, choice: Choice, kept_bytes: int, kept: KeptGraphs | None
    ) -> None:
        self.folder = folder
        self.kind = tokenizer_kind(folder.path)
        # Read while the graph is opened and its weights are repacked.
        reader = ThreadPoolExecutor(1, thread_name_prefix="tokenizer")
        self._texts = reader.submit(_texts, folder, self.kind)
        reader.shutdown(wait=False)
        self.layout = layout_of(folder.config)
        self._choice = choice
        self._kept_bytes = kept_bytes
        self._kept = kept
        self._runtime: Runtime | None = None
        dtype = row_dtype(self.runtime.stored_precision)
        self.shelf = PrefixShelf(folder.config, folder.base(), dtype)
        self.answers = AnswerMemory()
        self.costs = PassCosts()

    @property
    def runtime(self) -> Runtime:
        """Compiled when first asked for, and after it was dropped; raises ModelError."""
        if self._runtime is None:
            self._runtime = open_chosen(self.folder, self.layout, self._choice, self._kept)
            self._runtime.keep_up_to(self._kept_bytes)
        return self._runtime

    def keep(self) -> None:
        """Put aside what is read, up to what was chosen at the load."""
        self.runtime.keep_up_to(self._kept_bytes)

    @property
    def is_dropped(self) -> bool:
        """True after `drop_runtime`, until the runtime is asked for."""
        return self._runtime is None

    def drop_runtime(self) -> None:
        """Free weights and caches; a text can still be counted."""
        self._runtime = None

    def wait(self) -> None:
        """Until the tokenizer is read too; raises ModelError."""
        self._texts.result()

    @property
    def tokenizer(self) -> Tokenizer:
        """Of the model's folder; see `wait`."""
        return self._texts.result()[0]

    @property
    def template(self) -> PromptTemplate:
        """Of the model's folder; see `wait`."""
        return self._texts.result()[1]

    @property
    def stop_ids(self) -> Collection[int]:
        """Ids that end an answer."""
        return self.folder.stop_ids

    @property
    def context_length(self) -> int:
        """Tokens that prompt and answer may take without a prefix."""
        return self.folder.config.context_length

    @property
    def context(self) -> int:
        """The same behind the prefix in force: one that shifts positions takes its own."""
        offset = self._runtime.position_offset if self._runtime is not None else 0
        return self.context_length - offset

    def rows_of(self, prefix: Path | None) -> PrefixRows | None:
        """A prefix made ready; raises PrefixError."""
        return None if prefix is None else self.shelf.rows(prefix)

    def beginning(self, prompt: Prompt) -> tuple[list[int], int]:
        """The ids of `prompt`, and how many of them any other last message would share.

        Those only, and one more, where the last message has no text.
        """
        *earlier, last = prompt.messages
        texts = (last.content or "?", "1")
        ids, other = (
            self.ids_of(replace(prompt, messages=(*earlier, replace(last, content=text))))
            for text in texts
        )
        shared = common_length(ids, other)
        return (ids if last.content else ids[: shared + 1]), shared

    def ids_of(self, prompt: Prompt) -> list[int]:
        """The whole conversation up to where the answer starts."""
        return self.template.ids(messages_of(prompt), self.answers)

    def shown(self, text: str) -> str:
        """The answer as the official code of this generation shows and remembers it."""
        return process_response(self.kind, text)

    def remember(self, text: str, ids: list[int]) -> None:
        """Keep an answer's ids under the text that a conversation will hold.

        Not those of an answer that was cut inside a token, nor with control ids: a model could
        write itself another turn.
        """
        control = frozenset(self.tokenizer.control_ids.values())
        if text and control.isdisjoint(ids) and decode(self.tokenizer, ids) == text:
            self.answers.put(self.shown(text), ids)


def _texts(folder: ModelFolder, kind: Kind) -> tuple[Tokenizer, PromptTemplate]:
    """Any thread."""
    tokenizer = load_tokenizer(folder.path, kind)
    return tokenizer, load_prompt(folder.path, kind, tokenizer)


def _finished(done: Done, text: str, loaded: Loaded) -> Done:
    """`done` with the final text where that differs from what was streamed."""
    shown = loaded.shown(text)
    return done if shown == text else replace(done, text=shown)


def _let_go(error: BaseException | None) -> None:
    """Free what the calls held that have failed: caches, and the model itself."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


class OpenVinoEngine:
    """Implements `engine.protocol.Engine`."""

    def __init__(
        self,
        wishes: Callable[[], Wishes] = Wishes,
        plans: Plans | None = None,
        kept: KeptGraphs | None = None,
    ) -> None:
        """`wishes` is asked at every load, so that a changed setting counts from then on.

        `plans` keeps measurements, by default for this process only; `kept` compiled graphs, by
        default none.
        """
        self._wishes = wishes
        self._plans = plans or Plans(None)
        self._kept = kept
        self._reading = CancelToken()
        self._loaded: Loaded | None = None

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        """Measure how the model in `folder` runs best here; nothing if that is known, or exact.

        `on_progress` counts candidates; what was loaded makes room. Once cancelled it returns after
        the candidate that is being measured. `beside` a loaded model, which stays as it is, nobody
        waits for the result: it then returns after the present pass, and that candidate comes
        again. Raises ModelError, EngineError("out-of-memory").
        """
        with self.minding_memory():
            self._calibrate(folder, on_progress, cancel, again=again, beside=beside)

    def _calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool,
        beside: bool,
    ) -> None:
        wishes = self._usable_wishes()
        if not is_measurable(wishes) or cancel.cancelled:
            return
        opened = ModelFolder.open(folder)
        key = model_key(opened, wishes)
        known = Record() if again else self._plans.get(key)
        calibration = None if known.complete else calibration_of(opened, layout_of(opened.config))
        if calibration is None:
            return
        if beside:
            calibration.interrupt_with(cancel)
        else:
            self.close()
        wanted = wishes.candidates()
        on_progress(0, len(wanted))
        steps = measure(calibration, wanted, known.measured, lambda: cancel.cancelled)
        with suppress(CancelledError):
            for done, record in steps:
                if record.complete or not again:  # what is known counts until all is known anew
                    self._plans.put(key, record)
                on_progress(done, len(wanted))

    def decode_speed(self, folder: Path, cancel: CancelToken) -> float:
        """Tokens/s that a small model writes as this machine runs it best; 0 when cancelled.

        The folder needs the graph only. Raises ModelError.
        """
        return 0.0 if cancel.cancelled else decode_speed(folder / MODEL_XML)

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        """Compile the model in `folder` as chosen and run one pass, which repacks the weights.

        `on_progress` counts the three steps. Raises ModelError, EngineError("out-of-memory").
        """
        self.close()
        with self.minding_memory():
            return self._load(folder, on_progress)

    def _load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        on_progress(0, 3)
        opened = ModelFolder.open(folder)
        on_progress(1, 3)
        wishes = self._usable_wishes()
        if weight_bytes(opened) <= wishes.ahead_bytes:
            fill(opened.path / MODEL_BIN, self._reading)
        choice = decide(opened, wishes, self._plans.get(model_key(opened, wishes)))
        loaded = Loaded(opened, choice, wishes.kept_bytes, self._kept)
        on_progress(2, 3)
        loaded.runtime.warm_up()
        loaded.wait()
        self._loaded = loaded
        on_progress(3, 3)
        execution = describe(wishes.mode, loaded.runtime, choice)
        return replace(opened.info(device=wishes.device), execution=execution)

    def _usable_wishes(self) -> Wishes:
        wishes = self._wishes()
        return replace(wishes, device=usable(wishes.device))

    def use_prefix(self, path: Path | None) -> None:
        """Switch to the prefix that `path` holds, None: to the base model; writes the state only.

        Raises PrefixError for one that cannot be read or fits another model, EngineError when the
        device refuses; the former style then stays, unless it is for "out-of-memory".
        """
        loaded = self.need()
        with self.minding_memory():
            loaded.runtime.use_prefix(loaded.rows_of(path))

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        """Answer `prompt`: `Delta`s and one `Done`; raises PromptError, EngineError.

        After EngineError("out-of-memory") the next call compiles the model anew.
        """
        with self.minding_memory():
            yield from self._stream(request_id, prompt, params, cancel, on_prefill)

    def _stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        loaded = self.need()
        context = loaded.context
        ids = loaded.ids_of(prompt)
        check_room(ids, context)
        loaded.runtime.turn_to(ids, prompt.conversation)
        stream = TextStream(
            runtime=loaded.runtime,
            tokenizer=loaded.tokenizer,
            request=Request(request_id, tuple(ids), params, cancel=cancel),
            stop_ids=loaded.stop_ids,
            max_tokens=min(params.max_tokens, context - len(ids)),
            on_prefill=on_prefill,
            ids=[],
            whole=loaded.layout.whole(ids),
            costs=loaded.costs,
        )
        cancel.set_hook(stream.runtime.cancel)
        try:
            for event in stream.events():
                yield _finished(event, stream.text, loaded) if isinstance(event, Done) else event
        finally:
            cancel.set_hook(None)
            loaded.remember(stream.text, stream.ids)

    def read(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> None:
        """Read ahead what the answer to `prompt` begins with; nothing where that is known.

        A last message without text stands for one that is not known yet: all before it is read.
        Else the whole prompt is, unless what it shares with any other request was read before:
        an answer may stand behind that, and is not given up. A prompt that can only be read as a
        whole is not read ahead: a request would have to wait for its end. Returns after the present
        pass once cancelled; what was read stays. Raises PromptError, EngineError.
        """
        with self.minding_memory():
            self._read(prompt, cancel, on_prefill)

    def _read(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> None:
        loaded = self.need()
        runtime = loaded.runtime
        ids, shared = loaded.beginning(prompt)
        check_room(ids, loaded.context)
        if loaded.layout.whole(ids) or runtime.known(ids[: shared + 1]) == shared:
            return
        runtime.turn_to(ids, prompt.conversation)
        runtime.reuse(ids)
        try:
            prefill(runtime, ids[:-1], cancel, on_prefill)
        except CancelledError:
            return
        finally:
            runtime.settle()

    def fit(self, article: Article, reads: Reads = None) -> Fit:
        """What is read of the article against the context; any thread once loaded."""
        loaded = self.need()
        return fit(article, loaded.template, loaded.tokenizer, loaded.context, reads)

    @property
    def is_resting(self) -> bool:
        """True where a model is loaded, and compiled by the next request only."""
        return self._loaded is not None and self._loaded.is_dropped

    def forget(self) -> None:
        """Free every KV cache with what was read, and the answers that were remembered.

        What is read from now on is kept as it was after the load, whoever had the model between.
        Raises EngineError("inference-failed") when the device refuses; all is forgotten then too.
        """
        if self._loaded is None:
            return
        self._loaded.answers = AnswerMemory()
        if self._loaded.is_dropped:
            return
        with self.minding_memory():
            self._loaded.runtime.forget()
            self._loaded.keep()
        give_back()

    def rest(self) -> None:
        """Free weights and caches until the next request, and give their memory to the system."""
        if self._loaded is not None:
            self._loaded.drop_runtime()
            give_back()

    def close(self) -> None:
        """Free the model."""
        self._reading.cancel()
        self._reading = CancelToken()
        self._loaded = None

    @contextmanager
    def minding_memory(self) -> Iterator[None]:
        """Turn what a refusal of memory has led to into EngineError("out-of-memory").

        A request that was refused memory may never answer again (2026.4.1), so the model is dropped
        and compiled anew when it is asked next; what it held is free until then.
        """
        try:
            yield
        except (RuntimeError, MemoryError, NewsAssistantError) as error:
            if not lacks_memory(error):
                raise
            log.warning("out of memory: %s", first_line(error))
            _let_go(error)
            if self._loaded is not None:
                self._loaded.drop_runtime()
            raise EngineError("out-of-memory") from None

    def need(self) -> Loaded:
        """The loaded model; raises EngineError("engine-closed") without one."""
        if self._loaded is None:
            raise EngineError("engine-closed")
        return self._loaded
