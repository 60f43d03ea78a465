"""What is pictured: each state once or twice, and all screens, scales, colours and languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from newsassistant.app.listener import ChatState
from newsassistant.app.training.runs import TrainingRuns
from newsassistant.core.errors import EngineError
from newsassistant.core.resources import sample_article
from newsassistant.core.settings import Settings
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.settings.dialog import SettingsDialog
from newsassistant.gui.training.desk import TrainDesk
from newsassistant.gui.training.dialog import DATA, SETTINGS
from tests.end2end.screenshots import BASE, HOUSE_ANSWER, install_styles
from tests.end2end.train_scenes import TUNER
from tests.gui.screen_scene import wait
from tests.gui.trainings import FakePackages
from tests.pictures.stage import STARTER, Cast, Stage

LAPTOP, SMALL, LEAST = (1366, 768), (1280, 720), (960, 640)  # px of the screen
ENGLISH_ANSWERS = (
    "- Ministers put **£1.2 billion** into offshore wind over three years.\n"
    "- The plan should support about **14,000 jobs** in ports on the east coast.\n"
    "- Opposition lawmakers criticised delays in grid connections.",
    "Two people did:\n\n"
    "1. The energy spokesman of the opposition, who said that it did not go far enough.\n"
    "2. A grid engineer, who called 2031 “a wish, not a date”.\n\n"
    "Neither named a sum.",
)
CHINESE_ANSWERS = (
    "- 央行将下调金融机构存款准备金率**0.5个百分点**。\n"
    "- 此举将释放长期资金约**1万亿元**。\n"
    "- 分析人士认为，中小企业融资成本有望下降。",
    "央行表示，将保持流动性合理充裕，并未给出具体时间表。",
)
QUESTION = "Who criticised the plan, and what exactly did they say?"
AROUND = """Harbour town to widen its sea wall

By Ann Roe
Share this article

The council of Saltby voted on Tuesday to widen the sea wall by 1.4 metres.

Photo: Jim Dale/Coastal Pictures

Work begins in March and costs £18.6 million.

Subscribe to our newsletter
The wall was last raised in 1974."""
LONG = "The council met again on Thursday and put the decision off until the spring.\n\n" * 200
Play = Callable[[Stage], QWidget]


@dataclass(frozen=True, slots=True)
class Scene:
    """A state of the window on a screen; `play` brings it about and returns what is pictured."""

    name: str
    play: Play
    screen: tuple[int, int] = LAPTOP
    scale: float = 1.0
    language: str = "en"
    scheme: str = "light"
    zoom: float = 1.0
    cast: Cast = field(default_factory=lambda: Cast(answers=ENGLISH_ANSWERS))
    needs_han: bool = False  # in an English window

    @property
    def has_han(self) -> bool:
        """True if the picture needs Chinese letters."""
        return self.needs_han or self.language == "zh"

    def settings(self) -> Settings:
        """The settings of its window."""
        return Settings(
            language=self.language,
            scheme=self.scheme,
            zoom=self.zoom,
            read_ahead="never",  # it comes when it comes
        )


# --- the window -----------------------------------------------------------------------------------


def empty(stage: Stage) -> QWidget:
    """Nothing was done yet."""
    return stage.window


def article(stage: Stage) -> QWidget:
    """The sample in the window's language, ready to be summarised."""
    stage.open(sample_article(stage.program.translations.language))
    return stage.window


def answered(stage: Stage) -> QWidget:
    """A summary of the sample."""
    article(stage)
    stage.summarize()
    return stage.window


def question(stage: Stage) -> QWidget:
    """A summary, a question and an answer with a list."""
    answered(stage)
    stage.ask(QUESTION)
    return stage.window


def streaming(stage: Stage) -> QWidget:
    """In the middle of an answer."""
    article(stage)
    stage.program.presenter.summarize("three-bullets")
    stage.wait_words("14,000")
    return stage.window


def too_long(stage: Stage) -> QWidget:
    """An article of which the model can read only a part; its end is in view."""
    stage.open(_long_article(stage))
    stage.window.article.edit.moveCursor(QTextCursor.MoveOperation.End)
    return stage.window


def too_long_sheet(stage: Stage) -> QWidget:
    """What is asked before such an article is cut."""
    stage.open(_long_article(stage))
    return stage.act("summarize")


def changed(stage: Stage) -> QWidget:
    """An article that was edited after it was answered."""
    answered(stage)
    desk, edit = stage.program.desk, stage.window.article.edit
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, "X")
    wait(lambda: desk.article is not None and desk.article.text.endswith("X"))
    wait(desk.is_measured)
    return stage.window


def around(stage: Stage) -> QWidget:
    """An article among lines that are none of it, and one line that was clicked."""
    path = stage.program.paths.data / "Harbour.txt"
    path.write_text(AROUND, "utf-8")
    stage.open(path)
    stage.window.article.edit.moveCursor(QTextCursor.MoveOperation.End)
    stage.act("toggle_read")
    wait(stage.program.desk.is_measured)
    return stage.window


def in_parts(stage: Stage) -> QWidget:
    """A summary of an article that was read in parts."""
    stage.open(_long_article(stage))
    sheet = stage.act("summarize")
    offer = next(b for b in sheet.findChildren(QPushButton) if b.property("role") == "primary")
    offer.click()
    stage.wait_idle()
    wait(lambda: stage.program.service.state is ChatState.IDLE and not stage.program.service.line())
    return stage.window


def versions(stage: Stage) -> QWidget:
    """A second version of an answer."""
    question(stage)
    stage.act("regenerate")
    stage.wait_idle()
    return stage.window


def private(stage: Stage) -> QWidget:
    """A private conversation with an answer."""
    stage.act("new_private")
    return answered(stage)


def page_offer(stage: Stage) -> QWidget:
    """An address alone, before anything is asked of it."""
    stage.window.article.edit.setFocus()
    QTest.keyClicks(stage.window.article.edit, "https://example.org/wind")
    wait(stage.window.article.page_offer.isVisible)
    return stage.window


def other_language(stage: Stage) -> QWidget:
    """A Chinese article and a model that reads only English."""
    stage.open(sample_article("zh"))
    return stage.window


def found(stage: Stage) -> QWidget:
    """Words found in the article."""
    article(stage)
    stage.window.article.edit.setFocus()
    stage.act("find")
    QTest.keyClicks(stage.window.article.find_bar.field, "wind")
    return stage.window


def drawer(stage: Stage) -> QWidget:
    """The sidebar over the article, where there is no room beside it."""
    answered(stage)
    stage.window.sidebar.button.click()
    return stage.window


# --- the pages over it ----------------------------------------------------------------------------


def models(stage: Stage) -> QWidget:
    """The models, none of them installed."""
    return stage.act("models")


def styles(stage: Stage) -> QWidget:
    """Two styles that fit and one that does not."""
    _install_styles(stage)
    return stage.act("styles")


def no_styles(stage: Stage) -> QWidget:
    """No style yet."""
    return stage.act("styles")


def settings(stage: Stage) -> QWidget:
    """The settings."""
    dialog = stage.act("settings")
    assert isinstance(dialog, SettingsDialog)
    dialog._data_folder = Path("~/.local/share/newsassistant")  # the true one differs
    dialog.retranslate()
    return dialog


def compare(stage: Stage) -> QWidget:
    """Two answers to the same article."""
    _install_styles(stage)
    article(stage)
    dialog = stage.act("compare")
    desk = stage.program.pages.compare
    assert desk is not None
    desk.dialog.run_button.click()
    wait(lambda: bool(desk.service.sides[1].text) and not desk.service.is_running)
    return dialog


def deleted(stage: Stage) -> QWidget:
    """Conversations that are kept for a while."""
    history = stage.program.history
    for title in ("Port strike enters second week", "Council puts off its decision"):
        made = history.create(title, None, preset="", model="", prefix="")
        history.delete(made.id)
    return stage.act("deleted")


def jobs(stage: Stage) -> QWidget:
    """The jobs, one of them to be changed."""
    return stage.act("edit_jobs")


def export(stage: Stage) -> QWidget:
    """What is asked before a conversation is exported."""
    answered(stage)
    return stage.act("export_conversation")


def export_answer(stage: Stage) -> QWidget:
    """The same of one answer, whose text can be changed there."""
    answered(stage)
    answer = stage.window.chat.newest_answer()
    assert answer is not None
    card = stage.window.chat.card(answer)
    assert isinstance(card, AnswerCard)
    card.export.click()
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    return sheet


def shortcuts(stage: Stage) -> QWidget:
    """All keys."""
    return stage.act("shortcuts")


def train_data(stage: Stage) -> QWidget:
    """What is in the data that a style shall be trained on."""
    return _train(stage, DATA)


def train_settings(stage: Stage) -> QWidget:
    """How the training shall be done."""
    return _train(stage, SETTINGS)


def _train(stage: Stage, step: int) -> QWidget:
    program, paths = stage.program, stage.program.paths
    runs = TrainingRuns(paths.runs, install=lambda *_: "", program=TUNER)
    desk = TrainDesk(
        program.theme,
        program.window,
        program.dialogs,
        runs,
        FakePackages(),
        open_folder=lambda path: None,
    )
    desk.show()
    data = paths.data / "house-style.jsonl"
    data.write_text('{"plan": "demo", "content": "x", "summary": "y"}\n', "utf-8")
    desk.set_file(data)
    wait(lambda: desk.dialog.data.report_words() != "")
    desk.dialog.settings.name_edit.setText("House style")
    desk.dialog.set_step(step)
    stage.keep(desk)
    return desk.dialog


def _install_styles(stage: Stage) -> None:
    install_styles(stage.program.paths.prefixes, BASE)
    stage.program.style.refresh()


def _long_article(stage: Stage) -> Path:
    path = stage.program.paths.data / "Council.txt"
    path.write_text(LONG, "utf-8")
    return path


FAILURE = EngineError("unexpected", detail="the weights were changed while they were read")
ZH = Cast(answers=CHINESE_ANSWERS)
ZH_STARTER = Cast(model=STARTER, answers=CHINESE_ANSWERS)
STYLED = Cast(answers=ENGLISH_ANSWERS, styles={"house-style": [HOUSE_ANSWER]})
ZH_STYLED = Cast(answers=CHINESE_ANSWERS, styles={"house-style": [CHINESE_ANSWERS[1]]})

SCENES = (
    Scene("preparing", empty, cast=Cast(loads=False)),
    Scene("preparing-zh-dark", empty, SMALL, 1.5, "zh", "dark", cast=Cast(loads=False)),
    Scene("empty", empty, cast=Cast(model=STARTER)),
    Scene("empty-zh-dark", empty, SMALL, 1, "zh", "dark", cast=ZH_STARTER),
    Scene("article", article, SMALL),
    Scene("article-zh-200", article, LAPTOP, 2, "zh", cast=ZH),
    Scene("streaming-dark", streaming, scheme="dark", cast=Cast(answers=ENGLISH_ANSWERS, words=22)),
    Scene("answered-zh", answered, language="zh", cast=ZH),
    Scene("answered-150", answered, LAPTOP, 1.5),
    Scene("answered-dark", answered, LEAST, 1, "en", "dark"),
    Scene("question", question, SMALL, zoom=1.25),
    Scene("question-zh-dark-150", question, LAPTOP, 1.5, "zh", "dark", cast=ZH),
    Scene("too-long", too_long, LEAST),
    Scene("too-long-sheet-zh", too_long_sheet, LEAST, 1, "zh"),
    Scene("changed", changed),
    Scene("changed-zh-dark", changed, SMALL, 1, "zh", "dark", cast=ZH),
    Scene("other-language", other_language, SMALL, cast=Cast(model=STARTER), needs_han=True),
    Scene("other-language-zh", other_language, LAPTOP, 1, "zh", cast=ZH_STARTER),
    Scene("around", around, SMALL),
    Scene("around-zh-dark", around, LEAST, 1, "zh", "dark"),
    Scene("in-parts", in_parts, SMALL),
    Scene("versions-zh", versions, LAPTOP, 1, "zh", cast=ZH),
    Scene("private", private, SMALL),
    Scene("private-zh-dark", private, LEAST, 1, "zh", "dark", cast=ZH),
    Scene("page-offer", page_offer, LEAST),
    Scene("page-offer-zh-dark", page_offer, SMALL, 1, "zh", "dark"),
    Scene("failed", answered, SMALL, cast=Cast(failures=[FAILURE])),
    Scene("found", found, LEAST),
    Scene("drawer-dark-150", drawer, LEAST, 1.5, "en", "dark"),
    Scene("models-dark", models, scheme="dark", cast=Cast(model=STARTER)),
    Scene("models-zh", models, LAPTOP, 1, "zh", cast=ZH_STARTER),
    Scene("styles", styles, SMALL),
    Scene("no-styles-zh-dark", no_styles, SMALL, 1, "zh", "dark"),
    Scene("settings-zh", settings, LAPTOP, 1, "zh"),
    Scene("settings-dark-200", settings, LAPTOP, 2, "en", "dark", needs_han=True),
    Scene("compare", compare, cast=STYLED),
    Scene("compare-zh-dark", compare, LEAST, 1, "zh", "dark", cast=ZH_STYLED),
    Scene("jobs", jobs, SMALL, needs_han=True),
    Scene("jobs-zh-dark", jobs, LEAST, 1, "zh", "dark"),
    Scene("export", export),
    Scene("export-zh-dark", export, SMALL, 1, "zh", "dark", cast=ZH),
    Scene("export-answer", export_answer, LAPTOP, 1.5),
    Scene("deleted", deleted, SMALL),
    Scene("shortcuts-zh-150", shortcuts, SMALL, 1.5, "zh"),
    Scene("train-data-zh", train_data, LAPTOP, 1, "zh"),
    Scene("train-settings-dark", train_settings, LEAST, 1, "en", "dark"),
)
