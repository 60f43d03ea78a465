"""The words of prefix checkpoints: names of files, names for lists, and how to refuse a file."""

from __future__ import annotations

import re

from newsassistant.core.errors import PrefixError

MAX_TEXT = 200
# What PEFT calls its files; they tell its folders from others.
ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_FILES = ("adapter_model.safetensors", "adapter_model.bin")


def bad(where: str, detail: str) -> PrefixError:
    """The error for a file `where` that is no prefix."""
    return PrefixError("prefix-invalid", detail=f"{where}: {detail}")


def plain(text: str, *, limit: int = MAX_TEXT) -> str:
    """`text` as lists may show it: one line, no control characters, not too long."""
    return "".join(char for char in text if char.isprintable())[:limit].strip()


def base_name(value: object) -> str:
    """A base model's name: of a hub as it is, of a folder on somebody's disk the last part."""
    name = plain(value) if isinstance(value, str) else ""
    parts = re.split(r"[/\\]", name.rstrip("/\\"))
    return "/".join(parts) if len(parts) == 2 and all(parts) else parts[-1]
