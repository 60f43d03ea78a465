"""What the tests of the checks share: an article, an answer, and what is seen of its marks."""

from __future__ import annotations

from PySide6.QtGui import QTextFormat
from PySide6.QtWidgets import QTextEdit

from newsassistant.gui.conversation.answer_texts import ShownAnswer
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.evidence.marking import KIND
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
MILL = (
    "Mill at Ashford closes\n\n"
    "The paper mill at Ashford closed on 4 May. It employed 1,187 people, its owner said. "
    "“We did all that we could to keep it open,” said Mary Holt, who had led it for 12 years.\n\n"
    "The council will buy the site for £3.5 million."
)
ANSWER = (
    "🏭 The mill at **Ashford** closed. It employed 1,250 people, said *Mary Hopkins*.\n\n"
    "- The site costs £3.5 million, 🏭 nearly 1,200 had worked there.\n"
    "- “We did everything we could to keep it open,” she said.\n"
)
MARKED = ["1,250", "Hopkins", "1,200", "“We did everything we could to keep it open,”"]
_KIND = QTextFormat.Property.UserProperty.value + 1


def drawn(view: QTextEdit, kind: str = KIND) -> list[str]:
    """The words of a view that have marks of a kind, in order."""
    found = [mark for mark in view.extraSelections() if mark.format.property(_KIND) == kind]
    found.sort(key=lambda mark: mark.cursor.selectionStart())
    return [mark.cursor.selectedText() for mark in found]


def desk_of(page: MainPage) -> EvidenceDesk:
    """What checks the answers of a window."""
    return page.program.evidence


def shown(page: MainPage, number: int) -> ShownAnswer:
    """An answer of a window."""
    answer = page.window.chat.answers.get(number)
    assert answer is not None
    return answer


def line(page: MainPage, number: int) -> str:
    """What stands below an answer, "" for nothing."""
    return shown(page, number).line.text()


def checked(page: MainPage, number: int) -> EvidenceDesk:
    """Wait until an answer was examined."""
    desk = desk_of(page)
    page.qtbot.waitUntil(lambda: desk.examined(number) is not None, timeout=LONG_MS)
    return desk


def summarized(page: MainPage, text: str = MILL) -> int:
    """Summarise an article and wait until the answer was examined; its message."""
    page.summarized(text)
    number = page.message_ids()[-1]
    checked(page, number)
    return number
