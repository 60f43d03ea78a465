"""The page on which a folder is summarised: what shall be done, then how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from newsassistant.gui.folder.run_page import RunPage
from newsassistant.gui.folder.setup_page import SetupPage
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label, make_line
from newsassistant.gui.widgets.scroll_column import ScrollColumn

SIZE = (680, 620)


class FolderDialog(QDialog):
    """Closing it does not end a run."""

    start_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("folder_dialog")
        self.setup, self.run = SetupPage(theme), RunPage(theme)
        self._build()
        theme.follow(self)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.show_setup()

    def _build(self) -> None:
        self._heading = make_label("heading")
        area = ScrollColumn()
        area.column.setContentsMargins(3, 3, 3, 3)
        area.column.addWidget(self.setup)
        area.column.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(area)
        self.pages.addWidget(self.run)
        self.close_button = make_button("folder_close_button", "secondary")
        self.start_button = make_button("folder_start_button", "primary")
        self.close_button.clicked.connect(self.accept)
        self.start_button.clicked.connect(self.start_requested)
        foot = QHBoxLayout()
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.start_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addWidget(self.pages, 1)
        self._column.addWidget(make_line())
        self._column.addLayout(foot)

    def show_setup(self) -> None:
        """Show what can be chosen."""
        self.pages.setCurrentIndex(0)
        self.start_button.show()

    def show_run(self) -> None:
        """Show how far it is."""
        self.pages.setCurrentIndex(1)
        self.start_button.hide()

    def retranslate(self) -> None:
        set_title(self, self.tr("Summarise a folder"))
        self._heading.setText(self.tr("Summarise a folder"))
        self.close_button.setText(self.tr("&Close"))
        set_tip(self.close_button, self.tr("What is going on goes on"))
        self.start_button.setText(self.tr("&Start"))
        set_tip(self.start_button, self.tr("Write about every story of the folder"))

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(560), px(480))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(14))
