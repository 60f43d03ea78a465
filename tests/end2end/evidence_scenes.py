"""Pictures of what is checked: `python -m tests.end2end.evidence_scenes FOLDER [SCENE...]`.

Answers of a scripted engine with each strength of mark, the sources of a sentence, the sheet of
quotes, two versions of a story, headlines and six answers in rows; light and dark, in English and
Chinese. Needs no model; compares nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from newsassistant.core.resources import sample_article
from newsassistant.gui.process.startup import make_qt_application
from tests.gui.screen_scene import wait
from tests.pictures.scenes import Scene
from tests.pictures.stage import Cast, Stage, on_stage, steady, still

SIZE = (1360, 860)
ENGLISH = (
    "Ministers put **£1.2 billion** into wind farms, and some 13,600 jobs may follow by 2031.\n\n"
    "“Every turbine we build at sea is oil we do not need to import,” said Clare Hughes, "
    "the energy minister.\n\n"
    "Nearly 1.2 billion euros are meant for ports like Hull, Grimsby and Whitby."
)
CHINESE = (
    "中国人民银行周四宣布，自12月1日起下调存款准备金率**0.25个百分点**，释放长期资金近1.1万亿元。\n\n"
    "该负责人说，“我们决不会搞大水漫灌”。上海和深圳股市银行板块午后上涨1.8%。"
)
HEADLINES = (
    "1. Ministers put £1.2bn into offshore wind\n"
    "2. 14,000 jobs promised as wind farms get £1.2 billion\n"
    "3. Opposition: a wind farm without a cable is a sculpture, 350 projects wait for the grid\n"
    "4. Wind farms to cut household bills\n"
    "5. Grimsby, Hull and Great Yarmouth to build turbines\n"
)
SIX = (
    "Who: energy minister Claire Hughes\n"
    "What: 1.2 billion pounds for new offshore wind farms\n"
    "When: announced on Tuesday\n"
    "Where: ports along the east coast\n"
    "Why: to buy less gas from abroad\n"
    "How: by a lottery of fishing boats\n"
)


def marked(stage: Stage) -> QWidget:
    """An answer with marks of all strengths, and the note of its quote."""
    _open(stage)
    stage.summarize("150-words")
    stage.wait_checked()
    quote = "“" if stage.program.translations.language == "en" else "“我们决"
    for _ in range(12):
        stage.act("next_mark")
        QTest.qWait(50)
        view = stage.window.chat.texts()[-1]
        at = view.textCursor().selectionStart()
        if view.toPlainText()[at:].startswith(quote):
            break
    QTest.keyClick(view, Qt.Key.Key_Return)
    return stage.window


def sourced(stage: Stage) -> QWidget:
    """The sources of one sentence, in the article and in the answer; coverage beside it."""
    _open(stage)
    stage.summarize()
    stage.wait_checked()
    numbers = list(stage.window.chat._messages)
    examined = stage.program.evidence.examined(numbers[-1])
    assert examined is not None
    stage.program.evidence.sentence_chosen.emit(numbers[-1], examined.sentences[-1])
    return stage.window


def quotes(stage: Stage) -> QWidget:
    """All quotes of the article."""
    _open(stage)
    return _sheet(stage, "quotes")


def facts(stage: Stage) -> QWidget:
    """Its numbers, dates and names."""
    _open(stage)
    return _sheet(stage, "facts")


def versions(stage: Stage) -> QWidget:
    """The story and a later version of it."""
    _open(stage)
    dialog = _sheet(stage, "versions")
    text = stage.program.desk.article.text if stage.program.desk.article else ""
    newer = text.replace("1.2 billion", "1.4 billion").replace("0.5个百分点", "0.25个百分点")
    paragraphs = newer.split("\n\n")
    added = (
        "A second minister, Tom Baird, said on Wednesday that ports would get 90 million pounds."
    )
    if stage.program.translations.language == "zh":
        added = "发改委周五表示，还将增发国债3000亿元。"
    newer = "\n\n".join([*paragraphs[:2], added, *paragraphs[2:-1]])
    dialog.set_other(newer, "")  # type: ignore[attr-defined]
    dialog.compare()  # type: ignore[attr-defined]
    wait(lambda: not stage.program.checks.is_busy())
    QApplication.processEvents()
    dialog.step(1)  # type: ignore[attr-defined]
    return dialog


def headlines(stage: Stage) -> QWidget:
    """Five headlines with their lengths, and six answers below."""
    _open(stage)
    stage.summarize("five-headlines")
    stage.summarize("w5h1")
    return stage.window


def _open(stage: Stage) -> None:
    stage.window.resize(*SIZE)
    stage.open(sample_article(stage.program.translations.language))


def _sheet(stage: Stage, name: str) -> QWidget:
    sheet = stage.act(name)
    wait(lambda: not stage.program.checks.is_busy())
    QApplication.processEvents()
    return sheet


SCENES: dict[str, tuple[Callable[[Stage], QWidget], tuple[str, ...], tuple[str, ...]]] = {
    "marks": (marked, (ENGLISH,), (CHINESE,)),
    "sources": (sourced, (ENGLISH.split("\n\n")[0] + " " + SIX.split("\n")[1][6:],), (CHINESE,)),
    "quotes": (quotes, (), ()),
    "facts": (facts, (), ()),
    "versions": (versions, (), ()),
    "headlines": (headlines, (HEADLINES, SIX), ()),
}


def main(folder: Path, names: list[str]) -> None:
    """Each scene in English and light, and in Chinese and dark where it has Chinese words."""
    make_qt_application()
    QApplication.setCursorFlashTime(0)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or list(SCENES):
        play, english, chinese = SCENES[name]
        takes = [("en", "light", english), ("en", "dark", english)]
        if name != "headlines":
            takes += [("zh", "light", chinese), ("zh", "dark", chinese)]
        for language, scheme, answers in takes:
            scene = Scene(name, play, SIZE, 1.0, language, scheme, cast=Cast(answers=answers))
            with (
                tempfile.TemporaryDirectory() as home,
                steady(),
                on_stage(Path(home), scene.settings(), scene.cast) as stage,
            ):
                widget = scene.play(stage)
                stage.wait_checked()
                still(widget).grab().save(str(folder / f"{name}-{language}-{scheme}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
