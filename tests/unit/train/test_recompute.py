"""Layers that are computed twice give the same loss and the same gradients."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from torch import nn

from newsassistant.train.base import load_base
from newsassistant.train.full import FullTuner
from newsassistant.train.lora import LoraTuner
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.recompute import recompute_layers
from newsassistant.train.source import Source

IDS = torch.tensor([[257, *b"a storm"], [257, *b"harbour"]])


def tuner(source: Source, kind: str, *, recomputed: bool) -> nn.Module:
    base = load_base(source)
    if recomputed:
        layers = base.model.layers
        assert isinstance(layers, nn.ModuleList)
        recompute_layers(layers)
    torch.manual_seed(1)
    if kind == "lora":
        return LoraTuner(base, 2, alpha=8, dropout=0.5)
    return PrefixTuner(base, 3) if kind == "prefix" else FullTuner(base)


def learnt(model: nn.Module) -> tuple[float, list[torch.Tensor]]:
    """The loss, and the gradient of everything that is trained."""
    model.train()
    torch.manual_seed(9)
    loss = model(IDS, torch.ones_like(IDS), torch.arange(3, 8)).square().mean()
    loss.backward()
    grads = [p.grad for p in model.parameters() if p.requires_grad]
    assert grads
    return float(loss.detach()), [g for g in grads if g is not None]


@pytest.mark.parametrize("kind", ["prefix", "lora", "full"])
def test_loss_and_gradients_are_the_same(tiny_source: Source, kind: str) -> None:
    """To the last bit: the same operations in the same order, dropout included."""
    loss, gradients = learnt(tuner(tiny_source, kind, recomputed=False))
    other, others = learnt(tuner(tiny_source, kind, recomputed=True))

    assert other == loss
    assert len(others) == len(gradients)
    assert all(torch.equal(one, two) for one, two in zip(gradients, others, strict=True))


@pytest.mark.parametrize("kind", ["prefix", "lora", "full"])
def test_each_layer_is_computed_twice(
    tiny_source: Source, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers.models.glm.modeling_glm import GlmMLP

    calls: list[nn.Module] = []
    forward = GlmMLP.forward

    def counted(self: nn.Module, *arguments: torch.Tensor) -> torch.Tensor:
        calls.append(self)
        made: torch.Tensor = forward(self, *arguments)
        return made

    monkeypatch.setattr(GlmMLP, "forward", counted)
    learnt(tuner(tiny_source, kind, recomputed=False))
    once = len(calls)
    learnt(tuner(tiny_source, kind, recomputed=True))

    assert (once, len(calls) - once) == (2, 4)
