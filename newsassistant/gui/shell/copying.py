"""What leaves for the clipboard: one answer, the newest, or the whole conversation."""

from __future__ import annotations

from PySide6.QtCore import QObject

from newsassistant.gui.look.flavours import copy, flavours
from newsassistant.gui.shell.main_window import MainWindow


class Copying(QObject):
    """The commands that copy, connected for as long as the window lives; main thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.chat.copy_requested.connect(self.copy_answer)
        actions = window.actions_by_name
        actions["copy_answer"].triggered.connect(lambda: self._copy_newest(as_markdown=False))
        actions["copy_markdown"].triggered.connect(lambda: self._copy_newest(as_markdown=True))
        for name, as_markdown in (
            ("copy_conversation", False),
            ("copy_conversation_markdown", True),
        ):
            actions[name].triggered.connect(
                lambda _=False, chosen=as_markdown: self._copy_all(as_markdown=chosen)
            )

    def copy_answer(self, message_id: int, *, as_markdown: bool = False) -> None:
        """Put an answer into the clipboard; nothing for an unknown one."""
        text = self._window.chat.text_to_copy(message_id)
        if text:
            copy(flavours(text), as_markdown=as_markdown)

    def _copy_newest(self, *, as_markdown: bool) -> None:
        answer = self._window.chat.newest_answer()
        if answer is not None:
            self.copy_answer(answer, as_markdown=as_markdown)
            self._window.status.say(self.tr("The answer was copied"))

    def _copy_all(self, *, as_markdown: bool) -> None:
        copy(self._window.chat.flavours(), as_markdown=as_markdown)
        self._window.status.say(self.tr("The conversation was copied"))
