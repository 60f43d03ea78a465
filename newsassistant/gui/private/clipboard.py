"""What is copied while the window is private: no memory of other programs keeps it, nor does ours.

Only what this program has put into the clipboard is ever taken out of it.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

NOT_KEPT = {
    "x-kde-passwordManagerHint": b"secret",  # Klipper, and what follows its example
    "org.nspasteboard.ConcealedType": b"",  # clipboard managers of macOS
    # Windows: its own clipboard history, the cloud, and other programs that watch.
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}
"""What asks those that keep what was copied not to keep this."""

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_LONELY = frozenset({"offscreen", "minimal"})  # platforms that have no other programs


def let_go() -> None:
    """Empty the clipboard where it is kept until Python is gone, which has made what is in it.

    Only platforms without other programs do so. Called when the event loop has ended.
    """
    if QGuiApplication.platformName() in _LONELY:
        QGuiApplication.clipboard().clear()


class PrivateClipboard(QObject):
    """Watches the clipboard and the selection of X11 between `begin` and `end`; main thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}  # digests of what came from here
        self._is_on = False
        self._clipboard.changed.connect(self._note)

    def begin(self) -> None:
        """Remember from now on what is copied here."""
        self._is_on = True

    def end(self) -> None:
        """Take out what was copied here since `begin`, if it is still there."""
        self._is_on = False
        for mode, digest in self._ours.items():
            if self._owns(mode) and self._digest(mode) == digest:
                self._clipboard.clear(mode)
        self._ours.clear()

    def _note(self, mode: QClipboard.Mode) -> None:
        if not self._is_on or mode not in _MODES or not self._owns(mode):
            return
        if mode is QClipboard.Mode.Clipboard:
            self._mark()
        self._ours[mode] = self._digest(mode)

    def _mark(self) -> None:
        """Put the same in again, with words for those that would keep it."""
        data = QMimeData()
        there: QMimeData | None = self._clipboard.mimeData()
        forms = there.formats() if there is not None else []  # None where it is empty
        if not forms or all(form in forms for form in NOT_KEPT):  # this has changed it
            return
        for form in forms:
            data.setData(form, self._clipboard.mimeData().data(form))
        for form, value in NOT_KEPT.items():
            data.setData(form, value)
        self._clipboard.setMimeData(data)

    def _digest(self, mode: QClipboard.Mode) -> bytes:
        text = self._clipboard.text(mode)
        return hashlib.sha256(text.encode("utf-8", "replace")).digest()

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if QGuiApplication.platformName() in _LONELY:
            return mode is QClipboard.Mode.Clipboard
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()
