"""The words for models: what is known of one, what it needs, and the job that is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from newsassistant.app.machine.memory import fit
from newsassistant.gui.look.labels import family_words, language_label, size_words
from newsassistant.model.languages import languages_of

if TYPE_CHECKING:
    from newsassistant.app.installed.needs import Budget, Need
    from newsassistant.app.machine.memory import Spare
    from newsassistant.core.types import ModelInfo
    from newsassistant.download.catalog import CatalogModel
    from newsassistant.gui.cards.strip import JobView


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


def disk_words(need: int, free: int | None) -> str:
    """What installing a model takes of the disk against what is free there."""
    if free is None:
        return QCoreApplication.translate("Models", "{0} of disk while it is installed").format(
            size_words(need)
        )
    words = QCoreApplication.translate("Models", "{0} of disk while it is installed, {1} free")
    return words.format(size_words(need), size_words(free))


def need_words(need: Need) -> str:
    """The parts of what a model needs; "" when they are not known."""
    if not need.whole:
        return ""
    words = QCoreApplication.translate(
        "Models",
        "At most {0}: {1} for its weights, {2} for a whole context (KV cache), "
        "{3} for articles read before, {4} for the program",
    )
    parts = (need.whole, need.weights, need.cache, need.kept, need.program)
    return words.format(*map(size_words, parts))


def needs_words(
    model: CatalogModel,
    weights: str,
    spare: Spare | None,
    disk: int | None,
    *,
    fetched: int,
    budget: Budget,
) -> tuple[str, bool]:
    """What a model of the catalogue needs with such weights, and whether that is not free now."""
    from newsassistant.app.installed.advice import disk_bytes  # no part of the window's start
    from newsassistant.app.installed.needs import need_of_catalogue

    need = need_of_catalogue(model, weights, budget).whole
    room = disk_bytes(model, weights, fetched=fetched)
    words = QCoreApplication.translate("Models", "{0}, with {1}")
    said = f"{words.format(memory_words(need, spare), weights)} · {disk_words(room, disk)}"
    return said, fit(need, spare) != "fits" or (disk is not None and room > disk)


def languages_words(family: str) -> str:
    """Which languages models of a family read, "" where that is not known."""
    names = [language_label(language) for language in languages_of(family)]
    if len(names) == 1:
        return QCoreApplication.translate("Models", "{0} only").format(names[0])
    if not names:
        return ""
    return QCoreApplication.translate("Models", "{0} and {1}").format(*names)


def job_words_in_brief(view: JobView | None) -> str:
    """How far a job is, for the status bar; "" without one that takes its time."""
    permille = view.permille() if view is not None else None
    if view is None or view.progress is None or permille is None:
        return ""
    words = {
        "downloading": QCoreApplication.translate("Models", "Downloading {0}: {1} %"),
        "copying": QCoreApplication.translate("Models", "Copying {0}: {1} %"),
        "converting": QCoreApplication.translate("Models", "Converting {0}: {1} %"),
    }
    return words[view.progress.stage].format(view.name, permille // 10)


def model_facts(model: ModelInfo) -> str:
    """Languages, family, size, precision, context and licence, as far as they are known."""
    context = QCoreApplication.translate("Models", "{0} tokens of context").format(
        f"{model.context_length:,}"
    )
    kind = (languages_words(model.family), family_words(model.family))
    parts = (*kind, size_words(model.size_bytes), model.weights, context, model.licence)
    return " · ".join(part for part in parts if part)
