"""A converted model on disk: its files, manifest and what they say.

openvino_model.xml/.bin, tokenizer files, config.json, and manifest.json, which names the others.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError, ModelError
from newsassistant.core.files import open_regular, read_json, read_text
from newsassistant.core.outside import Fields, UnfitError, clause_of
from newsassistant.core.plain import plain, shown
from newsassistant.core.types import GenerationParams, ModelInfo
from newsassistant.model.base import UNKNOWN, Base
from newsassistant.model.config import ModelConfig

MODEL_XML = "openvino_model.xml"
MODEL_BIN = "openvino_model.bin"
CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
CHAT_TEMPLATE = "chat_template.jinja"
MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1
FINGERPRINT = "base_fingerprint"
MAX_JSON = 4 << 20
MAX_TEMPLATE = 64 << 10
MAX_FILES = 1000
MAX_ID = 1 << 30
MAX_STOP_IDS = 1000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")


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
        try:
            manifest = read_json(path / MANIFEST, MAX_JSON)
            _check_manifest(path, Fields(manifest, where=MANIFEST))
            values = read_json(path / CONFIG, MAX_JSON)
            config = Fields(values, where=CONFIG)
            model = ModelConfig.from_dict(values.get("model"))
            stop_ids = frozenset(config.wholes("stop_ids", 0, MAX_ID, most=MAX_STOP_IDS))
            return cls(path, model, stop_ids, _generation(config), manifest)
        except UnfitError as error:
            raise _damaged(path, str(error)) from error
        except CheckpointError as error:
            raise _damaged(path, error.what().rstrip(".")) from error

    def chat_template(self) -> str:
        """The Jinja source; raises ModelError."""
        try:
            return read_text(self.path / CHAT_TEMPLATE, MAX_TEMPLATE)
        except UnfitError as error:
            raise _damaged(self.path, str(error)) from error

    def info(self, *, device: str = "") -> ModelInfo:
        """What lists show of it."""
        base = self.base()
        return ModelInfo(
            id=self.path.name,
            name=base.name,
            weights=_line(self.manifest.get("weights")),
            context_length=self.config.context_length,
            licence=_line(self.manifest.get("licence")),
            size_bytes=sum(int(facts["size"]) for facts in self.manifest["files"].values()),
            device=device,
            generation=self.generation,
            weight_bytes=int(self.manifest["files"][MODEL_BIN]["size"]),
            family=base.family,
            layers=base.layers,
            kv_heads=base.kv_heads,
            head_dim=base.head_dim,
            fingerprint=base.fingerprint,
        )

    def base(self) -> Base:
        """What a prefix must have been made for; no fingerprint in folders of older versions."""
        found = str(self.manifest.get(FINGERPRINT, ""))[:80]
        name = _line(self.manifest.get("name")) or self.path.name
        fingerprint = found if found == UNKNOWN or _DIGEST.fullmatch(found) else ""
        return Base.of(self.config, fingerprint=fingerprint, name=name)

    def verify(self) -> None:
        """Hash every file against the manifest; raises ModelError("model-damaged")."""
        for name, facts in self.manifest["files"].items():
            try:
                with open_regular(self.path / name) as file:
                    actual = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, UnfitError) as error:
                raise _damaged(self.path, f"{name}: {clause_of(error)}") from error
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


def _check_manifest(path: Path, manifest: Fields) -> None:
    """Every field that is used later, and the size of every file; raises UnfitError, ModelError."""
    found = manifest.whole("format")
    if found > MANIFEST_FORMAT:
        raise ModelError("model-too-new", path=path, actual=found, expected=MANIFEST_FORMAT)
    if found != MANIFEST_FORMAT:
        raise UnfitError(f"format {found}, expected {MANIFEST_FORMAT}")
    for name in ("name", "weights", "licence"):
        manifest.text(name, default=None)
    files = manifest.fields("files")
    names = files.names(most=MAX_FILES)
    if MODEL_BIN not in names or not all(_FILE_NAME.fullmatch(name) for name in names):
        raise UnfitError(f"{MANIFEST} names {shown(list(names))}, expected {MODEL_BIN}")
    for name in names:
        facts = files.fields(name)
        facts.text("sha256", pattern=_DIGEST.pattern)
        _check_size(path / name, facts.whole("size", 0))


def _generation(config: Fields) -> GenerationParams:
    """How the model's makers want it to be asked; what is missing has its default."""
    usual = GenerationParams()
    if "generation" not in config:
        return usual
    found = config.fields("generation")
    unknown = sorted(set(found.names()) - {field.name for field in fields(GenerationParams)})
    if unknown:
        raise UnfitError(f"{CONFIG}: unknown field {plain(unknown[0], longest=60)}")
    texts = found.texts("stop_texts", longest=200, most=64) if "stop_texts" in found else ()
    return GenerationParams(
        max_tokens=found.whole("max_tokens", 1, MAX_ID, default=usual.max_tokens),
        temperature=found.number("temperature", 0.0, 100.0, default=usual.temperature),
        top_k=found.whole("top_k", 0, MAX_ID, default=usual.top_k),
        top_p=found.number("top_p", 0.0, 1.0, default=usual.top_p),
        repetition_penalty=found.number(
            "repetition_penalty", 0.01, 100.0, default=usual.repetition_penalty
        ),
        seed=found.whole("seed", 0, default=None),
        stop_texts=texts,
        fallback_id=found.whole("fallback_id", 0, MAX_ID, default=usual.fallback_id),
    )


def _check_size(path: Path, expected: int) -> None:
    actual = path.stat().st_size if path.is_file() else None
    if actual != expected:
        actual_words = "missing" if actual is None else f"{actual} bytes"
        raise UnfitError(f"{path.name} is {actual_words}, expected {expected} bytes")


def _line(text: object) -> str:
    """What a manifest says of the model, fit for a window and a terminal."""
    return plain(text, longest=100) if isinstance(text, str) else ""


def _damaged(path: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=path, detail=detail)
