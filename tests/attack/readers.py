"""Every reader of a JSON file that somebody else may have written, with a file that it takes.

A new reader belongs into `READERS`: the border tests then feed it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.needs import Budget, need_of
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.training.runs import FACTS, TrainingRuns
from newsassistant.core.paths import Paths
from newsassistant.engine.calibration import Measurement
from newsassistant.engine.compiled import EXACT
from newsassistant.engine.plans import Plans, Record
from newsassistant.gui.article.draft import DraftKeeper
from newsassistant.gui.shell.crash import pending_report
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config, stop_ids
from newsassistant.model.folder import (
    CHAT_TEMPLATE,
    CONFIG,
    MANIFEST,
    MODEL_BIN,
    MODEL_XML,
    TOKENIZER,
    ModelFolder,
    write_manifest,
)
from newsassistant.model.lora import merge_lora
from newsassistant.model.prefixes import package
from newsassistant.model.prefixes.files import read_prefix, write_prefix
from newsassistant.model.prefixes.manifest import PREFIX, read_info
from newsassistant.model.prefixes.package import write_package
from newsassistant.store import chat_file
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer
from newsassistant.train import journal
from newsassistant.train.journal import LOG, read_curve
from newsassistant.train.options import RUN, TuneOptions
from tests.unit.model import configs
from tests.unit.model.example_prefixes import PEFT, prefix, write_official, write_peft
from tests.unit.model.forge import safetensors_file, write
from tests.unit.model.test_config import CONFIG as SIZES
from tests.unit.store.test_chat_file import chat

Make = Callable[[Path], Path]
"""Fills an empty folder with what the reader takes, and returns the JSON file to attack."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`read` gets the folder; `settle` makes the rest fit after `file` has been changed."""

    name: str
    make: Make
    read: Callable[[Path], object]
    settle: Callable[[Path], object] = bool


def _json(path: Path, values: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


# --- models --------------------------------------------------------------------------------------

_FILES = (MODEL_XML, MODEL_BIN, CONFIG, TOKENIZER, CHAT_TEMPLATE)


def _model(folder: Path) -> Path:
    model = folder / "tiny"
    model.mkdir()
    for name in _FILES:
        (model / name).write_text(name)
    generation = {"temperature": 0.5, "max_tokens": 9}
    _json(model / CONFIG, {"model": SIZES.to_dict(), "stop_ids": [2, 0], "generation": generation})
    _sign(folder)
    return model / MANIFEST


def _model_config(folder: Path) -> Path:
    return _model(folder).with_name(CONFIG)


def _sign(folder: Path) -> None:
    facts = {"name": "Tiny", "weights": "int8", "licence": "MIT", "base_fingerprint": "0" * 64}
    write_manifest(folder / "tiny", _FILES, **facts, build=1)


def _open_model(folder: Path) -> None:
    library = ModelLibrary(folder)
    library.installed()
    opened = ModelFolder.open(folder / "tiny")
    assert opened.info().size_bytes >= 0
    assert need_of(opened.info(), Budget()).whole >= 0
    opened.verify()


# --- checkpoints and adapters --------------------------------------------------------------------


def _checkpoint(values: dict[str, Any], shapes: Callable[[], Any]) -> Make:
    def make(folder: Path) -> Path:
        configs.write_checkpoint(folder, values, configs.numbered(shapes()))
        return folder / "config.json"

    return make


def _open_checkpoint(folder: Path) -> None:
    checkpoint = Checkpoint.open(folder)
    config = read_config(checkpoint)
    assert stop_ids(checkpoint.config(), config)
    checkpoint.tokenizer_config()


def _tokenizer_config(folder: Path) -> Path:
    _checkpoint(configs.V3, configs.v2_shapes)(folder)
    added = {"64793": {"content": "<|system|>", "special": True}}
    return _json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "ChatGLMTokenizer", "added_tokens_decoder": added},
    )


def _index(folder: Path) -> Path:
    _checkpoint(configs.V3, configs.v2_shapes)(folder)
    whole = next(folder.glob("*.safetensors"))
    whole.rename(folder / "model-00001-of-00001.safetensors")
    names = list(configs.v2_shapes())
    return _json(
        folder / "model.safetensors.index.json",
        {"weight_map": dict.fromkeys(names, "model-00001-of-00001.safetensors")},
    )


def _lora(folder: Path) -> Path:
    _checkpoint(configs.V3, configs.v2_shapes)(folder / "base")
    matrix = np.ones((3, 8), dtype=np.float32)
    place = "base_model.model.transformer.encoder.layers.1.self_attention.dense"
    adapter = folder / "adapter"
    adapter.mkdir()
    write(
        adapter / "adapter_model.safetensors",
        safetensors_file({f"{place}.lora_A.weight": matrix, f"{place}.lora_B.weight": matrix.T}),
    )
    return _json(
        adapter / "adapter_config.json",
        {"peft_type": "LORA", "r": 3, "lora_alpha": 12, "bias": "none", "rank_pattern": {}},
    )


def _merge(folder: Path) -> None:
    merge_lora(Checkpoint.open(folder / "base"), folder / "adapter")


# --- prefixes ------------------------------------------------------------------------------------


def _own_prefix(folder: Path) -> Path:
    write_prefix(folder / "style", prefix(), name="Bulletin", licence="CC0", steps=300, loss=1.5)
    return folder / "style" / MANIFEST


def _read_own_prefix(folder: Path) -> None:
    library = StyleLibrary(folder)
    library.list()
    library.damaged()
    read_info(folder / "style")
    read_prefix(folder / "style")


def _sent_style(folder: Path) -> Path:
    """The manifest of a style that somebody sends, with the other parts beside it."""
    write_package(folder / "sent.newsstyle", prefix(), name="Bulletin")
    with zipfile.ZipFile(folder / "sent.newsstyle") as archive:
        archive.extractall(folder)
    return folder / MANIFEST


def _pack_sent_style(folder: Path) -> None:
    parts = {name: [(folder / name).read_bytes()] for name in (MANIFEST, PREFIX)}
    (folder / "sent.newsstyle").write_bytes(b"".join(package._archive(parts)))


def _read_sent_style(folder: Path) -> None:
    library = StyleLibrary(folder / "library")
    library.inspect(str(folder / "sent.newsstyle"))
    library.add(folder / "sent.newsstyle")


def _peft_prefix(folder: Path) -> Path:
    assert PEFT
    return write_peft(folder / "style") / "adapter_config.json"


def _official_prefix(folder: Path) -> Path:
    return write_official(folder / "style") / "config.json"


def _read_foreign_prefix(folder: Path) -> None:
    library = StyleLibrary(folder / "library")
    library.inspect(str(folder / "style"))
    library.add(folder / "style")


# --- text ----------------------------------------------------------------------------------------


def _tokenizer(folder: Path) -> Path:
    pieces = {piece: number for number, piece in enumerate(["a", "b", "ab", "c", "Ġ"])}
    return _json(
        folder / TOKENIZER,
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [
                {
                    "id": 5,
                    "content": "<|end|>",
                    "single_word": False,
                    "lstrip": False,
                    "rstrip": False,
                    "normalized": False,
                    "special": True,
                }
            ],
            "normalizer": None,
            "pre_tokenizer": {
                "type": "ByteLevel",
                "add_prefix_space": False,
                "trim_offsets": True,
                "use_regex": True,
            },
            "post_processor": None,
            "decoder": {
                "type": "ByteLevel",
                "add_prefix_space": True,
                "trim_offsets": True,
                "use_regex": True,
            },
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "byte_fallback": False,
                "vocab": pieces,
                "merges": [["a", "b"]],
            },
        },
    )


def _encode(folder: Path) -> None:
    tokenizer = BpeTokenizer.from_file(folder / TOKENIZER)
    ids = tokenizer.encode("ab cab <|end|> " * 50)
    assert all(isinstance(tokenizer.decode_bytes(token), bytes) for token in ids)
    assert not set(tokenizer.control_ids.values()) & set(ids)


# --- what this program wrote, and somebody may have changed --------------------------------------


def _plans(folder: Path) -> Path:
    file = folder / "measurements.json"
    Plans(file).put("model", Record((Measurement(EXACT, "f32", 0.02, 0.001, 0.0),), complete=True))
    return file


def _run_facts(folder: Path) -> Path:
    facts = {
        "name": "Bulletin",
        "state": "failed",
        "steps": 200,
        "created_at": "2026-01-01T00:00:00Z",
        "prefix": "bulletin",
        "error": {"code": "train-failed", "params": {"detail": "no memory"}},
    }
    return _json(folder / "run" / FACTS, facts)


def _list_runs(folder: Path) -> None:
    runs = TrainingRuns(folder, install=lambda *_: "")
    for info in runs.runs():
        assert info.error is None or info.error.text("zh")
    runs.curve("run")
    runs.offer()


def _log_line(folder: Path) -> Path:
    return _json(
        folder / LOG,
        {"event": "step", "step": 3, "steps": 9, "loss": 1.5, "tokens_per_s": 90.0, "left_s": 1.0},
    )


def _read_log(folder: Path) -> None:
    read_curve(folder)
    journal.read(folder)


def _run_options(folder: Path) -> Path:
    options = asdict(TuneOptions(model="starter", data="rows.jsonl", output="run"))
    return _json(folder / RUN, options)


def _crash(folder: Path) -> Path:
    report = {
        "version": "1",
        "time": "2026-01-01T00:00:00Z",
        "kind": "exception",
        "platform": "Linux",
        "python": "3.11",
        "thread": "main",
        "traceback": "Traceback",
    }
    return _json(Paths.under(folder).crash_reports / "crash-1-1.json", report)


def _read_crash(folder: Path) -> None:
    found = pending_report(Paths.under(folder))
    assert found is None or len(found[1]) < 1_000_000


def _draft(folder: Path) -> Path:
    return _json(folder / "draft.json", {"text": "An article about wind.", "source": "file"})


def _read_draft(folder: Path) -> None:
    DraftKeeper(folder / "draft.json", lambda: None).load()


def _saved_chat(folder: Path) -> Path:
    file = folder / "saved.newschat"
    chat_file.write(file, chat())
    return file


def _read_chat(folder: Path) -> None:
    found = chat_file.read(folder / "saved.newschat")
    chat_file.write(folder / "again.newschat", found)
    assert chat_file.read(folder / "again.newschat") == found
    chat_file.file_name(found.conversation.title)


READERS: tuple[Reader, ...] = (
    Reader("model manifest", _model, _open_model),
    Reader("model config", _model_config, _open_model, _sign),
    Reader("ChatGLM-6B config", _checkpoint(configs.V1, configs.v1_shapes), _open_checkpoint),
    Reader("ChatGLM2 config", _checkpoint(configs.V2, configs.v2_shapes), _open_checkpoint),
    Reader("GLM-4 config", _checkpoint(configs.GLM, configs.glm_shapes), _open_checkpoint),
    Reader("tokenizer config", _tokenizer_config, _open_checkpoint),
    Reader("index of shards", _index, _open_checkpoint),
    Reader("LoRA adapter", _lora, _merge),
    Reader("style manifest", _own_prefix, _read_own_prefix),
    Reader("sent style", _sent_style, _read_sent_style, _pack_sent_style),
    Reader("PEFT prefix", _peft_prefix, _read_foreign_prefix),
    Reader("official prefix", _official_prefix, _read_foreign_prefix),
    Reader("tokenizer.json", _tokenizer, _encode),
    Reader("measurements", _plans, lambda folder: Plans(folder / "measurements.json").get("model")),
    Reader("run facts", _run_facts, _list_runs),
    Reader("training log", _log_line, _read_log),
    Reader("run options", _run_options, TuneOptions.load),
    Reader("crash report", _crash, _read_crash),
    Reader("draft", _draft, _read_draft),
    Reader("saved conversation", _saved_chat, _read_chat),
)
