"""The frozen program against the same from source: start, memory, sizes of the packages.

Both are seen from outside, on an Xvfb: a window is there when the screen shows something. Needs
what `make frozen` leaves, and Xvfb; sizes are of what lies in dist/.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from installer.products import MAIN
from scripts.setup_env import ROOT
from tests.bench.machine import circumstances
from tests.end2end.screen import SIZE, Screen

TITLE = "### Installed program"
ROUNDS = 11
WAYS: Mapping[str, Sequence[str]] = {
    "frozen": [str(MAIN.program), "gui"],
    "source": [sys.executable, "-m", "newsassistant", "gui"],
}
LIMIT_S = 60.0
POLL_S = 0.002
LOADED_S = 6.0  # from the first picture: the model is loaded, and the window rests
_PIXEL_BYTES = 4
_FIELDS = {"start": "s to the first picture", "cpu": "s of a processor by then, of all cores",
           "memory": "MB with the model loaded, at most"}  # fmt: skip


def measure(rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Way -> field -> median of rounds in turn, after one of each that does not count."""
    seen: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as home:
        for number in range(-1, rounds):
            for way, command in WAYS.items():
                figures = _one(command, Path(home, "home"))
                if number >= 0:
                    seen[way].append(figures)
    return {
        way: {field: median(each[field] for each in found) for field in _FIELDS}
        for way, found in seen.items()
    }


def _one(command: Sequence[str], home: Path) -> dict[str, float]:
    with _screen() as (display, shows):
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "NEWSASSISTANT_HOME": str(home),
            "NEWSASSISTANT_EXECUTION": "exact",  # nothing is measured first
        }
        started = time.monotonic()
        with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
            try:
                while not shows():
                    if time.monotonic() - started > LIMIT_S or process.poll() is not None:
                        raise RuntimeError(f"{command[0]} shows no window")
                    time.sleep(POLL_S)
                start = time.monotonic() - started
                cpu = _cpu_s(process.pid)
                time.sleep(LOADED_S)
                return {"start": start, "cpu": cpu, "memory": _peak_mb(process.pid)}
            finally:
                process.kill()


@contextmanager
def _screen() -> Iterator[tuple[str, Callable[[], bool]]]:
    with tempfile.TemporaryDirectory() as name:
        screen = Screen(Path(name))
        buffer = os.open(Path(name, "Xvfb_screen0"), os.O_RDONLY)
        width, height = SIZE

        def shows() -> bool:
            """Whether the line in the middle is not black any more."""
            end = os.fstat(buffer).st_size
            line = width * _PIXEL_BYTES
            return any(os.pread(buffer, line, end - line * (height // 2)))

        try:
            yield screen.display, shows
        finally:
            os.close(buffer)
            screen.close()


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    if found is None:
        raise RuntimeError("the window has ended")
    return int(found[1]) / 1000


def sizes() -> str:
    """Rows of what lies in dist/ and of the frozen folder, with and without its model."""
    model = _folder_mb(MAIN.inside / "newsassistant" / "resources" / "models")
    whole = _folder_mb(MAIN.folder)
    rows = [f"| the frozen folder | {whole:.0f} MB, {whole - model:.0f} without the starter |"]
    packages = (each for each in sorted((ROOT / "dist").glob("*")) if each.stat().st_size > 10**6)
    rows += [f"| `{each.name}` | {each.stat().st_size / 1e6:.1f} MB |" for each in packages]
    return "\n".join(rows)


def _folder_mb(folder: Path) -> float:
    files = (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in files) / 1e6


def part(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Markdown of the page."""
    rows = "\n".join(
        f"| {words} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |"
        for field, words in _FIELDS.items()
        for ours, theirs in [(figures["frozen"][field], figures["source"][field])]
    )
    return f"""{TITLE}

{circumstances()}
The window under Xvfb, seen from outside, exact execution; medians of {ROUNDS} rounds in turn.

| | frozen | source | ratio |
|---|---|---|---|
{rows}

| package | size |
|---|---|
{sizes()}
"""
