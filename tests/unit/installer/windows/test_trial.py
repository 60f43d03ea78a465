"""The trial under Wine, without Wine: what it takes for left behind, and for a failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from installer.windows import trial
from scripts.setup_env import SetupError


class FakeWindows(trial.Windows):
    """A disk with one user, and no Wine."""

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        self.disk = prefix / "drive_c"
        self.home = self.disk / "users" / "ann"
        self.local = self.home / "AppData" / "Local"
        self.data = self.local / "NewsAssistant"
        self.local.mkdir(parents=True)


@pytest.fixture
def windows(tmp_path: Path) -> FakeWindows:
    return FakeWindows(tmp_path)


def test_paths_are_windows_own(windows: FakeWindows) -> None:
    folder = trial.program_folder(windows)

    assert windows.path(folder) == r"C:\users\ann\AppData\Local\Programs\News Assistant"


def test_traces_are_found_in_the_registry(windows: FakeWindows) -> None:
    for name in ("user.reg", "system.reg"):
        (windows.disk.parent / name).write_text('[Software]\n"x"="News Assistant"\n[Other]\n')

    assert windows.traces() == ['"x"="News Assistant"'] * 2


@pytest.mark.skipif(os.name == "nt", reason="Wine runs elsewhere")
def test_the_desktop_of_who_runs_it_is_not_touched(tmp_path: Path) -> None:
    own = tmp_path / "own"
    home = tmp_path / "wine"
    own.mkdir()
    home.mkdir()
    (home / "Desktop").symlink_to(own)
    trial.part_from_host(home)
    (home / "Desktop" / "News Assistant.lnk").write_bytes(b"")

    assert list(own.iterdir()) == []


def run_cycle(windows: FakeWindows, monkeypatch: pytest.MonkeyPatch, left: Path) -> None:
    """A cycle whose steps leave the user's data and one more file."""

    def leave(_: object, setup: str) -> None:
        for path in (*(windows.data / name for name in trial.KEPT), left):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("left", encoding="utf-8")

    monkeypatch.setattr(trial, "Windows", lambda prefix: windows)
    steps = ("installs", "starts", "upgrades", "refuses_while_open", "moves", "uninstalls")
    for name in (*steps, "takes_models", "serves_all_users"):
        step = leave if name == "uninstalls" else lambda windows, setup: None
        monkeypatch.setattr(trial, name, step)
        step.__name__ = name
    trial.cycle(Path("setup.exe"))


def test_the_users_data_may_be_left(
    windows: FakeWindows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (windows.home / "Temp").mkdir()
    run_cycle(windows, monkeypatch, windows.home / "Temp" / "~nsu1.tmp" / "Un.exe")

    assert "under Wine: refuses while open" in capsys.readouterr().err


def test_anything_else_is_a_failure(windows: FakeWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SetupError, match=r"left behind: .*python313\.dll"):
        run_cycle(windows, monkeypatch, trial.program_folder(windows) / "python" / "python313.dll")
