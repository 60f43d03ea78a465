"""The folder that is made of a graph of others: config, manifest, licence, trial."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsassistant.convert.export import Conversion
from newsassistant.convert.foreign.any_source import convert_any
from newsassistant.convert.foreign.making import KeyOrder, stated_licence
from newsassistant.core.errors import CheckpointError, ModelError, PrefixError
from newsassistant.core.types import CancelToken
from newsassistant.model.base import UNKNOWN, check_base
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import ModelFolder
from tests.unit.convert.foreign import toys


def ignore(done: int, total: int) -> None:
    """No report is wanted."""


def test_a_folder_is_complete(tmp_path: Path) -> None:
    source = toys.write(tmp_path / "source")
    (source / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    told: list[str] = []
    steps: list[tuple[int, int]] = []
    convert_any(
        Conversion(source, tmp_path / "made", name="A model"),
        lambda done, total: steps.append((done, total)),
        CancelToken(),
        on_family=told.append,
    )
    folder = ModelFolder.open(tmp_path / "made")
    folder.verify()
    assert (told, steps[0], steps[-1]) == (["llama"], (0, 4), (4, 4))
    assert (folder.info().name, folder.info().weights) == ("A model", "fp32")
    assert folder.manifest["licence"] == "mit"
    assert folder.manifest["graph"] == "as it was"
    assert folder.base().fingerprint == UNKNOWN
    with pytest.raises(PrefixError, match="A model") as caught:
        check_base(folder.base(), folder.base())
    assert caught.value.code == "prefix-base-unsure"


def test_a_failed_trial_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path, config: ModelConfig) -> KeyOrder:
        raise CheckpointError("foreign-trial", detail="it does not")

    source = toys.write(tmp_path / "source")
    with pytest.raises(CheckpointError, match="it does not"):
        convert_any(Conversion(source, tmp_path / "made"), ignore, CancelToken(), try_graph=fail)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    source = toys.write(tmp_path / "source")
    with pytest.raises(ModelError) as caught:
        convert_any(Conversion(source, source), ignore, CancelToken())
    assert caught.value.code == "target-exists"


def test_an_adapter_is_not_merged_into_a_graph(tmp_path: Path) -> None:
    source = toys.write(tmp_path / "source")
    job = Conversion(source, tmp_path / "made", lora=tmp_path)
    with pytest.raises(CheckpointError) as caught:
        convert_any(job, ignore, CancelToken())
    assert caught.value.code == "foreign-adapter-file"


@pytest.mark.parametrize("card", ["", "license: mit", "---\nlicense: [a]\n---\n", "\0" * 10])
def test_a_card_without_a_licence_says_none(tmp_path: Path, card: str) -> None:
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert stated_licence(tmp_path) == ""


def test_the_key_order_is_kept(tmp_path: Path) -> None:
    source = toys.write(tmp_path / "source")
    job = Conversion(source, tmp_path / "made")
    convert_any(job, ignore, CancelToken(), try_graph=lambda folder, config: "pairs")
    assert json.loads((tmp_path / "made" / "config.json").read_text())["model"]["key_pairs"] is True
