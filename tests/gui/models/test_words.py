"""The words for what is known of a model, and for memory."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from newsassistant.app.memory import Spare
from newsassistant.core.types import ModelInfo
from newsassistant.gui.models.words import memory_words, model_facts

GIGA = 1_000_000_000


def test_memory_is_compared_with_what_is_free(qapp: QApplication) -> None:
    spare = Spare(free=5_100_000_000, total=16 * GIGA)

    assert memory_words(6_600_000_000, spare) == "Needs 6.6 GB of memory, 5.1 GB free"
    assert memory_words(20 * GIGA, spare) == "Needs 20.0 GB of memory; this computer has 16.0 GB"
    assert memory_words(GIGA, None) == "Needs 1.0 GB of memory"
    assert memory_words(0, spare) == ""


def test_facts_leave_out_what_is_not_known(qapp: QApplication) -> None:
    model = ModelInfo("a", "A", "", 8192, size_bytes=GIGA)

    assert model_facts(model) == "1.0 GB · 8,192 tokens of context"
