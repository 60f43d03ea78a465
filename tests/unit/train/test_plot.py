"""The picture of a run: a whole file, under any title."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="the train extra is not installed")

from newsassistant.core.wire import Evaluated, Stepped
from newsassistant.train import journal
from newsassistant.train.plot import PLOT, plot


@pytest.mark.parametrize("evaluated", [False, True])
def test_the_picture_is_a_whole_png(tmp_path: Path, evaluated: bool) -> None:
    for number in range(1, 5):
        journal.append(tmp_path, Stepped(number, 9, 3.0 / number))
    if evaluated:
        journal.append(tmp_path, Evaluated(4, 1.0))

    plot(tmp_path, "House style")

    data = (tmp_path / PLOT).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert b"IEND" in data[-12:]
    assert {path.name for path in tmp_path.iterdir()} == {journal.LOG, PLOT}


@pytest.mark.parametrize("title", ["本社风格", "ꙮ", r"$\nonsense$", "a_b^c"])
def test_any_title_is_drawn_without_a_warning(tmp_path: Path, title: str) -> None:
    journal.append(tmp_path, Stepped(1, 9, 2.0))

    plot(tmp_path, title)

    assert (tmp_path / PLOT).is_file()


def test_a_run_that_was_stopped_at_once_has_a_picture(tmp_path: Path) -> None:

    plot(tmp_path, "nothing yet")

    assert (tmp_path / PLOT).is_file()
