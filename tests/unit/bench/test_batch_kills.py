"""A batch that is killed loses no story and makes none twice: real processes, ten kills."""

from __future__ import annotations

from pathlib import Path

from tests.bench.batch_kills import torture


def test_ten_kills_over_twenty_stories(tmp_path: Path) -> None:
    report = torture(tmp_path, stories=20, kills=10, seed=3)
    assert report.kills == 10
    assert report.finished >= 1
