"""The training pack's packages: what the .deb asks for, and the .run beside the program it fits."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from installer import training as pack
from installer.linux import deb, packages, selfextract, share, training
from installer.products import TRAINING
from newsassistant import __version__
from scripts.setup_env import SetupError

DEBIAN = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg")
POSIX = pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen pack with a program and its mark."""
    folder = tmp_path / TRAINING.name
    folder.mkdir()
    (folder / TRAINING.name).write_text("#!/bin/sh\necho trains\n")
    (folder / TRAINING.name).chmod(0o755)
    (folder / "pack.json").write_text(f'{{"version": "{__version__}"}}')
    monkeypatch.setattr(deb, "STAGE", tmp_path / "stage")
    monkeypatch.setattr(deb, "ROOT", tmp_path)
    monkeypatch.setattr(deb, "dependencies", lambda root: "libc6")
    monkeypatch.setattr(selfextract, "STAGE", tmp_path / "run")
    monkeypatch.setattr(packages, "TARGET", tmp_path / "dist")
    return folder


@DEBIAN
@POSIX
def test_the_package_wants_the_program_in_its_own_version(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(root: Path, target: Path, name: str, title: str, level: int) -> Path:
        assert sorted(path.name for path in root.iterdir()) == [
            "install.sh",
            "program",
            "uninstall.sh",
        ]
        return target / f"{name}.run"

    monkeypatch.setattr(selfextract, "pack", make)
    made, run = training.build(folder)

    assert made.name.startswith(f"newsassistant-training_{__version__}_")
    assert run.name == "newsassistant-training.run"
    said = subprocess.run(["dpkg-deb", "-f", str(made)], capture_output=True, text=True, check=True)
    assert f"Depends: newsassistant (= {__version__}), libc6\n" in said.stdout
    subprocess.run(["dpkg-deb", "-x", str(made), str(tmp_path / "x")], check=True)
    usr = tmp_path / "x" / "usr"
    home = usr / "lib" / "newsassistant-training"
    program = subprocess.run([home / TRAINING.name], capture_output=True, text=True)
    assert program.stdout == "trains\n"
    assert sorted(path.name for path in usr.iterdir()) == ["lib", "share"]
    overrides = usr / "share" / "lintian" / "overrides" / "newsassistant-training"
    lines = overrides.read_text().splitlines()
    assert {f"newsassistant-training: {tag}" for tag in PACKAGE_TAGS} <= set(lines)
    copyright = usr / "share" / "doc" / "newsassistant-training" / "copyright"
    assert "/usr/lib/newsassistant-training/licences" in copyright.read_text()
    assert list((tmp_path / "stage").iterdir()) == []  # nothing of a gigabyte stays


PACKAGE_TAGS = ("embedded-library", *training.PACKAGE.tags)


class Home:
    """The home folder of a plain user, and the scripts of the .run."""

    def __init__(self, folder: Path, tmp_path: Path) -> None:
        self.unpacked = training.stage_run(folder)
        self.path = tmp_path / "home of $1 'Ann'"
        self.opt = self.path / ".local" / "opt"
        self.tools = tmp_path / "tools"
        self.tools.mkdir()
        script(self.tools / "id", "echo 1000")

    def put_program(self, version: str = __version__) -> None:
        """Install a program that tells its version."""
        (self.opt / "newsassistant").mkdir(parents=True)
        script(self.opt / "newsassistant" / "newsassistant", f"echo newsassistant {version}")

    def run(self, file: Path) -> subprocess.CompletedProcess[str]:
        """Run a script as that user."""
        path = f"{self.tools}:{os.environ['PATH']}"
        environment = {"HOME": str(self.path), "PATH": path, "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["sh", str(file)], cwd=file.parent, env=environment, capture_output=True, text=True
        )


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def home(folder: Path, tmp_path: Path) -> Home:
    return Home(folder, tmp_path)


@POSIX
def test_it_is_installed_beside_the_program_and_removed(home: Home) -> None:
    home.put_program()
    for _ in range(2):
        done = home.run(home.unpacked / "install.sh")
        assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in home.opt.iterdir()) == ["newsassistant", TRAINING.name]
    placed = home.opt / TRAINING.name
    assert (placed / "pack.json").is_file()
    assert os.access(placed / TRAINING.name, os.X_OK)

    done = home.run(placed / "uninstall.sh")

    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in home.opt.iterdir()] == ["newsassistant"]


@POSIX
def test_without_the_program_it_says_what_comes_first(home: Home) -> None:
    done = home.run(home.unpacked / "install.sh")

    assert done.returncode == 1
    assert "Install its own .run first" in done.stdout
    assert "请先" in done.stdout
    assert not home.opt.exists()


@POSIX
def test_beside_another_version_it_is_not_installed(home: Home) -> None:
    home.put_program("0.0.1")
    done = home.run(home.unpacked / "install.sh")

    assert done.returncode == 1
    assert f"belongs to News Assistant {__version__}; installed is 0.0.1." in done.stdout
    assert not (home.opt / TRAINING.name).exists()


@POSIX
def test_it_goes_with_the_program(home: Home) -> None:
    home.put_program()
    home.run(home.unpacked / "install.sh")
    main = home.opt / "newsassistant"
    shutil.copyfile(share.FILES / "uninstall.sh", main / "uninstall.sh")
    (main / "installed-files").touch()

    done = home.run(main / "uninstall.sh")

    assert (done.returncode, done.stderr) == (0, "")
    assert list(home.opt.iterdir()) == []


def test_what_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Path:
        raise SetupError("nothing was learnt")

    monkeypatch.setattr(packages, "ensure_tools", lambda: None)
    monkeypatch.setattr(pack, "freeze", fail)

    assert training.main([]) == 1
    assert "nothing was learnt" in capsys.readouterr().err
