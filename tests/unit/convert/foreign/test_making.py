"""A folder made of somebody's export: what it says of itself, and that a fault leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")
pytest.importorskip("transformers", reason="the train extra is not installed")

from newsassistant.app.installed.graph_trial import try_graph
from newsassistant.convert.export import Conversion
from newsassistant.convert.foreign.any_source import convert_any
from newsassistant.convert.foreign.making import stated_licence
from newsassistant.core.errors import CheckpointError, ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import ModelFolder
from tests.unit.convert.foreign import exported


def ignore(done: int, total: int) -> None: ...


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported.write_folder(tmp_path_factory.mktemp("s") / "llama", exported.make("llama"))


def test_what_the_folder_says_of_itself(source: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    made = convert_any(
        Conversion(source, tmp_path / "made", name="Theirs"),
        lambda done, total: steps.append((done, total)),
        CancelToken(),
        try_graph=try_graph,
    )
    folder = ModelFolder.open(made.path)

    assert made.has_tokenizer
    assert folder.manifest["name"] == "Theirs"
    assert folder.manifest["graph"] == "as it was"
    assert folder.manifest["licence"] == "apache-2.0"
    assert steps[-1] == (4, 4)
    assert folder.config.family == "llama"


def test_a_trial_that_fails_leaves_nothing(source: Path, tmp_path: Path) -> None:
    def fail(folder: Path, config: object) -> str:
        raise CheckpointError("foreign-trial", detail="it stutters")

    with pytest.raises(CheckpointError) as caught:
        convert_any(
            Conversion(source, tmp_path / "made"),
            ignore,
            CancelToken(),
            try_graph=fail,  # type: ignore[arg-type]
        )
    assert "stutters" in caught.value.text()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_stays(source: Path, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine").write_text("mine")

    with pytest.raises(ModelError):
        convert_any(Conversion(source, tmp_path / "made"), ignore, CancelToken())
    assert (tmp_path / "made" / "mine").read_text() == "mine"


def test_an_adapter_is_refused(source: Path, tmp_path: Path) -> None:
    job = Conversion(source, tmp_path / "made", lora=tmp_path)
    with pytest.raises(CheckpointError) as caught:
        convert_any(job, ignore, CancelToken())
    assert caught.value.code == "foreign-adapter-file"


def test_a_config_of_another_shape_is_refused(tmp_path: Path) -> None:
    folder = exported.write_folder(tmp_path / "llama", exported.make("llama"))
    values = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**values, "num_key_value_heads": 4}))

    with pytest.raises(CheckpointError) as caught:
        convert_any(Conversion(folder, tmp_path / "made"), ignore, CancelToken())
    assert caught.value.code == "foreign-cache"


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("---\nlicense: mit\n---\n", "mit"),
        ("---\na: b\nlicense: apache-2.0\n---\n", "apache-2.0"),
        ("# Model\nlicense: mit\n", ""),
        ("---\nlicense: <script>\n---\n", ""),
        ("", ""),
    ],
)
def test_the_licence_in_a_card(tmp_path: Path, text: str, licence: str) -> None:
    (tmp_path / "README.md").write_text(text)

    assert stated_licence(tmp_path) == licence
