"""The sentences about training data and runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.app.training.packages import PackageProgress
from newsassistant.app.training.runs import RunInfo
from newsassistant.core.errors import TrainError
from newsassistant.core.wire import DataReport, Doubt, Lengths, NotInArticle, Stepped
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.training.words import findings, package_words, progress_words, run_words

CLEAN = DataReport(rows=300, used=300, source=Lengths(310, 500, 512), target=Lengths(31, 58, 90))
RUN = RunInfo("a", Path("a"), "House style", "stopped", step=120, steps=400, loss=2.314)


def test_clean_data_warns_of_nothing(qapp: QApplication) -> None:
    found = findings(CLEAN)

    assert not any(finding.warns for finding in found)
    assert found[0].words == "300 of 300 rows can be used"
    assert "310 tokens as a rule and 512 at most, summaries 31 and 90" in found[1].words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"used": 20}, "That is little"),
        ({"cut": 7, "cut_lines": tuple(range(1, 8))}, "(lines 1, 2, 3, 4, 5 …)"),
        ({"cut": 7}, "so that only the beginning is learnt: 7"),
        ({"duplicates": 1, "duplicate_lines": (9,)}, "Repeating an earlier article: 1 (line 9)"),
        ({"empty": 1, "empty_lines": (3,)}, "there is no text: 1 (line 3)"),
        ({"missing": 1, "missing_lines": (1200,)}, "missing: 1 (line 1,200)"),
        ({"unsupported": 1, "doubts": (Doubt(4, ("350",)),)}, "Line 4: 350"),
        (
            {
                "compared": 300,
                "absent": 1,
                "absent_rows": (NotInArticle(4, ("350",), names=("Ann Lee",)),),
            },
            "Line 4: 350; Ann Lee",
        ),
        (
            {"compared": 300, "absent": 4, "absent_kinds": {"numbers": 1, "dates": 0, "quotes": 3}},
            "not in their article: 4 (numbers: 1, dates: 0, names: 0, quotes: 3)",
        ),
    ],
)
def test_what_should_be_looked_at(
    qapp: QApplication, change: dict[str, object], words: str
) -> None:
    found = findings(replace(CLEAN, **change))  # type: ignore[arg-type]

    assert [finding.words for finding in found if finding.warns and words in finding.words]


def test_what_is_kept_aside_is_counted(qapp: QApplication) -> None:
    words = "Kept aside to measure the style on, and not learnt from: 15"

    assert words in [finding.words for finding in findings(replace(CLEAN, held_out=15))]
    assert "Kept aside" not in " ".join(finding.words for finding in findings(CLEAN))


def test_only_a_few_doubts_are_shown(qapp: QApplication) -> None:
    rows = tuple(NotInArticle(line, ("1",)) for line in range(1, 200))
    found = findings(replace(CLEAN, compared=300, absent=900, absent_rows=rows))

    assert len(found) < 15
    assert any("not in their article: 900" in finding.words for finding in found)


def test_a_choice_of_rows_is_told(qapp: QApplication) -> None:
    words = "Evenly chosen and compared with their articles: 200 summaries"

    assert words in [finding.words for finding in findings(replace(CLEAN, compared=200))]
    assert "Evenly" not in " ".join(f.words for f in findings(replace(CLEAN, compared=300)))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, "House style: loading the model…"),
        (Stepped(3, 1400, 2.0), "House style: step 3 of 1,400"),
        (Stepped(3, 14, 2.0, None, 720.0), "House style: step 3 of 14 · about 12 min left"),
    ],
)
def test_progress(qapp: QApplication, step: Stepped | None, words: str) -> None:
    assert progress_words("House style", step) == words


def test_runs(qapp: QApplication) -> None:
    assert run_words(RUN) == "Stopped at step 120 of 400 · loss 2.31"
    assert run_words(replace(RUN, state="finished", loss=None)) == "Finished"
    dated = replace(RUN, created_at="2026-11-22T01:00:00+0000")
    assert len(run_words(dated).split(" · ")) == 3
    error = TrainError("train-failed", detail="signal 9")
    failed = run_words(replace(RUN, state="failed", error=error))
    assert failed.split("\n")[1] == "The training process ended before it was done: signal 9."


def test_in_chinese(qapp: QApplication) -> None:
    translations = Translations()
    translations.use("zh")
    try:
        assert "已停止" in run_words(RUN)
        assert "300" in findings(CLEAN)[0].words
        assert "可用" in findings(CLEAN)[0].words
    finally:
        translations.use("en")


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (PackageProgress("fetching"), "Asking for the packages…"),
        (PackageProgress("fetching", "torch", 1, 1), "Fetching torch…"),
        (
            PackageProgress("fetching", "torch", 1, 1, 10**6, 10**8),
            "Fetching torch: 1 MB of 100 MB",
        ),
        (PackageProgress("fetching", "peft", 2, 9), "Fetching peft, package 2 of 9"),
        (PackageProgress("unpacking", "torch", 1, 1), "Unpacking torch…"),
        (PackageProgress("unpacking", "peft", 9, 9), "Unpacking 9 packages…"),
        (PackageProgress("trying"), "Trying them out…"),
    ],
)
def test_an_installation_says_what_it_is_at(progress: PackageProgress, words: str) -> None:
    assert package_words(progress) == words
