"""Finding installed models, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.models import ModelLibrary
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken


def no_progress(done: int, total: int) -> None:
    """Nobody looks."""


def test_an_installed_model_is_found(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    library = ModelLibrary(tmp_path)

    assert library.find("wire") == tmp_path / "wire"
    assert library.locate("wire", no_progress, CancelToken()) == tmp_path / "wire"


@pytest.mark.parametrize("name", ["", ".", "..", "../other", "a/../..", "none", "file"])
def test_nothing_outside_the_folder_is_a_model(tmp_path: Path, name: str) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "models" / "file").write_text("")

    with pytest.raises(ModelError) as caught:
        ModelLibrary(tmp_path / "models").locate(name, no_progress, CancelToken())

    assert caught.value.code == "model-missing"


def test_what_is_no_model_is_not_listed(tmp_path: Path) -> None:
    for name in (".starter-abc", "damaged"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    (tmp_path / "empty").mkdir()

    assert ModelLibrary(tmp_path).installed() == []
