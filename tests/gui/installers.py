"""A scripted installer: it makes small model folders and waits where a test says so."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from newsassistant.app.installed.install import Installed, InstallProgress, OnInstall
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import CancelToken
from newsassistant.download.catalog import find
from newsassistant.download.fetch import RemoteFile
from newsassistant.download.hub import Hub, Manifest
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import (
    CONFIG,
    MANIFEST,
    MODEL_BIN,
    MODEL_XML,
    ModelFolder,
    write_manifest,
)

GIGA = 1_000_000_000
LIMIT_S = 20.0
LICENCE_TEXT = "You may use it for research."
_CONFIG = ModelConfig(
    family="chatglm",
    layers=28,
    hidden_size=4096,
    heads=32,
    kv_heads=2,
    head_dim=128,
    ffn_size=13696,
    vocab_size=65024,
    context_length=8192,
    norm_eps=1e-5,
    rotary_dim=64,
    rope_theta=10000.0,
)


def make_model(folder: Path, name: str, *, weights_bytes: int = 6_240_000_000) -> ModelFolder:
    """A model folder of the size that it claims, of which the disk holds next to nothing."""
    folder.mkdir(parents=True)
    (folder / MODEL_XML).write_text("<net/>", "utf-8")
    (folder / MODEL_BIN).write_bytes(b"")
    config = {"stop_ids": [2], "generation": {}, "model": _CONFIG.to_dict()}
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")
    facts = {"name": name, "weights": "int8", "licence": f"{name} License"}
    write_manifest(folder, [MODEL_XML, MODEL_BIN, CONFIG], **facts)
    with (folder / MODEL_BIN).open("ab") as file:
        file.truncate(weights_bytes)  # a hole: no blocks are written
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    manifest["files"][MODEL_BIN]["size"] = weights_bytes
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return ModelFolder.open(folder)


class FakeInstaller:
    """Implements `gui.models_desk.Installer`; `hold` stops a job until `go_on` or a cancel."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self.calls: list[tuple[str, str]] = []
        self.failures: list[NewsAssistantError] = []
        self.fetched: dict[str, int] = {}
        self.hold = False
        self.go_on = threading.Event()
        self.progress: list[InstallProgress] = []

    def add(
        self,
        source: Path,
        *,
        weights: str,
        family: str,
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> Installed:
        """Make a model named like the folder; "styled" has a house style inside."""
        self.calls.append(("add", " ".join(filter(None, (source.name, weights, family)))))
        self._work(on_progress, cancel)
        made = make_model(self._models / source.name, source.name, weights_bytes=1000)
        style = "house" if "styled" in source.name else ""
        return Installed(made.info(), has_tokenizer="bare" not in source.name, style=style)

    def look_up(self, model_id: str, hub: Hub, cancel: CancelToken) -> Manifest:
        """One file of 12.5 GB."""
        self.calls.append(("look_up", f"{model_id} {hub.endpoint}"))
        self._fail()
        file = RemoteFile("model.bin", 12_500_000_000, f"{hub.endpoint}/model.bin", sha256="0" * 64)
        return Manifest(find(model_id), hub, (file,), LICENCE_TEXT)

    def download(
        self, manifest: Manifest, *, weights: str, on_progress: OnInstall, cancel: CancelToken
    ) -> Installed:
        """Make the model; a cancelled one leaves 3 GB."""
        self.calls.append(("download", f"{manifest.model.id} {weights}"))
        self.fetched[manifest.model.id] = 3 * GIGA
        self._work(on_progress, cancel)
        del self.fetched[manifest.model.id]
        made = make_model(self._models / manifest.model.id, manifest.model.name)
        return Installed(made.info(), has_tokenizer=True)

    def fetched_bytes(self, model_id: str) -> int:
        """What an earlier download left."""
        return self.fetched.get(model_id, 0)

    def discard(self, model_id: str) -> None:
        """Forget an earlier download."""
        self.calls.append(("discard", model_id))
        self.fetched.pop(model_id, None)

    def remove(self, model_id: str) -> None:
        """Hide the model's folder."""
        self.calls.append(("remove", model_id))
        self._fail()
        (self._models / model_id).rename(self._models / f".{model_id}")

    def _work(self, on_progress: OnInstall, cancel: CancelToken) -> None:
        self._fail()
        for progress in self.progress:
            on_progress(progress)
        cancel.set_hook(self.go_on.set)
        if self.hold:
            assert self.go_on.wait(LIMIT_S), "nobody let the job go on"
        cancel.set_hook(None)
        cancel.check()

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
