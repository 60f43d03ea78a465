"""The words for how a model is run on this machine, and for what each way costs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Execution, Mode, Progress

WHOLE_ROW = 2048  # activations: a group of so many or more is a whole row of any layer
SAME_SPEED = 0.05  # of a speed: less is not told from none
LEAST_DIVERGENCE = 0.0005  # nats: less reads as 0.000


def mode_label(mode: Mode) -> str:
    """The name of a way to run a model."""
    words = {
        "exact": QCoreApplication.translate("Execution", "Exact"),
        "balanced": QCoreApplication.translate("Execution", "Balanced"),
        "fastest": QCoreApplication.translate("Execution", "Fastest"),
    }
    return words[mode]


def mode_words(mode: Mode) -> str:
    """What a way to run a model gives and costs, in a sentence."""
    words = {
        "exact": QCoreApplication.translate(
            "Execution",
            "Every number in full precision: slowest, "
            "but the same answer on nearly every computer.",
        ),
        "balanced": QCoreApplication.translate(
            "Execution",
            "The fastest way whose answers are practically those of exact "
            "(measured on this computer).",
        ),
        "fastest": QCoreApplication.translate(
            "Execution",
            "The fastest way of all that were measured on this computer; "
            "it may choose another word now and then.",
        ),
    }
    return words[mode]


def calibrating_words(progress: Progress) -> str:
    """That a model is being measured, and how far that is."""
    words = QCoreApplication.translate(
        "Execution", "Measuring how this model runs best here (once)…"
    )
    if progress.total <= 0:
        return words
    steps = QCoreApplication.translate("Execution", "{0} of {1}")
    return f"{words} {steps.format(progress.done, progress.total)}"


def execution_words(execution: Execution) -> str:
    """How a loaded model is run: how fast that is, in which arithmetic, how far from exact."""
    lines = [_speed_words(execution), _arithmetic_words(execution)]
    if execution.measured and execution.mode != "exact":
        lines.append(_difference_words(execution))
    return "\n".join(lines)


def _speed_words(execution: Execution) -> str:
    mode = mode_label(execution.mode)
    if not execution.measured:
        if execution.mode == "exact":
            return f"{mode}."
        return QCoreApplication.translate(
            "Execution",
            "Not measured yet: run as OpenVINO chooses until the program has nothing to do.",
        )
    words = QCoreApplication.translate("Execution", "{0}: as fast as OpenVINO's own choice.")
    if not _is_same(execution.speed) and _is_same(execution.prompt_speed):
        words = QCoreApplication.translate(
            "Execution", "{0}: writes {1} times as fast as OpenVINO's own choice."
        )
    elif not _is_same(execution.prompt_speed):
        words = QCoreApplication.translate(
            "Execution",
            "{0}: writes {1} times and reads {2} times as fast as OpenVINO's own choice.",
        )
    return words.format(mode, f"{execution.speed:.1f}", f"{execution.prompt_speed:.1f}")


def _is_same(speed: float) -> bool:
    return not speed or abs(speed - 1) < SAME_SPEED  # 0: was not measured


def _arithmetic_words(execution: Execution) -> str:
    words = QCoreApplication.translate("Execution", "{0} arithmetic, {1}, KV cache {2}, {3}.")
    words = words.format(
        execution.precision,
        _activation_words(execution.activation_group),
        execution.kv_cache,
        _thread_words(execution.threads),
    )
    if not execution.prompt_precision:
        return words
    prompts = QCoreApplication.translate("Execution", "Long prompts are read in {0}.")
    return f"{words} {prompts.format(execution.prompt_precision)}"


def _thread_words(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Execution", "1 thread")
    return QCoreApplication.translate("Execution", "{0} threads").format(count)


def _activation_words(group: int) -> str:
    if not group:
        return QCoreApplication.translate("Execution", "activations not rounded")
    if group >= WHOLE_ROW:
        return QCoreApplication.translate("Execution", "activations as int8 by whole rows")
    words = QCoreApplication.translate("Execution", "activations as int8 in groups of {0}")
    return words.format(group)


def _difference_words(execution: Execution) -> str:
    words = QCoreApplication.translate(
        "Execution", "Difference from exact: KL divergence {0}, perplexity {1} %."
    )
    divergence = f"{execution.divergence:.3f}"
    if execution.divergence < LEAST_DIVERGENCE:
        divergence = "< 0.001"
    return words.format(divergence, f"{100 * execution.perplexity:+.1f}")
