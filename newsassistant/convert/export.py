"""A checkpoint folder -> a model folder: graph, weights, tokenizer files, manifest.

Knows nothing of windows or terminals; progress goes to a callback. Weights stream from the mapped
checkpoint into a scratch file, so a 6B model needs little memory; Ctrl-C leaves nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import openvino as ov

from newsassistant import __version__
from newsassistant.convert import chatglm_v1, decoder
from newsassistant.convert.numbers import CODE as UNUSABLE
from newsassistant.convert.numbers import find_wild as find_unusable
from newsassistant.convert.source import open_source, read_sizes
from newsassistant.convert.staging import save_ir, work_folder
from newsassistant.convert.weights import (
    Arena,
    Fp16Weights,
    Int4Weights,
    Int8Weights,
    ScratchArena,
    WeightStore,
)
from newsassistant.core.errors import CheckpointError, ModelError
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken, GenerationParams, OnProgress
from newsassistant.model import families
from newsassistant.model import folder as layout
from newsassistant.model.checkpoint import MAX_TOKENIZER_CONFIG, TOKENIZER_CONFIG, Checkpoint
from newsassistant.model.config import BYTES_PER_WEIGHT, ModelConfig
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.lora import MergedCheckpoint
from newsassistant.model.prefixes.official import has_prefix
from newsassistant.model.weights import (
    CausalWeights,
    ChatGlmV1Weights,
    NamedWeights,
    decoder_weights,
    v1_weights,
)
from newsassistant.text.prompts.families import FAMILY_DEFAULTS

Weights = Literal["int8", "int4", "fp16"]
OnFamily = Callable[[str], None]
TryOut = Callable[[Path], None]
"""Raises ModelError for a folder whose tokenizer or chat template cannot be used."""
ANSWER_TOKENS = 1024
SCRATCH = "weights.scratch"
STORES: dict[str, Callable[[Arena], WeightStore]] = {
    "int8": Int8Weights,
    "int4": Int4Weights,
    "fp16": Fp16Weights,
}
# Family -> the kind of its tokenizer, the files that this kind needs, and its defaults.
_TOKENIZERS = {
    families.V1: ("chatglm", ("ice_text.model",), "chatglm"),
    families.V2: ("chatglm2", ("tokenizer.model",), "chatglm2"),
    families.V3: ("chatglm3", ("tokenizer.model",), "chatglm3"),
    families.GLM4: ("bpe", (layout.TOKENIZER,), "glm"),
    families.GLM: ("bpe", (layout.TOKENIZER,), "glm"),
    families.LLAMA: ("bpe", (layout.TOKENIZER,), ""),
}
# Vocabulary of ChatGLM-6B -> the ids of images in front of those of texts; the rows decide, as
# tokenizer_config.json may be of another month than the weights.
_IMAGE_TOKENS = {130_528: 0, 150_528: 20_000}
_IMAGES = "num_image_tokens"
# Bytes of the tokenizer's files; those of GLM-4 and of ChatGLM-6B are the largest, with 7 and 3 MB.
MAX_TOKENIZER = 64 << 20


@dataclass(frozen=True, slots=True)
class Conversion:
    """What to make of a checkpoint; `family` overrides what its files say where they are silent.

    `lora` is the folder of an adapter to merge into the weights first.
    """

    source: Path
    target: Path
    weights: Weights = "int8"
    family: str | None = None
    name: str = ""
    lora: Path | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """The finished folder; without tokenizer files it can compute logits but not chat.

    `has_style`: the checkpoint holds a prefix encoder too, which is no part of the model.
    """

    path: Path
    config: ModelConfig
    has_tokenizer: bool
    has_style: bool = False


def convert(
    job: Conversion,
    on_progress: OnProgress,
    cancel: CancelToken,
    *,
    try_out: TryOut = lambda folder: None,
    on_family: OnFamily = lambda family: None,
) -> Converted:
    """Convert; `on_progress` counts layers and the three steps after them.

    `on_family` is told what the checkpoint is taken for, before anything is made.

    All that is cheap to check comes before the first number is read: names and shapes, the
    tokenizer and the template, which `try_out` may try in a folder of their own.

    Raises CheckpointError naming the file, tensor or key that is wrong, with expected and found;
    ModelError for a target that exists or does not fit on the disk; CancelledError.
    Blocks for minutes; not for a window's process.
    """
    checkpoint = open_source(job.source, job.lora)
    config = read_sizes(checkpoint, job.family)
    on_family(config.family)
    if is_taken(job.target):
        raise ModelError("target-exists", path=job.target)
    _check_disk(job, config)
    try:
        with work_folder(job.target) as work:
            text = _write_text(work, checkpoint, config)
            if text:
                try_text(try_out, work, job.source, cancel)
            _fill(work, job, checkpoint, config, text, on_progress, cancel)
            move_into(work, job.target)
    except OSError as error:
        raise ModelError(
            "target-unwritable", path=job.target, detail=error.strerror or error
        ) from error
    return Converted(job.target, config, bool(text), has_prefix(checkpoint.names))


def move_into(work: Path, target: Path) -> None:
    """Rename; a folder that has appeared meanwhile stays unless it is empty."""
    if is_taken(target):
        raise ModelError("target-exists", path=target)
    if target.exists():
        target.rmdir()
    os.replace(work, target)


def is_taken(target: Path) -> bool:
    """True for a place where something is that must stay."""
    return target.exists() and (not target.is_dir() or any(target.iterdir()))


def _fill(
    work: Path,
    job: Conversion,
    checkpoint: Checkpoint,
    config: ModelConfig,
    text: Sequence[str],
    on_progress: OnProgress,
    cancel: CancelToken,
) -> None:
    """The graph with its weights, and the manifest, beside the files in `text` and config.json."""
    total = config.layers + 3

    def on_layer(index: int) -> None:
        cancel.check()
        on_progress(index + 1, total)

    on_progress(0, total)
    scratch = work / SCRATCH
    store = STORES[job.weights](ScratchArena(scratch))
    model, base = _build(checkpoint, config, store, on_layer)
    save_ir(model, work / layout.MODEL_XML)
    del model
    scratch.unlink()
    on_layer(config.layers)
    on_layer(config.layers + 1)
    layout.write_manifest(
        work,
        [layout.MODEL_XML, layout.MODEL_BIN, layout.CONFIG, *text],
        name=job.name or job.target.name,
        weights=job.weights,
        family=config.family,
        base_fingerprint=base,
        source=checkpoint.path.name,
        lora=job.lora.name if job.lora is not None else "",
        newsassistant=__version__,
        openvino=ov.get_version(),
    )
    on_progress(total, total)


def _build(
    checkpoint: Checkpoint,
    config: ModelConfig,
    store: WeightStore,
    on_layer: Callable[[int], None],
) -> tuple[ov.Model, str]:
    """The graph, and the fingerprint of the weights that it was made of."""
    weights = _weights(checkpoint, config)
    try:
        if isinstance(weights, ChatGlmV1Weights):
            model = chatglm_v1.build_model(config, weights, store=store, on_layer=on_layer)
        else:
            model = decoder.build_model(config, weights, store=store, on_layer=on_layer)
        return model, fingerprint(weights, config)
    except CheckpointError as error:
        if error.code != UNUSABLE:
            raise
        named = find_unusable(checkpoint, [part.name for part in weights.parts()])
        raise named or error from error


def _weights(checkpoint: Checkpoint, config: ModelConfig) -> CausalWeights | ChatGlmV1Weights:
    """The tensors by their roles, all of them there in the right shapes."""
    weights: CausalWeights | ChatGlmV1Weights
    if config.bidirectional_prompt:
        weights = v1_weights(checkpoint, config)
    else:
        weights = decoder_weights(checkpoint, config)
    _check_adapter(checkpoint, weights)
    return weights


def _check_adapter(checkpoint: Checkpoint, weights: NamedWeights) -> None:
    """A merged tensor that is not used, as a tied head, would be lost without a word."""
    if isinstance(checkpoint, MergedCheckpoint):
        checkpoint.check_used({part.name for part in weights.parts()})


def _check_disk(job: Conversion, config: ModelConfig) -> None:
    """The weights stand on the disk twice for a while: in the scratch file and in the result."""
    need = int(2.05 * _weight_count(config) * BYTES_PER_WEIGHT[job.weights]) + (64 << 20)
    place = next(path for path in job.target.absolute().parents if path.exists())
    free = shutil.disk_usage(place).free
    if free < need:
        raise ModelError(
            "disk-full", path=job.target, need_gb=f"{need / 1e9:.1f}", free_gb=f"{free / 1e9:.1f}"
        )


def _weight_count(config: ModelConfig) -> int:
    """Elements of all matrices."""
    gated = 2 if config.bidirectional_prompt else 3
    attention = config.hidden_size * (2 * config.q_size + 2 * config.kv_size)
    layer = attention + gated * config.hidden_size * config.ffn_size
    tables = config.vocab_size * config.hidden_size * (1 if config.tied_head else 2)
    return config.layers * layer + tables


def _write_text(work: Path, checkpoint: Checkpoint, config: ModelConfig) -> list[str]:
    """Write config.json and what the tokenizer needs; the names of the latter, [] if there is none.

    Raises CheckpointError for what is there and cannot be used, the shapes of tensors included.
    """
    _weights(checkpoint, config)
    _write_config(work, checkpoint, config)
    return _copy_tokenizer(checkpoint, config, work)


def _copy_tokenizer(checkpoint: Checkpoint, config: ModelConfig, work: Path) -> list[str]:
    kind, needed, _ = _TOKENIZERS[config.family]
    if not all(map(checkpoint.has_text, needed)):
        return []
    for name in needed:
        (work / name).write_bytes(checkpoint.text(name, MAX_TOKENIZER))
    copied = list(needed)
    if content := _tokenizer_config(checkpoint, config):
        (work / TOKENIZER_CONFIG).write_bytes(content)
        copied.append(TOKENIZER_CONFIG)
    if kind != "bpe":
        return copied
    template = _chat_template(checkpoint)
    (work / layout.CHAT_TEMPLATE).write_text(template, encoding="utf-8", newline="")
    return [*copied, layout.CHAT_TEMPLATE]


def _tokenizer_config(checkpoint: Checkpoint, config: ModelConfig) -> bytes:
    """tokenizer_config.json, b"" if there is none and none is needed."""
    values = checkpoint.tokenizer_config()
    is_there = checkpoint.has_text(TOKENIZER_CONFIG)
    content = checkpoint.text(TOKENIZER_CONFIG, MAX_TOKENIZER_CONFIG) if is_there else b""
    images = _IMAGE_TOKENS.get(config.vocab_size) if config.family == families.V1 else None
    if images is None or (not content and not images) or values.get(_IMAGES) == images:
        return content
    return json.dumps({**values, _IMAGES: images}, indent=2, ensure_ascii=False).encode()


def _chat_template(checkpoint: Checkpoint) -> str:
    """The Jinja source, in a file of its own or in tokenizer_config.json."""
    template: Any = None
    if checkpoint.has_text(layout.CHAT_TEMPLATE):
        content = checkpoint.text(layout.CHAT_TEMPLATE, layout.MAX_TEMPLATE)
        try:
            template = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            detail = f"{layout.CHAT_TEMPLATE}: no UTF-8 text at byte {error.start}"
            raise CheckpointError("checkpoint-invalid", detail=detail) from error
    template = template or checkpoint.tokenizer_config().get("chat_template")
    if not isinstance(template, str):
        raise CheckpointError("checkpoint-invalid", detail="there is no chat template")
    if len(template) > layout.MAX_TEMPLATE:
        detail = f"the chat template is longer than {layout.MAX_TEMPLATE} bytes"
        raise CheckpointError("checkpoint-invalid", detail=detail)
    return template.replace("\r\n", "\n")


def try_text(try_out: TryOut, work: Path, source: Path, cancel: CancelToken) -> None:
    """Name the checkpoint, and not our folder, in what is wrong."""
    try:
        try_out(work)
    except ModelError as error:
        cancel.check()
        said = str(error.params.get("detail", error.what()))
        detail = re.sub(rf"\S*{re.escape(work.name)}", lambda _: source.name, said)
        raise CheckpointError("checkpoint-invalid", detail=plain(detail)) from error


def _write_config(work: Path, checkpoint: Checkpoint, config: ModelConfig) -> None:
    kind, _, family = _TOKENIZERS[config.family]
    most = min(ANSWER_TOKENS, config.context_length // 2)
    params = GenerationParams(max_tokens=most, temperature=0.0)
    if family:
        defaults = FAMILY_DEFAULTS[family]
        params = GenerationParams(
            max_tokens=most,
            temperature=defaults.temperature,
            top_k=defaults.top_k,
            top_p=defaults.top_p,
            fallback_id=defaults.fallback_id,
        )
    values = {
        "model": config.to_dict(),
        "tokenizer": kind,
        "stop_ids": list(families.stop_ids(checkpoint.config(), config)),
        "generation": {key: value for key, value in asdict(params).items() if value is not None},
    }
    text = json.dumps(values, indent=2, ensure_ascii=False)
    (work / layout.CONFIG).write_text(text + "\n", encoding="utf-8")
