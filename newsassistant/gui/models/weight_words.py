"""The words for what each precision of the weights costs: memory, speed here, and quality."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication


def weight_words(kind: str, speeds: Mapping[str, float], *, measuring: bool = False) -> str:
    """What "int8", "int4" or "fp16" weights mean for whoever chooses them.

    `speeds` are relative to int8 on this computer, empty before they were measured.
    """
    parts = (_memory(kind), _speed(kind, speeds, measuring=measuring), _quality(kind))
    return QCoreApplication.translate("Weights", "{0}; {1}; {2}.").format(*parts)


def _memory(kind: str) -> str:
    words = {
        "int8": QCoreApplication.translate("Weights", "Half the memory of fp16"),
        "int4": QCoreApplication.translate("Weights", "About half the memory of int8"),
        "fp16": QCoreApplication.translate("Weights", "Twice the memory of int8"),
    }
    return words[kind]


def _speed(kind: str, speeds: Mapping[str, float], *, measuring: bool) -> str:
    other = "fp16" if kind == "int8" else "int8"
    if not speeds.get(kind) or not speeds.get(other):
        if measuring:
            return QCoreApplication.translate("Weights", "its speed here is being measured")
        return QCoreApplication.translate("Weights", "speed not measured on this computer yet")
    words = QCoreApplication.translate(
        "Weights", "writes {0} times as fast as {1} on this computer"
    )
    return words.format(f"{speeds[kind] / speeds[other]:.1f}", other)


def _quality(kind: str) -> str:
    words = {
        "int8": QCoreApplication.translate("Weights", "answers practically as exact as with fp16"),
        "int4": QCoreApplication.translate(
            "Weights", "makes noticeably more mistakes: use it where memory is short"
        ),
        "fp16": QCoreApplication.translate("Weights", "the weights as published, not rounded"),
    }
    return words[kind]
