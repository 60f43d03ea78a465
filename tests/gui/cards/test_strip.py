"""The strip of a job: hidden without one, with the buttons that make sense."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.install import InstallProgress
from newsassistant.gui.cards.strip import JobKind, JobStrip, JobView, job_words
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme

GIGA = 1_000_000_000


@pytest.fixture
def strip(theme: Theme, qtbot: QtBot) -> JobStrip:
    strip = JobStrip(theme)
    qtbot.addWidget(strip)
    return strip


@pytest.mark.parametrize(
    ("kind", "pause", "cancel"),
    [
        ("look-up", False, True),
        ("download", True, True),
        ("import", False, True),
        ("verify", False, False),
        ("remove", False, False),
    ],
)
def test_the_buttons_of_each_kind(
    strip: JobStrip, kind: JobKind, pause: bool, cancel: bool
) -> None:
    strip.set_job(JobView(kind, "GLM"))

    assert not strip.isHidden()
    assert strip.pause_button.isHidden() is not pause
    assert strip.cancel_button.isHidden() is not cancel
    assert (strip.bar.minimum(), strip.bar.maximum()) == (0, 0), "how far is not known yet"


def test_it_hides_when_the_job_has_ended(strip: JobStrip) -> None:
    strip.set_job(JobView("verify", "GLM"))
    strip.set_job(None)

    assert strip.isHidden()
    assert strip.view is None


def test_a_stopping_job_takes_no_more_presses(strip: JobStrip) -> None:
    strip.set_job(JobView("download", "GLM", InstallProgress("downloading", 1, 4), stopping=True))

    assert strip.label.text() == "Stopping…"
    assert strip.bar.value() == 250
    assert not strip.pause_button.isEnabled()
    assert not strip.cancel_button.isEnabled()


def test_presses_are_told(strip: JobStrip, qtbot: QtBot) -> None:
    strip.set_job(JobView("download", "GLM"))
    with qtbot.waitSignal(strip.pause_requested):
        strip.pause_button.click()
    with qtbot.waitSignal(strip.cancel_requested):
        strip.cancel_button.click()


def test_it_changes_its_language(strip: JobStrip, qtbot: QtBot) -> None:
    strip.set_job(JobView("download", "GLM", InstallProgress("downloading", 1, 4)))
    translations = Translations()
    translations.use("zh")
    qtbot.waitUntil(lambda: strip.pause_button.text() == "暂停")
    words = strip.label.text()
    translations.use("en")

    assert words.startswith("正在下载 GLM")


def test_a_job_without_a_report_says_what_it_is(qapp: QApplication) -> None:
    assert job_words(JobView("verify", "GLM")) == "Checking every file of GLM…"
    assert JobView("verify", "GLM").permille() is None
    assert job_words(JobView("import", "GLM", stopping=True)) == "Stopping…"


def test_a_copy_tells_bytes(qapp: QApplication) -> None:
    job = JobView("import", "GLM", InstallProgress("copying", GIGA, 4 * GIGA))

    assert job_words(job) == "Copying GLM: 1.0 GB of 4.0 GB"
    assert job.permille() == 250
    assert not job.can_pause()


def test_a_download_can_pause_until_it_is_converted() -> None:
    fetching = JobView("download", "GLM", InstallProgress("downloading", 1, 2))
    converting = JobView("download", "GLM", InstallProgress("converting", 1, 2))

    assert fetching.can_pause()
    assert not converting.can_pause()


def test_a_conversion_tells_what_the_checkpoint_is_taken_for() -> None:
    progress = InstallProgress("converting", 1, 2, family="chatglm3")

    assert job_words(JobView("import", "Wire", progress)) == "Converting Wire as ChatGLM3: 50 %"
