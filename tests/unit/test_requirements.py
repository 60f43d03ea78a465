"""The pinned lists are complete, hashed, name no index, and agree with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.setup_env import TORCH_VERSION

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(name: str) -> dict[str, str]:
    """Package -> version of one list."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {found["name"]: found["version"] for line in lines if (found := PIN.match(line))}


def declared(extra: str | None) -> list[Requirement]:
    """What pyproject.toml asks for: at run time, or with an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in lines]


def test_there_are_lists() -> None:
    assert {"runtime.txt", "starter.txt", "dev.txt", "bench.txt"} <= set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_an_exact_version_or_a_hash(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_its_source(name: str) -> None:
    assert (ROOT / "requirements" / name).with_suffix(".in").is_file()


@pytest.mark.parametrize(
    ("extra", "name"),
    [
        (None, "runtime.txt"),
        ("dev", "dev.txt"),
        ("genai", "genai.txt"),
        ("bench", "bench.txt"),
        ("train", "train.txt"),
        ("evaluate", "evaluate.txt"),
        ("server", "server.txt"),
        ("cluster", "cluster.txt"),
    ],
)
def test_the_pins_satisfy_pyproject(extra: str | None, name: str) -> None:
    pinned = {**pins(name), "torch": TORCH_VERSION}

    for wanted in declared(extra):
        assert pinned[canonicalize_name(wanted.name)] in wanted.specifier, wanted


@pytest.mark.parametrize("name", LISTS)
def test_no_list_brings_a_build_of_torch(name: str) -> None:
    brought = [
        package for package in pins(name) if package.startswith(("torch", "nvidia", "triton"))
    ]

    assert brought == []


@pytest.mark.parametrize(("platform", "build"), [("linux", "+cpu"), ("darwin", ""), ("win32", "")])
def test_on_linux_the_build_for_graphics_cards_cannot_be_taken_by_mistake(
    platform: str, build: str
) -> None:
    lines = (ROOT / "requirements" / "torch.in").read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if not line.startswith("#")]
    here = [
        str(found.specifier)
        for found in wanted
        if found.marker is None or found.marker.evaluate({"sys_platform": platform})
    ]

    assert here == [f"=={TORCH_VERSION}{build}"]


def test_no_list_contradicts_another() -> None:
    seen: dict[str, str] = {}
    for name in LISTS:
        for package, version in pins(name).items():
            assert seen.setdefault(package, version) == version, (name, package)
