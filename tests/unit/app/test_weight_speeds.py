"""Kinds of weights are compared on this machine, each by a slice that the converter writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.weight_speeds import KINDS, measure
from newsassistant.core.types import CancelToken
from newsassistant.engine.fake import FakeEngine


class Timed(FakeEngine):
    """Takes as long as a kind's weights are large."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def decode_speed(self, folder: Path, cancel: CancelToken) -> float:
        self.sizes.append((folder / "openvino_model.bin").stat().st_size)
        return 1e9 / self.sizes[-1]


def test_speeds_are_relative_to_int8() -> None:
    engine = Timed()
    speeds = dict(measure(engine, CancelToken()))

    int8, int4, fp16 = engine.sizes
    assert tuple(speeds) == KINDS
    assert speeds["int8"] == 1.0
    assert 1.5 < speeds["int4"] == pytest.approx(int8 / int4)
    assert 0.6 > speeds["fp16"] == pytest.approx(int8 / fp16)


def test_nothing_is_told_once_something_else_is_wanted() -> None:
    cancel = CancelToken()
    cancel.cancel()

    assert measure(FakeEngine(), cancel) == ()
