"""Installing, fetching, checking and removing models in the window, on a scripted installer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.install import Installer, InstallProgress
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.listener import ChatState
from newsassistant.app.machine.memory import Spare
from newsassistant.core.errors import DownloadError, ModelError, NewsAssistantError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import ModelInfo, WeightSpeeds
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.models.desk import ModelsDesk
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.settings.preferences import Preferences
from tests.gui.installers import GIGA, LICENCE_TEXT, FakeInstaller, make_model
from tests.gui.measurings import FakeService
from tests.gui.pages import MainPage, ModelsPage, RecordedDialogs
from tests.unit.convert.foreign import toys

FREE = Spare(free=8 * GIGA, total=16 * GIGA)


class Bench:
    """A desk with all that it needs, but for a window."""

    def __init__(
        self, theme: Theme, home: Path, qtbot: QtBot, *, mirror: str = "https://mirror.example"
    ) -> None:
        paths = Paths.under(home).ensure()
        self.paths = paths
        self.dialogs = RecordedDialogs(theme)
        settings = Settings(language="en", hub_endpoint=mirror)
        self.preferences = Preferences(settings, paths.settings_file, theme, Translations())
        self.installer = FakeInstaller(paths.models)
        self.loaded: list[str] = []
        self.opened: list[Path] = []
        self.online: list[bool] = []
        self.service = FakeService()
        self.measuring = Measuring(self.service, self.loaded.append, self.loaded.append)
        library = ModelLibrary(paths.models)
        self.choice = ModelChoice(
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.preferences,
            library,
            self._load,
        )
        self.desk = ModelsDesk(
            theme,
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.preferences,
            library,
            self.choice,
            self.installer,
            self.measuring,
            open_folder=self.opened.append,
        )
        self.desk.downloading.connect(self.online.append)
        qtbot.addWidget(self.desk.dialog)
        self.page = ModelsPage(self.desk.dialog, qtbot)

    def _load(self, model_id: str) -> bool:
        self.loaded.append(model_id)
        return True

    def model(self, name: str, weights_bytes: int = 6_240_000_000) -> ModelInfo:
        """Install a model."""
        return make_model(self.paths.models / name, name, weights_bytes=weights_bytes).info()


@pytest.fixture
def bench(
    theme: Theme, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    monkeypatch.setattr("newsassistant.app.machine.memory.read_spare", lambda: FREE)
    monkeypatch.setattr("newsassistant.gui.models.desk.read_spare", lambda: FREE)
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    bench = Bench(theme, tmp_path, qtbot)
    yield bench
    bench.desk.stop()
    bench.installer.go_on.set()
    qtbot.waitUntil(lambda: not bench.desk.is_busy())


# --- what is there ------------------------------------------------------------------------------


def test_models_are_listed_with_what_they_need(bench: Bench) -> None:
    used = bench.model("small", GIGA)
    bench.model("large", 9 * GIGA)
    bench.choice.loaded(used)
    bench.desk.show()

    page = bench.page
    assert page.ids()[:2] == ["large", "small"]
    assert page.ids()[2:] == [
        "chatglm3-6b",
        "chatglm2-6b",
        "chatglm-6b",
        "glm-edge-1.5b-chat",
        "glm-edge-4b-chat",
    ]
    words = page.words("large")
    assert "9.0 GB · int8 · 8,192 tokens of context · large License" in words
    assert "GB of memory, 8.0 GB free" in words
    card = bench.desk.dialog.row("large")
    assert card is not None
    # A tenth of what is free.
    assert "800 MB for articles read before" in card.accessibleDescription()
    entry = bench.desk.dialog.row("chatglm2-6b")
    assert entry is not None
    assert "940 MB for a whole context (KV cache)" in entry.accessibleDescription()
    assert page.warns("large")
    assert "In use" in page.words("small")
    assert not page.warns("small")
    assert page.button("use", "small") is None
    assert not page.button("remove", "small").isEnabled()  # type: ignore[union-attr]


def test_a_model_that_can_never_fit_cannot_be_used(bench: Bench) -> None:
    bench.model("huge", 40 * GIGA)
    bench.desk.show()

    assert "this computer has 16.0 GB" in bench.page.words("huge")
    button = bench.page.button("use", "huge")
    assert button is not None
    assert not button.isEnabled()
    assert "too little memory" in button.toolTip()


def test_a_models_folder_is_opened(bench: Bench) -> None:
    bench.model("small")
    bench.desk.show()
    bench.page.press("folder", "small")

    assert bench.opened == [bench.paths.models / "small"]


def test_a_model_that_has_gone_is_explained(bench: Bench) -> None:
    bench.model("small")
    bench.desk.show()
    (bench.paths.models / "small").rename(bench.paths.models / ".gone")
    bench.page.press("folder", "small")

    assert "not installed" in bench.page.error()


def test_opening_it_compares_the_weights_on_this_computer(bench: Bench) -> None:
    assert bench.service.calls == []
    bench.desk.show()
    label = bench.page.dialog.options.weights_label
    assert bench.service.calls == ["compare"]
    assert "being measured" in label.text()

    bench.measuring.take_speeds(WeightSpeeds("w", (("int8", 1.0), ("int4", 1.6), ("fp16", 0.5))))

    assert "writes 2.0 times as fast as fp16" in label.text()


def test_an_answer_is_not_disturbed_by_opening_it(bench: Bench) -> None:
    bench.service.state = ChatState.ANSWERING
    bench.desk.show()

    assert bench.service.calls == []
    assert "not measured" in bench.page.dialog.options.weights_label.text()

    bench.service.state = ChatState.IDLE
    bench.measuring.set_state(ChatState.IDLE)
    assert bench.service.calls == ["compare"]  # the answer has ended


def test_nothing_is_compared_while_nobody_looks(bench: Bench) -> None:
    bench.measuring.set_state(ChatState.IDLE)

    assert bench.service.calls == []


# --- using --------------------------------------------------------------------------------------


def test_using_a_model_loads_it_and_keeps_the_choice(bench: Bench) -> None:
    model = bench.model("small", GIGA)
    bench.desk.show()
    bench.page.press("use", "small")
    assert bench.loaded == ["small"]
    assert bench.preferences.settings.model == "starter", "not before it is loaded"

    bench.choice.loaded(model)

    assert bench.preferences.settings.model == "small"


# --- checking and removing ----------------------------------------------------------------------


def test_verifying_says_what_is_wrong(bench: Bench) -> None:
    bench.model("whole", 10)
    bench.model("broken", 10)
    (bench.paths.models / "broken" / "openvino_model.xml").write_text("<nut/>", "utf-8")
    bench.desk.show()
    bench.page.press("verify", "broken")
    bench.page.wait_job()

    assert "wrong hash" in bench.page.error() or "has hash" in bench.page.error()


def test_removing_asks_first(bench: Bench) -> None:
    bench.model("small", 2 * GIGA)
    bench.desk.show()
    bench.page.press("remove", "small")
    assert bench.installer.calls == []
    assert "This frees 2.0 GB" in str(bench.dialogs.asked[-1][1])

    bench.dialogs.agree = True
    bench.page.press("remove", "small")
    bench.page.wait_job()

    assert bench.installer.calls == [("remove", "small")]
    assert "small" not in bench.page.ids()
    assert bench.page.note() == "small was removed."


def test_a_damaged_model_is_shown_and_can_be_removed(bench: Bench) -> None:
    bench.model("whole")
    bench.model("broken")
    (bench.paths.models / "broken" / "manifest.json").write_text("{", "utf-8")
    bench.dialogs.agree = True
    bench.desk.show()
    assert {"whole", "broken"} <= set(bench.page.ids())

    bench.page.press("remove", "broken")
    bench.page.wait_job()

    assert bench.installer.calls == [("remove", "broken")]
    assert "cannot be used" in str(bench.dialogs.asked[-1][1])
    assert "broken" not in bench.page.ids()


def test_a_model_that_cannot_be_removed_stays_and_says_why(bench: Bench) -> None:
    bench.model("small")
    bench.dialogs.agree = True
    bench.installer.failures = [ModelError("model-stuck", model="small", detail="in use")]
    bench.desk.show()
    bench.page.press("remove", "small")
    bench.page.wait_job()

    assert "in use" in bench.page.error()
    assert "small" in bench.page.ids()


# --- importing ----------------------------------------------------------------------------------


def test_a_folder_is_imported_with_the_chosen_precision(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.file = tmp_path / "my-glm"
    bench.desk.show()
    bench.page.dialog.options._weights.setCurrentIndex(1)
    bench.page.dialog.import_button.click()
    bench.page.wait_job()

    assert bench.installer.calls == [("add", "my-glm int4")]
    assert "my-glm" in bench.page.ids()
    assert bench.page.note().startswith("my-glm (")
    assert "is ready" in bench.page.note()
    assert bench.online == [False, False], "nothing is fetched"


def test_a_graph_of_another_program_is_imported_or_refused_by_name(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real installer, which runs the graph in a process of its own."""
    good = toys.write(tmp_path / "exported")
    bad = toys.write(tmp_path / "numbers", toys.graph(cached="i8"))
    monkeypatch.setattr(bench.desk, "_installer", Installer(bench.paths))
    bench.desk.show()
    for source, said in ((good, "exported (Llama) is ready"), (bad, "of the type i8")):
        bench.dialogs.file = source
        bench.page.dialog.import_button.click()
        bench.page.wait_job()
        assert said in bench.page.note() + bench.page.error()
    assert bench.page.ids()[0] == "exported"
    assert "numbers" not in bench.page.ids()


def test_the_family_of_an_import_can_be_named(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.file = tmp_path / "my-glm"
    bench.desk.show()
    family = bench.page.dialog.findChild(QComboBox, "family_choice")
    assert family is not None
    family.setCurrentIndex(family.findData("chatglm2"))
    bench.page.dialog.import_button.click()
    bench.page.wait_job()

    assert bench.installer.calls == [("add", "my-glm int8 chatglm2")]


def test_a_style_inside_a_checkpoint_is_told(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.file = tmp_path / "styled"
    bench.desk.show()
    bench.page.dialog.import_button.click()
    bench.page.wait_job()

    assert "The house style inside it was added to Styles." in bench.page.note()


def test_a_model_without_tokenizer_says_so(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.file = tmp_path / "bare"
    bench.desk.show()
    bench.page.dialog.import_button.click()
    bench.page.wait_job()

    assert "cannot chat" in bench.page.note()


def test_a_conversion_shows_how_far_it_is_and_can_be_cancelled(
    bench: Bench, tmp_path: Path
) -> None:
    bench.dialogs.file = tmp_path / "my-glm"
    bench.installer.hold = True
    bench.installer.progress = [InstallProgress("converting", 30, 60, 240.0)]
    bench.desk.show()
    dialog = bench.page.dialog
    dialog.import_button.click()
    bench.page.qtbot.waitUntil(lambda: "50 %" in bench.page.job())

    assert bench.page.job() == "Converting my-glm: 50 % · about 4 min left"
    assert dialog.job.bar.value() == 500
    assert not dialog.job.pause_button.isVisible()
    assert not dialog.import_button.isEnabled(), "one job at a time"
    dialog.job.cancel_button.click()
    bench.page.wait_job()

    assert "my-glm" not in bench.page.ids()
    assert bench.page.error() == ""


# --- downloading --------------------------------------------------------------------------------


def test_the_licence_is_shown_before_anything_is_fetched(bench: Bench) -> None:
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.wait_job()

    name, shown = bench.dialogs.asked[-1]
    assert name == "licence"
    assert "Download ChatGLM3-6B?" in str(shown)
    assert LICENCE_TEXT in str(shown)
    assert "12.5 GB will be fetched from https://mirror.example." in str(shown)
    assert [call for call, _ in bench.installer.calls] == ["look_up"]


def test_a_download_runs_to_the_end(bench: Bench) -> None:
    bench.dialogs.agree = True
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.qtbot.waitUntil(lambda: bench.page.button("use", "chatglm3-6b") is not None)
    bench.page.wait_job()

    assert bench.page.note() == "ChatGLM3-6B (ChatGLM) is ready. Press Use to answer with it."
    assert bench.page.ids().count("chatglm3-6b") == 1, "no longer among those to fetch"
    assert bench.online == [True, False, True, False]


def test_a_paused_download_goes_on_later(bench: Bench) -> None:
    bench.dialogs.agree = True
    bench.installer.hold = True
    bench.installer.progress = [InstallProgress("downloading", 3 * GIGA, 12 * GIGA, 900.0)]
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.qtbot.waitUntil(lambda: "Downloading" in bench.page.job())
    assert bench.page.job() == ("Downloading ChatGLM3-6B: 3.0 GB of 12.0 GB · about 15 min left")
    bench.page.dialog.job.pause_button.click()
    bench.page.wait_job()

    button = bench.page.button("download", "chatglm3-6b")
    assert button is not None
    assert button.text() == "Continue…"
    assert "3.0 GB of about 12.5 GB are here" in bench.page.words("chatglm3-6b")
    bench.page.press("discard", "chatglm3-6b")
    assert bench.installer.fetched == {}
    assert bench.page.button("discard", "chatglm3-6b") is None


@pytest.mark.parametrize("agree", [True, False])
def test_cancelling_a_download_asks_before_it_deletes(bench: Bench, agree: bool) -> None:
    bench.dialogs.agree = True
    bench.installer.hold = True
    bench.installer.progress = [InstallProgress("downloading", GIGA, 12 * GIGA)]
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.qtbot.waitUntil(lambda: "Downloading" in bench.page.job())
    bench.dialogs.agree = agree
    bench.page.dialog.job.cancel_button.click()
    assert "3.0 GB were fetched" in str(bench.dialogs.asked[-1][1])
    if not agree:
        assert "Downloading" in bench.page.job()
        bench.page.dialog.job.pause_button.click()
    bench.page.wait_job()

    assert ("discard", "chatglm3-6b") not in bench.installer.calls or agree
    assert bool(bench.installer.fetched) is not agree


def test_a_failed_download_can_be_tried_again(bench: Bench) -> None:
    bench.installer.failures = [DownloadError("download-list", host="mirror.example", detail="no")]
    bench.desk.show()
    bench.page.press("download", "glm-edge-1.5b-chat")
    bench.page.wait_job()
    assert "mirror.example" in bench.page.error()
    assert not bench.page.dialog.retry_button.isHidden()

    bench.page.dialog.retry_button.click()
    bench.page.wait_job()

    assert bench.page.error() == ""
    assert bench.dialogs.names()[-1] == "licence"


def test_a_mirror_is_kept_and_a_wrong_one_refused(bench: Bench) -> None:
    bench.desk.show()
    edit = bench.page.dialog.options.mirror_edit
    assert edit.text() == "https://mirror.example"
    edit.setText("ftp://mirror")
    edit.editingFinished.emit()
    bench.page.press("download", "chatglm3-6b")
    assert "ftp://mirror" in bench.page.error()

    edit.setText("https://other.example")
    edit.editingFinished.emit()
    bench.page.press("download", "chatglm3-6b")
    bench.page.wait_job()

    assert bench.preferences.settings.hub_endpoint == "https://other.example"
    assert bench.installer.calls[-1] == ("look_up", "chatglm3-6b https://other.example")


def test_modelscope_needs_no_mirror(bench: Bench) -> None:
    bench.desk.show()
    bench.page.dialog.options._source.setCurrentIndex(1)
    assert not bench.page.dialog.options.mirror_edit.isEnabled()
    bench.page.press("download", "chatglm3-6b")
    bench.page.wait_job()

    assert bench.installer.calls[-1][1].endswith("modelscope.cn")


def test_what_one_source_has_not_is_asked_of_the_other(bench: Bench) -> None:
    bench.installer.failures = [
        DownloadError("download-unreachable", host="mirror.example", detail="no such name")
    ]
    bench.desk.show()
    bench.page.press("download", "glm-edge-1.5b-chat")
    bench.page.wait_job()
    assert "mirror.example cannot be reached" in bench.page.error()
    assert bench.page.dialog.other_button.text() == "Try ModelScope"

    bench.page.dialog.other_button.click()
    bench.page.wait_job()

    assert bench.installer.calls[-1] == (
        "look_up",
        "glm-edge-1.5b-chat https://www.modelscope.cn",
    )
    assert bench.page.error() == ""
    assert bench.dialogs.names()[-1] == "licence"


@pytest.mark.parametrize(
    "error",
    [
        DownloadError("disk-full", path="m", need_gb=30, free_gb=2),
        DownloadError("download-running", path="m"),
        ModelError("model-stuck", model="m", detail="in use"),
    ],
)
def test_no_other_source_is_offered_where_it_would_not_help(
    bench: Bench, error: NewsAssistantError
) -> None:
    bench.installer.failures = [error]
    bench.desk.show()
    bench.page.press("download", "glm-edge-1.5b-chat")
    bench.page.wait_job()

    assert bench.page.error()
    assert bench.page.dialog.other_button.isHidden()


def test_what_a_model_needs_stands_beside_its_licence(bench: Bench) -> None:
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.wait_job()

    shown = str(bench.dialogs.asked[-1][1])
    assert "Needs 7.8 GB of memory, 8.0 GB free, with int8" in shown
    assert "of disk while it is installed" in shown


def test_a_download_is_told_outside_of_the_page(bench: Bench) -> None:
    told: list[str] = []
    ready: list[tuple[str, str]] = []
    bench.desk.reported.connect(told.append)
    bench.desk.ready_unseen.connect(lambda words, model: ready.append((words, model)))
    bench.dialogs.agree = True
    bench.installer.hold = True
    bench.installer.progress = [InstallProgress("downloading", 3 * GIGA, 12 * GIGA, 900.0)]
    bench.desk.show()
    bench.page.press("download", "chatglm3-6b")
    bench.page.qtbot.waitUntil(lambda: "Downloading ChatGLM3-6B: 25 %" in told)
    bench.page.dialog.close_button.click()
    assert not bench.page.dialog.isVisible()

    bench.installer.go_on.set()
    bench.page.qtbot.waitUntil(lambda: bool(ready))

    assert ready == [("ChatGLM3-6B is ready.", "chatglm3-6b")]
    assert told[-1] == ""


def test_a_failure_that_nobody_sees_is_told_outside(bench: Bench) -> None:
    failed: list[str] = []
    bench.desk.failed_unseen.connect(failed.append)
    bench.installer.failures = [DownloadError("download-list", host="h.example", detail="no")]
    bench.desk.show()
    bench.page.dialog.hide()
    bench.page.press("download", "chatglm3-6b")
    bench.page.qtbot.waitUntil(lambda: bool(failed))

    assert "h.example" in failed[0]


def test_in_chinese_the_first_source_is_modelscope(
    theme: Theme, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    translations = Translations()
    translations.use("zh")
    try:
        bench = Bench(theme, tmp_path, qtbot, mirror="")
        bench.desk.show()
        bench.page.press("download", "chatglm3-6b")
        bench.page.wait_job()
        assert bench.installer.calls[-1][1].endswith("modelscope.cn")
    finally:
        translations.use("en")


# --- in the window ------------------------------------------------------------------------------


def test_the_window_opens_it_and_ends_its_job(
    start: Callable[..., MainPage], tmp_path: Path, qtbot: QtBot
) -> None:
    page = start()
    page.click("models_button")
    desk = page.program.pages.models
    assert desk is not None
    installer = FakeInstaller(page.program.paths.models)
    installer.hold = True
    page.dialogs.file = tmp_path / "my-glm"
    desk._installer = installer
    desk.dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(installer.calls))

    with qtbot.waitSignal(page.program.ended):
        page.window.close()

    assert not desk.is_busy()
    assert page.dialogs.names() == ["models", "folder"]


def test_the_window_finds_out_how_fast_weights_are_here(page: MainPage, qtbot: QtBot) -> None:
    page.click("models_button")
    desk = page.program.pages.models
    assert desk is not None
    label = desk.dialog.options.weights_label

    qtbot.waitUntil(lambda: "writes 2.0 times as fast as fp16" in label.text())


def test_the_promise_is_worded_for_a_download(page: MainPage) -> None:
    page.program.pages.show_models()
    models = page.program.pages.models
    assert models is not None
    models.downloading.emit(True)
    assert page.window.status._promise.text() == "Downloading a model; your texts stay here"

    models.downloading.emit(False)
    assert page.window.status._promise.text() == "Offline: nothing leaves this computer"
