"""What is advised, by the way in which the program came here: to a frozen one, no command."""

from __future__ import annotations

import re
import shlex
import string
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from newsassistant.core import edition
from newsassistant.core.errors import ModelError, TrainError
from newsassistant.core.wording import ERRORS
from tests.systems import on_system

ROOT = Path(__file__).resolve().parents[3]
COMMAND = re.compile(
    r"`|\bmake (?!the )[a-z]|运行一次|\bpip\b|\bPython\b|\bgit\b|newsassistant [a-z]"
)
CODES = sorted(edition._ADVICE)


def test_a_checkout_has_a_target() -> None:
    assert "train-setup" in edition.install_command("train")
    assert shlex.quote(str(ROOT)) in edition.install_command("evaluate")


def test_an_installed_program_has_extras(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(edition, "_CHECKOUT", tmp_path)
    python = shlex.quote(sys.executable)

    assert edition.install_command("train") == f"{python} -m pip install 'newsassistant[train]'"
    assert edition.can_install() is True


def test_a_frozen_program_is_no_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(edition, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert edition.can_install() is False
    assert edition.install_command("train") == ""


def test_a_frozen_program_looks_for_its_pack_beside_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not edition.needs_pack()
    assert edition.package_with_resources(tmp_path) == tmp_path
    main = tmp_path / "newsassistant"
    main.mkdir()
    (main / "newsassistant").touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(main / "newsassistant"))

    assert edition.needs_pack()
    assert edition.pack_folder() == tmp_path / "newsassistant-training"
    package = main / "_internal" / "newsassistant"
    assert edition.package_with_resources(package) == package


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_program_that_was_started_by_a_link_looks_where_it_really_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "lib" / "newsassistant").mkdir(parents=True)
    program = tmp_path / "lib" / "newsassistant" / "newsassistant"
    program.touch()
    link = tmp_path / "newsassistant"
    link.symlink_to(program)
    monkeypatch.setattr(sys, "executable", str(link))

    assert edition.pack_folder() == tmp_path / "lib" / "newsassistant-training"


def test_the_pack_uses_the_programs_resources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pack = tmp_path / edition.TRAINING_PACK
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(pack / edition.TRAINING_PACK))

    assert not edition.needs_pack()
    package = edition.package_with_resources(pack / "_internal" / "newsassistant")
    assert package == tmp_path / "newsassistant" / "_internal" / "newsassistant"


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert set(get_args(edition.Extra)) <= set(project["optional-dependencies"])


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_checkout_is_not_frozen() -> None:
    assert not edition.is_frozen()
    assert edition.advice("starter-missing", "en", "Run it.") == "Run it."


@pytest.mark.usefixtures("frozen")
def test_an_frozen_program_has_advice_of_its_own() -> None:
    assert edition.is_frozen()
    assert edition.advice("starter-missing", "en", "x") == "Install News Assistant again."
    assert edition.advice("starter-missing", "fr", "x") == "Install News Assistant again."
    assert edition.advice("no-such-code", "en", "x") == "x"
    text = ModelError("starter-missing", package="p").text("zh")
    assert text.endswith("请重新安装 News Assistant。")


@pytest.mark.usefixtures("frozen")
def test_a_pack_that_is_not_made_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    error = TrainError("pack-missing", pack="p", version="1")
    on_system(monkeypatch, edition, "linux")
    assert error.text("en").endswith(
        "Install p 1, the training pack for this version of News Assistant."
    )
    on_system(monkeypatch, edition, "win32")
    assert error.text("en").endswith("train on Linux, or from the program's source.")
    assert "Linux" in error.text("zh")


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_command_is_named(language: str) -> None:
    """Options of the command line may be: those errors are its own."""
    named = {
        code: said
        for code, entry in ERRORS.items()
        if COMMAND.search(said := edition.advice(code, language, entry[language][1]))
    }
    # A frozen program neither trains nor installs packages.
    met = {code for code in named if not code.startswith(("packages-", "train-"))}
    assert met == set()


@pytest.mark.parametrize("code", CODES)
def test_both_languages_are_there_and_fit_the_error(code: str) -> None:
    entry = edition._ADVICE[code]

    assert set(entry) == {"en", "zh"}
    assert entry["en"].endswith(".")
    assert entry["zh"].endswith("。")
    for language, said in entry.items():
        assert fields(said) <= fields("".join(ERRORS[code][language]))
