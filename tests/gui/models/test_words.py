"""The words for what is known of a model, and for memory."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from newsassistant.app.installed.install import InstallProgress
from newsassistant.app.installed.needs import Budget, Need
from newsassistant.app.machine.memory import Spare
from newsassistant.core.types import ModelInfo
from newsassistant.download.catalog import find
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.models.words import (
    disk_words,
    job_words_in_brief,
    languages_words,
    memory_words,
    model_facts,
    need_words,
    needs_words,
)

GIGA = 1_000_000_000
BUDGET = Budget(kept=500_000_000)


def test_memory_is_compared_with_what_is_free(qapp: QApplication) -> None:
    spare = Spare(free=5_100_000_000, total=16 * GIGA)

    assert memory_words(6_600_000_000, spare) == "Needs 6.6 GB of memory, 5.1 GB free"
    assert memory_words(20 * GIGA, spare) == "Needs 20.0 GB of memory; this computer has 16.0 GB"
    assert memory_words(GIGA, None) == "Needs 1.0 GB of memory"
    assert memory_words(0, spare) == ""


def test_the_parts_of_a_need_are_told(qapp: QApplication) -> None:
    need = Need(6 * GIGA, 235_000_000, 512_000_000, 500_000_000)

    assert need_words(need) == (
        "At most 7.2 GB: 6.0 GB for its weights, 235 MB for a whole context (KV cache), "
        "512 MB for articles read before, 500 MB for the program"
    )
    assert need_words(Need(0, 0, 0, 0)) == ""


def test_facts_leave_out_what_is_not_known(qapp: QApplication) -> None:
    model = ModelInfo("a", "A", "", 8192, size_bytes=GIGA)

    assert model_facts(model) == "1.0 GB · 8,192 tokens of context"


def test_the_languages_of_a_model_are_told(qapp: QApplication) -> None:
    assert languages_words("chatglm3") == "Chinese and English"
    assert languages_words("starter") == "English only"
    assert languages_words("never-heard-of") == ""
    starter = ModelInfo("starter", "S", "int8", 2048, family="starter")
    assert model_facts(starter).startswith("English only · ")


def test_what_a_model_needs_is_compared_with_what_there_is(qapp: QApplication) -> None:
    model, spare = find("chatglm3-6b"), Spare(free=8 * GIGA, total=16 * GIGA)

    said, warns = needs_words(model, "int8", spare, 100 * GIGA, fetched=0, budget=BUDGET)
    assert said == (
        "Needs 7.5 GB of memory, 8.0 GB free, with int8 · "
        "25.3 GB of disk while it is installed, 100.0 GB free"
    )
    assert not warns
    assert needs_words(model, "int4", spare, 100 * GIGA, fetched=0, budget=BUDGET)[0].startswith(
        "Needs 5.6 GB"
    )
    assert needs_words(model, "int8", spare, 20 * GIGA, fetched=0, budget=BUDGET)[1], (
        "the disk is too full"
    )
    assert not needs_words(model, "int8", spare, 20 * GIGA, fetched=12 * GIGA, budget=BUDGET)[1]
    assert needs_words(model, "fp16", spare, None, fetched=0, budget=BUDGET)[1], (
        "the memory is too small"
    )
    assert disk_words(GIGA, None) == "1.0 GB of disk while it is installed"


def test_a_job_is_told_in_brief(qapp: QApplication) -> None:
    half = InstallProgress("downloading", 6 * GIGA, 12 * GIGA)
    assert job_words_in_brief(JobView("download", "GLM", half)) == "Downloading GLM: 50 %"
    converting = InstallProgress("converting", 1, 4)
    assert job_words_in_brief(JobView("download", "GLM", converting)) == "Converting GLM: 25 %"
    assert job_words_in_brief(JobView("look-up", "GLM")) == ""
    assert job_words_in_brief(None) == ""
