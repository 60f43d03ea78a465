"""The words for models: what is known of one, and its need of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from newsassistant.gui.look.labels import family_words, size_words

if TYPE_CHECKING:
    from newsassistant.app.memory import Spare
    from newsassistant.core.types import ModelInfo


def memory_words(need: int, spare: Spare | None) -> str:
    """What a model needs against what is free; "" when the need is not known."""
    if not need:
        return ""
    if spare is None:
        return QCoreApplication.translate("Models", "Needs {0} of memory").format(size_words(need))
    if need > spare.total:
        words = QCoreApplication.translate("Models", "Needs {0} of memory; this computer has {1}")
        return words.format(size_words(need), size_words(spare.total))
    words = QCoreApplication.translate("Models", "Needs {0} of memory, {1} free")
    return words.format(size_words(need), size_words(spare.free))


def model_facts(model: ModelInfo) -> str:
    """Family, size on the disk, precision, context and licence, as far as they are known."""
    context = QCoreApplication.translate("Models", "{0} tokens of context").format(
        f"{model.context_length:,}"
    )
    family = family_words(model.family)
    parts = (family, size_words(model.size_bytes), model.weights, context, model.licence)
    return " · ".join(part for part in parts if part)
