"""Resources are found in a checkout and when installed, and never in a stranger's folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from newsassistant.core.resources import (
    SAMPLES,
    find_root,
    requirements_path,
    resource_path,
    sample_article,
)
from newsassistant.text.articles.article import parse
from newsassistant.train.libraries import OTHERS_LIST, TORCH_LIST

ROOT = Path(__file__).resolve().parents[3]


def test_the_sample_article_is_found() -> None:
    text = resource_path("samples", "offshore-wind.txt").read_text(encoding="utf-8")

    assert len(text.split()) > 150


def test_each_language_has_a_sample_article_in_it() -> None:
    for language in SAMPLES:
        article = parse(sample_article(language).read_text(encoding="utf-8"))
        assert article.language == language
        assert article.title


def test_no_parts_give_the_folder() -> None:
    assert resource_path().is_dir()
    assert resource_path("samples").parent == resource_path()


def test_a_missing_resource_is_only_a_path() -> None:
    assert not resource_path("samples", "no-such-file.txt").exists()


def test_the_folder_inside_the_package_wins(tmp_path: Path) -> None:
    package = tmp_path / "newsassistant"
    (package / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()

    assert find_root(package) == package / "resources"


def test_a_checkout_has_the_folder_beside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "newsassistant"
    package.mkdir()
    (tmp_path / "resources").mkdir()

    assert find_root(package) == tmp_path / "resources"


def test_without_resources_both_places_are_named(tmp_path: Path) -> None:
    package = tmp_path / "newsassistant"
    package.mkdir()

    with pytest.raises(FileNotFoundError, match="expected the resources in") as caught:
        find_root(package)

    assert str(package / "resources") in str(caught.value)


def test_the_lists_of_what_training_needs_are_installed_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["setuptools"]["package-data"]["newsassistant.requirements"]

    assert set(shipped) == {TORCH_LIST, OTHERS_LIST}
    assert all(requirements_path(name).is_file() for name in shipped)
