"""What lies beside the packages, and the workflow that makes a release."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from installer import products, release
from newsassistant import __version__
from scripts import tasks
from scripts.setup_env import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
_TARGET = re.compile(r"^(?:make|python -m scripts\.tasks) ([a-z-]+)", re.MULTILINE)


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, and beside it what they were made of."""
    monkeypatch.setattr(products, "BUILD", tmp_path / "build")
    for name in ("dist/newsassistant", "dist/newsassistant-training", "windows/app"):
        folder = tmp_path / "build" / name / "licences"
        folder.mkdir(parents=True)
        (folder / "sbom.cdx.json").write_text(name, encoding="utf-8")
    (tmp_path / "build" / "dist" / "newsassistant.app").mkdir()
    dist = tmp_path / "dist"
    dist.mkdir()
    monkeypatch.setattr(release, "TARGET", dist)
    (dist / "a.deb").write_bytes(b"a package")
    return dist


def test_bills_and_checksums_lie_beside_the_packages(dist: Path) -> None:
    assert release.main([]) == 0
    assert release.main([]) == 0  # again: the list does not list itself

    lines = (dist / release.SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert sums["a.deb"] == hashlib.sha256(b"a package").hexdigest()
    assert set(sums) == {path.name for path in dist.iterdir()} - {release.SUMS}
    bills = sorted(name for name in sums if name.endswith(".cdx.json"))
    assert len(bills) == 3
    assert bills[0].startswith(f"newsassistant-{__version__}-")
    windows = dist / f"newsassistant-{__version__}-windows-x86_64.cdx.json"
    assert windows.read_text(encoding="utf-8") == "windows/app"


def test_packages_come_first(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(dist)
    assert release.main([]) == 1
    assert "make the packages first" in capsys.readouterr().err


def test_a_tag_must_be_the_version() -> None:
    assert release.main(["--tag", f"v{__version__}"]) == 0
    assert release.main(["--tag", "v99"]) == 1
    assert release.main(["--tag"]) == 1


def workflow() -> dict[Any, Any]:
    return cast(dict[Any, Any], yaml.safe_load(WORKFLOW.read_text(encoding="utf-8")))


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def test_the_workflow_calls_targets_that_exist() -> None:
    said = "\n".join(step.get("run", "") for step in steps())
    called = set(_TARGET.findall(said))

    assert {"installer-linux", "installer-macos", "installer-windows", "release"} <= called
    assert called <= set(tasks.TASKS)


def test_the_workflow_writes_nothing_but_the_release() -> None:
    jobs = workflow()["jobs"]

    assert workflow()["permissions"] == {"contents": "read"}
    assert [name for name, job in jobs.items() if "permissions" in job] == ["release"]
    assert set(jobs["release"]["needs"]) == set(jobs) - {"release"}
    # A tag starts it; nobody's pull request does.
    assert set(workflow()[True]) == {"push"}  # YAML 1.1 reads "on" so


def test_the_workflow_takes_actions_of_one_owner_only() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]

    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
