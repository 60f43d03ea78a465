"""A GLM of two layers with random weights, byte by byte tokens, and articles to train it on.

Needs no torch.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.text.tokenizers.tokenizer import _byte_alphabet, define_bpe
from newsassistant.train.options import TuneOptions
from tests.unit.model.configs import write_checkpoint

CONTROLS = ("<|end|>", "<|user|>", "<|assistant|>", "<|system|>")
TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>\n{{ message.content }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
VOCABULARY = 256 + len(CONTROLS)
END = 256
CONFIG: dict[str, Any] = {
    "model_type": "glm",
    "attention_bias": True,
    "eos_token_id": END,
    "head_dim": 8,
    "hidden_act": "silu",
    "hidden_size": 32,
    "intermediate_size": 48,
    "max_position_embeddings": 512,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "num_key_value_heads": 2,
    "partial_rotary_factor": 0.5,
    "rms_norm_eps": 1e-05,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "vocab_size": VOCABULARY,
}
WORDS = [
    "river",
    "council",
    "vote",
    "budget",
    "harbour",
    "school",
    "winter",
    "storm",
    "minister",
    "report",
]


def shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Every tensor of a config such as `CONFIG`, in transformers' names."""
    hidden, ffn, size = (config[k] for k in ("hidden_size", "intermediate_size", "head_dim"))
    rows = {"q": config["num_attention_heads"] * size}
    rows["k"] = rows["v"] = config["num_key_value_heads"] * size
    found: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (config["vocab_size"], hidden),
        "model.norm.weight": (hidden,),
    }
    if not config["tie_word_embeddings"]:
        found["lm_head.weight"] = (config["vocab_size"], hidden)
    for layer in range(config["num_hidden_layers"]):
        start = f"model.layers.{layer}"
        for part, height in rows.items():
            found[f"{start}.self_attn.{part}_proj.weight"] = (height, hidden)
            if config["attention_bias"]:
                found[f"{start}.self_attn.{part}_proj.bias"] = (height,)
        found |= {
            f"{start}.input_layernorm.weight": (hidden,),
            f"{start}.post_attention_layernorm.weight": (hidden,),
            f"{start}.self_attn.o_proj.weight": (hidden, rows["q"]),
            f"{start}.mlp.gate_up_proj.weight": (2 * ffn, hidden),
            f"{start}.mlp.down_proj.weight": (hidden, ffn),
        }
    return found


def tokenizer() -> dict[str, Any]:
    """The definition of a tokenizer whose ids are bytes, and the control tokens behind them."""
    tokens = [char for char, _ in sorted(_byte_alphabet().items(), key=lambda item: item[1])]
    ids = range(256, 256 + len(CONTROLS))
    return define_bpe([*tokens, *CONTROLS], [], list(ids), pre="gpt-2")


def write_tiny(folder: Path, *, seed: int = 3, **changes: Any) -> Path:
    """A whole checkpoint in transformers' GLM layout; every number is a float16."""
    config = {**CONFIG, **changes}
    source = np.random.default_rng(seed)
    arrays: dict[str, Any] = {}
    for name, shape in shapes(config).items():
        middle = 1.0 if name.endswith("norm.weight") else 0.0
        spread = 1.0 if "embed" in name else 0.2
        arrays[name] = source.normal(middle, spread, shape).astype("f2").astype("f4")
    write_checkpoint(folder, config, arrays)
    text = json.dumps(tokenizer(), ensure_ascii=False)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


def rows(count: int) -> list[dict[str, str]]:
    """Articles of a few words, each with a summary of two of them."""
    source = np.random.default_rng(5)
    made = []
    for _ in range(count):
        words = [WORDS[index] for index in source.integers(0, len(WORDS), source.integers(3, 8))]
        made.append({"content": " ".join(words), "summary": " ".join(words[:2])})
    return made


def write_rows(path: Path, entries: list[dict[str, Any]]) -> Path:
    """JSON lines."""
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    path.write_text(text, encoding="utf-8")
    return path


def options(model: Path | str, data: Path | str, output: Path | str, **changes: Any) -> TuneOptions:
    """A run of four steps without an instruction, in float32."""
    usual: dict[str, Any] = {
        "preset": "",
        "pre_seq_len": 4,
        "max_steps": 4,
        "warmup_steps": 0,
        "gradient_accumulation": 2,
        "eval_steps": 2,
        "save_steps": 2,
        "precision": "f32",
        "seed": 7,
    }
    values = {**usual, **changes}
    return TuneOptions(model=str(model), data=str(data), output=str(output), **values)


def words(options: TuneOptions) -> list[str]:
    """The command line that asks for `options`."""
    usual = TuneOptions(model="", data="", output="")
    made: list[str] = []
    for item in fields(TuneOptions):
        value = getattr(options, item.name)
        if value == getattr(usual, item.name):
            continue
        if item.name == "preset" and not value:
            made.append("--bare")
        else:
            made += [f"--{item.name.replace('_', '-')}"] + ([] if value is True else [str(value)])
    return made
