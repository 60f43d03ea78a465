"""The frozen folder: the version has one source, and a failed check is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import newsassistant
from installer import checks, environment, frozen
from installer.products import MAIN, TRAINING, Product
from scripts.setup_env import ROOT, SetupError


def test_the_version_has_one_source() -> None:
    assert newsassistant.__version__ == frozen.VERSION


def test_a_python_tells_its_facts() -> None:
    facts = frozen.facts_of(Path(sys.executable))

    assert facts["base"] == sys.base_prefix
    assert Path(facts["stdlib"], "os.py").is_file()
    assert facts["version"].startswith("3.")


def test_a_failed_self_test_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[str] = []
    monkeypatch.setattr(frozen, "ensure_tools", lambda: None)
    monkeypatch.setattr(environment, "ensure", lambda: Path(sys.executable))
    monkeypatch.setattr(frozen, "run", lambda command: None)
    monkeypatch.setattr(frozen, "collect", lambda product, python: collected.append(product.name))

    def fail(program: Path) -> str:
        raise RuntimeError("it says nothing")

    monkeypatch.setattr(checks, "self_test", fail)
    with pytest.raises(SetupError, match="it says nothing"):
        frozen.freeze()
    assert collected == ["newsassistant"]


@pytest.mark.parametrize("product", [MAIN, TRAINING])
def test_each_product_is_collected_by_its_spec_and_checked(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    licensed: list[Product] = []
    monkeypatch.setattr(frozen, "run", asked.append)
    monkeypatch.setattr(frozen, "add_licences", lambda product, python: licensed.append(product))

    frozen.collect(product, Path(sys.executable))

    freezing, checking = asked
    assert freezing[-1] == str(product.spec)
    assert product.spec.is_file()
    assert str(product.folder.parent) in freezing
    assert checking[1:4] == ["-m", "installer.checks", str(product.folder)]
    assert str(ROOT) in checking
    assert licensed == [product]
