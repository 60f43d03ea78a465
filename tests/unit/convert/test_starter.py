"""Building the starter: whole or not at all, whoever kills or cancels it.

A tiny GGUF stands in for the packaged one, so that a build takes a fraction of a second.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.convert import starter
from newsassistant.convert.starter import ensure_starter, is_current
from newsassistant.core.errors import CancelledError, ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.folder import MANIFEST, MODEL_BIN, ModelFolder, sha256_of
from newsassistant.model.gguf.file import GgufFile
from newsassistant.model.gguf.llama import GgufWeights, llama_config
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer
from tests.unit.model.gguf.test_llama import write

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_S = 60

BUILD_ELSEWHERE = """
import sys
from pathlib import Path
from newsassistant.convert import starter
from newsassistant.core.types import CancelToken
source, models, wait_at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
starter.find_gguf = lambda: source
starter.GGUF_SHA256 = starter.layout.sha256_of(source)
def report(done, total):
    if done == wait_at:
        print("waiting", flush=True)
        sys.stdin.readline()
print(starter.ensure_starter(models, report, CancelToken()))
"""


def ignore(done: int, total: int) -> None:
    """No report is wanted."""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "tiny.gguf"
    write(path)
    monkeypatch.setattr(starter, "find_gguf", lambda: path)
    monkeypatch.setattr(starter, "GGUF_SHA256", sha256_of(path))
    return path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


def start_elsewhere(source: Path, models: Path, *, wait_at: int) -> subprocess.Popen[str]:
    """Another process that builds and waits for a line at step `wait_at`."""
    command = [sys.executable, "-c", BUILD_ELSEWHERE, str(source), str(models), str(wait_at)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "waiting"
    return process


def finish(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate("go\n", timeout=TIMEOUT_S)
    assert process.returncode == 0
    return out.strip()


def test_a_build_is_a_whole_model(source: Path, models: Path) -> None:
    reports: list[tuple[int, int]] = []

    folder = ensure_starter(models, lambda *report: reports.append(report), CancelToken())

    assert folder == models / "starter"
    assert reports == [(0, 3), (1, 3), (2, 3), (3, 3)]
    opened = ModelFolder.open(folder)
    opened.verify()
    assert opened.stop_ids == {0}
    assert opened.manifest["source_sha256"] == sha256_of(source)
    file = GgufFile(source)
    assert opened.base().fingerprint == fingerprint(GgufWeights(file), llama_config(file))
    assert opened.chat_template() == "{{ messages }}"
    tokenizer = BpeTokenizer.from_file(folder / "tokenizer.json")
    assert tokenizer.control_ids == {"<end>": 0, "<start>": 7}
    assert [path.name for path in models.iterdir()] == ["starter"]


def test_a_whole_model_is_not_built_again(source: Path, models: Path) -> None:
    folder = ensure_starter(models, ignore, CancelToken())
    before = (folder / MANIFEST).stat().st_mtime_ns
    source.unlink()

    assert ensure_starter(models, ignore, CancelToken()) == folder
    assert (folder / MANIFEST).stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["bin", "manifest", "build", "gone"])
def test_a_damaged_or_older_model_is_built_again(
    source: Path, models: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    folder = ensure_starter(models, ignore, CancelToken())
    if damage == "bin":
        (folder / MODEL_BIN).write_bytes(b"short")
    elif damage == "manifest":
        (folder / MANIFEST).write_text('{"format": 1, "build": 1}', encoding="utf-8")
    elif damage == "build":
        monkeypatch.setattr(starter, "BUILD", starter.BUILD + 1)
    else:
        (folder / "tokenizer.json").unlink()
    assert not is_current(folder)

    assert ensure_starter(models, ignore, CancelToken()) == folder
    assert is_current(folder)
    ModelFolder.open(folder).verify()
    assert [path.name for path in models.iterdir()] == ["starter"]


def test_a_cancelled_build_leaves_nothing(source: Path, models: Path) -> None:
    cancel = CancelToken()

    with pytest.raises(CancelledError):
        ensure_starter(models, lambda done, total: cancel.cancel(), cancel)
    assert list(models.iterdir()) == []

    assert is_current(ensure_starter(models, ignore, CancelToken()))


def test_a_killed_build_does_not_count(source: Path, models: Path) -> None:
    for step in (1, 2):
        process = start_elsewhere(source, models, wait_at=step)
        process.kill()
        process.communicate(timeout=TIMEOUT_S)
    left = [path for path in models.iterdir() if path.name.startswith(".starter-")]
    assert len(left) == 2
    assert not is_current(models / "starter")

    assert is_current(ensure_starter(models, ignore, CancelToken()))
    for path in left:
        os.utime(path, (1, 1))
    ensure_starter(models, ignore, CancelToken())  # the model is whole: only sweeps
    assert [path.name for path in models.iterdir()] == ["starter"]


@pytest.mark.parametrize("damaged", [False, True])
def test_two_builds_at_once_both_succeed(source: Path, models: Path, damaged: bool) -> None:
    if damaged:
        folder = ensure_starter(models, ignore, CancelToken())
        (folder / MODEL_BIN).write_bytes(b"short")
    processes = [start_elsewhere(source, models, wait_at=2) for _ in range(2)]

    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert {finish(process) for process in processes} == {str(models / "starter")}
    ModelFolder.open(models / "starter").verify()
    assert [path.name for path in models.iterdir()] == ["starter"]


def test_another_process_that_was_faster_wins(source: Path, models: Path) -> None:
    process = start_elsewhere(source, models, wait_at=2)
    folder = ensure_starter(models, ignore, CancelToken())
    before = (folder / MANIFEST).stat().st_ino

    assert finish(process) == str(folder)
    assert (folder / MANIFEST).stat().st_ino == before


@pytest.mark.parametrize("taken", [False, True])
def test_a_place_that_another_process_takes_last(
    source: Path, models: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    move = os.replace

    def refuse(work: Path, target: Path) -> None:
        if target.name == "starter" and taken:
            shutil.copytree(work, target)
        if target.name == "starter":
            raise PermissionError(f"{target} is in use")
        move(work, target)

    monkeypatch.setattr("newsassistant.convert.starter.os.replace", refuse)
    if taken:
        assert is_current(ensure_starter(models, ignore, CancelToken()))
        return
    with pytest.raises(ModelError, match="is in use") as caught:
        ensure_starter(models, ignore, CancelToken())
    assert caught.value.code == "target-unwritable"
    assert list(models.iterdir()) == []


def test_other_weights_are_refused(
    source: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "GGUF_SHA256", "0" * 64)

    with pytest.raises(ModelError) as caught:
        ensure_starter(models, ignore, CancelToken())
    assert caught.value.code == "starter-hash"
    assert list(models.iterdir()) == []


@pytest.mark.parametrize(
    ("constant", "value"), [("PACKAGE", "no-such-package"), ("GGUF_NAME", "other.gguf")]
)
def test_weights_that_are_not_installed(
    monkeypatch: pytest.MonkeyPatch, constant: str, value: str
) -> None:
    monkeypatch.setattr(starter, constant, value)

    with pytest.raises(ModelError) as caught:
        starter.find_gguf()
    assert caught.value.code == "starter-missing"


@pytest.mark.model
def test_the_real_starter(starter_model_dir: Path) -> None:
    folder = ModelFolder.open(starter_model_dir)

    folder.verify()
    assert is_current(starter_model_dir)
    assert folder.stop_ids == {0, 2}
    assert folder.info().licence == "Apache-2.0"
    assert 130_000_000 < folder.info().size_bytes < 145_000_000
    assert (folder.config.layers, folder.config.tied_head) == (30, True)


def test_a_disk_that_fails_while_saving_is_told(
    source: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise RuntimeError("iostream error")

    monkeypatch.setattr("openvino.save_model", full)

    with pytest.raises(ModelError) as caught:
        ensure_starter(models, ignore, CancelToken())
    assert caught.value.code == "target-unwritable"
    assert list(models.iterdir()) == []
