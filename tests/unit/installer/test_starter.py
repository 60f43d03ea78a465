"""The model that ships is the one that a checkout makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import starter


def test_it_is_made_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ensure(folder: Path, *rest: object) -> Path:
        return folder / "starter"

    monkeypatch.setattr(starter, "ensure_starter", ensure)

    assert starter.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "starter")
