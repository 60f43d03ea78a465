"""What has to be there before the window: the engine, the history, a way to type Chinese."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.paths import Paths
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.startup import (
    ERASE_AFTER_S,
    FAKE_VARIABLE,
    choose_engine,
    choose_input_method,
    open_history,
)
from newsassistant.store.history import History


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


def test_a_history_that_cannot_be_written_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths.under(tmp_path).ensure()
    History(paths.history, backups=paths.backups).close()
    opened: list[bool] = []

    def open_on_full_disk(path: Path, *, backups: Path, read_only: bool = False) -> History:
        opened.append(read_only)
        if not read_only:
            raise StoreError("store-unwritable", detail="disk full")
        return History(path, backups=backups, read_only=True)

    monkeypatch.setattr("newsassistant.gui.startup.History", open_on_full_disk)

    history = open_history(paths)

    assert opened == [False, True]
    assert history.conversations("") == []
    history.close()


def test_what_was_deleted_long_ago_is_erased_at_start(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path).ensure()
    then = time.time() - ERASE_AFTER_S - 60
    old = History(paths.history, backups=paths.backups, clock=lambda: then)
    gone = old.create("Long ago", None, preset="", model="", prefix="").id
    old.delete(gone)
    old.close()
    new = History(paths.history, backups=paths.backups)
    kept = new.create("Just now", None, preset="", model="", prefix="").id
    new.delete(kept)
    new.close()

    history = open_history(paths)
    history.restore(kept)
    with pytest.raises(StoreError):
        history.restore(gone)
    history.close()
