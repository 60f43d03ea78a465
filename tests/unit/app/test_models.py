"""Which models are installed, and where one of them is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsassistant.app.models import ModelLibrary
from newsassistant.convert.starter import BUILD
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MANIFEST, MODEL_BIN
from newsassistant.model.folder import write_manifest as write
from tests.unit.model.test_config import CONFIG
from tests.unit.model.test_folder import FILES


def ignore(done: int, total: int) -> None:
    """No report is wanted."""


def make_model(path: Path) -> Path:
    path.mkdir(parents=True)
    for name in FILES:
        (path / name).write_text("x", encoding="utf-8")
    config = {"model": CONFIG.to_dict(), "stop_ids": [0]}
    (path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    write(path, FILES, name=path.name.title(), build=BUILD)
    return path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_whole_models_are_listed_by_id(models: Path) -> None:
    library = ModelLibrary(models)
    assert library.installed() == []
    for name in ("zeta", "alpha", "broken", ".starter-1"):
        make_model(models / name)
    (models / "broken" / MODEL_BIN).unlink()
    (models / "empty").mkdir()
    (models / "file").write_text("x", encoding="utf-8")

    assert [(info.id, info.name) for info in library.installed()] == [
        ("alpha", "Alpha"),
        ("zeta", "Zeta"),
    ]


def test_an_installed_model_is_found(models: Path) -> None:
    path = make_model(models / "alpha")
    assert ModelLibrary(models).locate("alpha", ignore, CancelToken()) == path

    (path / MANIFEST).unlink()  # to be named by whoever opens it
    assert ModelLibrary(models).locate("alpha", ignore, CancelToken()) == path


@pytest.mark.parametrize("name", ["none", "", ".", "..", "../models/alpha", "alpha/..", "/alpha"])
def test_nothing_outside_the_folder_is_found(models: Path, name: str) -> None:
    make_model(models / "alpha")

    with pytest.raises(ModelError) as caught:
        ModelLibrary(models).locate(name, ignore, CancelToken())
    assert caught.value.code == "model-missing"


def test_the_starter_is_made_when_wanted(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Path] = []

    def ensure(folder: Path, *rest: object) -> Path:
        wanted.append(folder)
        return folder / "starter"

    monkeypatch.setattr("newsassistant.convert.starter.ensure_starter", ensure)
    assert ModelLibrary(models).locate("starter", ignore, CancelToken()) == models / "starter"
    assert wanted == [models]


def test_a_whole_starter_is_used_as_it_is(models: Path) -> None:
    path = make_model(models / "starter")

    assert ModelLibrary(models).locate("starter", ignore, CancelToken()) == path
    assert (path / MANIFEST).is_file()
