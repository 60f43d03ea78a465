"""The user's folders: one environment variable moves them all, and they are private."""

from __future__ import annotations

import dataclasses
import importlib
import os
import stat
import sys
from pathlib import Path

import platformdirs
import pytest

from newsassistant.core import paths
from newsassistant.core.errors import InputError
from newsassistant.core.paths import HOME_VARIABLE, SHARED_VARIABLE, Paths, shared_models
from tests.systems import on_system


def test_the_variable_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    found = Paths.from_environment()
    for field in dataclasses.fields(found):
        assert getattr(found, field.name) == tmp_path / "home" / field.name
    assert not (tmp_path / "home").exists()


def test_a_relative_home_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, "portable")
    assert Paths.from_environment().data == tmp_path / "portable" / "data"


def test_a_tilde_is_the_home_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(HOME_VARIABLE, "~/news")
    assert Paths.from_environment().logs == tmp_path / "news" / "logs"


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_variable_means_the_system_folders(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, value)
    paths = Paths.from_environment()
    assert paths.data.is_absolute()
    assert "newsassistant" in str(paths.data).lower()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the XDG variables are Linux's")
def test_linux_follows_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    paths = Paths.from_environment()
    assert paths.data == tmp_path / "data" / "newsassistant"
    assert paths.config == tmp_path / "config" / "newsassistant"
    assert paths.cache == tmp_path / "cache" / "newsassistant"
    assert paths.state == tmp_path / "state" / "newsassistant"
    assert paths.logs.is_relative_to(tmp_path / "state")


def test_chats_and_models_are_never_in_the_cache(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for place in (paths.history, paths.backups, paths.models, paths.prefixes):
        assert place.is_relative_to(paths.data)
    assert paths.history.name == "history.sqlite3"
    assert paths.settings_file.parent == paths.config
    assert paths.crash_reports.parent == paths.state


def test_ensure_creates_all_and_may_be_repeated(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path / "a" / "b").ensure().ensure()
    made = (paths.data, paths.config, paths.cache, paths.state, paths.logs)
    for folder in (*made, paths.models, paths.prefixes, paths.backups, paths.crash_reports):
        assert folder.is_dir()


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_folders_are_private_even_if_they_were_not(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    paths.data.mkdir(mode=0o755, parents=True)
    paths.ensure()
    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(paths.models.stat().st_mode) == 0o700


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(InputError) as caught:
        Paths.under(tmp_path).ensure()
    assert caught.value.code == "folder-unwritable"
    assert str(tmp_path / "config") in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_files_of_earlier_versions_become_private(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path).ensure()
    files = (paths.history, paths.settings_file, paths.draft)
    for file in files:
        file.write_text("")
        file.chmod(0o644)
    paths.ensure()

    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_the_folders_that_can_be_made_are(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(InputError, match="data"):
        Paths.under(tmp_path).ensure()

    assert (tmp_path / "logs").is_dir()


def test_without_a_home_no_folder_is_made_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nowhere = Paths(*(Path("~", name) for name in ("data", "config", "cache", "state", "logs")))

    with pytest.raises(InputError, match="no home folder"):
        nowhere.ensure()
    assert list(tmp_path.iterdir()) == []
    assert Paths.under(Path("~nobody-at-all/x")).data.is_absolute()


def test_shared_models_are_where_the_variable_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(SHARED_VARIABLE, "server/models")

    assert shared_models() == (tmp_path / "server" / "models",)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the XDG variables are Linux's")
def test_shared_models_are_with_the_systems_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_VARIABLE, " ")
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path / 'local'}:{tmp_path / 'share'}")

    own, share = (tmp_path / name / "newsassistant" / "models" for name in ("local", "share"))
    assert shared_models() == (own, share)
    share.mkdir(parents=True)
    share.chmod(0o777)
    assert shared_models() == (own,)
    monkeypatch.delenv("XDG_DATA_DIRS")
    assert Path("/usr/local/share/newsassistant/models") in shared_models()


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("windows.Windows", "ProgramData/NewsAssistant"),
        ("macos.MacOS", "/Library/Application Support/NewsAssistant"),
    ],
)
def test_other_systems_have_a_folder_too(
    monkeypatch: pytest.MonkeyPatch, system: str, folder: str
) -> None:
    monkeypatch.setenv(SHARED_VARIABLE, "")
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda name: "ProgramData")
    module, name = system.split(".")
    made = getattr(importlib.import_module(f"platformdirs.{module}"), name)
    monkeypatch.setattr(platformdirs, "PlatformDirs", made)
    on_system(monkeypatch, paths, {"windows": "win32", "macos": "darwin"}[module])

    (place,) = shared_models()
    assert place.name == "models"
    assert place.parent.as_posix().endswith(folder)
