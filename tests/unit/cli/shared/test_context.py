"""The settings that commands see."""

from __future__ import annotations

import pytest

from newsassistant.cli.shared.console import Console
from newsassistant.cli.shared.context import Context
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings


def test_unusable_settings_are_told_and_replaced_by_defaults(
    home: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    home.ensure()
    home.settings_file.write_text("model = [")

    settings = Context(home, Console("en")).settings()

    assert settings == Settings()
    assert "settings file" in capsys.readouterr().err
