"""The sheets of a style that travels: what is said of it, what came with it, and its hash."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.row import details_panel
from newsassistant.gui.styles.words import detail_rows, in_groups, style_facts
from newsassistant.gui.widgets.basics import make_label
from newsassistant.gui.widgets.dialogs import Sheet
from newsassistant.gui.widgets.scroll_column import ScrollColumn

if TYPE_CHECKING:
    from newsassistant.app.installed.styles import Said
    from newsassistant.model.prefixes.manifest import PrefixInfo

WIDTH = 580
HEIGHT = 300
MOST_CHARS = 200
MOST_REMARK = 2000


class StyleExportSheet(Sheet):
    """Asks what is said of a style before it is written into a file; `done` gets that."""

    def __init__(
        self, theme: Theme, style: PrefixInfo, done: Callable[[Said], None], *, parent: QWidget
    ) -> None:
        super().__init__(theme, self.tr("Export {0}").format(style.name), parent=parent)
        self.setObjectName("style_export_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        self._style, self._done = style, done
        self.add_text(
            self.tr(
                "One file with the style, which model it is for and how it was trained. "
                "Others install it by Import, a server by newsassistant prefixes add."
            )
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        signed = style.sign_off
        self.signed_edit = self._field(
            "signed_edit",
            self.tr("Signed off by:"),
            self.tr("Who says that this style may be used; empty for nobody"),
        )
        self.remark_edit = self._field(
            "remark_edit",
            self.tr("Remark:"),
            self.tr("What was tried, and what to look out for"),
            most=MOST_REMARK,
        )
        self.licence_edit = self._field(
            "licence_edit", self.tr("Licence:"), self.tr("Who may use it, and for what")
        )
        self.notes_edit = self._field(
            "notes_edit", self.tr("Notes:"), self.tr("What it is for"), most=MOST_REMARK
        )
        self.licence_edit.setText(style.licence)
        self.notes_edit.setText(style.notes)
        self.kept_label = make_label("muted", wraps=True)
        words = self.tr("Now signed off by {0} on {1}. A new name takes the place of that.")
        self.kept_label.setText(words.format(signed.name, signed.date) if signed else "")
        self.kept_label.setVisible(signed is not None)
        self.body.addWidget(self.kept_label)
        self.add_text(
            self.tr(
                "A name is a person's word and no signature. Whoever gets the file compares its "
                "hash with the one that you tell them."
            )
        ).setProperty("role", "muted")
        self.add_cancel()
        self.add_button(self.tr("Export…"), primary=True, done=self._tell)
        self.signed_edit.textChanged.connect(lambda _: self._show())
        self._show()
        self.signed_edit.setFocus()

    def _field(self, name: str, words: str, tip: str, *, most: int = MOST_CHARS) -> QLineEdit:
        label, field = PlainLabel(words), QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(words.rstrip(":："))
        field.setMaxLength(most)
        set_tip(field, tip)
        label.setBuddy(field)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        return field

    def _show(self) -> None:
        """A remark without a name is nobody's."""
        self.remark_edit.setEnabled(bool(self.signed_edit.text().strip()))

    def _tell(self) -> None:
        from newsassistant.app.installed.styles import Said

        name = self.signed_edit.text().strip()
        said = Said(
            signed_off_by=name,
            remark=self.remark_edit.text().strip() if name else "",
            licence=self.licence_edit.text().strip(),
            notes=self.notes_edit.text().strip(),
        )
        self._done(said)


class PackageSheet(Sheet):
    """Shows what a file holds and who has signed it off, before it is installed."""

    def __init__(
        self,
        theme: Theme,
        style: PrefixInfo,
        done: Callable[[], None],
        *,
        reason: str = "",
        parent: QWidget,
    ) -> None:
        """`reason` says why the style cannot be used with the loaded model, "" if it can."""
        super().__init__(theme, self.tr("Install {0}?").format(style.name), parent=parent)
        self.setObjectName("style_package_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        self.add_text(style_facts(style))
        if style.sign_off is None:
            words = self.tr("Nobody has signed this style off.")
            self.add_text(words).setProperty("role", "warning")
        if reason:
            self.add_text(reason).setProperty("role", "warning")
        rows = [(what, value) for what, value in detail_rows(style) if value != _shown(style)]
        scroll = ScrollColumn()  # an instruction may be long
        scroll.setAccessibleName(self.tr("Details"))
        scroll.setMinimumHeight(theme.px(HEIGHT))
        scroll.column.addWidget(details_panel(theme, rows))
        scroll.column.addStretch(1)
        self.body.addWidget(scroll)
        add_hash(
            self,
            style.package,
            self.tr(
                "The hash of the file. Compare it with what its sender tells you by another way: "
                "anybody can write any name into a file."
            ),
        )
        self.add_cancel()
        self.add_button(self.tr("Install"), primary=True, done=done)


class ExportedSheet(Sheet):
    """Says where the file is, and its hash, which is to be told by another way."""

    def __init__(self, theme: Theme, place: str, package: str, *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("The style is exported"), parent=parent)
        self.setObjectName("style_exported_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        self.add_text(self.tr("It is in {0}.").format(place))
        add_hash(
            self,
            package,
            self.tr(
                "Tell whoever gets the file this hash, by telephone or in another message: with it "
                "they know that nobody has changed it on the way."
            ),
        )
        self.add_close()


def _shown(style: PrefixInfo) -> str:
    """The hash among the details, which has a place of its own here."""
    return in_groups(style.package)


def add_hash(sheet: Sheet, package: str, words: str) -> QLineEdit:
    """Add a hash to read and copy, with what it is for."""
    sheet.add_text(words)
    field = QLineEdit(package)
    field.setObjectName("hash_edit")
    field.setAccessibleName("SHA-256")
    field.setReadOnly(True)
    set_tip(field, "SHA-256")
    field.setCursorPosition(0)
    sheet.body.addWidget(field)
    return field
