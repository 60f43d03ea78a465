"""Whether a window takes any text for HTML, and whether anybody opens a file."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QObject, QPoint
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QTextEdit,
    QToolTip,
    QWidget,
)

_OPENED = 0x20  # IN_OPEN


def hostile_texts(file: Path) -> list[str]:
    """Texts that Qt would take for HTML which opens `file`, and texts that are ugly otherwise."""
    address = file.as_uri()
    return [
        f'<img src="{address}">',
        f"  \n<a href='{address}'>tap</a>",
        f"<link rel=stylesheet href='{address}'><body background='{address}'>x",
        f"<table background='{address}'><tr><td>cell",
        f"&lt;<b>{address}</b>",
        f"<?xml version='1.0'?><p><img src='{address}'/></p>",
        f"![map]({address}) [*] & && a\tb",
        f"\u202egnp.exe\u2066\0\x1b[2J<img src={address}>",
        "<p>" + "long " * 40_000,
    ]


def rich_texts(root: QWidget) -> list[str]:
    """What some part of `root` would show as HTML, or shows unbounded; [] if nothing."""
    parts = [root, *root.findChildren(QWidget)]
    tips: list[tuple[QObject, str]] = [(part, part.toolTip()) for part in parts]
    tips += [(part, part.statusTip()) for part in parts]
    tips += [(part, part.whatsThis()) for part in parts]
    for action in root.findChildren(QAction):
        tips.append((action, action.toolTip()))
    for model in _models(parts):
        for row in range(model.rowCount()):
            tips.append((model, str(model.index(row, 0).data(Core.ItemDataRole.ToolTipRole) or "")))
    found = [f"{part}: {tip[:80]!r}" for part, tip in tips if _is_unfit(tip)]
    for part in parts:
        if isinstance(part, QLabel) and part.textFormat() is not Core.TextFormat.PlainText:
            found.append(f"{part}: {part.text()[:80]!r}")
        if isinstance(part, QLabel) and len(part.text()) > 20_000:
            found.append(f"{part}: {len(part.text())} characters")
        if isinstance(part, QTextEdit) and _is_active(part):
            found.append(f"{part}: {part.toPlainText()[:80]!r}")
    return found


def show_tips(root: QWidget) -> None:
    """Show every tool tip of `root`, as a mouse would that goes everywhere."""
    parts = [root, *root.findChildren(QWidget)]
    tips = {part.toolTip() for part in parts}
    for model in _models(parts):
        for row in range(model.rowCount()):
            tips.add(str(model.index(row, 0).data(Core.ItemDataRole.ToolTipRole) or ""))
    for tip in sorted(tips - {""}):
        QToolTip.showText(QPoint(5, 5), tip, root)
        QApplication.processEvents()
    QToolTip.hideText()


@contextmanager
def opened(file: Path) -> Iterator[list[str]]:
    """Gets an entry at the end for each time that somebody opened `file`; Linux only, else []."""
    seen: list[str] = []
    if not sys.platform.startswith("linux"):
        yield seen
        return
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert handle >= 0
    try:
        assert libc.inotify_add_watch(handle, os.fsencode(file), _OPENED) >= 0
        yield seen
        with suppress(BlockingIOError):  # nobody did
            seen += [f"{file.name} was opened"] * (len(os.read(handle, 1 << 16)) // 16)
    finally:
        os.close(handle)


def _models(parts: list[QWidget]) -> list[QAbstractItemModel]:
    views = [part for part in parts if isinstance(part, QAbstractItemView | QComboBox)]
    return [view.model() for view in views]


def _is_unfit(tip: str) -> bool:
    return Gui.mightBeRichText(tip) or len(tip) > 3000 or "\0" in tip or "\u202e" in tip


def _is_active(view: QTextEdit) -> bool:
    html = view.document().toHtml()
    return "<img" in html or "<a href" in html
