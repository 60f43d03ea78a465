"""While nothing is asked a model is measured, until something is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from newsassistant.core.settings import Settings
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.engine.fake import FakeEngine
from tests.gui.pages import MainPage

Start = Callable[..., MainPage]


class SlowToMeasure(FakeEngine):
    """Measures until it is told to skip that."""

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        super().calibrate(folder, on_progress, cancel, again=again)
        skipped = threading.Event()
        cancel.set_hook(skipped.set)
        on_progress(3, 9)
        assert skipped.wait(10), "nobody skipped it"


def test_a_model_is_measured_again_until_the_user_skips_that(
    start: Start,
) -> None:
    page = start(SlowToMeasure())
    page.program.rest.measuring.again()
    page.qtbot.waitUntil(page.widget("skip_button").isVisible)
    assert "best here (once)… 3 of 9" in page.window.status.status_label.text()
    assert "3 of 9" in page.window.chat.empty_state().text()

    page.click("skip_button")
    page.wait_idle()

    assert not page.widget("skip_button").isVisible()


def test_the_loaded_model_is_measured_again_with_what_was_chosen(
    start: Start,
) -> None:
    engine = FakeEngine()
    page = start(engine)
    chosen = replace(page.program.preferences.settings, execution="fastest")
    page.program.preferences.set(chosen)
    page.program.rest.measuring.again()
    page.wait_idle()

    assert engine.calibrated == [True]
    stored, _ = Settings.load(page.program.paths.settings_file)
    assert stored.execution == "fastest"  # the engine reads it from there
