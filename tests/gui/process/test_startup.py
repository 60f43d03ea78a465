"""What has to be there before the window: the engine, the history, a way to type Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.core.paths import Paths
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.process.startup import (
    FAKE_VARIABLE,
    choose_engine,
    choose_input_method,
)


@pytest.mark.parametrize(
    ("wanted", "plugin", "expected"),
    [
        ("fcitx", None, "ibus"),
        ("fcitx5", None, "ibus"),
        ("fcitx", "libfcitx5platforminputcontextplugin.so", "fcitx"),
        ("ibus", None, "ibus"),
        ("", None, ""),
    ],
)
def test_chinese_can_be_typed_with_fcitx(
    tmp_path: Path, wanted: str, plugin: str | None, expected: str
) -> None:
    contexts = tmp_path / "platforminputcontexts"
    contexts.mkdir()
    if plugin is not None:
        (contexts / plugin).touch()
    environment = {"QT_IM_MODULE": wanted}

    choose_input_method(environment, tmp_path)

    assert environment["QT_IM_MODULE"] == expected


def test_the_scripted_engine_is_chosen_by_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths.under(tmp_path)
    monkeypatch.delenv(FAKE_VARIABLE, raising=False)
    factory, _ = choose_engine(paths, None)
    assert factory.__name__ == "_openvino_engine"

    monkeypatch.setenv(FAKE_VARIABLE, "1")
    factory, locate = choose_engine(paths, None)
    assert isinstance(factory(), FakeEngine)
    assert locate("any", lambda done, total: None, None) == Path("any")  # type: ignore[arg-type]


def test_what_the_system_wants_opened_is_told() -> None:
    code = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from PySide6.QtGui import QFileOpenEvent\n"
        "from newsassistant.gui.process.startup import make_qt_application\n"
        "app = make_qt_application()\n"
        "app.file_opened.connect(lambda path: print(path.name))\n"
        "QCoreApplication.sendEvent(app, QFileOpenEvent('/news/story.txt'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.stdout.split() == ["story.txt"], done.stderr
