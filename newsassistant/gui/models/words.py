"""The words for models: their size, their need of memory, and how far an installation is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from newsassistant.app.installed.install import InstallProgress
    from newsassistant.app.memory import Spare
    from newsassistant.core.types import ModelInfo

MINUTE_S = 60
GIGA, MEGA = 1_000_000_000, 1_000_000

JobKind = Literal["look-up", "download", "import", "verify", "remove", "import-style"]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as the dialog shows it; `progress` is None before the first report."""

    kind: JobKind
    name: str
    progress: InstallProgress | None = None
    stopping: bool = False

    def can_cancel(self) -> bool:
        """True for a job that takes long enough to be stopped."""
        return self.kind not in ("verify", "remove", "import-style")

    def can_pause(self) -> bool:
        """True while what is fetched could be kept for later."""
        return self.kind == "download" and not self._is_converting()

    def permille(self) -> int | None:
        """0 to 1000, None while nothing is known. Qt's bars are 32 bit: no bytes."""
        if self.progress is None or self.progress.total <= 0:
            return None
        return min(1000, max(0, 1000 * self.progress.done // self.progress.total))

    def _is_converting(self) -> bool:
        return self.progress is not None and self.progress.stage == "converting"


def size_words(size: int) -> str:
    """Bytes as a person reads them: "6.6 GB", "139 MB"."""
    if size >= GIGA:
        return f"{size / GIGA:.1f} GB"
    return f"{round(size / MEGA)} MB"


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


FAMILY_NAMES = {
    "chatglm": "ChatGLM",
    "chatglm2": "ChatGLM2",
    "chatglm3": "ChatGLM3",
    "glm4": "GLM-4",
    "glm": "GLM",
    "llama": "Llama",
}
"""Names, the same in every language."""


def family_words(family: str) -> str:
    """How a model's family is called, "" where it is not known."""
    return FAMILY_NAMES.get(family, family)


def model_facts(model: ModelInfo) -> str:
    """Family, size on the disk, precision, context and licence, as far as they are known."""
    context = QCoreApplication.translate("Models", "{0} tokens of context").format(
        f"{model.context_length:,}"
    )
    family = family_words(model.family)
    parts = (family, size_words(model.size_bytes), model.weights, context, model.licence)
    return " · ".join(part for part in parts if part)


def job_words(job: JobView) -> str:
    """What is going on, how far it is, and how long it will take."""
    if job.stopping:
        return QCoreApplication.translate("Models", "Stopping…")
    progress = job.progress
    if progress is None:
        first = {
            "look-up": QCoreApplication.translate("Models", "Asking what {0} consists of…"),
            "download": QCoreApplication.translate("Models", "Connecting to fetch {0}…"),
            "import-style": QCoreApplication.translate("Models", "Reading {0}…"),
            "import": QCoreApplication.translate("Models", "Reading {0}…"),
            "verify": QCoreApplication.translate("Models", "Checking every file of {0}…"),
            "remove": QCoreApplication.translate("Models", "Removing {0}…"),
        }
        return first[job.kind].format(job.name)
    if progress.stage == "converting":
        words = QCoreApplication.translate("Models", "Converting {0}: {1} %")
        if progress.family:
            words = QCoreApplication.translate("Models", "Converting {0} as {2}: {1} %")
        percent = (job.permille() or 0) // 10
        words = words.format(job.name, percent, family_words(progress.family))
    else:
        stage = {"downloading": QCoreApplication.translate("Models", "Downloading {0}: {1} of {2}")}
        template = stage.get(
            progress.stage, QCoreApplication.translate("Models", "Copying {0}: {1} of {2}")
        )
        words = template.format(job.name, size_words(progress.done), size_words(progress.total))
    return f"{words} · {left_words(progress.left_s)}" if progress.left_s is not None else words


def left_words(seconds: float) -> str:
    """A remaining time, no more exact than it is known."""
    if seconds < MINUTE_S:
        return QCoreApplication.translate("Models", "less than a minute left")
    minutes = round(seconds / MINUTE_S)
    if minutes < 90:
        return QCoreApplication.translate("Models", "about {0} min left").format(minutes)
    return QCoreApplication.translate("Models", "about {0} h left").format(f"{minutes / 60:.1f}")
