"""What training needs is installed by the real pip from a folder of tiny wheels, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.app.training import packages
from newsassistant.app.training.packages import PackageProgress, TrainingPackages
from newsassistant.core.errors import CancelledError, TrainError
from newsassistant.core.only_one import only_one
from newsassistant.core.types import CancelToken
from newsassistant.train import libraries
from tests.systems import on_system
from tests.unit.app.wheels import PEFT, TORCH, Index, write_wheel


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    yield Index(tmp_path / "index", monkeypatch)
    libraries._now.cache_clear()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data" / "training" / "packages"


def install(home: Path) -> list[PackageProgress]:
    told: list[PackageProgress] = []
    TrainingPackages(home).install(on_progress=told.append, cancel=CancelToken())
    return told


def refused(home: Path) -> TrainError:
    with pytest.raises(TrainError) as caught:
        install(home)
    return caught.value


def left(home: Path) -> list[str]:
    return sorted(path.name for path in home.parent.iterdir())


def test_they_are_installed_into_a_folder_of_the_user(index: Index, home: Path) -> None:
    there = TrainingPackages(home)
    assert there.missing() == TORCH
    told = install(home)

    assert there.missing() == ""
    assert left(home) == ["packages"]
    assert (home / f"{PEFT}.py").is_file()
    assert {(step.stage, step.package) for step in told} >= {
        ("fetching", TORCH),
        ("unpacking", TORCH),
        ("fetching", PEFT),
        ("trying", ""),
    }
    assert TORCH not in sys.modules


def test_a_file_that_was_changed_is_refused(index: Index, home: Path) -> None:
    write_wheel(index.folder, PEFT, "print('another')")

    assert refused(home).code == "packages-changed"
    assert left(home) == []


def test_a_version_that_is_not_to_be_had_is_named(index: Index, home: Path) -> None:
    (index.lists / "torch.in").write_text(f"{TORCH}==2.0\n", "utf-8")
    error = refused(home)

    assert (error.code, error.params.get("package")) == ("packages-absent", f"{TORCH}==2.0")
    assert left(home) == []


def test_what_does_not_run_here_is_not_installed(index: Index, home: Path) -> None:
    index.fill({PEFT: "raise ImportError('libgomp is missing')"})
    error = refused(home)

    assert error.code == "packages-broken"
    assert "libgomp is missing" in str(error.params["detail"])
    assert left(home) == []


def test_what_was_there_stays_if_the_new_one_fails(index: Index, home: Path) -> None:
    install(home)
    index.fill({TORCH: "raise ImportError"})
    assert refused(home).code == "packages-broken"

    assert (home / f"{TORCH}.py").read_text("utf-8") == ""
    index.fill({TORCH: "x = 1"})
    install(home)
    assert (home / f"{TORCH}.py").read_text("utf-8") == "x = 1"
    assert left(home) == ["packages"]


@pytest.mark.parametrize("stage", ["fetching", "trying"])
def test_a_stopped_installation_leaves_nothing(index: Index, home: Path, stage: str) -> None:
    cancel = CancelToken()

    def stop(step: PackageProgress) -> None:
        if step.stage == stage:
            cancel.cancel()

    with pytest.raises(CancelledError):
        TrainingPackages(home).install(on_progress=stop, cancel=cancel)

    assert left(home) == []
    assert TrainingPackages(home).missing() == TORCH


def test_two_windows_do_not_install_at_once(index: Index, home: Path) -> None:
    home.parent.mkdir(parents=True)
    with only_one(home, TrainError("packages-running")):
        assert refused(home).code == "packages-running"


def test_a_full_disk_is_told_before_anything_is_fetched(
    index: Index, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "free_disk", lambda folders: 10**9)

    assert refused(home).code == "disk-full"


def test_a_folder_that_cannot_be_made_is_no_crash(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    assert refused(tmp_path / "file" / "packages").code == "packages-failed"


@pytest.mark.parametrize(
    ("platform", "told", "asked"),
    [
        ("linux", {}, (f"--index-url={packages.CPU_INDEX}",)),
        ("linux", {"PIP_INDEX_URL": "https://mirror.example/simple"}, ()),
        ("linux", {"PIP_FIND_LINKS": "wheels"}, ()),
        ("win32", {}, ()),
    ],
)
def test_torch_is_asked_of_its_makers_unless_pip_was_told_where_to_look(
    index: Index,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    told: dict[str, str],
    asked: tuple[str, ...],
) -> None:
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    on_system(monkeypatch, packages, platform)

    assert packages._torch_source(CancelToken()) == asked


def test_what_pip_says_becomes_progress(index: Index, home: Path) -> None:
    told: list[PackageProgress] = []
    pip = packages._Pip(index.lists / "torch.in", home, (0, 600), told.append, CancelToken())
    for line in (
        "Looking in links: x",
        "Collecting torch==2.0+cpu (from -r x (line 1))\n",
        "  Downloading torch-2.0-cp311.whl (190 MB)\n",
        "Progress 5 of 100\n",
        "Processing /a b/huggingface_hub-2.0-py3-none-any.whl (from -r x)\n",
        "Installing collected packages: torch\n",
    ):
        pip._hear(line)

    assert told == [
        PackageProgress("fetching", "torch", 1, 1),
        PackageProgress("fetching", "torch", 1, 1, 5, 100, permille=30),
        PackageProgress("fetching", "huggingface-hub", 2, 1),
        PackageProgress("unpacking", "huggingface-hub", 2, 1, permille=600),
    ]
