"""Which models are installed, and where one of them is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.convert.starter import BUILD
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MANIFEST, MODEL_BIN
from newsassistant.model.folder import write_manifest as write
from tests.hostile import deep
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


DAMAGE: dict[str, Callable[[Path], object]] = {
    "layers": lambda path: change(path / "config.json", ("model", "layers"), None),
    "stop id": lambda path: (path / "config.json").write_text('{"model": {}, "stop_ids": [1e999]}'),
    "deep": lambda path: (path / MANIFEST).write_text(deep()),
    "size": lambda path: change(path / MANIFEST, ("files",), {MODEL_BIN: {"size": "x"}}),
    "no file": lambda path: (path / MODEL_BIN).unlink(),
    "link to nowhere": lambda path: relink(path / MANIFEST, path / "nowhere"),
    "folder": lambda path: make_folder(path / MANIFEST),
}


def change(file: Path, place: tuple[str, ...], value: object) -> None:
    values = json.loads(file.read_text(encoding="utf-8"))
    owner = values
    for key in place[:-1]:
        owner = owner[key]
    owner[place[-1]] = value
    file.write_text(json.dumps(values), encoding="utf-8")


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def relink(file: Path, target: Path) -> None:
    file.unlink()
    file.symlink_to(target)


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_model_hides_no_other(models: Path, kind: str) -> None:
    for name in ("alpha", "broken", "zeta"):
        make_model(models / name)
    DAMAGE[kind](models / "broken")
    if kind in ("layers", "stop id"):
        write(models / "broken", FILES, name="Broken")
    library = ModelLibrary(models)

    assert [info.id for info in library.installed()] == ["alpha", "zeta"]
    damaged = library.read()[1]
    assert list(damaged) == ["broken"]
    assert damaged["broken"].text().isprintable()


def test_a_name_from_outside_is_one_plain_line(models: Path) -> None:
    path = make_model(models / "alpha")
    write(path, FILES, name="\x1b]0;owned\x07\u202eGLM\n6B", licence="\x1b[2J")

    (info,) = ModelLibrary(models).installed()

    assert (info.name, info.licence) == ("]0;ownedGLM 6B", "[2J")


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


def test_what_came_with_the_program_is_used_where_it_lies(models: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "program" / "models"
    path = make_model(shipped / "starter")
    make_model(models / "starter")  # of an earlier version
    make_model(models / "alpha")
    library = ModelLibrary(models, shipped)

    assert library.shipped() == {"starter"}
    assert [info.id for info in library.installed()] == ["alpha", "starter"]
    assert library.find("starter") == path
    assert library.locate("starter", ignore, CancelToken()) == path
    assert library.find("alpha") == models / "alpha"
    assert sorted(models.iterdir()) == [models / "alpha", models / "starter"]


def test_what_all_users_share_is_used_where_it_lies(models: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "local", tmp_path / "share"
    path = make_model(first / "glm")
    make_model(second / "glm")
    make_model(second / "zeta")
    make_model(models / "zeta")  # the user's own goes before it
    library = ModelLibrary(models, shared=(first, second, tmp_path / "none"))

    assert library.shared() == {"glm"}
    assert [info.id for info in library.installed()] == ["glm", "zeta"]
    assert library.find("glm") == path
    assert library.locate("glm", ignore, CancelToken()) == path
    assert library.find("zeta") == models / "zeta"
    assert os.listdir(models) == ["zeta"]


def test_a_damaged_model_of_all_users_hides_no_other(models: Path, tmp_path: Path) -> None:
    make_model(tmp_path / "glm")
    change(tmp_path / "glm" / MANIFEST, ("format",), 99)
    make_model(models / "alpha")
    library = ModelLibrary(models, shared=(tmp_path,))

    found, damaged = library.read()
    assert [info.id for info in found] == ["alpha"]
    assert damaged["glm"].code == "model-too-new"
    assert library.shared() == {"glm"}


def test_a_checkout_ships_no_model(models: Path) -> None:
    make_model(models / "starter")

    assert ModelLibrary(models).shipped() == frozenset()


def test_a_whole_starter_is_used_as_it_is(models: Path) -> None:
    path = make_model(models / "starter")

    assert ModelLibrary(models).locate("starter", ignore, CancelToken()) == path
    assert (path / MANIFEST).is_file()
