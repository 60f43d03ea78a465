"""What must not ship is found: paths of the machine, links to nowhere, foreign library paths."""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from installer import checks
from installer.frozen import FOLDER, PROGRAM
from scripts.setup_env import ROOT

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and scripts of POSIX")
BUILT = pytest.mark.skipif(not PROGRAM.is_file(), reason="nothing was frozen here")


@POSIX
def test_links_that_lead_nowhere_or_out_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "lib.so.1").write_bytes(b"x")
    (tmp_path / "outside").write_bytes(b"x")
    links = {"lib.so": "lib.so.1", "gone": "lib.so.2", "out": "../outside"}
    for name, target in links.items():
        (folder / name).symlink_to(target)

    assert sorted(checks.dangling(folder)) == ["gone", "out"]


def test_a_path_of_the_machine_is_found_in_any_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "lib.so").write_bytes(b"\0\1/builder/tree/x.c\0")
    (tmp_path / "clean.txt").write_text("/builder", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m.pyc", b"/builder/tree" * 9)

    found = checks.leaks(tmp_path, ["/builder/tree", "/elsewhere"])

    library = os.path.join("a", "lib.so")
    assert found == [f"{library}: /builder/tree", "b.zip/m.pyc: /builder/tree"]


def test_a_library_that_looks_like_an_archive_is_none(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 10, 0)
    (tmp_path / "lib.dll").write_bytes(b"/builder/tree" + bytes(99) + end)

    assert checks.leaks(tmp_path, ["/builder/tree"]) == ["lib.dll: /builder/tree"]


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(0o755)
    return path


@POSIX
def test_the_self_test_starts_as_a_new_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/of/this/session")
    says = script(
        tmp_path / "program",
        "import os, sys\n"
        "os.makedirs(os.environ['NEWSASSISTANT_HOME'] + '/data/models')\n"
        "print(sys.argv[1:], os.environ.get('PYTHONPATH'), os.listdir(os.environ['HOME']))\n"
        f"print({checks.PASSED!r})\n",
    )

    assert checks.self_test(says).splitlines()[0] == "['self-test'] None ['data']"


@POSIX
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("raise SystemExit('no model')", "no model"),
        ("print('Something else.')", "Something else"),
        ("os.makedirs(models + '/starter'); print('The self-test passed.')", "prepared starter"),
    ],
)
def test_a_failed_self_test_says_why(tmp_path: Path, text: str, why: str) -> None:
    begin = "import os; models = os.environ['NEWSASSISTANT_HOME'] + '/data/models'\n"
    program = script(tmp_path / "program", f"{begin}os.makedirs(models)\n{text}\n")

    with pytest.raises(RuntimeError, match=why):
        checks.self_test(program)


@BUILT
def test_what_was_frozen_here_names_no_machine() -> None:
    assert checks.problems(FOLDER, [str(ROOT)]) == []


@BUILT
def test_what_was_frozen_here_brings_its_model_and_its_licences() -> None:
    inside = FOLDER / "_internal" / "newsassistant" / "resources" / "models" / "starter"
    index = (FOLDER / "licences" / "INDEX.txt").read_text(encoding="utf-8")

    assert (inside / "manifest.json").is_file()
    assert "LGPL-3.0-only" in index
    assert (FOLDER / "licences" / "pyside6-essentials" / "LGPL-3.0.txt").is_file()
