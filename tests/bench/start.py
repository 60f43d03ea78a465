"""From the start of the process to the first word, part by part, on the starter and a 6B shape.

`python -m tests.bench.start parts|engine|window STARTED FOLDER [WAY]` are the children that are
measured; each prints one JSON line. A 6B-shaped model that is there already is used where
SIX_B_MODEL names its folder. Without the right to empty the system's cache nothing is measured
cold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.machine import circumstances

TITLE = "### From the start to the first word"
ROUNDS, LARGE_ROUNDS = 5, 3
WAYS = ("as it was", "kept graph", "kept graph, read ahead")
QUESTION = "Write one word about the sea."
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
MODEL_VARIABLE = "SIX_B_MODEL"
PLENTY = 1 << 40
LIMIT_S = 300.0
Figures = dict[str, float]


# --- the children --------------------------------------------------------------------------------


class Clock:
    """Seconds between one mark and the next."""

    def __init__(self, started: float) -> None:
        self.parts: Figures = {}
        self._last = started

    def mark(self, name: str) -> None:
        """The part that ends here."""
        now = time.time()
        self.parts[name] = now - self._last
        self._last = now


def parts(started: float, folder: Path) -> Figures:
    """One after the other, without what the program does at the same time."""
    clock = Clock(started)
    clock.mark("Python's start")
    import openvino as ov

    clock.mark("import of OpenVINO and numpy")
    from newsassistant.core.types import Message
    from newsassistant.engine import compiled, kept, plans
    from newsassistant.engine.devices import CPU, shared_core
    from newsassistant.engine.layout import layout_of
    from newsassistant.engine.runtime import Runtime
    from newsassistant.model.folder import MODEL_XML, ModelFolder
    from newsassistant.text.load import load_prompt, load_tokenizer, tokenizer_kind

    clock.mark("import of the engine")
    core = shared_core()
    core.get_property(CPU, "FULL_DEVICE_NAME")
    clock.mark("OpenVINO's plugin")
    opened = ModelFolder.open(folder)
    clock.mark("model's folder")
    kind = tokenizer_kind(folder)
    tokenizer = load_tokenizer(folder, kind)
    clock.mark("tokenizer")
    template = load_prompt(folder, kind, tokenizer)
    clock.mark("template")
    options = compiled.RuntimeOptions(inference_precision="f32", activation_group=32)
    model = core.read_model(folder / MODEL_XML)
    clock.mark("graph: read")
    compiled.keep_last_logits(model)
    clock.mark("graph: changed")
    graph: ov.CompiledModel | None = core.compile_model(model, CPU, options.to_properties())
    clock.mark("graph: compiled")
    del graph, model
    graphs = kept.KeptGraphs(Path(os.environ["NEWSASSISTANT_HOME"], "graphs"), plans.machine)
    layout, context = layout_of(opened.config), opened.config.context_length
    compiled.compile_model(folder / MODEL_XML, options, None, graphs)
    clock.mark("-")
    xml = folder / MODEL_XML
    runtime = Runtime(xml, options, context_length=context, layout=layout, kept=graphs)
    clock.mark("kept graph instead of these three")
    runtime.warm_up()
    clock.mark("first pass, which repacks the weights")
    ids = template.ids([Message("user", QUESTION)])
    runtime.feed(ids)
    clock.mark("first token of a short prompt")
    del clock.parts["-"]
    return clock.parts


def engine(started: float, folder: Path, way: str) -> Figures:
    """The engine alone, as the program loads a model; `way` is one of `WAYS`."""
    from newsassistant.core.types import CancelToken, Delta, GenerationParams, Message, Prompt
    from newsassistant.engine.engine import OpenVinoEngine
    from newsassistant.engine.execution import Wishes
    from newsassistant.engine.kept import KeptGraphs
    from newsassistant.engine.plans import machine
    from tests.bench.six_b import anonymous_bytes

    home = Path(os.environ["NEWSASSISTANT_HOME"], "graphs")
    graphs = KeptGraphs(home, machine)
    wishes = Wishes(ahead_bytes=PLENTY if way == WAYS[2] else 0)
    model = OpenVinoEngine(lambda: wishes, kept=None if way == WAYS[0] else graphs)
    model.load(folder, lambda done, total: None)
    loaded = time.time() - started
    prompt = Prompt((Message("user", QUESTION),))
    params = GenerationParams(max_tokens=8, temperature=0.0)
    events = model.stream("r", prompt, params, CancelToken(), lambda done, total: None)
    next(event for event in events if isinstance(event, Delta))
    return {
        "loaded": loaded,
        "first word": time.time() - started,
        "anonymous": anonymous_bytes(os.getpid()),
        "kept": float(sum(path.stat().st_size for path in home.glob("*"))),
    }


def window(started: float) -> Figures:
    """The whole program: painted, model ready, first word of an answer asked for then."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from newsassistant.app.listener import ChatState
    from newsassistant.gui import application, program

    clock: Figures = {}

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                clock.setdefault("window painted", time.time() - started)
            return False

    class Probed(program.Application):
        def show(self) -> None:
            clock["imports and window made"] = time.time() - started
            self._paint = FirstPaint()
            self.window.article.installEventFilter(self._paint)
            self._probe = QTimer(self)
            self._probe.setInterval(5)
            self._probe.timeout.connect(self._look)
            super().show()
            self._probe.start()

        def _look(self) -> None:
            state = self.service.state
            if state is ChatState.IDLE and "model ready" not in clock:
                clock["model ready"] = time.time() - started
                self.presenter.ask(QUESTION)
            elif state is ChatState.ANSWERING:
                clock.setdefault("first word", time.time() - started)
                self.window.close()

    application.Application = Probed  # type: ignore[attr-defined]
    application.run(None)
    return clock


# --- the rounds ----------------------------------------------------------------------------------


def measure(starter: Path, large: Path) -> dict[str, Any]:
    """By model and way: medians; the large model cold too, where that can be had."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as home:
        for name, folder, rounds in (("starter", starter, ROUNDS), ("6B", large, LARGE_ROUNDS)):
            found[name] = _medians([_child(home, "parts", folder) for _ in range(rounds)])
            for cold in (False, True) if _can_be_cold() else (False,):
                runs: dict[str, list[Figures]] = {way: [] for way in WAYS}
                for way in [*WAYS] * rounds:
                    runs[way].append(_child(home, "engine", folder, way, cold=cold))
                key = f"{name}, {'cold' if cold else 'warm'}"
                found[key] = {way: _medians(figures) for way, figures in runs.items()}
        new = [_child(Path(home, f"new{n}"), "window", starter) for n in range(LARGE_ROUNDS)]
        found["new"] = _medians(new)
        known = [_child(Path(home, "new0"), "window", starter) for _ in range(ROUNDS)]
        found["known"] = _medians(known)
    return found


def _can_be_cold() -> bool:
    return os.access(DROP_CACHES, os.W_OK)


def _child(home: Path | str, *arguments: object, cold: bool = False) -> Figures:
    Path(home).mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "NEWSASSISTANT_HOME": str(home)}
    if arguments[0] == "window":
        from tests.screens import offscreen

        environment.setdefault("QT_QPA_PLATFORM", offscreen(Path(home)))
    if cold:
        os.sync()
        DROP_CACHES.write_text("3", encoding="ascii")
    kind, *rest = map(str, arguments)
    command = [sys.executable, "-m", "tests.bench.start", kind, str(time.time()), *rest]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=LIMIT_S
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    print(f"start: {' '.join(command[3:])}: {figures}", flush=True)
    return figures


def _medians(rounds: Sequence[Figures]) -> Figures:
    return {key: median(each[key] for each in rounds) for key in rounds[0]}


@contextmanager
def large_model(place: Path, starter: Path) -> Iterator[Path]:
    """The folder that SIX_B_MODEL names, or a new one under `place`, without its checkpoint."""
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        yield Path(named)
        return
    import shutil

    from tests.bench import six_b

    source, target = place / "checkpoint", place / "start"
    try:
        six_b.write_checkpoint(source)
        convert = [sys.executable, "-m", "newsassistant", "convert", str(source), str(target)]
        six_b.watched(convert)
        shutil.rmtree(source)
        six_b.lend_tokenizer(starter, target)
        yield target
    finally:
        for folder in (source, target):
            with suppress(OSError):
                shutil.rmtree(folder)


# --- the page ------------------------------------------------------------------------------------


def section(found: Mapping[str, Any]) -> str:
    """Markdown of the page."""
    starter, large = found["starter"], found["6B"]
    rows = "\n".join(f"| {n} | {starter[n]:.3f} | {large[n]:.3f} |" for n in starter)
    ways = "\n".join(
        f"| {key} | {way} | {f['loaded']:.2f} | {f['first word']:.2f} | "
        f"{_ratio(found[key], way)} | {f['anonymous'] / 1e6:.0f} MB |"
        for key in found
        if ", " in key
        for way, f in found[key].items()
    )
    window_rows = "\n".join(
        f"| {name} | {found['new'][name]:.2f} | {found['known'][name]:.2f} |"
        for name in found["known"]
    )
    kept = found["6B, warm"][WAYS[2]]["kept"] / 1e6
    return f"""{TITLE}

{circumstances()}
`python -m tests.bench start`; a process each, medians of {ROUNDS} (6B and a new home:
{LARGE_ROUNDS}), the ways in turn. 6B: ChatGLM3-6B's shape, random weights, int8. Parts are measured
one after the other with the system's cache full, in seconds; the program does some of them at the
same time.

| part | starter | 6B shape |
|---|---|---|
{rows}

The engine alone, from the start of its process, in seconds; cold: the system's cache was empty.
All read the tokenizer beside the graph. The kept graphs of both models, each compiled in two ways,
take {kept:.1f} MB of disk.

| | | loaded | first word | as it was / it | anonymous memory |
|---|---|---|---|---|---|
{ways}

The window, seconds from the start of its process (starter, the question asked when the model is
ready). A new home makes the starter and measures how it runs best; a known one has done both.

| | new home | known home |
|---|---|---|
{window_rows}
"""


def _ratio(ways: Mapping[str, Figures], way: str) -> str:
    return f"{ways[WAYS[0]]['first word'] / ways[way]['first word']:.2f}"


def main(arguments: Sequence[str]) -> None:
    """A child."""
    kind, started, *rest = arguments
    if kind == "parts":
        figures = parts(float(started), Path(rest[0]))
    elif kind == "engine":
        figures = engine(float(started), Path(rest[0]), rest[1])
    else:
        figures = window(float(started))
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
