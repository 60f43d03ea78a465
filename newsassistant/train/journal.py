"""The record of a run: one JSON object a line, and a picture of its losses.

Knows nothing of torch. The file is appended to, so a resumed run goes on in it; entries beyond
the checkpoint that it resumes from are dropped.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsassistant.core.files import read_json_lines
from newsassistant.core.outside import UnfitError, is_number, is_whole

MOST_STEPS = 10**9
LOG, PLOT = "log.jsonl", "loss.png"
Event = Mapping[str, Any]
OnEvent = Callable[[Event], None]
_SMOOTH = 0.9
_CHINESE_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")


def read(run: Path) -> list[dict[str, Any]]:
    """All whole entries, each with step and loss; what a crash has cut or spoilt is left out."""
    try:
        return [entry for entry in read_json_lines(run / LOG) if _is_whole_entry(entry)]
    except UnfitError:
        return []


def _is_whole_entry(entry: dict[str, Any]) -> bool:
    return is_whole(entry.get("step"), 0, MOST_STEPS) and is_number(entry.get("loss"))


def rewind(run: Path, step: int) -> None:
    """Drop the entries behind `step`, which will be made again."""
    kept = [entry for entry in read(run) if entry["step"] <= step]
    text = "".join(json.dumps(entry) + "\n" for entry in kept)
    work = run / f".{LOG}"
    work.write_text(text, encoding="utf-8")
    os.replace(work, run / LOG)


def append(run: Path, event: Event) -> None:
    """Write one entry."""
    with (run / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(event) + "\n")


def smoothed(values: Sequence[float]) -> list[float]:
    """A running mean that forgets a tenth a step and starts without a bias towards 0."""
    made: list[float] = []
    total = weight = 0.0
    for value in values:
        total = _SMOOTH * total + (1 - _SMOOTH) * value
        weight = _SMOOTH * weight + (1 - _SMOOTH)
        made.append(total / weight)
    return made


def plot(run: Path, title: str) -> None:
    """Draw loss.png from the log: training loss, its running mean, evaluation loss."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    entries = read(run)
    steps = [entry for entry in entries if entry.get("event") == "step"]
    evaluations = [entry for entry in entries if entry.get("event") == "eval"]
    figure = Figure(figsize=(7.2, 4.2), dpi=120, layout="constrained")
    axes = figure.add_subplot()
    x, losses = [entry["step"] for entry in steps], [entry["loss"] for entry in steps]
    axes.plot(x, losses, color="#9B968D", linewidth=0.8, alpha=0.6, label="training, each step")
    axes.plot(x, smoothed(losses), color="#1F5FBF", linewidth=1.8, label="training, running mean")
    if evaluations:
        x, losses = [e["step"] for e in evaluations], [e["loss"] for e in evaluations]
        axes.plot(x, losses, "o-", color="#9A5B00", markersize=4, label="evaluation")
    axes.set(xlabel="optimizer step", ylabel="loss (nats a token)")
    axes.set_title(title, family=_fonts(), parse_math=False)
    axes.grid(color="#E5E2DC", linewidth=0.6)
    axes.legend(frameon=False)
    FigureCanvasAgg(figure)
    work = run / f".{PLOT}"
    with warnings.catch_warnings():
        # Where no font has a character of the title, its place stays empty.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure.savefig(work, format="png")
    os.replace(work, run / PLOT)


def _fonts() -> list[str]:
    """The usual font, and behind it those for Chinese that are installed."""
    from matplotlib.font_manager import get_font_names

    installed = get_font_names()
    return ["DejaVu Sans", *(name for name in _CHINESE_FONTS if name in installed)]
