"""Rounded frozen layers: how far off, the gradient through them, LoRA beside them, memory."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from torch import nn

from newsassistant.train.base import load_base
from newsassistant.train.lora import LoraTuner
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.quantized import GROUP, Bits, FrozenLinear, freeze_linears
from newsassistant.train.source import Source
from tests.unit.train.tiny import write_tiny

BITS: tuple[Bits, Bits] = (8, 4)


def linear(inputs: int = 128, outputs: int = 6, *, bias: bool = True) -> nn.Linear:
    torch.manual_seed(1)
    return nn.Linear(inputs, outputs, bias=bias).requires_grad_(False)


def nbytes(module: nn.Module) -> int:
    return sum(parameter.numel() * parameter.element_size() for parameter in module.parameters())


@pytest.mark.parametrize("bits", BITS)
def test_each_weight_is_off_by_half_a_step_at_most(bits: Bits) -> None:
    layer = linear()
    layer.weight[2] *= 100
    frozen = FrozenLinear(layer, bits)
    columns = layer.in_features if bits == 8 else GROUP
    groups = layer.weight.reshape(-1, columns)
    step = groups.abs().amax(dim=1, keepdim=True) / (127 if bits == 8 else 7)
    off = (frozen.widened(torch.float32) - layer.weight).abs().reshape(-1, columns)

    assert frozen.widened(torch.float32).shape == layer.weight.shape
    assert bool((off <= step / 2 * 1.0001).all())
    assert float(off.max()) > 0


@pytest.mark.parametrize("bits", BITS)
def test_the_largest_of_each_group_is_kept(bits: Bits) -> None:
    layer = linear()
    frozen = FrozenLinear(layer, bits)
    columns = layer.in_features if bits == 8 else GROUP
    for weight in (layer.weight, frozen.widened(torch.float32)):
        largest = weight.reshape(-1, columns).abs().amax(dim=1)
        expected = layer.weight.reshape(-1, columns).abs().amax(dim=1)
        torch.testing.assert_close(largest, expected)


@pytest.mark.parametrize("bits", BITS)
def test_rows_of_noughts_stay_so(bits: Bits) -> None:
    layer = linear()
    layer.weight[1] = 0
    frozen = FrozenLinear(layer, bits)

    assert not frozen.widened(torch.float32)[1].any()


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("bias", [False, True])
def test_product_and_gradient_are_those_of_the_widened_weight(bits: Bits, bias: bool) -> None:
    frozen = FrozenLinear(linear(bias=bias), bits)
    x = torch.randn(2, 3, 128, requires_grad=True)
    y = frozen(x)
    y.square().sum().backward()
    other = x.detach().clone().requires_grad_()
    expected = nn.functional.linear(other, frozen.widened(torch.float32), frozen.bias)
    expected.square().sum().backward()  # type: ignore[no-untyped-call]

    torch.testing.assert_close(y, expected)
    assert x.grad is not None
    torch.testing.assert_close(x.grad, other.grad)
    assert frozen.weight.grad is None


@pytest.mark.parametrize("bits", BITS)
def test_under_autocast_the_product_is_bfloat16(bits: Bits) -> None:
    frozen = FrozenLinear(linear(), bits)
    x = torch.randn(3, 128, requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16):
        y = frozen(x)
    y.float().sum().backward()

    assert y.dtype is torch.bfloat16
    assert x.grad is not None
    assert x.grad.dtype is torch.float32


def test_memory() -> None:
    """Bytes of [512, 512] in float32, int8 with a scale a row, int4 with one for 64 columns."""
    sizes = [nbytes(linear(512, 512, bias=False))]
    sizes += [nbytes(FrozenLinear(linear(512, 512, bias=False), bits)) for bits in BITS]

    assert sizes == [4 * 512 * 512, 512 * 512 + 4 * 512, 512 * 512 // 2 + 4 * 512 * 8]


@pytest.mark.parametrize("bits", BITS)
def test_the_blocks_are_rounded_and_the_head_is_not(tiny_source: Source, bits: Bits) -> None:
    base = load_base(tiny_source)
    head = base.lm_head.weight.clone()

    assert freeze_linears(base, bits) == 2 * 6
    kinds = {type(module) for module in base.modules() if isinstance(module, nn.Linear)}
    assert kinds == {FrozenLinear, nn.Linear}
    assert type(base.lm_head) is nn.Linear
    assert torch.equal(base.lm_head.weight, head)
    # No width of the tiny model is a multiple of 64.
    found = {module.bits for module in base.modules() if isinstance(module, FrozenLinear)}
    assert found == {8}


def test_widths_that_suit_become_int4(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.unit.train.conftest import bare_source

    folder = tmp_path_factory.mktemp("wide") / "model"
    source = bare_source(write_tiny(folder, hidden_size=64, intermediate_size=40, head_dim=16))
    base = load_base(source)
    freeze_linears(base, 4)
    bits = {
        name.split(".")[-1]: module.bits
        for name, module in base.named_modules()
        if isinstance(module, FrozenLinear)
    }

    assert bits.pop("down_proj") == 8
    assert set(bits.values()) == {4}


def logits(model: nn.Module) -> torch.Tensor:
    ids = torch.arange(40, 60).reshape(2, 10)
    made: torch.Tensor = model(ids, torch.ones_like(ids), torch.arange(10))
    return made


@pytest.mark.parametrize("kind", ["prefix", "lora"])
def test_a_tuner_beside_them_learns_as_beside_the_widened_ones(
    tiny_source: Source, kind: str
) -> None:
    """Same logits, same gradients: rounding changes the base, not how it is trained on."""
    rounded, widened = load_base(tiny_source), load_base(tiny_source)
    freeze_linears(rounded, 8)
    state = rounded.state_dict()
    for name, module in widened.named_modules():
        if isinstance(module, nn.Linear) and name != "lm_head":
            values, scale = state[f"{name}.weight"], state[f"{name}.scale"]
            module.weight.data = values.float() * scale
    gradients = []
    for base in (rounded, widened):
        torch.manual_seed(5)
        tuner = PrefixTuner(base, 3) if kind == "prefix" else LoraTuner(base, 2, alpha=4)
        made = logits(tuner)
        made.square().mean().backward()  # type: ignore[no-untyped-call]
        trained = [p for p in tuner.parameters() if p.requires_grad]
        gradients.append([made.detach(), *(p.grad for p in trained)])

    assert len(gradients[0]) > 1
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)
