"""No file holds what was private, or what was erased for good: every one is looked through.

The program runs in a process of its own whose home, temporary and runtime folders are all here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end2end.no_trace_scene import ARTICLE
from tests.unit.store.remains import NAME, found_in

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 90
COPIES = (
    *("history.sqlite3", "draft.json", "draft-2", "draft-9", "damaged"),
    *("history-v1", "history-2"),
)


class Place:
    """All folders that a program of this user can write to, and one with the user's own file."""

    def __init__(self, folder: Path) -> None:
        self.inside = folder / "inside"
        self.home = self.inside / "assistant"
        self.outside = folder / "outside" / NAME
        for name in ("home", "assistant", "tmp", "run", "config", "data", "cache"):
            (self.inside / name).mkdir(parents=True, mode=0o700)
        self.outside.mkdir(parents=True)
        page = f"<html><body><h1>{NAME}</h1><p>{ARTICLE}</p></body></html>"
        (self.outside / f"{NAME}.html").write_text(page, "utf-8")

    def environment(self) -> dict[str, str]:
        """What leads every program here."""
        inside = self.inside
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "HOME": str(inside / "home"),
            "USERPROFILE": str(inside / "home"),
            "TMPDIR": str(inside / "tmp"),
            "TEMP": str(inside / "tmp"),
            "XDG_RUNTIME_DIR": str(inside / "run"),
            "XDG_CONFIG_HOME": str(inside / "config"),
            "XDG_DATA_HOME": str(inside / "data"),
            "XDG_CACHE_HOME": str(inside / "cache"),
            "NEWSASSISTANT_HOME": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
            "LANGUAGE": "en",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }

    @contextmanager
    def playing(self, story: str) -> Iterator[subprocess.Popen[str]]:
        """The program with a story in it."""
        command = [sys.executable, "-m", "tests.end2end.no_trace_scene", story, str(self.outside)]
        process = subprocess.Popen(
            command,
            cwd=self.inside,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate(timeout=30)

    def found(self) -> list[str]:
        """What the files hold; the user's own is not among them."""
        return found_in(self.inside)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command line, on the same home."""
        return subprocess.run(
            [sys.executable, "-m", "newsassistant", *words],
            cwd=self.inside,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def wait_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def reports(place: Place) -> list[Path]:
    return sorted((place.home / "state" / "crashes").glob("*.json"))


def test_a_private_conversation_is_in_no_file_at_any_time(place: Place) -> None:
    with place.playing("private") as process:
        wait_ready(process)  # it is whole, and a crash report was written
        assert place.found() == []
        assert len(reports(place)) == 1
        go_on(process)
        wait_ready(process)  # it was left
        assert place.found() == []
        go_on(process)
        assert process.wait(LIMIT_S) == 0
    assert place.found() == []


def test_closing_the_window_leaves_nothing_either(place: Place) -> None:
    with place.playing("closed") as process:
        assert process.wait(LIMIT_S) == 0
    assert place.found() == []


def test_a_process_killed_in_a_private_answer_leaves_nothing(place: Place) -> None:
    with place.playing("killed") as process:
        wait_ready(process)
        process.kill()
        process.wait(LIMIT_S)
    assert place.found() == []
    assert place.command("history", "conversations").stdout.strip() == ""


def test_what_is_erased_in_the_window_is_in_no_file_any_more(place: Place) -> None:
    with place.playing("erased") as process:
        wait_ready(process)
        before = "\n".join(place.found())
        assert [kind for kind in COPIES if kind not in before] == []
        go_on(process)
        wait_ready(process)
        assert place.found() == []
        go_on(process)
        assert process.wait(LIMIT_S) == 0
    assert place.found() == []


def test_what_is_erased_by_the_command_line_is_in_no_file_any_more(place: Place) -> None:
    with place.playing("unerased") as process:
        wait_ready(process)
        go_on(process)
        assert process.wait(LIMIT_S) == 0
    assert any("history.sqlite3" in line for line in place.found())
    shown = place.command("history", "conversations", "--json")
    assert shown.returncode == 0, shown.stderr
    for number in range(1, 1 + shown.stdout.count('"id"')):
        ended = place.command("history", "erase", str(number), "--yes")
        assert ended.returncode == 0, ended.stderr
    assert place.found() == []
