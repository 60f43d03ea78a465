"""Documents are read in a child process, whatever that does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsassistant.app.machine import process
from newsassistant.app.machine.process import Limits
from newsassistant.app.reading import (
    MOST_BYTES,
    article_of,
    read_document,
    read_file,
    read_page,
)
from newsassistant.core.errors import CancelledError, InputError
from newsassistant.core.types import CancelToken, Origin
from newsassistant.download.page import Page
from newsassistant.text.articles.article import MAX_FILE_BYTES
from newsassistant.text.articles.reading import Reading
from tests.unit.readers.made import docx, paragraph

DOCX = docx(paragraph("Bridge to close", "T") + paragraph("The council voted on Tuesday."))
PATIENT = Limits(wall_s=30.0)
QUICK = Limits(memory=1 << 30, processor_s=20, wall_s=1.0)


def program(script: str) -> list[str]:
    """A program in the child's place; what it is told to do comes behind."""
    return [sys.executable, "-c", script]


def code_of(script: str, limits: Limits = PATIENT) -> str:
    with pytest.raises(InputError) as caught:
        read_document(DOCX, "a.docx", program=program(script), limits=limits)
    assert caught.value.text("en")
    assert caught.value.text("zh")
    return caught.value.code


def test_a_document_comes_back_from_the_child() -> None:
    found = read_document(DOCX, "a.docx")

    assert (found.title, found.text) == ("Bridge to close", "The council voted on Tuesday.")


def test_the_childs_error_is_ours() -> None:
    with pytest.raises(InputError) as caught:
        read_document(b"%PDF-1.7 broken", "a.pdf")

    assert (caught.value.code, caught.value.params["path"]) == ("document-damaged", "a.pdf")


def test_plain_text_needs_no_child() -> None:
    found = read_document("é".encode("cp1252"), "a.txt", encoding="windows-1252", program=["none"])

    assert (found.text, found.encoding) == ("é", "windows-1252")
    for empty in (b"", b" \n", "\ufffd\n".encode()):
        with pytest.raises(InputError, match="no article text"):
            read_document(empty, "a.txt")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("import sys; sys.stdin.read(); import os; os.abort()", "document-crash"),
        ("import sys; sys.exit('no such module')", "document-crash"),
        ("print('{')", "document-crash"),
        ('print(\'{"reading": {"text": 5}}\')', "document-crash"),
        ('print(\'{"error": "no-such-code", "params": {}}\')', "document-crash"),
        ("print('x' * 1000000 + '\\n' + 'y')", "document-crash"),
    ],
)
def test_a_child_that_fails_costs_a_sentence(script: str, code: str) -> None:
    assert code_of(script) == code


def test_a_child_that_hangs_is_ended() -> None:
    assert code_of("import time; time.sleep(600)", QUICK) == "document-slow"


def test_a_program_that_does_not_start_is_an_error_too() -> None:
    with pytest.raises(InputError) as caught:
        read_document(DOCX, "a.docx", program=["/no/such/program"])

    assert caught.value.code == "document-crash"


def test_reading_can_be_given_up() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        read_document(DOCX, "a.docx", cancel=cancel, program=program("import time; time.sleep(60)"))


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_memory_is_bounded_by_the_system() -> None:
    small = Limits(memory=300 << 20, processor_s=20, wall_s=30.0)

    assert code_of("x = bytearray(900 << 20)", small) == "document-crash"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is tested by the one above")
def test_memory_is_watched_where_the_system_bounds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.delattr(resource, "prlimit")
    small = Limits(memory=60 << 20, processor_s=20, wall_s=60.0)
    script = "import time; x = bytearray(b'x') * (200 << 20); time.sleep(600)"

    assert code_of(script, small) == "document-crash"
    assert process._resident(2**22 + 1) == 0  # a process that has ended


def test_files_are_bounded(tmp_path: Path) -> None:
    huge, text = tmp_path / "huge.pdf", tmp_path / "long.txt"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(2 << 30)
    text.write_bytes(b"word " * (MAX_FILE_BYTES // 5 + 1))
    for path, limit in ((huge, MOST_BYTES), (text, MAX_FILE_BYTES)):
        with pytest.raises(InputError) as caught:
            read_file(path)
        assert caught.value.code == "file-too-large"
        assert caught.value.params["limit_mb"] == limit >> 20


@pytest.mark.parametrize("name", ["none.txt", ".", "a\0b"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / name)

    assert caught.value.code in ("file-not-found", "file-unreadable")


def test_what_the_file_says_of_itself_goes_with_the_article_but_no_folder() -> None:
    reading = Reading("It voted.", author="Jane", date="2026-05-06", source="Reuters")
    origin = article_of(reading, Origin("opened", 7.0, "/x/a.docx")).origin
    assert origin == Origin("opened", 7.0, "/x/a.docx", "", False, "Jane", "2026-05-06", "Reuters")
    local = Reading("It voted.", source="file:///x/jane/a.html")
    assert article_of(local).origin.source == ""


def test_the_article_has_its_headline_on_top() -> None:
    article = article_of(Reading("The council voted.", "Bridge"), Origin(place="a.docx"))
    text = article_of(Reading("Bridge\n\nThe council voted.", "Bridge", encoding="utf-8"))

    assert article.text == text.text == "Bridge\n\nThe council voted."
    assert (article.title, article.origin.place, text.origin.encoding) == (
        "Bridge",
        "a.docx",
        "utf-8",
    )
    assert article.digest == text.digest
    with pytest.raises(InputError):
        article_of(Reading(""))


CHINESE = "\u5e02\u653f\u5e9c\u5468\u4e8c\u6279\u51c6\u4e86\u98ce\u7535\u9879\u76ee\u3002" * 20


def page(data: bytes, name: str, told: str = "") -> Page:
    return Page(data, name, told, "https://news.example/a", len(data))


@pytest.mark.parametrize("told", ["gb18030", "gb2312", "", "utf-8", "no-such"])
def test_a_fetched_page_is_read_whatever_its_server_calls_its_encoding(told: str) -> None:
    source = f"<title>\u98ce\u7535</title><p>{CHINESE}</p>".encode("gb18030")
    reading = read_page(page(source, "a.html", told))

    assert reading.text == CHINESE
    assert reading.source == "https://news.example/a"


def test_what_the_server_names_decides_where_the_bytes_do_not() -> None:
    data = "R\u00e9sum\u00e9 \u00e0 Orl\u00e9ans: 5 \u20ac".encode("cp1252")

    assert read_page(page(data, "a.txt", "windows-1252")).encoding == "windows-1252"
    assert "encoding-uncertain" not in read_page(page(data, "a.txt", "windows-1252")).warnings
    assert read_page(page(data, "a.txt")).text


def test_a_fetched_document_has_its_address_as_its_source() -> None:
    assert read_page(page(DOCX, "a.docx")).source == "https://news.example/a"


@pytest.mark.parametrize(
    ("source", "warning"),
    [
        ("<p>We value your privacy. Accept all, or choose.</p>", "page-short"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", '
            f'"isAccessibleForFree": "False"}}</script><p>{"The beginning of it. " * 20}</p>',
            "page-in-part",
        ),
    ],
)
def test_what_may_not_be_all_of_it_is_said(source: str, warning: str) -> None:
    assert read_page(page(source.encode(), "a.html")).warnings == (warning,)
    assert read_document(source.encode(), "a.html").warnings == ()
