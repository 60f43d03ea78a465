"""Frozen linear layers kept as int8 or int4, so that a 6B base fits beside what is trained.

Knows nothing of models. Weights are widened for each product, in the backward pass once more:
they are never held in full precision. Symmetric: int8 a scale per row (as our converter stores
them), int4 a scale per group of 64 columns, two values in a byte.
"""

from __future__ import annotations

from typing import Any, Literal

import torch
from torch import nn

Bits = Literal[4, 8]
GROUP = 64


class _Product(torch.autograd.Function):
    """x @ W.T with a W that is widened on the way; only x has a gradient."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, layer: FrozenLinear) -> torch.Tensor:
        ctx.layer = layer
        return nn.functional.linear(x, layer.widened(x.dtype))

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> tuple[torch.Tensor, None]:
        (grad,) = grads
        return grad @ ctx.layer.widened(grad.dtype), None


class FrozenLinear(nn.Linear):
    """Takes the place of an `nn.Linear` [out, in]; `in` is a multiple of 64 for int4.

    A linear layer to PEFT too, so that LoRA can stand beside it; `weight` holds whole numbers.
    """

    def __init__(self, linear: nn.Linear, bits: Bits) -> None:
        nn.Module.__init__(self)
        self.bits = bits
        self.in_features, self.out_features = linear.in_features, linear.out_features
        values, scale = _rounded(linear.weight.detach().float(), bits)
        self.weight = nn.Parameter(values, requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.bias = linear.bias

    def widened(self, dtype: torch.dtype) -> torch.Tensor:
        """The weight [out, in] in `dtype`."""
        values, scale = self.weight, self.scale
        if self.bits == 8:
            return values.to(dtype) * scale.to(dtype)
        low, high = values & 15, values >> 4
        both = torch.stack([low, high], dim=-1).reshape(self.out_features, -1, GROUP)
        weight = (both.to(dtype) - 8) * scale.to(dtype)
        return weight.reshape(self.out_features, self.in_features)

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """[..., in] -> [..., out]; under autocast in its dtype."""
        x = input
        if torch.is_autocast_enabled(x.device.type):
            x = x.to(torch.get_autocast_dtype(x.device.type))
        y: torch.Tensor = _Product.apply(x, self)  # type: ignore[no-untyped-call]
        bias: torch.Tensor | None = self.bias
        return y if bias is None else y + bias.to(y.dtype)


def _rounded(weight: torch.Tensor, bits: Bits) -> tuple[torch.Tensor, torch.Tensor]:
    """(values, scale): int8 [out, in] and [out, 1]; uint8 [out, in / 2] and [out, groups, 1]."""
    if bits == 8:
        scale = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / 127
        return (weight / scale).round().clamp(-127, 127).to(torch.int8), scale
    groups = weight.reshape(weight.shape[0], -1, GROUP)
    scale = groups.abs().amax(dim=2, keepdim=True).clamp_min(1e-12) / 7
    values = ((groups / scale).round().clamp(-7, 7) + 8).to(torch.uint8)
    pairs = values.reshape(weight.shape[0], -1, 2)
    return pairs[..., 0] | (pairs[..., 1] << 4), scale


def freeze_linears(model: nn.Module, bits: Bits) -> int:
    """Replace every linear layer of the decoder's blocks in place; how many.

    The head stays as it is: it decides between near-equal tokens. A layer whose width is no
    multiple of 64 becomes int8 even with `bits` 4.
    """
    count = 0
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Linear) and name != "lm_head":
                fits: Bits = 8 if child.in_features % GROUP else bits
                setattr(parent, name, FrozenLinear(child, fits))
                count += 1
    return count
