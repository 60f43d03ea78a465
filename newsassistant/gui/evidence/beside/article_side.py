"""The parts beside the article, made together and forgotten together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction

from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.evidence.beside.key_desk import KeyDesk
from newsassistant.gui.evidence.beside.sheet_desk import SourcesSheetDesk
from newsassistant.gui.evidence.beside.sources_desk import SourcesDesk
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.widgets.dialogs import Dialogs

ACTIONS = ("stop", "show_in_answers", "answer_sources", "key_sentences", "copy_digest")
"""The names of the window's actions that are used."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The window's two columns of text, and its status bar's `say`."""

    article: ArticlePanel
    chat: ChatView
    say: Callable[[str], object]


class ArticleSide:
    """Made once the window is there; lives as long as that. Main thread."""

    def __init__(
        self,
        dialogs: Dialogs,
        columns: Columns,
        articles: ArticleDesk,
        evidence: EvidenceDesk,
        checks: CheckWork,
        preferences: Preferences,
        actions: Mapping[str, QAction],
    ) -> None:
        """`actions` has those of `ACTIONS`."""
        theme, edit, say = dialogs.theme, columns.article.edit, columns.say
        self.keys = KeyDesk(
            theme,
            edit,
            articles,
            checks,
            preferences,
            actions["key_sentences"],
            actions["copy_digest"],
            say,
        )
        self.sources = SourcesDesk(
            theme,
            edit,
            columns.chat,
            articles,
            evidence,
            checks,
            actions["stop"],
            actions["show_in_answers"],
            say,
        )

        self.sheets = SourcesSheetDesk(
            dialogs, columns.chat, evidence, self.sources, actions["answer_sources"]
        )

    def forget(self) -> None:
        """Keep nothing of any text, for the end of what is private."""
        self.sheets.close()
        self.keys.forget()
        self.sources.forget()
