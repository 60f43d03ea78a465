"""The words for sizes, memory and jobs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.app.installed.install import InstallProgress
from newsassistant.app.memory import Spare
from newsassistant.core.types import ModelInfo
from newsassistant.gui.models.words import (
    JobView,
    job_words,
    left_words,
    memory_words,
    model_facts,
    size_words,
)

GIGA = 1_000_000_000


@pytest.mark.parametrize(
    ("size", "words"), [(6_600_000_000, "6.6 GB"), (139_000_000, "139 MB"), (0, "0 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


def test_memory_is_compared_with_what_is_free(qapp: QApplication) -> None:
    spare = Spare(free=5_100_000_000, total=16 * GIGA)

    assert memory_words(6_600_000_000, spare) == "Needs 6.6 GB of memory, 5.1 GB free"
    assert memory_words(20 * GIGA, spare) == "Needs 20.0 GB of memory; this computer has 16.0 GB"
    assert memory_words(GIGA, None) == "Needs 1.0 GB of memory"
    assert memory_words(0, spare) == ""


def test_facts_leave_out_what_is_not_known(qapp: QApplication) -> None:
    model = ModelInfo("a", "A", "", 8192, size_bytes=GIGA)

    assert model_facts(model) == "1.0 GB · 8,192 tokens of context"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12.0, "less than a minute left"),
        (130.0, "about 2 min left"),
        (4000.0, "about 67 min left"),
        (9000.0, "about 2.5 h left"),
    ],
)
def test_remaining_times(qapp: QApplication, seconds: float, words: str) -> None:
    assert left_words(seconds) == words


def test_a_job_without_a_report_says_what_it_is(qapp: QApplication) -> None:
    assert job_words(JobView("verify", "GLM")) == "Checking every file of GLM…"
    assert JobView("verify", "GLM").permille() is None
    assert job_words(JobView("import", "GLM", stopping=True)) == "Stopping…"


def test_a_copy_tells_bytes(qapp: QApplication) -> None:
    job = JobView("import", "GLM", InstallProgress("copying", GIGA, 4 * GIGA))

    assert job_words(job) == "Copying GLM: 1.0 GB of 4.0 GB"
    assert job.permille() == 250
    assert not job.can_pause()


def test_a_download_can_pause_until_it_is_converted() -> None:
    fetching = JobView("download", "GLM", InstallProgress("downloading", 1, 2))
    converting = JobView("download", "GLM", InstallProgress("converting", 1, 2))

    assert fetching.can_pause()
    assert not converting.can_pause()


def test_a_conversion_tells_what_the_checkpoint_is_taken_for() -> None:
    progress = InstallProgress("converting", 1, 2, family="chatglm3")

    assert job_words(JobView("import", "Wire", progress)) == "Converting Wire as ChatGLM3: 50 %"
