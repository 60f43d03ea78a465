"""Figures as the page writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SHORT = {
    "INFERENCE_PRECISION_HINT": "",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "int8 activations in groups of ",
    "KV_CACHE_PRECISION": "KV cache ",
    "INFERENCE_NUM_THREADS": "threads ",
}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown; a row that is too short ends in empty cells."""
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for row in rows:
        cells = [*row, *[""] * (len(heads) - len(row))]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratio(value: float, digits: int = 2) -> str:
    """Nothing where there was none."""
    return f"{value:.{digits}f}" if value else ""


def listed(values: Sequence[object]) -> str:
    """a, b and c."""
    *first, last = map(str, values)
    return f"{', '.join(first)} and {last}" if first else last


def options(properties: Mapping[str, str]) -> str:
    """OpenVINO's properties in words; what is left to OpenVINO is not named."""
    found = [
        f"{SHORT[name]}{value}"
        for name, value in properties.items()
        if name in SHORT and not (name == "DYNAMIC_QUANTIZATION_GROUP_SIZE" and value == "0")
    ]
    if properties.get("DYNAMIC_QUANTIZATION_GROUP_SIZE") == "0":
        found.append("no rounded activations")
    return ", ".join(found) or "nothing of its own"


def chosen(about: Mapping[str, Mapping[str, str]]) -> str:
    """What a contestant said of its options."""
    found = options(about.get("options", {}))
    reader = about.get("reader")
    return found if reader is None else f"{found}; long prompts: {options(reader)}"
