"""Model folders appear and vanish whole."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from newsassistant.app.installed.files import (
    copy_model,
    describe,
    has_tokenizer,
    is_id,
    licence_of,
    licence_text,
    placing,
    remove_folder,
    safe_id,
)
from newsassistant.core.errors import CancelledError, ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import MODEL_BIN, ModelFolder
from tests.hostile import place_strange_files
from tests.unit.app.installed.test_models import make_model


def ignore(done: int, total: int, file: str) -> None:
    """No report is wanted."""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ChatGLM3-6B", "chatglm3-6b"),
        ("My model (v2)", "my-model-v2"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "model"),
        ("模型", "model"),
        ("con", "model-con"),
        ("x" * 99, "x" * 64),
        ("-a.", "a"),
    ],
)
def test_an_id_is_made_of_any_title(title: str, expected: str) -> None:
    assert safe_id(title) == expected
    assert is_id(safe_id(title))


@pytest.mark.parametrize(
    "text", ["", ".", "..", ".a", "a/b", "a\\b", "a b", "-a", "a.", "NUL", "com1.x", "é", "a\n"]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_a_model_moves_into_place(tmp_path: Path) -> None:
    target = tmp_path / "models" / "wire"
    with placing(target) as made:
        make_model(made)
        assert not target.exists()

    assert ModelFolder.open(target).path == target
    assert os.listdir(target.parent) == ["wire"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "models" / "wire"

    def fail() -> None:
        with placing(target) as made:
            make_model(made)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert os.listdir(target.parent) == []


def test_a_model_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "wire"

    def be_late() -> None:
        with placing(target) as made:
            make_model(made)
            target.mkdir()
            (target / "other").write_text("x", encoding="utf-8")

    with pytest.raises(ModelError) as caught:
        be_late()
    assert caught.value.code == "model-exists"
    assert os.listdir(target) == ["other"]


def test_a_disk_that_does_not_allow_it(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file", encoding="utf-8")
    with pytest.raises(ModelError) as caught, placing(tmp_path / "models" / "wire"):
        pass
    assert caught.value.code == "target-unwritable"


def test_a_copy_is_whole_and_reports(tmp_path: Path) -> None:
    folder = ModelFolder.open(make_model(tmp_path / "alpha"))
    (tmp_path / "alpha" / "unlisted.py").write_text("x", encoding="utf-8")
    told: list[tuple[int, int]] = []
    copy_model(folder, tmp_path / "copy", lambda d, t, f: told.append((d, t)), CancelToken())

    ModelFolder.open(tmp_path / "copy").verify()
    assert told[-1] == (folder.info().size_bytes, folder.info().size_bytes)
    assert not (tmp_path / "copy" / "unlisted.py").exists()


def test_a_damaged_model_is_not_copied(tmp_path: Path) -> None:
    folder = ModelFolder.open(make_model(tmp_path / "alpha"))
    (tmp_path / "alpha" / MODEL_BIN).write_text("y", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        copy_model(folder, tmp_path / "copy", ignore, CancelToken())

    assert caught.value.code == "model-damaged"


def test_copying_can_be_cancelled(tmp_path: Path) -> None:
    folder = ModelFolder.open(make_model(tmp_path / "alpha"))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        copy_model(folder, tmp_path / "copy", ignore, cancel)


def test_a_copy_needs_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ModelFolder.open(make_model(tmp_path / "alpha"))
    usage = type("Usage", (), {"free": 1})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(ModelError) as caught:
        copy_model(folder, tmp_path / "copy", ignore, CancelToken())

    assert caught.value.code == "disk-full"
    assert not (tmp_path / "copy").exists()


def test_a_label_and_a_licence_are_added(tmp_path: Path) -> None:
    path = make_model(tmp_path / "alpha")
    source = tmp_path / "source"
    source.mkdir()
    (source / "LICENSE").write_text("of the code", encoding="utf-8")
    (source / "MODEL_LICENSE").write_text("of the weights 许可", encoding="utf-8")
    describe(path, source, {"name": "新闻", "licence": "Press"})

    folder = ModelFolder.open(path)
    folder.verify()
    assert (folder.info().name, folder.info().licence) == ("新闻", "Press")
    assert licence_text(path) == "of the weights 许可"
    assert json.loads((path / "manifest.json").read_text("utf-8"))["build"]


def test_without_a_licence_only_the_label(tmp_path: Path) -> None:
    path = make_model(tmp_path / "alpha")
    describe(path, tmp_path, {"name": "Wire"})

    assert ModelFolder.open(path).info().name == "Wire"
    assert licence_text(path) == ""


def test_a_tokenizer_makes_it_chat(tmp_path: Path) -> None:
    path = make_model(tmp_path / "alpha")
    assert has_tokenizer(path)
    (path / "tokenizer.json").unlink()
    assert not has_tokenizer(path)


def test_a_folder_is_removed(tmp_path: Path) -> None:
    path = make_model(tmp_path / "models" / "alpha")
    remove_folder(path)
    remove_folder(path)

    assert os.listdir(tmp_path / "models") == []


def test_of_a_link_only_the_link_is_removed(tmp_path: Path) -> None:
    path = make_model(tmp_path / "elsewhere")
    link = tmp_path / "link"
    try:
        link.symlink_to(path, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    remove_folder(link)

    assert os.listdir(tmp_path) == ["elsewhere"]
    ModelFolder.open(path).verify()


def test_a_folder_in_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_model(tmp_path / "alpha")

    def refuse(*paths: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ModelError) as caught:
        remove_folder(path)

    assert (caught.value.code, caught.value.params["detail"]) == ("model-stuck", "in use")
    assert path.is_dir()


# --- what lies in the place of a licence or of a model's file ------------------------------------


def test_the_licence_is_that_of_the_folder(tmp_path: Path) -> None:
    assert licence_of(tmp_path) is None
    (tmp_path / "LICENSE.md").write_text("second", encoding="utf-8")
    (tmp_path / "MODEL_LICENSE").write_text("first", encoding="utf-8")

    assert licence_of(tmp_path) == b"first"


def test_a_licence_that_leads_elsewhere_is_not_copied(tmp_path: Path) -> None:
    made, source = make_model(tmp_path / "made"), tmp_path / "source"
    source.mkdir()
    (tmp_path / "secret").write_text("of somebody else", encoding="utf-8")
    (source / "LICENSE").symlink_to(tmp_path / "secret")

    with pytest.raises(ModelError, match="LICENSE is a link to another place"):
        licence_of(source)
    with pytest.raises(ModelError):
        describe(made, source, {})
    assert licence_text(made) == ""


def test_a_strange_licence_is_neither_waited_for_nor_read(tmp_path: Path) -> None:
    for kind in place_strange_files(tmp_path, "LICENSE"):
        with pytest.raises(ModelError) as caught:
            licence_of(tmp_path)
        assert "LICENSE" in str(caught.value), kind


def test_a_strange_licence_of_an_installed_model_is_not_shown(tmp_path: Path) -> None:
    for _ in place_strange_files(tmp_path, "LICENSE.txt"):
        assert licence_text(tmp_path) == ""


@pytest.mark.parametrize("name", ["tokenizer.json", "manifest.json"])
def test_a_file_that_leads_elsewhere_is_not_copied(tmp_path: Path, name: str) -> None:
    source = make_model(tmp_path / "source")
    (source / name).rename(tmp_path / "elsewhere")
    (source / name).symlink_to(tmp_path / "elsewhere")
    made = tmp_path / "made"

    with pytest.raises(ModelError, match=f"{name} is a link to another place"):
        copy_model(ModelFolder.open(source), made, ignore, CancelToken())
    assert not (made / name).exists()


def test_a_file_that_has_grown_is_not_copied_on(tmp_path: Path) -> None:
    source = make_model(tmp_path / "source")
    folder = ModelFolder.open(source)
    (source / "tokenizer.json").write_text("x" * 100, encoding="utf-8")

    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        copy_model(folder, tmp_path / "made", ignore, CancelToken())
