"""What a full fine-tune leaves is a checkpoint of the base's own kind, with the same logits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch

from newsassistant.convert.export import Conversion, convert
from newsassistant.core.types import CancelToken, Message
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config, stop_ids
from newsassistant.model.folder import ModelFolder
from newsassistant.text.load import load_prompt, load_tokenizer
from newsassistant.train.base import load_base
from newsassistant.train.full import FullTuner, glm_values
from newsassistant.train.source import Source, open_checkpoint
from tests.unit.train import tiny
from tests.unit.train.conftest import bare_source

IDS = torch.tensor([[3, 40, 7, 200, 12, 90, 14]])
# float16 has 11 bits: 5e-4 a weight. Measured: up to 1.7e-3.
TOLERANCE = 5e-3


def logits(tuner: FullTuner) -> torch.Tensor:
    with torch.no_grad():
        made: torch.Tensor = tuner(IDS, torch.ones_like(IDS), torch.arange(IDS.shape[1]))
    return made


def tuned(source: Source) -> FullTuner:
    """As after some steps: no number is what it was, nor a float16."""
    torch.manual_seed(3)
    tuner = FullTuner(load_base(source))
    with torch.no_grad():
        for parameter in tuner.parameters():
            parameter.add_(0.02 * torch.randn_like(parameter))
    return tuner


def error(made: torch.Tensor, expected: torch.Tensor) -> float:
    return float((made - expected).abs().max() / expected.abs().max())


@pytest.mark.parametrize("tied", [False, True])
def test_the_layout_of_transformers(tmp_path: Path, tied: bool) -> None:
    source = open_checkpoint(tiny.write_tiny(tmp_path / "base", tie_word_embeddings=tied))
    tuner = tuned(source)
    tuner.save_checkpoint(tmp_path / "model", source)
    again = open_checkpoint(tmp_path / "model")

    assert again.config == source.config
    assert error(logits(FullTuner(load_base(source))), logits(tuner)) > 10 * TOLERANCE
    assert error(logits(FullTuner(load_base(again))), logits(tuner)) < TOLERANCE
    kept = {"config.json", "model.safetensors", "tokenizer.json", "chat_template.jinja"}
    assert {path.name for path in (tmp_path / "model").iterdir()} == kept


@pytest.mark.parametrize("model", ["chatglm2", "chatglm3", "glm_edge"])
def test_official_layouts(shared_dir: Path, tmp_path: Path, model: str) -> None:
    folder = shared_dir / "golden" / model
    source = bare_source(folder / "checkpoint_fp16_bin_sharded")
    tuner = tuned(source)
    tuner.save_checkpoint(tmp_path / "model", source)
    again = bare_source(tmp_path / "model")

    assert again.config == source.config
    assert error(logits(FullTuner(load_base(again))), logits(tuner)) < TOLERANCE
    # Neither the old weights nor their index, which would lead to them.
    assert {path.name for path in (tmp_path / "model").iterdir()} == {
        "config.json",
        "model.safetensors",
    }


def test_without_training_every_number_stays(tiny_source: Source, tmp_path: Path) -> None:
    tuner = FullTuner(load_base(tiny_source))
    tuner.save_checkpoint(tmp_path / "model", tiny_source)
    again = load_base(open_checkpoint(tmp_path / "model")).state_dict()

    assert all(torch.equal(again[name], t) for name, t in tuner.base.state_dict().items())


def test_every_weight_learns(tiny_source: Source) -> None:
    tuner = FullTuner(load_base(tiny_source))
    tuner(IDS, torch.ones_like(IDS), torch.arange(3)).square().mean().backward()

    assert all(p.grad is not None and bool(p.grad.any()) for p in tuner.parameters())


def single_file(source: Source) -> Source:
    """As the starter: no folder, but the texts that stand in its one file."""
    texts = {
        "tokenizer.json": json.dumps(tiny.tokenizer(), ensure_ascii=False),
        "chat_template.jinja": tiny.TEMPLATE,
    }
    return replace(source, path=None, texts=texts)


@pytest.mark.parametrize("tied", [False, True])
def test_a_base_without_a_folder_becomes_one(tmp_path: Path, tied: bool) -> None:
    changes: dict[str, Any] = {
        "tie_word_embeddings": tied,
        "attention_bias": False,
        "partial_rotary_factor": 1.0,
    }
    source = single_file(bare_source(tiny.write_tiny(tmp_path / "base", **changes)))
    tuner = tuned(source)
    tuner.save_checkpoint(tmp_path / "model", source)
    again = open_checkpoint(tmp_path / "model")
    values = Checkpoint.open(tmp_path / "model").config()

    assert again.config == source.config
    assert (again.stop_id, stop_ids(values, again.config)) == (tiny.END, (tiny.END,))
    assert error(logits(FullTuner(load_base(again))), logits(tuner)) < TOLERANCE


def test_such_a_folder_can_be_converted_and_asked(tiny_source: Source, tmp_path: Path) -> None:
    source = single_file(tiny_source)
    FullTuner(load_base(source)).save_checkpoint(tmp_path / "checkpoint", source)
    job = Conversion(tmp_path / "checkpoint", tmp_path / "model", weights="fp16")
    made = convert(job, lambda done, total: None, CancelToken())
    folder = ModelFolder.open(tmp_path / "model")
    tokenizer = load_tokenizer(folder.path, "bpe")
    question = [Message("user", "ab")]

    assert made.has_tokenizer
    assert load_prompt(folder.path, "bpe", tokenizer).ids(question) == source.template.ids(question)
    assert read_config(Checkpoint.open(tmp_path / "checkpoint")) == folder.config


def test_the_starter_names_what_its_folder_will_hold(starter_source: Source) -> None:
    source = starter_source
    values = glm_values(source)

    assert set(source.texts) == {"tokenizer.json", "chat_template.jinja"}
    assert json.loads(source.texts["tokenizer.json"])["model"]["type"] == "BPE"
    assert values["eos_token_id"] == [source.stop_id]
    assert values["partial_rotary_factor"] == 1.0
