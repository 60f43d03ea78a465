"""The words of encodings, and of what is doubtful about how a file was read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.text.articles.encodings import ENCODINGS, Decoded


def encoding_label(encoding: str) -> str:
    """How users know an encoding, in the current language."""
    labels = (
        QCoreApplication.translate("Encodings", "Unicode (UTF-8)"),
        QCoreApplication.translate("Encodings", "Chinese (GB 18030, GBK)"),
        QCoreApplication.translate("Encodings", "Chinese (Big5)"),
        QCoreApplication.translate("Encodings", "Western (Windows-1252)"),
        QCoreApplication.translate("Encodings", "Unicode (UTF-16 LE)"),
        QCoreApplication.translate("Encodings", "Unicode (UTF-16 BE)"),
    )
    return dict(zip(ENCODINGS, labels, strict=True))[encoding]


def reading_words(decoded: Decoded) -> str:
    """What a reader has to know of how the text was read."""
    label = encoding_label(decoded.encoding)
    if decoded.certain:
        words = QCoreApplication.translate("Encodings", "The file was read as {0}.")
    else:
        words = QCoreApplication.translate(
            "Encodings", "The file was read as {0}, which is not certain."
        )
    said = words.format(label)
    if not decoded.damaged:
        return said
    damage = QCoreApplication.translate(
        "Encodings", "Places that could not be read: {0}. They show as �."
    )
    gap = "" if said.endswith("。") else " "
    return said + gap + damage.format(f"{decoded.damaged:,}")
