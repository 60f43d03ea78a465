"""The engine thread: order, one ending a request, and an end whenever it is told to."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.app.worker import (
    EngineWorker,
    Forget,
    Generate,
    Load,
    Measure,
    MeasureModel,
    MeasureWeights,
    PrefixPath,
    ReadAhead,
    Rest,
    no_style,
)
from newsassistant.core.errors import EngineError, ModelError, PrefixError
from newsassistant.core.places import path_of
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    Failed,
    GenerationParams,
    HasRead,
    Measured,
    Message,
    ModelInfo,
    ModelMeasured,
    ModelReady,
    OnProgress,
    Progress,
    Prompt,
    Reads,
    Rested,
    WeightSpeeds,
)
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.prompts.prompt import Fit

PROMPT = Prompt((Message("user", "word " * 200),))
PARAMS = GenerationParams()
TIMEOUT_S = 20.0


class Mailbox:
    """Events as the engine thread posts them; `until` waits for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._queue: queue.Queue[Event] = queue.Queue()

    def post(self, event: Event) -> None:
        assert threading.current_thread().name == "engine"
        self._queue.put(event)

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        while True:
            event = self._queue.get(timeout=TIMEOUT_S)
            self.events.append(event)
            if wanted(event):
                return event

    def ending(self, request_id: str) -> Event:
        ends = (
            Done | Failed | ModelReady | Measured | HasRead | ModelMeasured | Rested | WeightSpeeds
        )
        return self.until(lambda e: e.request_id == request_id and isinstance(e, ends))

    def rest(self) -> list[Event]:
        while not self._queue.empty():
            self.events.append(self._queue.get())
        return self.events


class Talk:
    """A worker with its mailbox; ended by the fixture."""

    def __init__(self) -> None:
        self.box = Mailbox()
        self.workers: list[EngineWorker] = []

    def start(
        self,
        engine: FakeEngine,
        locate: Callable[[str, OnProgress, CancelToken], Path] | None = None,
        make: Callable[[], FakeEngine] | None = None,
        *,
        prefix_path: PrefixPath = Path,
        idle: bool = False,
    ) -> EngineWorker:
        find = locate or (lambda name, on_progress, cancel: Path(name))
        make = make or (lambda: engine)
        worker = EngineWorker(make, find, self.box.post, prefix_path=prefix_path)
        self.workers.append(worker)
        if not idle:
            worker.start()
        return worker


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk()
    yield talk
    for worker in talk.workers:
        worker.close()
        worker.join(TIMEOUT_S)
        assert not worker.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name == "engine"]


def make_article(digest: str) -> Article:
    return Article("Wind power grows.", "", "en", digest)


def test_commands_are_carried_out_in_order(talk: Talk) -> None:
    worker = talk.start(FakeEngine(["a b", "c d"]))
    worker.submit(Load("1", "m"))
    worker.submit(Generate("2", PROMPT, PARAMS))
    worker.submit(Generate("3", PROMPT, PARAMS))
    talk.box.ending("3")
    worker.submit(Measure("4", make_article("d")))
    talk.box.ending("4")

    endings = [e for e in talk.box.events if isinstance(e, Done | ModelReady | Measured | Failed)]
    assert [(type(event), event.request_id) for event in endings] == [
        (ModelReady, "1"),
        (Done, "2"),
        (Done, "3"),
        (Measured, "4"),
    ]
    order = [event.request_id for event in talk.box.events]
    assert order == sorted(order)
    text = "".join(event.text for event in talk.box.events if isinstance(event, Delta))
    assert text == "a bc d"
    stages = [event.stage for event in talk.box.events if isinstance(event, Progress)]
    assert stages == ["loading"] * 2 + ["prefill"] * 8


def test_each_request_ends_exactly_once_whatever_happens(talk: Talk) -> None:
    class Bug(FakeEngine):
        def use_prefix(self, path: Path | None) -> None:
            if path == Path("bug"):
                raise ZeroDivisionError("oops")

    engine = Bug(["fine"], failures=[EngineError("inference-failed", detail="x")])
    worker = talk.start(engine)
    for number, prefix in enumerate([None, "bug", None, "bug"]):
        worker.submit(Generate(str(number), PROMPT, PARAMS, style=prefix))
        talk.box.ending(str(number))
    worker.submit(Generate("last", PROMPT, PARAMS))
    talk.box.ending("last")

    endings = [event for event in talk.box.rest() if isinstance(event, Done | Failed)]
    assert [event.request_id for event in endings] == ["0", "1", "2", "3", "last"]
    codes = [event.error.code for event in endings if isinstance(event, Failed)]
    assert codes == ["inference-failed", "unexpected", "unexpected"]
    assert worker.is_alive()


def test_an_unexpected_failure_names_itself(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> FakeEngine:
        raise ImportError("no openvino")

    worker = talk.start(FakeEngine(), make=broken)
    worker.submit(Load("1", "m"))
    failed = talk.box.ending("1")

    assert isinstance(failed, Failed)
    assert failed.error.params["detail"] == "ImportError: no openvino"
    assert "engine command failed" in caplog.text
    assert "Traceback" in caplog.text


def test_preparing_and_failing_to_find_a_model(talk: Talk) -> None:
    def locate(name: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        on_progress(1, 32)
        raise ModelError("model-missing", model=name)

    worker = talk.start(FakeEngine(), locate)
    worker.submit(Load("1", "m"))
    failed = talk.box.ending("1")

    assert isinstance(failed, Failed)
    assert failed.error.code == "model-missing"
    assert talk.box.events[0] == Progress("1", "preparing", 1, 32)


class Gated(FakeEngine):
    """Waits at a named place until the test opens the gate or cancels."""

    def __init__(self, place: str) -> None:
        super().__init__(["one two three four"])
        self.place = place
        self.reached, self.gate = threading.Event(), threading.Event()
        self.closed = False

    def pause(self, place: str) -> None:
        if place == self.place:
            self.reached.set()
            assert self.gate.wait(TIMEOUT_S)

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        self.pause("load")
        return super().load(folder, on_progress)

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        self.pause("prefill")
        for event in super().stream(request_id, prompt, params, cancel, on_prefill):
            yield event
            self.pause("decode")

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("place", ["load", "prefill", "decode"])
def test_closing_ends_the_thread_wherever_it_is(talk: Talk, place: str) -> None:
    engine = Gated(place)
    worker = talk.start(engine)
    worker.submit(Load("1", "m"))
    generate = Generate("2", PROMPT, PARAMS)
    worker.submit(generate)
    worker.submit(Generate("3", PROMPT, PARAMS))
    assert engine.reached.wait(TIMEOUT_S)
    worker.close()
    assert generate.cancel.cancelled == (place != "load")
    engine.gate.set()
    worker.join(TIMEOUT_S)

    assert not worker.is_alive()
    assert engine.closed
    done = [event for event in talk.box.rest() if isinstance(event, Done)]
    assert [(event.request_id, event.reason) for event in done] == (
        [] if place == "load" else [("2", "cancelled")]
    )
    assert not [event for event in talk.box.events if event.request_id == "3"]


def test_closing_gives_up_the_building_of_a_model(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    building = threading.Event()

    def locate(name: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        pressed = threading.Event()
        cancel.set_hook(pressed.set)
        building.set()
        assert pressed.wait(TIMEOUT_S)
        raise RuntimeError("build given up")

    worker = talk.start(FakeEngine(), locate)
    worker.submit(Load("1", "m"))
    assert building.wait(TIMEOUT_S)
    worker.close()
    worker.join(TIMEOUT_S)

    failed = talk.box.ending("1")
    assert isinstance(failed, Failed)
    assert failed.error.code == "engine-closed"
    assert "Traceback" not in caplog.text


def test_closing_twice_before_and_after_any_command(talk: Talk) -> None:
    worker = talk.start(FakeEngine())
    worker.close()
    worker.close()
    worker.submit(Generate("1", PROMPT, PARAMS))
    worker.join(TIMEOUT_S)

    assert not worker.is_alive()
    assert talk.box.rest() == []


def test_a_measurement_is_answered_while_an_answer_runs(talk: Talk) -> None:
    engine = Gated("decode")
    worker = talk.start(engine)
    worker.submit(Generate("1", PROMPT, PARAMS))
    assert engine.reached.wait(TIMEOUT_S)
    for number in range(3):
        worker.submit(Measure(f"m{number}", make_article(f"d{number}")))
    engine.gate.set()
    done = talk.box.ending("1")
    worker.submit(Generate("2", PROMPT, PARAMS))
    talk.box.ending("2")

    measured = [event for event in talk.box.events if isinstance(event, Measured)]
    assert measured == [Measured("m2", "d2", 3, 1920, 17)]
    assert talk.box.events.index(measured[0]) < talk.box.events.index(done)


def test_a_measurement_that_fails_does_not_end_the_answer(talk: Talk) -> None:
    class Unmeasured(Gated):
        def fit(self, article: Article, reads: Reads = None) -> Fit:
            raise EngineError("engine-closed")

    engine = Unmeasured("prefill")
    worker = talk.start(engine)
    worker.submit(Generate("1", PROMPT, PARAMS))
    assert engine.reached.wait(TIMEOUT_S)
    worker.submit(Measure("m0", make_article("a")))
    worker.submit(Measure("m1", make_article("b")))
    engine.gate.set()

    assert isinstance(talk.box.ending("1"), Done)
    failed = [event for event in talk.box.events if isinstance(event, Failed)]
    assert [event.request_id for event in failed] == ["m1"]


def test_a_style_is_resolved_for_each_answer(talk: Talk) -> None:
    def prefix_path(prefix_id: str) -> Path:
        if prefix_id == "gone":
            raise PrefixError("prefix-missing", prefix=prefix_id)
        return Path("styles", prefix_id)

    engine = FakeEngine(["Base."], answers_with={"house": ["Styled."]})
    worker = talk.start(engine, prefix_path=prefix_path)
    for number, prefix_id in enumerate(["house", None, "gone", "house"]):
        worker.submit(Generate(str(number), PROMPT, PARAMS, prefix_id))
    talk.box.ending("3")

    failed = [event for event in talk.box.events if isinstance(event, Failed)]
    assert [(event.request_id, event.error.code) for event in failed] == [("2", "prefix-missing")]
    house = Path("styles", "house")
    assert engine.prefixes == [house, None, house]
    text = "".join(event.text for event in talk.box.events if isinstance(event, Delta))
    assert text == "Styled.Base.Styled."


def test_without_a_library_a_style_is_named_by_its_path(talk: Talk) -> None:
    engine = FakeEngine(["A."])
    worker = talk.start(engine, prefix_path=no_style)
    styles: list[str | Path] = [Path("styles", "house"), "house"]
    for number, style in enumerate(styles):
        worker.submit(Generate(str(number), PROMPT, PARAMS, style))
    talk.box.ending("1")

    failed = [event for event in talk.box.events if isinstance(event, Failed)]
    assert [(event.request_id, event.error.code) for event in failed] == [("1", "prefix-missing")]
    assert engine.prefixes == [Path("styles", "house")]


class Calibrating(FakeEngine):
    """Measures until it is cancelled, and says when it has begun."""

    def __init__(self) -> None:
        super().__init__()
        self.began = threading.Event()
        self.skipped = threading.Event()

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        on_progress(1, 9)
        self.began.set()
        deadline = time.monotonic() + TIMEOUT_S
        while not cancel.cancelled and time.monotonic() < deadline:
            time.sleep(0.001)
        if cancel.cancelled:
            self.skipped.set()


@pytest.mark.parametrize("wanted", ["an answer", "another model", "to go on", "to close"])
def test_a_measurement_gives_way_to_whatever_is_wanted(talk: Talk, wanted: str) -> None:
    engine = Calibrating()
    worker = talk.start(engine)
    worker.submit(Load("1", "m"))
    assert engine.began.wait(TIMEOUT_S)
    worker.submit(Measure("m", make_article("d")))  # the meter does not end it
    assert not engine.skipped.is_set()
    if wanted == "an answer":
        worker.submit(Generate("2", PROMPT, PARAMS))
    elif wanted == "another model":
        worker.submit(Load("2", "n"))
    elif wanted == "to go on":
        worker.skip_measuring()
    else:
        worker.close()

    assert engine.skipped.wait(TIMEOUT_S)
    if wanted in ("an answer", "to go on"):
        talk.box.ending("1")
        stages = [event.stage for event in talk.box.events if isinstance(event, Progress)]
        assert stages[0] == "calibrating"


@pytest.mark.parametrize("wanted", ["an answer", "to go on"])
def test_what_is_wanted_before_the_load_began_skips_the_measurement(
    talk: Talk, wanted: str
) -> None:
    seen: list[bool] = []

    class Looking(FakeEngine):
        def calibrate(
            self,
            folder: Path,
            on_progress: OnProgress,
            cancel: CancelToken,
            *,
            again: bool = False,
            beside: bool = False,
        ) -> None:
            seen.append(cancel.cancelled)

    worker = talk.start(Looking(), idle=True)
    worker.submit(Load("1", "m"))
    if wanted == "an answer":
        worker.submit(Generate("2", PROMPT, PARAMS))
    else:
        worker.skip_measuring()
    worker.start()
    talk.box.ending("1")
    worker.submit(Load("3", "m"))
    talk.box.ending("3")

    assert seen == [True, False]


def test_what_was_read_is_forgotten_after_the_answer_that_runs(talk: Talk) -> None:
    engine = FakeEngine()
    worker = talk.start(engine, idle=True)
    worker.submit(Load("1", "m"))
    worker.submit(Generate("2", PROMPT, PARAMS))
    worker.submit(Forget("3"))
    worker.start()
    talk.box.ending("2")
    worker.submit(Generate("4", PROMPT, PARAMS))
    talk.box.ending("4")

    assert engine.forgot == [1]
    assert len(engine.prompts) == 1


def test_weights_are_compared(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    speeds = (("int8", 1.0), ("int4", 1.5))
    monkeypatch.setattr("newsassistant.app.weight_speeds.measure", lambda engine, cancel: speeds)
    worker = talk.start(FakeEngine())
    worker.submit(MeasureWeights("1"))

    assert talk.box.ending("1") == WeightSpeeds("1", speeds)


# --- nothing but Close ends the thread -----------------------------------------------------------


def real_panic() -> None:
    """A panic of a library written in Rust, which is no Exception."""
    from tokenizers import models

    pieces = {"a": 0, "b": 1, "ab": 2}
    models.BPE(vocab=pieces, merges=[("a", "b")], continuing_subword_prefix="####")


class UnwritableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1) + 1


def exhaust() -> None:
    raise MemoryError


def leave() -> None:
    raise SystemExit(3)


def be_unwritable() -> None:
    raise UnwritableError


def own_base() -> None:
    raise type("OwnBase", (BaseException,), {})("private")


FATAL: dict[str, Callable[[], object]] = {
    "a panic": real_panic,
    "no memory": exhaust,
    "recursion": recurse,
    "an exit": leave,
    "an unwritable error": be_unwritable,
    "a base of its own": own_base,
}


class Fatal(FakeEngine):
    """Fails in one place as `FATAL` does, as often as told."""

    def __init__(self, place: str, fail: Callable[[], object], times: int = 1) -> None:
        super().__init__()
        self._place, self._fail, self._times = place, fail, times

    def _at(self, place: str) -> None:
        if place == self._place and self._times:
            self._times -= 1
            self._fail()

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        self._at("calibrate")

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        self._at("load")
        return super().load(folder, on_progress)

    def fit(self, article: Article, reads: Reads = None) -> Fit:
        self._at("fit")
        return super().fit(article, reads)

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        for index, event in enumerate(
            super().stream(request_id, prompt, params, cancel, on_prefill)
        ):
            if index == 2:
                self._at("stream")
            yield event

    def close(self) -> None:
        super().close()
        self._at("close")


@pytest.mark.parametrize("name", sorted(FATAL))
@pytest.mark.parametrize("place", ["make", "calibrate", "load", "fit", "stream", "close"])
def test_whatever_is_raised_is_told_and_the_thread_goes_on(
    talk: Talk, place: str, name: str
) -> None:
    engine = Fatal(place, FATAL[name])
    made: list[int] = []

    def make() -> FakeEngine:
        made.append(1)
        if place == "make" and len(made) == 1:
            FATAL[name]()
        return engine

    worker = talk.start(engine, make=make)
    worker.submit(Load("1", "m"))
    worker.submit(Measure("2", make_article("d")))
    endings = [talk.box.ending("1"), talk.box.ending("2")]
    worker.submit(Generate("3", PROMPT, PARAMS))
    endings.append(talk.box.ending("3"))
    worker.submit(Generate("4", PROMPT, PARAMS))

    assert isinstance(talk.box.ending("4"), Done)
    failed = [event for event in endings if isinstance(event, Failed)]
    assert [event.error.code for event in failed] == ([] if place == "close" else ["unexpected"])
    assert all(event.error.text("zh") for event in failed)


@pytest.mark.parametrize("name", sorted(FATAL))
def test_a_window_that_cannot_be_told_ends_nothing(name: str) -> None:
    heard: queue.Queue[Event] = queue.Queue()
    deaf = [True]

    def post(event: Event) -> None:
        if deaf[0]:
            FATAL[name]()
        heard.put(event)

    worker = EngineWorker(FakeEngine, lambda model, progress, cancel: Path(model), post)
    worker.start()
    try:
        worker.submit(Load("1", "m"))
        worker.submit(Generate("2", PROMPT, PARAMS))
        deadline = time.monotonic() + TIMEOUT_S
        while worker._commands.qsize() and time.monotonic() < deadline:
            time.sleep(0.001)
        deaf[0] = False
        worker.submit(Load("3", "m"))
        while (event := heard.get(timeout=TIMEOUT_S)).request_id != "3":
            continue
        assert isinstance(event, ModelReady | Progress)
    finally:
        worker.close()
        worker.join(TIMEOUT_S)
    assert not worker.is_alive()


# --- reading ahead ------------------------------------------------------------------------------


def test_reading_ahead_tells_how_far_it_is_and_its_end(talk: Talk) -> None:
    engine = FakeEngine(["a b"])
    worker = talk.start(engine)
    worker.submit(ReadAhead("1", PROMPT, "house"))

    assert talk.box.ending("1") == HasRead("1")
    assert {event.stage for event in talk.box.events if isinstance(event, Progress)} == {"reading"}
    assert engine.read_ahead == [(PROMPT, Path("house"), True)]


@pytest.mark.parametrize(
    "wanted",
    [Generate("2", PROMPT, PARAMS), Load("2", "m"), ReadAhead("2", PROMPT), MeasureWeights("2")],
)
def test_whatever_is_asked_goes_before_reading_ahead(
    talk: Talk, wanted: Generate | Load | ReadAhead | MeasureWeights
) -> None:
    engine = FakeEngine(["a b"], delay_s=0.01)
    worker = talk.start(engine)
    first = ReadAhead("1", Prompt((Message("user", "word " * 2000),)))
    worker.submit(first)
    talk.box.until(lambda event: event.request_id == "1")
    worker.submit(wanted)

    assert first.cancel.cancelled
    talk.box.ending("2")
    assert not [event for event in talk.box.events if isinstance(event, HasRead | Failed)][:-1]
    assert [whole for _, _, whole in engine.read_ahead[:1]] == [False]


def test_a_count_does_not_end_reading_ahead(talk: Talk) -> None:
    worker = talk.start(FakeEngine(delay_s=0.01))
    worker.submit(ReadAhead("1", PROMPT))
    worker.submit(Measure("2", make_article("d")))

    talk.box.ending("2")
    assert talk.box.ending("1") == HasRead("1")


def test_what_cannot_be_read_ahead_is_told_and_ends_nothing(talk: Talk) -> None:
    worker = talk.start(FakeEngine(["a b"], context_length=10))
    worker.submit(ReadAhead("1", PROMPT))
    failed = talk.box.ending("1")
    assert isinstance(failed, Failed)
    assert failed.error.code == "context-full"
    worker.submit(Generate("2", Prompt((Message("user", "one"),)), PARAMS))
    assert isinstance(talk.box.ending("2"), Done)


# --- measuring at rest --------------------------------------------------------------------------


def test_without_measuring_a_model_is_loaded_at_once_and_measured_at_rest(talk: Talk) -> None:
    engine = FakeEngine()
    worker = talk.start(engine)
    worker.submit(Load("1", "m", measures=False))
    talk.box.ending("1")
    assert engine.calibrated == []
    worker.submit(MeasureModel("2", "m"))

    assert talk.box.ending("2") == ModelMeasured("2", complete=True)
    assert engine.calibrated == [False]


@pytest.mark.parametrize(
    "wanted",
    [Generate("2", PROMPT, PARAMS), Measure("2", make_article("d")), ReadAhead("2", PROMPT)],
)
def test_whatever_is_asked_ends_a_measurement_at_rest(
    talk: Talk, wanted: Generate | Measure | ReadAhead
) -> None:
    engine = Calibrating()
    worker = talk.start(engine)
    worker.submit(MeasureModel("1", "m"))
    assert engine.began.wait(TIMEOUT_S)
    worker.submit(wanted)

    assert talk.box.ending("1") == ModelMeasured("1", complete=False)
    assert not isinstance(talk.box.ending("2"), Failed)


def test_a_model_at_rest_is_loaded_by_the_next_request_which_says_so(talk: Talk) -> None:
    worker = talk.start(FakeEngine(["a b", "c"]))
    worker.submit(Load("1", "m"))
    worker.submit(Rest("2"))
    assert talk.box.ending("2") == Rested("2")
    worker.submit(Generate("3", PROMPT, PARAMS))
    assert isinstance(talk.box.ending("3"), Done)
    worker.submit(Generate("4", PROMPT, PARAMS))
    talk.box.ending("4")

    stages = [(e.request_id, e.stage) for e in talk.box.events if isinstance(e, Progress)]
    assert ("3", "loading") in stages
    assert ("4", "loading") not in stages


# --- models at another place ---------------------------------------------------------------------

AWAY = "@https://desk.example.org/v1 house/7b"


class Noted(FakeEngine):
    """Notes what it loads, and whether it was closed."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__(["a"])
        self._name, self._log = name, log
        log.append(f"{name} made")

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        self._log.append(f"{self._name} loads {folder}")
        return super().load(folder, on_progress)

    def close(self) -> None:
        self._log.append(f"{self._name} closed")


def test_each_place_has_its_engine_and_one_is_there_at_a_time(talk: Talk) -> None:
    log: list[str] = []
    located: list[str] = []

    def locate(name: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        located.append(name)
        return Path(name)

    worker = EngineWorker(
        lambda: Noted("here", log),
        locate,
        talk.box.post,
        make_remote=lambda: Noted("away", log),
    )
    talk.workers.append(worker)
    worker.start()
    for number, model_id in enumerate(("m", AWAY, AWAY, "m")):
        worker.submit(Load(str(number), model_id))
        assert isinstance(talk.box.ending(str(number)), ModelReady)

    away = path_of(AWAY)
    assert log == [
        *("here made", "here loads m"),
        *("away made", "here closed", f"away loads {away}", f"away loads {away}"),
        *("here made", "away closed", "here loads m"),
    ]
    assert located == ["m", "m"]


def test_without_an_engine_here_none_is_made_for_a_model_elsewhere(talk: Talk) -> None:
    made: list[str] = []

    def here() -> FakeEngine:
        made.append("here")
        return FakeEngine()

    worker = EngineWorker(here, lambda *_: Path(), talk.box.post, make_remote=FakeEngine)
    talk.workers.append(worker)
    worker.start()
    worker.submit(Load("1", AWAY))

    assert isinstance(talk.box.ending("1"), ModelReady)
    assert made == []


def test_who_asks_no_servers_says_so_and_goes_on(talk: Talk) -> None:
    worker = talk.start(FakeEngine(["a"]))
    for number, model_id in enumerate((AWAY, "m", AWAY, "m")):
        worker.submit(Load(str(number), model_id))
        ending = talk.box.ending(str(number))
        if model_id == AWAY:
            assert isinstance(ending, Failed)
            assert ending.error.code == "remote-unknown"
        else:
            assert isinstance(ending, ModelReady)


def test_a_style_elsewhere_is_no_style_of_the_library(talk: Talk) -> None:
    engine = FakeEngine(["a"])
    worker = EngineWorker(FakeEngine, lambda *_: Path(), talk.box.post, make_remote=lambda: engine)
    talk.workers.append(worker)
    worker.start()
    worker.submit(Load("1", AWAY))
    worker.submit(Generate("2", PROMPT, PARAMS, f"{AWAY}:evening"))

    assert isinstance(talk.box.ending("2"), Done)
    assert engine.prefixes == [path_of(f"{AWAY}:evening")]
