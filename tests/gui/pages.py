"""The window as a test sees it: what can be done and read, found by the contract's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.gui.cards.row import CardRow
from newsassistant.gui.models.dialog import ModelsDialog
from newsassistant.gui.program import Application
from newsassistant.gui.styles.dialog import StylesDialog
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from newsassistant.store.history import StoredConversation
from newsassistant.text.articles.article import clean
from tests.gui.sheets import words_of

WidgetT = TypeVar("WidgetT", bound=QWidget)

WIND = (
    "Government puts £1.2bn into offshore wind to cut bills\n\n"
    "Britain's government said on Tuesday it would invest 1.2 billion pounds in new offshore wind "
    "projects over the next three years, as it seeks to cut household energy bills.\n\n"
    "Opposition lawmakers said the plan did not go far enough."
)
PORT = (
    "Port strike enters second week\n\n"
    "Dock workers at the country's largest port voted on Monday to continue their strike."
)


class RecordedDialogs(Dialogs):
    """Opens nothing: writes down what was asked and answers as the test says."""

    def __init__(self, theme: object) -> None:
        super().__init__(theme)  # type: ignore[arg-type]
        self.asked: list[tuple[str, object]] = []
        self.agree = False
        self.file: Path | None = None
        self.line = ""

    def names(self) -> list[str]:
        """The dialogs that were wanted, in order."""
        return [name for name, _ in self.asked]

    def open(self, dialog: QDialog) -> None:
        name = dialog.objectName().removesuffix("_dialog")
        if not isinstance(dialog, Sheet):
            self.asked.append((name, None))
            dialog.show()
            return
        reports = [view.toPlainText() for view in dialog.findChildren(QPlainTextEdit)]
        self.asked.append((name, "\n".join([words_of(dialog), *reports])))
        buttons = dialog.findChildren(QPushButton)
        if name == "crash":
            buttons[0].click()
        elif self.agree:
            next(button for button in buttons if button.isDefault()).click()
        dialog.reject()

    def ask_file(
        self, parent: QWidget, heading: str, kinds: str, done: Callable[[Path], None]
    ) -> None:
        self.asked.append(("file", heading))
        if self.file is not None:
            done(self.file)

    def ask_save(
        self,
        parent: QWidget,
        heading: str,
        name: str,
        kinds: Mapping[str, str],
        done: Callable[[Path], None],
    ) -> None:
        self.asked.append(("save", heading))
        if self.file is not None:
            done(self.file)

    def ask_folder(
        self,
        parent: QWidget,
        heading: str,
        done: Callable[[Path], None],
        *,
        shows_files: bool = False,
    ) -> None:
        self.asked.append(("folder", heading))
        if self.file is not None:
            done(self.file)

    def ask_files(
        self, parent: QWidget, heading: str, done: Callable[[Sequence[Path]], None]
    ) -> None:
        self.asked.append(("files", heading))
        if self.file is not None:
            done([self.file])

    def ask_text(
        self, parent: QWidget, *, heading: str, text: str, done: Callable[[str], None]
    ) -> None:
        self.asked.append(("text", text))
        if self.line:
            done(self.line)

    def ask(
        self,
        parent: QWidget,
        heading: str,
        text: str,
        *,
        verb: str,
        done: Callable[[], None],
        lasting: bool = False,
        cancel: str = "",
    ) -> None:
        self.asked.append(("ask", f"{heading} {text} [{verb}]"))
        if self.agree:
            done()

    def tell(self, parent: QWidget, heading: str, text: str) -> None:
        self.asked.append(("tell", f"{heading} {text}"))


def drop_on(widget: QWidget, path: Path) -> bool:
    """Drag a file or folder over a widget and let it go there; True if it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(400, 20), copy, data, button, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(400, 20), copy, data, button, none))
    return enter.isAccepted()


class MainPage:
    """The main window."""

    def __init__(self, program: Application, qtbot: QtBot) -> None:
        self.program = program
        self.window = program.window
        self.qtbot = qtbot

    @property
    def dialogs(self) -> RecordedDialogs:
        """What the program wanted to ask."""
        assert isinstance(self.program.dialogs, RecordedDialogs)
        return self.program.dialogs

    def widget(self, name: str) -> QWidget:
        """A widget by its contract name."""
        if self.window.objectName() == name:
            return self.window
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), f"no widget is called {name}"
        return found

    def action(self, name: str) -> QAction:
        """An action by its name."""
        return self.window.actions_by_name[name]

    # --- doing ----------------------------------------------------------------------------------

    def paste(self, text: str) -> None:
        """Replace the article as Ctrl+V does, and wait until it was read and measured."""
        QGuiApplication.clipboard().setText(text)
        self.window.article.edit.selectAll()
        self.window.article.edit.paste()
        self.wait_read(text)

    def wait_opened(self) -> None:
        """Wait until the file that is being read is on the desk, or refused."""
        self.qtbot.waitUntil(lambda: not self.program.desk.is_reading(), timeout=30_000)

    def click(self, name: str) -> None:
        """Press a button."""
        QTest.mouseClick(self.widget(name), Qt.MouseButton.LeftButton)

    def keys(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press keys in the window, wherever the focus is."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        focused: QWidget | None = self.window.focusWidget()
        QTest.keyClick(self.window if focused is None else focused, key, together)

    def summarize(self) -> None:
        """Press Summarise and wait for the end of the answer."""
        self.click("summarize_button")
        self.wait_idle()

    def summarized(self, text: str) -> int:
        """Paste an article and summarise it; the number of its conversation."""
        self.paste(text)
        self.summarize()
        number = self.program.service.conversation_id
        assert number is not None
        return number

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the end of the answer."""
        self.type_question(question)
        QTest.keyClick(self.widget("question_edit"), Qt.Key.Key_Return)
        self.wait_idle()

    def type_question(self, question: str) -> None:
        """Type into the question box without sending."""
        QTest.keyClicks(self.widget("question_edit"), question)

    def drop(self, path: Path) -> None:
        """Drop a file somewhere on the window."""
        drop_on(self.window, path)

    # --- waiting and reading --------------------------------------------------------------------

    def wait_read(self, text: str) -> None:
        """Wait until the desk has this text and its length."""
        desk, wanted = self.program.desk, clean(text)
        self.qtbot.waitUntil(
            lambda: desk.article is not None and desk.article.text == wanted and desk.is_measured()
        )

    def wait_idle(self) -> None:
        """Wait until the model is loaded and no answer runs."""
        self.qtbot.waitUntil(lambda: self.state() is ChatState.IDLE)

    def wait_answering(self) -> None:
        """Wait for the first words of an answer."""
        self.qtbot.waitUntil(lambda: self.state() is ChatState.ANSWERING)

    def state(self) -> ChatState:
        """The chat's state."""
        return self.program.service.state

    def conversations(self) -> list[StoredConversation]:
        """What the history holds."""
        return self.program.service.conversations()

    def answers(self) -> list[str]:
        """The texts of the open conversation's answers, as stored."""
        conversation_id = self.program.service.conversation_id
        if conversation_id is None:
            return []
        messages = self.program.history.messages(conversation_id)
        return [item.content for item in messages if item.role == "assistant"]

    def message_ids(self) -> list[int]:
        """The open conversation's messages, as stored."""
        conversation_id = self.program.service.conversation_id
        stored = self.program.history.messages(conversation_id) if conversation_id else []
        return [message.id for message in stored]

    def transcript(self) -> str:
        """The conversation as plain text."""
        return self.window.chat.toPlainText()

    def article_text(self) -> str:
        """The text in the article column."""
        return self.window.article.text()

    def title(self) -> str:
        """The conversation's title in its header."""
        return self.window.conversation.title.text()

    def clipboard(self) -> str:
        """The clipboard's text."""
        return QGuiApplication.clipboard().text()

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        found = self.widget(name)
        assert isinstance(found, QPushButton)
        return found


class ModelsPage:
    """The models dialog."""

    def __init__(self, dialog: ModelsDialog, qtbot: QtBot) -> None:
        self.dialog = dialog
        self.qtbot = qtbot

    def ids(self) -> list[str]:
        """The rows, from top to bottom."""
        return [row.objectName().removeprefix("row_") for row in self._rows()]

    def words(self, model_id: str) -> str:
        """Everything that a row says, its buttons left out."""
        row = self.dialog.row(model_id)
        assert row is not None, f"no row {model_id}"
        return "\n".join(label.text() for label in row.findChildren(QLabel))

    def warns(self, model_id: str) -> bool:
        """True if the row says something in the colour of warnings."""
        row = self.dialog.row(model_id)
        assert row is not None, f"no row {model_id}"
        return any(label.property("role") == "warning" for label in row.findChildren(QLabel))

    def button(self, action: str, model_id: str) -> QPushButton | None:
        """A row's button, None if it has none of that name."""
        return self.dialog.findChild(QPushButton, f"{action}_{model_id}")

    def press(self, action: str, model_id: str) -> None:
        """Press a row's button."""
        button = self.button(action, model_id)
        assert button is not None, f"no button {action} for {model_id}"
        assert button.isEnabled(), f"{action} of {model_id} cannot be pressed"
        button.click()

    def job(self) -> str:
        """What the strip says is going on, "" while nothing is."""
        return "" if self.dialog.job.isHidden() else self.dialog.job.label.text()

    def wait_job(self) -> None:
        """Wait until nothing is going on."""
        self.qtbot.waitUntil(lambda: self.dialog.job.isHidden())

    def error(self) -> str:
        """What the dialog says went wrong, "" if nothing did."""
        return "" if self.dialog.error.isHidden() else self.dialog.error.text()

    def note(self) -> str:
        """The sentence under the heading."""
        return self.dialog.note.text()

    def _rows(self) -> list[QWidget]:
        found = self.dialog.findChildren(CardRow)
        return sorted(found, key=lambda row: row.mapTo(self.dialog, row.rect().topLeft()).y())


class StylesPage:
    """The styles dialog."""

    def __init__(self, dialog: StylesDialog, qtbot: QtBot) -> None:
        self.dialog = dialog
        self.qtbot = qtbot

    def names(self) -> list[str]:
        """The styles, from top to bottom."""
        found = self.dialog.findChildren(CardRow)
        rows = sorted(found, key=lambda row: row.mapTo(self.dialog, row.rect().topLeft()).y())
        return [row.title.text() for row in rows]

    def words(self, style_id: str = "") -> str:
        """Everything that a row says, or the whole dialog, buttons left out."""
        place = self.dialog.row(style_id) if style_id else self.dialog
        assert place is not None, f"no row {style_id}"
        labels = place.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def button(self, action: str, style_id: str) -> QPushButton | None:
        """A row's button, None if it has none of that name."""
        return self.dialog.findChild(QPushButton, f"{action}_{style_id}")

    def press(self, action: str, style_id: str) -> None:
        """Press a row's button."""
        button = self.button(action, style_id)
        assert button is not None, f"no button {action} for {style_id}"
        assert button.isEnabled(), f"{action} of {style_id} cannot be pressed"
        button.click()

    def rename(self, style_id: str, name: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Press Rename, type a name and end with a key."""
        self.press("rename", style_id)
        field = self.dialog.findChild(QLineEdit, f"name_{style_id}")
        assert field is not None
        field.selectAll()
        QTest.keyClicks(field, name)
        QTest.keyClick(field, key)
        self.qtbot.waitUntil(lambda: self.dialog.findChild(QLineEdit, f"name_{style_id}") is None)

    def drop(self, path: Path) -> bool:
        """Drop a folder or file on the dialog; False if it would not have it."""
        return drop_on(self.dialog, path)

    def wait_job(self) -> None:
        """Wait until nothing is going on."""
        self.qtbot.waitUntil(lambda: self.dialog.job.isHidden())

    def error(self) -> str:
        """What the dialog says went wrong, "" if nothing did."""
        return "" if self.dialog.error.isHidden() else self.dialog.error.text()

    def note(self) -> str:
        """The sentence under the heading."""
        return self.dialog.note.text()
