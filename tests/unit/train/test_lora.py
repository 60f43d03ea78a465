"""The adapter, merged into the checkpoint that it was trained beside, is the tuned model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from peft import PeftModel

from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.lora import merge_lora
from newsassistant.train.base import load_base
from newsassistant.train.lora import LoraTuner
from newsassistant.train.source import Source
from tests.unit.train.conftest import bare_source, of_checkpoint

IDS = torch.tensor([[3, 40, 7, 200, 12, 90, 14]])
# Of a change of the logits by about 1; measured: up to 1.0e-6.
TOLERANCE = 5e-5


def trained(source: Source, rank: int = 3) -> LoraTuner:
    """A tuner as if after some steps: PEFT begins with B at 0."""
    torch.manual_seed(4)
    tuner = LoraTuner(load_base(source), rank, alpha=4 * rank)
    with torch.no_grad():
        for name, parameter in tuner.named_parameters():
            if "lora_B" in name:
                parameter.normal_(0, 0.1)
    return tuner.eval()


def logits_of(source: Source) -> torch.Tensor:
    with torch.no_grad():
        made: torch.Tensor = load_base(source)(input_ids=IDS).logits
    return made


def check_merged(folder: Path, adapter: Path) -> float:
    """The largest difference; the adapter must have an effect that is far larger."""
    source = bare_source(folder)
    tuner = trained(source)
    tuner.save_adapter(adapter, source.config.family)
    with torch.no_grad():
        expected = tuner(IDS, torch.ones_like(IDS), torch.arange(IDS.shape[1]))
    merged = logits_of(of_checkpoint(merge_lora(Checkpoint.open(folder), adapter)))
    assert float((logits_of(source) - expected).abs().max()) > 1e-2
    return float((merged - expected).abs().max() / expected.abs().max())


def test_merged_into_the_layout_of_transformers(tiny_model: Path, tmp_path: Path) -> None:
    assert check_merged(tiny_model, tmp_path / "adapter") < TOLERANCE


@pytest.mark.parametrize("model", ["chatglm2", "chatglm3", "glm", "glm_edge"])
def test_merged_into_official_checkpoints(shared_dir: Path, tmp_path: Path, model: str) -> None:
    """In ChatGLM2 and 3 q, k and v of unequal height are one matrix."""
    folder = shared_dir / "golden" / model / "checkpoint_fp32_safetensors"

    assert check_merged(folder, tmp_path / "adapter") < TOLERANCE


def test_peft_reads_the_adapter_too(tiny_source: Source, tmp_path: Path) -> None:
    tuner = trained(tiny_source)
    tuner.save_adapter(tmp_path / "adapter", "glm")
    again = PeftModel.from_pretrained(load_base(tiny_source), str(tmp_path / "adapter"))
    with torch.no_grad():
        made = again(input_ids=IDS).logits
        expected = tuner(IDS, torch.ones_like(IDS), torch.arange(IDS.shape[1]))

    torch.testing.assert_close(made, expected)


@pytest.mark.parametrize(
    ("family", "rank", "modules"),
    [("glm", 3, ["k_proj", "q_proj", "v_proj"]), ("chatglm2", 9, ["query_key_value"])],
)
def test_the_settings_keep_the_scale(
    tiny_source: Source, tmp_path: Path, family: str, rank: int, modules: list[str]
) -> None:
    trained(tiny_source).save_adapter(tmp_path, family)
    values = json.loads((tmp_path / "adapter_config.json").read_text())

    assert (values["r"], values["lora_alpha"]) == (rank, 4 * rank)
    assert values["target_modules"] == modules


def test_at_the_start_nothing_changes_and_the_base_never(tiny_source: Source) -> None:
    tuner = LoraTuner(load_base(tiny_source), 2, alpha=8)
    everywhere = torch.arange(IDS.shape[1])
    made = tuner(IDS, torch.ones_like(IDS), everywhere)
    made.square().mean().backward()
    trained_names = [name for name, p in tuner.named_parameters() if p.requires_grad]

    torch.testing.assert_close(made.detach(), logits_of(tiny_source))
    assert len(trained_names) == 2 * 3 * 2
    assert all("lora_" in name for name in trained_names)


def test_kept_positions_alone_have_logits(tiny_source: Source) -> None:
    tuner = trained(tiny_source)
    with torch.no_grad():
        some = tuner(IDS, torch.ones_like(IDS), torch.tensor([1, 4]))
        everything = tuner(IDS, torch.ones_like(IDS), torch.arange(IDS.shape[1]))

    assert some.shape == (1, 2, 260)
    torch.testing.assert_close(some, everything[:, [1, 4]])
