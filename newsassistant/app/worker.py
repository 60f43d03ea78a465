"""The engine thread: a queue of commands in, events out through one callback; only `Close` ends it.

`post` is called on the engine thread.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsassistant.core import places
from newsassistant.core.errors import EngineError, NewsAssistantError, PrefixError, RemoteError
from newsassistant.core.outside import clause_of
from newsassistant.core.types import (
    Article,
    CancelToken,
    Done,
    Event,
    Failed,
    GenerationParams,
    HasRead,
    Measured,
    ModelMeasured,
    ModelReady,
    OnProgress,
    Progress,
    Prompt,
    Reads,
    Rested,
    Usage,
    WeightSpeeds,
)
from newsassistant.engine.protocol import Engine

log = logging.getLogger(__name__)

# Turns a model's id into its folder, making the starter first if need be.
Locate = Callable[[str, OnProgress, CancelToken], Path]
# Turns a style's id into the path that the engine reads; may raise PrefixError.
PrefixPath = Callable[[str], Path]


def no_style(prefix_id: str) -> Path:
    """The `PrefixPath` of those who name styles by their paths."""
    raise PrefixError("prefix-missing", prefix=prefix_id)


@dataclass(frozen=True, slots=True)
class Load:
    """Load a base model; ends with `ModelReady` or `Failed`.

    A model that is new to this machine is measured first, unless an answer is wanted meanwhile:
    then it is loaded at once, and the rest is measured the next time. `measure_again` measures one
    that is known, without `measures` none is.
    """

    request_id: str
    model_id: str
    measure_again: bool = False
    measures: bool = True


@dataclass(frozen=True, slots=True)
class Generate:
    """Answer a prompt; ends with `Done` or `Failed`.

    `style` is the id of an installed one or where a prefix is, None the base model. `Failed` with
    a PrefixError: the style could not be used, and nothing was answered.
    """

    request_id: str
    prompt: Prompt
    params: GenerationParams
    style: str | Path | None = None
    cancel: CancelToken = field(default_factory=CancelToken)


@dataclass(frozen=True, slots=True)
class Measure:
    """Count the tokens of what is read of an article; ends with `Measured` or `Failed`."""

    request_id: str
    article: Article
    reads: Reads = None


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Read what an answer will begin with; ends with `HasRead`, `Failed`, or nothing if cancelled.

    Whatever else is asked but `Measure` cancels it: a request waits for the present pass at most.
    `style` as for `Generate`.
    """

    request_id: str
    prompt: Prompt
    style: str | Path | None = None
    cancel: CancelToken = field(default_factory=CancelToken)


@dataclass(frozen=True, slots=True)
class MeasureModel:
    """Measure the loaded model while nobody wants anything; ends with `ModelMeasured` or `Failed`.

    Whatever is asked cancels it, and waits for the present pass at most.
    """

    request_id: str
    model_id: str
    cancel: CancelToken = field(default_factory=CancelToken)


@dataclass(frozen=True, slots=True)
class Rest:
    """Free the model's memory until something is asked; ends with `Rested`."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget all that was read and answered; no event follows, but `Failed`."""

    request_id: str


@dataclass(frozen=True, slots=True)
class MeasureWeights:
    """Compare kinds of weights on this machine; ends with `WeightSpeeds` or `Failed`."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Lend:
    """Let `use` have the engine on the engine thread; ends with `Done` or `Failed`.

    It is also given what posts events. Nothing else is carried out until it returns.
    """

    request_id: str
    use: Callable[[Engine, Callable[[Event], None]], None]


GiveWay = Callable[[Callable[[], None]], None]
"""Carries out what was asked meanwhile, calling what it is given before anything else."""


@dataclass(frozen=True, slots=True)
class Share:
    """Let `use` have the engine for many steps; ends with `Done` or `Failed`.

    Between its steps it calls what it is given: answers that were asked for meanwhile go first.
    What concerns the model itself, as another `Load`, waits for its end with all that follows.
    """

    request_id: str
    use: Callable[[Engine, GiveWay], None]


@dataclass(frozen=True, slots=True)
class Close:
    """Free the model and end the thread."""


_Of_Answers = Generate | Measure | ReadAhead | Forget
_Of_Model = Load | MeasureModel | Rest | MeasureWeights | Lend | Share
_Work = _Of_Answers | _Of_Model
Command = _Work | Close


class EngineWorker:
    """Owns the one thread that may touch the engine; every method may be called from any thread."""

    def __init__(
        self,
        make_engine: Callable[[], Engine],
        locate: Locate,
        post: Callable[[Event], None],
        *,
        prefix_path: PrefixPath = no_style,
        make_remote: Callable[[], Engine] | None = None,
    ) -> None:
        """`make_remote` makes the engine of servers' models; without it none is asked."""
        self._make_engine = make_engine
        self._make_remote = make_remote
        self._locate = locate
        self._prefix_path = prefix_path
        self._post = post
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._put_off: deque[Command] = deque()  # until a `Share` has ended
        self._closing = CancelToken()
        self._running: CancelToken | None = None
        self._reading: CancelToken | None = None
        self._resting: CancelToken | None = None
        self._measuring: CancelToken | None = None
        self._skips = False  # the measurement of the load that was asked for last
        # The last Generate, Load or Forget that came in, and the last that was taken up.
        self._asked: Command | None = None
        self._taken: Command | None = None
        self._latest_measure: Measure | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=False)

    def start(self) -> None:
        """Start the thread; OpenVINO is imported there, not here."""
        self._thread.start()

    def submit(self, command: Command) -> None:
        """Queue a command; after `close` it is dropped."""
        if self._closing.cancelled:
            return
        self._cancel(self._resting)
        self._resting = command.cancel if isinstance(command, MeasureModel) else None
        if isinstance(command, Measure):
            self._latest_measure = command
        else:
            self._cancel(self._reading)
            self._reading = command.cancel if isinstance(command, ReadAhead) else None
        if isinstance(command, Generate | Load):
            self._skips = False
            self._cancel(self._measuring)  # nobody waits for a measurement
        if isinstance(command, Generate | Load | Forget):
            self._asked = command
        self._commands.put(command)

    def _cancel(self, token: CancelToken | None) -> None:
        if token is not None:
            token.cancel()

    def take_measure(self) -> Measure | None:
        """The latest measurement asked for and not yet done; engine thread.

        Earlier ones are out of date; a running answer looks here between its tokens, so that the
        meter stays live.
        """
        measure, self._latest_measure = self._latest_measure, None
        return measure

    def skip_measuring(self) -> None:
        """Go on to load with what is known; the rest is measured the next time.

        Also where the load has not begun yet.
        """
        self._skips = True
        self._cancel(self._measuring)

    def close(self) -> None:
        """Cancel what runs, drop what waits, end the thread; returns at once."""
        self._closing.cancel()
        self._cancel(self._running)
        self._cancel(self._reading)
        self._cancel(self._resting)
        self._cancel(self._measuring)
        self._commands.put(Close())

    def is_alive(self) -> bool:
        """True until the thread has ended."""
        return self._thread.is_alive()

    def join(self, timeout_s: float | None = None) -> None:
        """Wait for the end of the thread; not for the main thread of a window."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        """Take commands until `Close`; nothing else ends the thread, whatever is raised."""
        handler: _Handler | None = None
        while not isinstance(command := self._next(), Close):
            if not self._closing.cancelled:
                handler = self._carry_out(command, handler)
        if handler is not None:
            try:
                handler.engine.close()
            except BaseException as error:  # the end, which nothing may stop
                log.error("the engine did not close", exc_info=error)

    def _next(self) -> Command:
        return self._put_off.popleft() if self._put_off else self._commands.get()

    def give_way(self, handler: _Handler, make_ready: Callable[[], None]) -> None:
        """Carry out what is about answers, up to what must wait; engine thread."""
        while not self._put_off and not self._closing.cancelled:
            try:
                command = self._commands.get_nowait()
            except queue.Empty:
                return
            if isinstance(command, _Of_Answers):
                make_ready()
                self._carry_out(command, handler)
            else:
                self._put_off.append(command)

    def _carry_out(self, command: _Work, handler: _Handler | None) -> _Handler | None:
        """Do one command; the handler, which the first command makes. Raises nothing."""
        if isinstance(command, Generate | Load | Forget):
            self._taken = command
        if isinstance(command, Generate):
            self._running = command.cancel
            if self._closing.cancelled:  # `close` ran before it could see the token
                command.cancel.cancel()
        try:
            handler = handler or _Handler(self, is_remote=_is_remote(command))
            handler.handle(command)
        # A border: whatever it is, the window must hear of it. A library written in Rust panics
        # with a BaseException.
        except BaseException as error:
            self.tell_failed(command, error)
        finally:
            self._running = None
        return handler

    def tell_failed(self, command: _Work, error: BaseException) -> None:
        """Post `Failed` with an error of ours; raises nothing. Engine thread."""
        try:
            ours = error if isinstance(error, NewsAssistantError) else self._unexpected(error)
            self._post(Failed(command.request_id, ours))
        except BaseException as second:  # nobody is left to tell
            log.error("an error could not be told", exc_info=second)

    def _unexpected(self, error: BaseException) -> EngineError:
        if self._closing.cancelled:  # the starter's build was given up, for one
            log.info("given up while closing: %s", type(error).__name__)
            return EngineError("engine-closed")
        log.error("engine command failed", exc_info=error)
        return EngineError("unexpected", detail=clause_of(error))

    def make_engine(self, *, is_remote: bool) -> Engine:
        """An engine for models here, or for those of servers; engine thread."""
        if not is_remote:
            return self._make_engine()
        if self._make_remote is None:
            raise RemoteError("remote-unknown", host="")
        return self._make_remote()

    def locate(self, model_id: str, on_progress: OnProgress) -> Path:
        """The folder of a model; engine thread."""
        if places.is_remote(model_id):
            return places.path_of(model_id)
        return self._locate(model_id, on_progress, self._closing)

    @contextmanager
    def measuring(self) -> Iterator[CancelToken]:
        """A token that whatever else is wanted cancels; engine thread."""
        token = self._measuring = CancelToken()
        came_before = self._skips or self._asked is not self._taken
        if self._closing.cancelled or came_before:
            token.cancel()
        try:
            yield token
        finally:
            self._measuring = None

    def prefix_path(self, style: str | Path | None) -> Path | None:
        """Where a style's prefix is, None for the base model; engine thread."""
        if isinstance(style, str) and places.is_remote(style):
            return places.path_of(style)
        return self._prefix_path(style) if isinstance(style, str) else style

    def post(self, event: Event) -> None:
        """Hand an event to the owner; engine thread."""
        self._post(event)


class _Handler:
    """Carries out one command at a time on the engine thread."""

    def __init__(self, worker: EngineWorker, *, is_remote: bool) -> None:
        self.engine = worker.make_engine(is_remote=is_remote)
        self._worker, self._is_remote = worker, is_remote

    def handle(self, command: _Work) -> None:
        if isinstance(command, Load):
            self._load(command)
        elif isinstance(command, Generate):
            self._generate(command)
        elif isinstance(command, ReadAhead):
            self._read_ahead(command)
        elif isinstance(command, MeasureModel):
            self._measure_model(command)
        elif isinstance(command, Rest):
            self.engine.rest()
            self._worker.post(Rested(command.request_id))
        elif isinstance(command, Forget):
            self.engine.forget()
        elif isinstance(command, MeasureWeights):
            self._measure_weights(command)
        elif isinstance(command, Lend):
            command.use(self.engine, self._worker.post)
            self._worker.post(Done(command.request_id, "stop", Usage()))
        elif isinstance(command, Share):
            command.use(self.engine, lambda ready: self._worker.give_way(self, ready))
            self._worker.post(Done(command.request_id, "stop", Usage()))
        else:
            self._measure_latest()

    def _load(self, command: Load) -> None:
        def preparing(done: int, total: int) -> None:
            self._worker.post(Progress(command.request_id, "preparing", done, total))

        def loading(done: int, total: int) -> None:
            self._worker.post(Progress(command.request_id, "loading", done, total))

        def calibrating(done: int, total: int) -> None:
            self._worker.post(Progress(command.request_id, "calibrating", done, total))

        self._change_engine(is_remote=_is_remote(command))
        folder = self._worker.locate(command.model_id, preparing)
        if command.measures or command.measure_again:
            with self._worker.measuring() as cancel:
                self.engine.calibrate(folder, calibrating, cancel, again=command.measure_again)
        info = self.engine.load(folder, loading)
        self._worker.post(ModelReady(command.request_id, info))

    def _change_engine(self, *, is_remote: bool) -> None:
        """A model at another place has another engine; the one before frees its memory."""
        if is_remote is not self._is_remote:
            engine = self._worker.make_engine(is_remote=is_remote)
            self.engine.close()
            self.engine, self._is_remote = engine, is_remote

    def _generate(self, command: Generate) -> None:
        def on_prefill(done: int, total: int) -> None:
            self._worker.post(Progress(command.request_id, "prefill", done, total))
            self._measure_latest()

        if self.engine.is_resting:
            self._worker.post(Progress(command.request_id, "loading", 0, 0))
        self.engine.use_prefix(self._worker.prefix_path(command.style))
        events = self.engine.stream(
            command.request_id, command.prompt, command.params, command.cancel, on_prefill
        )
        for event in events:
            self._worker.post(event)
            self._measure_latest()

    def _read_ahead(self, command: ReadAhead) -> None:
        def on_prefill(done: int, total: int) -> None:
            self._worker.post(Progress(command.request_id, "reading", done, total))
            self._measure_latest()

        if command.cancel.cancelled:
            return
        self.engine.use_prefix(self._worker.prefix_path(command.style))
        self.engine.read(command.prompt, command.cancel, on_prefill)
        if not command.cancel.cancelled:
            self._worker.post(HasRead(command.request_id))

    def _measure_model(self, command: MeasureModel) -> None:
        def no_report(done: int, total: int) -> None:
            """Nobody waits for it."""

        if not command.cancel.cancelled:
            folder = self._worker.locate(command.model_id, no_report)
            self.engine.calibrate(folder, no_report, command.cancel, beside=True)
        complete = not command.cancel.cancelled
        self._worker.post(ModelMeasured(command.request_id, complete))

    def _measure_weights(self, command: MeasureWeights) -> None:
        from newsassistant.app.weight_speeds import measure

        with self._worker.measuring() as cancel:
            speeds = measure(self.engine, cancel)
        self._worker.post(WeightSpeeds(command.request_id, speeds))

    def _measure_latest(self) -> None:
        command = self._worker.take_measure()
        if command is None:
            return
        try:
            fit = self.engine.fit(command.article, command.reads)
        except BaseException as error:  # of this command only: an answer may be running
            self._worker.tell_failed(command, error)
            return
        digest, reads, marks = command.article.digest, command.reads, fit.marks
        told = (fit.tokens, fit.room, fit.chars, reads, marks, fit.estimated)
        self._worker.post(Measured(command.request_id, digest, *told))


def _is_remote(command: _Work) -> bool:
    return isinstance(command, Load) and places.is_remote(command.model_id)
