"""The words for formats: in the list, and in the system's dialog."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def form_label(form: str) -> str:
    """A format as the list names it; `form` is the ending of its files."""
    words = {
        "docx": QCoreApplication.translate("Exports", "Word document (.docx)"),
        "md": QCoreApplication.translate("Exports", "Markdown text (.md)"),
        "html": QCoreApplication.translate("Exports", "Web page (.html)"),
        "txt": QCoreApplication.translate("Exports", "Plain text (.txt)"),
        "json": QCoreApplication.translate("Exports", "Data for programs (.json)"),
        "newschat": QCoreApplication.translate("Exports", "To open here again (.newschat)"),
    }
    return words[form]


def form_filter(form: str) -> str:
    """The same as Qt's name filter."""
    kind, _, _ = form_label(form).rpartition(" (")
    return f"{kind} (*.{form})"
