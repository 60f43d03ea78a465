"""The words for house styles: what one is made for, where it came from, how it was trained."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from newsassistant.gui.look.labels import bytes_words, preset_label

if TYPE_CHECKING:
    from newsassistant.core.types import ModelInfo
    from newsassistant.model.base import Base
    from newsassistant.model.prefixes.manifest import PrefixInfo


def base_words(base: Base) -> str:
    """The model that a style was made for, or what is known of it."""
    return base.name or base.family or base.shape()


def reason_words(name: str, base: Base, model: ModelInfo | None) -> str:
    """Why a style cannot be used with the loaded model, and what to do."""
    if model is not None and base_words(base) == model.name:
        words = QCoreApplication.translate(
            "Styles",
            "{0} was made for other weights of {1}. Import those, or choose another style.",
        )
        return words.format(name, model.name)
    words = QCoreApplication.translate(
        "Styles", "{0} was made for {1}. Load that model, or choose another style."
    )
    return words.format(name, base_words(base))


def style_facts(info: PrefixInfo) -> str:
    """The model that it fits, its length, size and licence on one line."""
    licence = info.licence or QCoreApplication.translate("Styles", "licence not stated")
    parts = (
        QCoreApplication.translate("Styles", "For {0}").format(base_words(info.base)),
        QCoreApplication.translate("Styles", "{0} tokens long").format(info.length),
        bytes_words(info.size_bytes),
        licence,
    )
    return " · ".join(parts)


def detail_rows(info: PrefixInfo) -> list[tuple[str, str]]:
    """(what, value) of everything else that is known of a style; names of training are its own."""
    base = info.base
    shape = QCoreApplication.translate("Styles", "{0} layers, {1} KV heads of {2}").format(
        base.layers, base.kv_heads, base.head_dim
    )
    kind = ", ".join(filter(None, (base.family, shape)))
    rows = [
        (QCoreApplication.translate("Styles", "Origin"), _origin(info.source)),
        (QCoreApplication.translate("Styles", "Made"), _day(info.created_at)),
        (
            QCoreApplication.translate("Styles", "Model"),
            kind,
        ),
        (QCoreApplication.translate("Styles", "Fingerprint of the weights"), base.fingerprint[:16]),
    ]
    if info.id:  # else it is not installed
        rows.append((QCoreApplication.translate("Styles", "Identifier"), info.id))
    rows += _said(info)
    rows += [(_training_label(key), _value(key, value)) for key, value in info.training.items()]
    unknown = QCoreApplication.translate("Styles", "not known")
    return [(what, value or unknown) for what, value in rows]


def _said(info: PrefixInfo) -> list[tuple[str, str]]:
    """What people said of a style, as far as they did, and the hash of the file it came in."""
    signed = info.sign_off
    words = QCoreApplication.translate("Styles", "{0} on {1}")
    by = words.format(signed.name, _day(signed.date)) if signed is not None else ""
    rows = [
        (QCoreApplication.translate("Styles", "Signed off"), by),
        (QCoreApplication.translate("Styles", "Remark"), signed.remark if signed else ""),
        (QCoreApplication.translate("Styles", "Notes"), info.notes),
        (QCoreApplication.translate("Styles", "Language"), info.language),
        (QCoreApplication.translate("Styles", "SHA-256 of its file"), in_groups(info.package)),
    ]
    return [(what, value) for what, value in rows if value]


def in_groups(digest: str) -> str:
    """A hash that can be read out and that a line can be broken in."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _origin(source: str) -> str:
    words = {
        "chatglm-ptuning-v2": QCoreApplication.translate("Styles", "ChatGLM P-Tuning v2, imported"),
        "peft": QCoreApplication.translate("Styles", "PEFT prefix tuning, imported"),
        "newsassistant": QCoreApplication.translate("Styles", "Trained with News Assistant"),
    }
    return words.get(source, source)


def _day(created_at: str) -> str:
    try:
        made = datetime.fromisoformat(created_at)
    except ValueError:
        return created_at
    day = made.astimezone().date()
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def _training_label(key: str) -> str:
    words = {
        "rows": QCoreApplication.translate("Styles", "Training pairs"),
        "steps": QCoreApplication.translate("Styles", "Training steps"),
        "lr": QCoreApplication.translate("Styles", "Learning rate"),
        "loss": QCoreApplication.translate("Styles", "Training loss"),
        "eval_loss": QCoreApplication.translate("Styles", "Loss on unseen pairs"),
        "data": QCoreApplication.translate("Styles", "Training data"),
        "data_sha256": QCoreApplication.translate("Styles", "SHA-256 of the data"),
        "held_out": QCoreApplication.translate("Styles", "Pairs held out"),
        "method": QCoreApplication.translate("Styles", "Method"),
        "seed": QCoreApplication.translate("Styles", "Seed"),
        "projection": QCoreApplication.translate("Styles", "With projection"),
        "instruction": QCoreApplication.translate("Styles", "Instruction"),
        "preset": QCoreApplication.translate("Styles", "Kind of summary"),
        "used_step": QCoreApplication.translate("Styles", "Best step, kept"),
        "batch": QCoreApplication.translate("Styles", "Pairs in a step"),
        "hardware": QCoreApplication.translate("Styles", "Computer"),
        "minutes": QCoreApplication.translate("Styles", "Minutes of training"),
    }
    return words.get(key, key.replace("_", " "))


def _value(key: str, value: str | float | bool) -> str:
    if key == "preset":
        return preset_label(str(value)) if value else ""
    if isinstance(value, bool):
        yes = QCoreApplication.translate("Styles", "yes")
        return yes if value else QCoreApplication.translate("Styles", "no")
    if key == "data_sha256":
        return in_groups(str(value))
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)
