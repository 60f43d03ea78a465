"""What the settings remember of the last export, and how jobs are called."""

from __future__ import annotations

from newsassistant.app.exporting.choice import Choice, job_by_key
from newsassistant.core.settings import Settings


def test_it_is_as_in_the_settings() -> None:
    settings = Settings(
        export_format="md",
        export_article=False,
        export_sheet=False,
        export_checks=False,
        export_editor="Ann",
        export_label="By {editor}",
        chinese_labels=True,
        chinese_producer="Desk",
    )

    assert Choice.of(settings, "zh") == Choice(
        form="md",
        language="zh",
        with_article=False,
        with_sheet=False,
        with_checks=False,
        editor="Ann",
        label="By {editor}",
        chinese=True,
        producer="Desk",
    )
    assert Choice.of(Settings(), "en") == Choice()


def test_jobs_are_called_by_their_names() -> None:
    assert job_by_key("own-12:Brief") == "Brief"
    assert job_by_key("three-bullets") == "three-bullets"
