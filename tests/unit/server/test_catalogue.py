"""What clients can choose: the model, and each style that fits it, as MODEL:STYLE."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.core.types import GenerationParams, ModelInfo
from newsassistant.server.catalogue import Catalogue
from tests.gui.example_styles import MODEL, OTHER, install


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    install(tmp_path / "styles", "house", "House style", preset="three-bullets")
    install(tmp_path / "styles", "other", "Of another model", base=OTHER)
    library = StyleLibrary(tmp_path / "styles")
    return Catalogue(MODEL, library, 1790000000, ShippedStyles(tmp_path / "none"))


def test_the_model_and_its_styles_are_listed(catalogue: Catalogue) -> None:
    assert [choice.id for choice in catalogue.choices()] == [MODEL.id, f"{MODEL.id}:house"]


def test_a_choice_is_found_by_its_id_alone(catalogue: Catalogue) -> None:
    style = catalogue.find(f"{MODEL.id}:house")

    assert style is not None
    assert style.prefix is not None
    for id_ in ("", "x", f"{MODEL.id}:", f"{MODEL.id}:other", f"{MODEL.id}:../house", "x:house"):
        assert catalogue.find(id_) is None


def test_an_entry_tells_where_it_comes_from(catalogue: Catalogue) -> None:
    choice = catalogue.find(f"{MODEL.id}:house")
    assert choice is not None
    entry = catalogue.entry(choice)

    assert (entry["object"], entry["owned_by"]) == ("model", "newsassistant")
    ours = entry["newsassistant"]
    assert (ours["base"], ours["style"], ours["name"]) == (MODEL.id, "house", "House style")
    assert ours["preset"] == "three-bullets"
    assert ours["defaults"]["max_tokens"] == GenerationParams().max_tokens


def test_a_job_names_the_style_that_was_trained_for_it(catalogue: Catalogue) -> None:
    models = {job["id"]: job["model"] for job in catalogue.jobs()}

    assert models["three-bullets"] == f"{MODEL.id}:house"
    assert models["150-words"] == MODEL.id
    assert isinstance(MODEL, ModelInfo)
