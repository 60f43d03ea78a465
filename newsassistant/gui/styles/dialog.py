"""The house styles: those on this computer, what is known of each, import by button or by drop."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.row import RowAction, RowFacts
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.look.labels import PRESET_IDS, interface_language, preset_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import BY_JOB
from newsassistant.gui.styles.row import StyleRow
from newsassistant.gui.styles.words import detail_rows, style_facts
from newsassistant.gui.widgets.basics import make_button, make_label, restyle
from newsassistant.gui.widgets.incoming import local_file
from newsassistant.model.prefixes.manifest import PrefixInfo


class StylesDialog(CardDialog):
    """Those that came with the program, those that are installed, damaged ones below them."""

    acted = Signal(str, str)  # "use", "base", "export", "folder", "delete"; style id or BY_JOB
    renamed = Signal(str, str)  # style id, its new name
    dropped = Signal(object)  # Path of a folder or file
    train_requested = Signal()
    file_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "styles_dialog", parent)
        self._styles: Sequence[PrefixInfo] = ()
        self._reasons: Mapping[str, str] = {}
        self._damaged: Sequence[tuple[str, NewsAssistantError]] = ()
        self._in_use = ""
        self._by_job: Collection[str] = ()
        self._unfolded: set[str] = set()
        self._editing = ""
        self.setAcceptDrops(True)
        self.train_button = make_button("train_style_button", "secondary")
        self.train_button.clicked.connect(self.train_requested)
        self.file_button = make_button("import_file_button", "secondary")
        self.file_button.clicked.connect(self.file_requested)
        self._foot.insertWidget(1, self.file_button)
        self._foot.insertWidget(2, self.train_button)
        self.finished.connect(lambda _: self._stop_editing())
        self._show_all()

    # --- what it is told ------------------------------------------------------------------------

    def set_styles(
        self,
        styles: Sequence[PrefixInfo],
        *,
        reasons: Mapping[str, str],
        in_use: str,
        damaged: Sequence[tuple[str, NewsAssistantError]],
        by_job: Collection[str] = (),
    ) -> None:
        """All styles; why some cannot be used now, by id; the one in use; what is damaged.

        `by_job` are the presets for which a style came with the program.
        """
        self._styles, self._reasons = styles, reasons
        self._in_use, self._damaged, self._by_job = in_use, damaged, by_job
        self._fill()

    def set_job(self, job: JobView | None) -> None:
        super().set_job(job)
        self.file_button.setEnabled(job is None)

    def row(self, style_id: str) -> StyleRow | None:
        """A style's card."""
        return self._scroll.findChild(StyleRow, f"row_{style_id}")

    def show_row(self, style_id: str) -> None:
        """Bring a style into view, ready for its first button."""
        row = self.row(style_id)
        if row is None:
            return
        content = self._scroll.widget()
        if content is not None:
            content.adjustSize()
        self._scroll.ensureWidgetVisible(row)
        first = next((b for b in row.findChildren(QPushButton) if b.isEnabled()), None)
        if first is not None:
            first.setFocus()

    # --- the rows -------------------------------------------------------------------------------

    def _cards(self) -> Iterator[QWidget]:
        if self._by_job:
            yield self._built_in_row()
        for style in self._styles:
            yield self._style_row(style)
        for style_id, error in self._damaged:
            yield self._damaged_row(style_id, error)
        if not self._styles and not self._damaged:
            yield self._empty_card()

    def _focus_again(self, name: str) -> None:
        row = self.row(self._editing) if self._editing else None
        if row is not None and row.name_edit is not None:
            row.name_edit.setFocus()
        else:
            super()._focus_again(name)

    def _style_row(self, style: PrefixInfo) -> StyleRow:
        used = style.id == self._in_use
        reason = self._reasons.get(style.id, "")
        facts = RowFacts(
            style.id,
            style.name,
            style_facts(style),
            chip=self.tr("In use") if used else "",
            note=reason,
            warns=bool(reason),
            actions=self._actions(style, used=used, reason=reason),
        )
        editing = style.id == self._editing
        return StyleRow(
            self._theme,
            facts,
            self._act,
            details=detail_rows(style) if style.id in self._unfolded else (),
            edited=self._edited if editing else None,
            edit_name=self.tr("Name of the style"),
        )

    def _built_in_row(self) -> StyleRow:
        used = self._in_use == BY_JOB
        jobs = [preset_label(preset) for preset in PRESET_IDS if preset in self._by_job]
        facts = RowFacts(
            BY_JOB,
            self.tr("Built-in styles"),
            " · ".join(jobs),
            chip=self.tr("In use") if used else "",
            note=self.tr(
                "One for each job: with them this small model selects sentences of the article "
                "instead of inventing. Trained on texts of the US government (CC0)."
            ),
            actions=(self._use_action(used=used),),
        )
        return StyleRow(self._theme, facts, self._act)

    def _use_action(self, *, used: bool, reason: str = "") -> RowAction:
        if used:
            tip = self.tr("Answer with the base model from now on")
            return RowAction("base", self.tr("Stop using"), tip)
        tip = reason or self.tr("Answer in this style from now on")
        return RowAction("use", self.tr("Use"), tip, not reason, primary=True)

    def _actions(self, style: PrefixInfo, *, used: bool, reason: str) -> tuple[RowAction, ...]:
        use = self._use_action(used=used, reason=reason)
        unfolded = style.id in self._unfolded
        details = self.tr("Hide details") if unfolded else self.tr("Details")
        return (
            use,
            RowAction("details", details, self.tr("Where it came from and how it was trained")),
            RowAction("rename", self.tr("Rename"), self.tr("Give it another name")),
            RowAction("export", self.tr("Export…"), self.tr("Write it into one file for others")),
            RowAction("folder", self.tr("Open folder"), self.tr("Show its files")),
            self._delete_action(),
        )

    def _delete_action(self) -> RowAction:
        tip = self.tr("Delete it from this computer")
        return RowAction("delete", self.tr("Delete…"), tip, self.job.view is None)

    def _damaged_row(self, style_id: str, error: NewsAssistantError) -> StyleRow:
        folder = RowAction("folder", self.tr("Open folder"), self.tr("Show its files"))
        facts = RowFacts(
            style_id,
            style_id,
            self.tr("This style is damaged and cannot be used."),
            note=error.text(interface_language()),
            warns=True,
            actions=(folder, self._delete_action()),
        )
        return StyleRow(self._theme, facts, self._act)

    def _empty_card(self) -> QFrame:
        """What a style is and how to get one."""
        px = self._theme.px
        card = QFrame()
        card.setObjectName("no_styles")
        card.setProperty("role", "empty")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(28), px(28), px(28), px(28))
        column.setSpacing(px(10))
        icon = PlainLabel()
        icon.setPixmap(self._theme.pixmap("pencil", "muted", px(24), self.devicePixelRatioF()))
        column.addWidget(icon)
        column.addWidget(make_label("title", self._empty_title(), wraps=True))
        for words in self._empty_words():
            column.addWidget(make_label("body", words, wraps=True))
        return card

    def _empty_title(self) -> str:
        if self._by_job:
            return self.tr("No style of your own yet")
        return self.tr("No style is installed yet")

    def _empty_words(self) -> tuple[str, str]:
        return (
            self.tr(
                "A style is a small file, trained on articles and the summaries that your "
                "newsroom wrote for them. With it the model writes as your newsroom does. The "
                "model itself stays as it is, and you switch between the two at any time."
            ),
            self.tr(
                "Has a colleague got one? Drop its file or folder here, or press Import. "
                "Otherwise train one here from your own articles and summaries."
            ),
        )

    # --- what a row is asked for ----------------------------------------------------------------

    def _act(self, action: str, style_id: str) -> None:
        if action == "details":
            self._unfolded ^= {style_id}
            self._fill()
        elif action == "rename":
            self._editing = style_id
            self._fill()
        else:
            self.acted.emit(action, style_id)

    def _stop_editing(self) -> None:
        if self._editing:
            self._editing = ""
            self._fill()

    def _edited(self, style_id: str, name: str) -> None:
        self._editing = ""
        if name:
            self.renamed.emit(style_id, name)
        self._fill()
        button = self._scroll.findChild(QPushButton, f"rename_{style_id}")
        if button is not None and self.focusWidget() is None:
            button.setFocus()

    # --- events ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_file(event.mimeData()) is not None and self.import_button.isEnabled():
            event.acceptProposedAction()
            restyle(self, "dropping", "true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, "dropping", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "dropping", "false")
        path = local_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def retranslate(self) -> None:
        set_title(self, self.tr("Styles"))
        self.heading.setText(self.tr("Styles"))
        self.note.setText(self._usual_words())
        self.import_button.setText(self.tr("Import folder…"))
        set_tip(
            self.import_button, self.tr("A style's folder, or what P-Tuning v2 or PEFT has written")
        )
        self.file_button.setText(self.tr("Import file…"))
        set_tip(self.file_button, self.tr("A .newsstyle file, which somebody has exported"))
        self.train_button.setText(self.tr("Train one…"))
        set_tip(self.train_button, self.tr("Make one from your own articles and summaries"))
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Styles"))
        self._fill()

    def _usual_words(self) -> str:
        return self.tr(
            "A style changes how the model writes, not what it knows. "
            "Switching takes effect with the next answer. Drop a file or folder here to import it."
        )
