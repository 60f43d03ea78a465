"""Documents go through a child process and come onto the desk, whatever they are."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.gui.pages import MainPage

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def docx(path: Path, *paragraphs: str) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"{WORD}<w:body>{body}</w:body></w:document>")
    return path


def test_a_document_comes_through_the_dialog(page: MainPage, tmp_path: Path) -> None:
    page.dialogs.file = docx(tmp_path / "port.docx", "Port strike enters second week", "It went.")
    page.action("open_article").trigger()
    assert page.window.article.reading.label.text() == "Reading port.docx…"
    page.wait_opened()
    assert page.article_text() == "Port strike enters second week\n\nIt went."
    assert page.window.article.reading.isHidden()
