"""Pictures of articles that come in as documents: `python -m tests.end2end.document_scenes FOLDER`.

A press release in Word, the same matter as a PDF, a saved Chinese page, a paste from a browser,
and a page that a server on this machine sends. Needs what `tests.end2end.screenshots` does.
"""

from __future__ import annotations

import contextlib
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from newsassistant.gui.program import Application
from tests.end2end.screenshots import Photographer, Step, main
from tests.gui.pages import drop_on
from tests.unit.download.server import plain, serving
from tests.unit.readers.made import Show, docx, paragraph, pdf

TITLE = "Harbour city to run its ferries on batteries"
BYLINE = "By Ann Roe"
STORY = (
    "The city of Norwick will replace its six diesel ferries with battery boats by 2029, the mayor "
    "said on Tuesday. The council has set aside 84 million pounds for boats, piers and a charging "
    "station at the Old Dock.",
    "The first two boats are to carry passengers in the spring of 2027. Each holds 220 people and "
    "crosses the harbour eleven times on one charge, according to the plan.",
    "Fares stay as they are for two years, the mayor promised. Of the 61 people who work on the "
    "ferries now, all are to be trained for the new boats.",
    "The Harbour Users' Association welcomed the plan but asked for a timetable of the works. "
    "\u201cOur members lost a summer to the last rebuilding of the piers,\u201d its chair said.",
    "Councillors vote on the contracts on 9 June.",
)
ZH_TITLE = "\u6e2f\u57ce\u8f6e\u6e21\u5c06\u6539\u7528\u7535\u6c60\u8239"
ZH_STORY = (
    "\u5e02\u957f\u5468\u4e8c\u5ba3\u5e03\uff0c\u5168\u5e02\u516d\u8258\u67f4\u6cb9\u8f6e\u6e21\u5c06\u57282029\u5e74\u524d"
    "\u6362\u6210\u7535\u6c60\u8239\uff0c\u5171\u9700\u6295\u51656.8\u4ebf\u5143\uff0c\u7528\u4e8e\u9020\u8239\u3001\u6539\u5efa"
    "\u7801\u5934\u548c\u5efa\u8bbe\u5145\u7535\u7ad9\u3002",
    "\u9996\u6279\u4e24\u8258\u8239\u8ba1\u5212\u4e8e2027\u5e74\u6625\u5b63\u6295\u5165\u8fd0\u8425\uff0c\u6bcf\u8258\u53ef\u8f7d"
    "220\u4eba\uff0c\u5145\u4e00\u6b21\u7535\u53ef\u5f80\u8fd4\u6e2f\u6e7e\u5341\u4e00\u6b21\u3002",
    "\u5e02\u957f\u627f\u8bfa\u7968\u4ef7\u4e24\u5e74\u5185\u4e0d\u53d8\uff0c\u73b0\u670961\u540d\u5458\u5de5\u5c06\u5168\u90e8"
    "\u63a5\u53d7\u57f9\u8bad\u3002\u5e02\u8bae\u4f1a\u5c06\u4e8e6\u67089\u65e5\u8868\u51b3\u5408\u540c\u3002",
)


def word() -> bytes:
    """The press release."""
    body = paragraph(TITLE, "T") + paragraph(BYLINE) + "".join(map(paragraph, STORY))
    date = "<d:created>2026-05-12T09:30:00Z</d:created>"
    return docx(body, core=f"<dc:creator>user</dc:creator>{date}")


def portable() -> bytes:
    """The same as a PDF, in lines of a fixed width and with a running foot."""
    shows = [Show(60, 760, TITLE, 20, bold=True), Show(60, 736, BYLINE, 10)]
    height = 706.0
    for part in STORY:
        for line in textwrap.wrap(part.replace("\u201c", '"').replace("\u201d", '"'), 86):
            shows.append(Show(60, height, line))
            height -= 15
        height -= 9
    shows.append(Show(60, 40, "Norwick City Council - press office - page 1 of 1", 8))
    return pdf([shows], facts={"Title": TITLE, "CreationDate": "D:20260512093000Z"})


def page(title: str, story: Sequence[str], author: str, site: str) -> str:
    """A page as sites make them, with all that stands around an article."""
    links = "".join(f"<li><a href=/{n}>{site} {n}</a></li>" for n in range(1, 7))
    text = "".join(f"<p>{part}</p>" for part in story)
    return (
        f"<!doctype html><html><head><title>{title} - {site}</title>"
        f'<meta name="author" content="{author}">'
        '<meta property="article:published_time" content="2026-05-12T09:30:00Z"></head>'
        f"<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{text}</article>"
        f"<aside class=related><ul>{links}</ul></aside><footer>{site}</footer></body></html>"
    )


class DocumentScenes(Photographer):
    """The window with each of them, and with the offer to fetch a page before it is."""

    def __init__(self, program: Application, folder: Path, parts: Sequence[str] = ()) -> None:
        self._held = contextlib.ExitStack()
        super().__init__(program, folder, parts)
        program.ended.connect(self._held.close)

    def _scenario(self, parts: Sequence[str]) -> Iterator[Step]:
        yield self._idle
        self._window.resize(1280, 820)
        chinese = page(ZH_TITLE, ZH_STORY, "\u5f20\u4e09", "\u6e2f\u57ce\u65e5\u62a5")
        documents = {
            "article-docx": ("Norwick ferries.docx", word()),
            "article-pdf": ("Norwick ferries.pdf", portable()),
            "article-zh-page": ("\u6e2f\u57ce\u8f6e\u6e21.html", chinese.encode("gb18030")),
        }
        home = self._program.paths.cache
        for name, (file, data) in documents.items():
            (home / file).write_bytes(data)
            self._program.presenter.new_article()
            drop_on(self._window, home / file)
            yield self._has_come
            self._save(name)
        yield from self._paste()
        yield from self._fetch()

    def _save(self, name: str, widget: QWidget | None = None) -> None:
        self._window.notice.hide()  # it offers what the scene before has left
        super()._save(name, widget)

    def _has_come(self) -> bool:
        desk = self._program.desk
        return not desk.is_reading() and desk.article is not None and self._has_read()

    def _paste(self) -> Iterator[Step]:
        self._program.presenter.new_article()
        data = QMimeData()
        data.setText("\n".join((TITLE, BYLINE, *STORY)))
        text = "".join(f"<p style='color: red'>{part}</p>" for part in (BYLINE, *STORY))
        data.setHtml(f"<h1 style='font-size: 40px'>{TITLE}</h1>{text}")
        data.setData("chromium/x-source-url", b"https://news.example/2026/ferries")
        self._window.article.edit.insertFromMimeData(data)
        yield self._has_come
        self._save("article-pasted")

    def _fetch(self) -> Iterator[Step]:
        self._use(fetch_private=True)
        site = self._held.enter_context(serving())
        source = page(TITLE, STORY, "Ann Roe", "The Norwick Example").encode()
        url = site.at("/2026/ferries", plain(source, 200, Content_Type="text/html; charset=utf-8"))
        self._program.presenter.new_article()
        QTest.keyClicks(self._window.article.edit, url)
        self._window.article.tell_edited()
        yield self._ready
        self._save("article-address")
        self._window.article.page_offer.button.click()
        yield self._has_come
        self._save("article-fetched")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:], DocumentScenes))
