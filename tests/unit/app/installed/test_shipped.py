"""The styles that came with the program: one for each job of the model they were trained on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.core.types import ModelInfo
from newsassistant.text.prompts.presets import PRESETS
from tests.gui.example_styles import MODEL, OTHER, install, ship


def ids(shipped: ShippedStyles, model: ModelInfo | None) -> dict[str, str]:
    return {preset: info.id for preset, info in shipped.for_model(model).items()}


def test_each_job_of_its_model_has_one(tmp_path: Path) -> None:
    shipped = ship(tmp_path, "headline", "150-words")

    assert ids(shipped, MODEL) == {
        "headline": "built-in-headline",
        "150-words": "built-in-150-words",
    }
    assert shipped.path_or(Path, "built-in-headline") == tmp_path / "built-in-headline"
    assert shipped.path_or(Path, "headline") == Path("headline")


def test_no_other_model_has_them(tmp_path: Path) -> None:
    shipped = ship(tmp_path, "headline")
    ship(tmp_path, "150-words", base=OTHER)

    assert ids(shipped, None) == {}
    assert ids(shipped, replace(MODEL, fingerprint="")) == {}
    assert ids(shipped, replace(MODEL, fingerprint="c" * 64)) == {}
    assert list(ids(shipped, MODEL)) == ["headline"]


def test_a_damaged_or_missing_folder_leaves_the_model_itself(tmp_path: Path) -> None:
    folder = install(tmp_path, "headline", "Headline", preset="headline")
    (folder / "manifest.json").write_text("{}", encoding="utf-8")

    assert ShippedStyles(tmp_path).list() == []
    assert ShippedStyles(tmp_path / "nowhere").list() == []


def test_those_of_the_program_are_whole_and_may_be_given_away() -> None:
    shipped = ShippedStyles().list()

    assert shipped
    assert {info.licence for info in shipped} == {"CC0-1.0"}
    assert {str(info.training["preset"]) for info in shipped} <= set(PRESETS)
    assert len({info.base.fingerprint for info in shipped}) == 1
