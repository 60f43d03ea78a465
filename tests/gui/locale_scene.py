"""A session with the window in a process of its own; prints as JSON what it wrote and showed.

Run as `python -m tests.gui.locale_scene HOME [rtl]`. The locale is that of the environment, and
also Qt's default, which the program itself sets to the language of its interface.
"""

from __future__ import annotations

import ctypes
import json
import locale
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from newsassistant.app.listener import ChatState
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.gui.process.startup import make_qt_application
from newsassistant.gui.program import Application
from newsassistant.store.session import SessionHistory
from newsassistant.text.numbers.scanner import numbers_in

ARTICLE = (
    "ISTANBUL TITLE IN CAPITALS: £29,000 AND 1.5 MILLION\n\n"
    "The council of Istanbul agreed to 29.000,50 and 1,234.5 per cent, -3.5 degrees, 12,34,567. "
    "It was thirty million, ＭＩＬＬＩＯＮ and half a million, 三成五 and 1½. "
    + "Filler words. "
    * 300
)
ANSWER = "- Istanbul pays 29,000 and 1.5 million.\n- THIRTY MILLION are 1.25 per cent."
WAIT_S = 30.0
SIZES = (236, 1546, 578)


def wait(condition: Callable[[], bool]) -> None:
    """Let the window work until it holds."""
    limit = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError("nothing happened in time")
        QTest.qWait(20)


def c_library() -> dict[str, object]:
    """What the libraries under us read and write: OpenVINO and others use these functions."""
    library = ctypes.CDLL(None)
    library.strtod.restype = ctypes.c_double
    buffer = ctypes.create_string_buffer(32)
    library.snprintf(buffer, 32, b"%.2f", ctypes.c_double(1.25))
    return {
        "strtod": library.strtod(b"1.25", None),
        "printf": buffer.value.decode(),
        "point": locale.localeconv()["decimal_point"],
    }


def openvino(folder: Path) -> dict[str, object]:
    """A graph with numbers in its attributes, written, read and computed."""
    import numpy as np
    import openvino as ov
    from openvino import opset13

    given = opset13.parameter([4], np.float32)
    graph = folder / "graph.xml"
    ov.save_model(ov.Model([opset13.clamp(given, -1.25, 2.5)], [given]), graph)
    core = ov.Core()
    compiled = core.compile_model(core.read_model(graph), "CPU")
    limits = re.findall('(?:min|max)="([^"]*)"', graph.read_text("utf-8"))
    result = compiled([np.array([-3, -1.1, 2.2, 9], np.float32)])[0]
    return {"written": limits, "computed": [round(float(value), 2) for value in result]}


def work(program: Application) -> dict[str, object]:
    """An article, an answer, other settings; what they look like."""
    window = program.window
    wait(lambda: program.service.state is ChatState.IDLE)
    QGuiApplication.clipboard().setText(ARTICLE)
    window.article.edit.selectAll()
    window.article.edit.paste()
    wait(lambda: program.desk.article is not None and program.desk.is_measured())
    program.draft.save()
    draft = json.loads(program.paths.draft.read_text("utf-8"))
    del draft["origin"]["at"]  # another time in each run
    meter = window.article.meter
    shown = {"meter": meter.text(), "permille": meter.permille(), "name": meter.accessibleName()}
    window.actions_by_name["summarize"].trigger()
    wait(lambda: program.service.state is not ChatState.IDLE)
    wait(lambda: program.service.state is ChatState.IDLE)
    changed = replace(program.preferences.settings, zoom=1.25, splitter_sizes=SIZES)
    program.preferences.set(changed)
    program.preferences.save()
    (conversation,) = program.history.conversations()
    messages = program.history.messages(conversation.id)
    return {
        "shown": shown,
        "draft": draft,
        "title": conversation.title,
        "messages": [(each.role, each.content, each.preset, each.status) for each in messages],
        "found": {
            word: len(program.history.conversations(word))
            for word in ("istanbul", "ISTANBUL", "TITLE", "title", "29,000", "capitals")
        },
        "settings": _numbers_of(program.paths.settings_file),
        "loaded": _loaded(program.paths.settings_file),
    }


def _numbers_of(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("window_geometry")]


def _loaded(path: Path) -> list[object]:
    settings, error = Settings.load(path)
    return [settings.zoom, list(settings.splitter_sizes), repr(error)]


def numbers() -> dict[str, object]:
    """What the numbers of the article are taken for."""
    return {
        "values": [(each.text, str(each.value), each.kind) for each in numbers_in(ARTICLE)],
        "marks": [(mark.text, mark.kind) for mark in check(Index.of(ARTICLE, "en"), ANSWER)],
    }


def main(home: Path, *, right_to_left: bool) -> None:
    """The whole session."""
    app = make_qt_application()
    if right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    paths = Paths.under(home).ensure()
    settings = Settings(language="en", scheme="light")
    program = Application(
        paths,
        settings,
        SessionHistory(paths.history, backups=paths.backups),
        engine_factory=lambda: FakeEngine([ANSWER], delay_s=0.01),
        locate=lambda model_id, on_progress, cancel: Path(model_id),
    )
    QLocale.setDefault(QLocale.system())
    system = QLocale.system().toString(1234.5)
    program.show()
    program.start(None)
    found = {**work(program), "c": c_library(), "numbers": numbers(), "graph": openvino(home)}
    program.ended.connect(app.quit)
    program.window.close()
    wait(lambda: program.has_ended)
    print(json.dumps({"system": system, "found": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), right_to_left="rtl" in sys.argv[2:])
