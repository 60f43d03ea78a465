"""House styles for the window's tests: made-up ones in memory, whose import a test can hold."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import Said
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo, OnProgress
from newsassistant.engine.fake import FakeEngine
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.manifest import PrefixInfo, SignOff
from newsassistant.model.prefixes.prefix import Prefix

LIMIT_S = 20.0
PACKAGE = "0123456789abcdef" * 4
GLM = Base("chatglm", 28, 2, 128, "a" * 64, "ChatGLM3-6B")
OTHER = Base("llama", 30, 3, 64, "b" * 64, "SmolLM2-135M")
MODEL = ModelInfo(
    "chatglm3",
    "ChatGLM3-6B",
    "int8",
    8192,
    family="chatglm",
    layers=28,
    kv_heads=2,
    head_dim=128,
    fingerprint="a" * 64,
)
TRAINING: dict[str, str | int | float | bool] = {"rows": 1200, "steps": 300, "loss": 2.23456}


def style(style_id: str, name: str, base: Base = GLM, **values: object) -> PrefixInfo:
    """An installed style."""
    info = PrefixInfo(
        id=style_id,
        name=name,
        base=base,
        length=128,
        position_offset=0,
        path=Path("styles") / style_id,
        licence="CC BY 4.0",
        size_bytes=7_340_000,
        created_at="2026-11-20T10:00:00+00:00",
        source="chatglm-ptuning-v2",
        training=TRAINING,
    )
    return replace(info, **values)  # type: ignore[arg-type]


HOUSE = style("house-style", "House style")
SPORT = style("sport-desk", "Sport desk")
SENT = style(
    "",
    "Night wire",
    sign_off=SignOff("A. Editor", "2026-11-30", "Read with 40 stories."),
    notes="For the night's wire",
    language="en",
    package=PACKAGE,
)
SMALL = style("small", "Starter style", OTHER)


Damaged = list[tuple[str, PrefixError]]


class FakeStyles:
    """A `Library`; `failure` is raised by the next call that changes something."""

    def __init__(self, *styles: PrefixInfo) -> None:
        self.styles = list(styles)
        self.broken: Damaged = []
        self.failure: PrefixError | None = None
        self.added: list[Path] = []
        self.exported: list[tuple[str, Path, Said | None]] = []
        self.installs: PrefixInfo | None = None  # else one that is named as its folder
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def list(self) -> list[PrefixInfo]:
        return list(self.styles)

    def damaged(self) -> Damaged:
        return self.broken

    def find(self, prefix_id: str) -> PrefixInfo:
        for info in self.styles:
            if info.id == prefix_id:
                return info
        raise PrefixError("prefix-missing", prefix=prefix_id)

    def path(self, prefix_id: str) -> Path:
        return Path("styles") / prefix_id

    def fits(self, info: PrefixInfo, base: Base) -> PrefixError | None:
        if info.base == base:
            return None
        return PrefixError("prefix-other-base", expected=info.base.name, actual=base.name)

    def add(self, path: Path, *, name: str = "", licence: str = "") -> PrefixInfo:
        assert self.may_go_on.wait(LIMIT_S)
        self._fail()
        self.added.append(path)
        info = self.installs or style(path.name, name or path.name)
        self.styles.append(info)
        return info

    def inspect(self, id_or_path: str) -> PrefixInfo:
        assert self.may_go_on.wait(LIMIT_S)
        self._fail()
        return self.installs or style("", Path(id_or_path).stem)

    def export(self, id_or_path: str, output: Path, said: Said | None = None) -> str:
        assert self.may_go_on.wait(LIMIT_S)
        self._fail()
        self.exported.append((id_or_path, output, said))
        return PACKAGE

    def rename(self, prefix_id: str, name: str) -> PrefixInfo:
        self._fail()
        renamed = replace(self.find(prefix_id), name=name)
        self.styles = [renamed if info.id == prefix_id else info for info in self.styles]
        return renamed

    def remove(self, prefix_id: str) -> None:
        self._fail()
        found = self.find(prefix_id)
        self.styles = [info for info in self.styles if info is not found]

    def _fail(self) -> None:
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure


def install(root: Path, style_id: str, name: str, base: Base = GLM, **training: str | int) -> Path:
    """Write a small style of our own format into a folder; returns it."""
    rows = np.zeros((base.layers, 2, 4, base.kv_heads, base.head_dim), np.float32)
    folder = root / style_id
    known: dict[str, Any] = {"rows": 1200, "steps": 300, **training}
    write_prefix(folder, Prefix(rows, base), name=name, licence="CC BY 4.0", **known)
    return folder


def ship(root: Path, *presets: str, base: Base = GLM) -> ShippedStyles:
    """Styles that came with the program, one for each preset, in a folder of the test's."""
    for preset in presets:
        install(root, f"built-in-{preset}", preset, base, preset=preset)
    return ShippedStyles(root)


class GlmEngine(FakeEngine):
    """A scripted engine whose model has a shape, so that styles may fit it or not."""

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        super().load(folder, on_progress)
        return MODEL
