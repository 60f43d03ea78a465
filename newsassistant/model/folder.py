"""A converted model on disk: its files, manifest and what they say.

Knows nothing of how it was made or is run. The layout is in the contract: openvino_model.xml/.bin,
tokenizer files, config.json, manifest.json.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsassistant.core.errors import ModelError
from newsassistant.core.types import GenerationParams, ModelInfo
from newsassistant.model.config import ModelConfig
from newsassistant.model.prefix import Base

MODEL_XML = "openvino_model.xml"
MODEL_BIN = "openvino_model.bin"
CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
CHAT_TEMPLATE = "chat_template.jinja"
MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1
FINGERPRINT = "base_fingerprint"
MEMORY_TOKENS = 2048  # a long article with its summary
RUNTIME_BYTES = 500_000_000  # Python, OpenVINO, activations
_DIGEST = re.compile(r"[0-9a-f]{64}")


def sha256_of(path: Path) -> str:
    """Hex digest of a file, read in blocks; blocks on the disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """An opened model folder; `open` has checked that all files are there in full size."""

    path: Path
    config: ModelConfig
    stop_ids: frozenset[int]
    generation: GenerationParams
    manifest: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> ModelFolder:
        """Read the manifest and the config; raises ModelError naming what is wrong.

        Sizes are compared here and hashes in `verify`: hashing a 6 GB file takes seconds.
        """
        if not path.is_dir():
            raise ModelError("model-missing", model=path.name)
        manifest = _read_json(path / MANIFEST)
        if manifest.get("format") != MANIFEST_FORMAT:
            raise _damaged(path, f"format {manifest.get('format')}, expected {MANIFEST_FORMAT}")
        for name, size in _sizes(path, manifest).items():
            _check_size(path / name, size)
        config = _read_json(path / CONFIG)
        try:
            stop_ids = frozenset(int(value) for value in config["stop_ids"])
            generation = GenerationParams(**config.get("generation", {}))
            model = ModelConfig.from_dict(config["model"])
            return cls(path, model, stop_ids, generation, manifest)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _damaged(path, f"{CONFIG}: {error}") from error

    def chat_template(self) -> str:
        """The Jinja source; raises ModelError."""
        try:
            return (self.path / CHAT_TEMPLATE).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _damaged(self.path, f"{CHAT_TEMPLATE}: {error}") from error

    def info(self, *, device: str = "") -> ModelInfo:
        """What lists show of it."""
        base = self.base()
        return ModelInfo(
            id=self.path.name,
            name=base.name,
            weights=str(self.manifest.get("weights", "")),
            context_length=self.config.context_length,
            licence=str(self.manifest.get("licence", "")),
            size_bytes=sum(int(facts["size"]) for facts in self.manifest["files"].values()),
            device=device,
            generation=self.generation,
            memory_bytes=self.memory_bytes(),
            family=base.family,
            layers=base.layers,
            kv_heads=base.kv_heads,
            head_dim=base.head_dim,
            fingerprint=base.fingerprint,
        )

    def base(self) -> Base:
        """What a prefix must have been made for; no fingerprint in folders of older versions."""
        found = str(self.manifest.get(FINGERPRINT, ""))
        name = str(self.manifest.get("name", self.path.name))
        fingerprint = found if _DIGEST.fullmatch(found) else ""
        return Base.of(self.config, fingerprint=fingerprint, name=name)

    def memory_bytes(self) -> int:
        """About what it needs to run: weights, the cache of a long article, and OpenVINO."""
        tokens = min(MEMORY_TOKENS, self.config.context_length)
        weights = int(self.manifest["files"][MODEL_BIN]["size"])
        return weights + self.config.kv_cache_bytes(tokens) + RUNTIME_BYTES

    def verify(self) -> None:
        """Hash every file against the manifest; raises ModelError("model-damaged")."""
        for name, facts in self.manifest["files"].items():
            try:
                actual = sha256_of(self.path / name)
            except OSError as error:
                raise _damaged(self.path, f"{name}: {error.strerror}") from error
            if actual != facts["sha256"]:
                detail = f"{name} has hash {actual[:12]}, expected {str(facts['sha256'])[:12]}"
                raise _damaged(self.path, detail)


def write_manifest(path: Path, files: Sequence[str], **facts: object) -> None:
    """Write manifest.json with size and SHA-256 of `files`; written last, it marks completeness."""
    hashes = {
        name: {"size": (path / name).stat().st_size, "sha256": sha256_of(path / name)}
        for name in files
    }
    manifest = {"format": MANIFEST_FORMAT, **facts, "files": hashes}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (path / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path.parent, f"{path.name}: {error}") from error
    if not isinstance(values, dict):
        raise _damaged(path.parent, f"{path.name} holds no object")
    return values


def _sizes(path: Path, manifest: dict[str, Any]) -> dict[str, int]:
    """Bytes of each file that the manifest names, the weights among them."""
    try:
        sizes = {name: int(facts["size"]) for name, facts in manifest["files"].items()}
        hashes = [str(facts["sha256"]) for facts in manifest["files"].values()]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path, f"{MANIFEST}: {error!r}") from error
    if MODEL_BIN not in sizes or any(Path(name).name != name for name in sizes) or not all(hashes):
        raise _damaged(path, f"{MANIFEST} names {sorted(sizes)}, expected {MODEL_BIN}")
    return sizes


def _check_size(path: Path, expected: int) -> None:
    actual = path.stat().st_size if path.is_file() else None
    if actual != expected:
        found = "missing" if actual is None else f"{actual} bytes"
        raise _damaged(path.parent, f"{path.name} is {found}, expected {expected} bytes")


def _damaged(path: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=path, detail=detail)
