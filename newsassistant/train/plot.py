"""A picture of a run's losses."""

from __future__ import annotations

import warnings
from pathlib import Path

from newsassistant.core.files import replacing
from newsassistant.train.journal import read_curve, smooth

PLOT = "loss.png"
_CHINESE_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")


def plot(run: Path, title: str) -> None:
    """Draw loss.png from the log: training loss, its running mean, evaluation loss."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    curve = read_curve(run)
    figure = Figure(figsize=(7.2, 4.2), dpi=120, layout="constrained")
    axes = figure.add_subplot()
    steps = [step for step, _ in curve.losses]
    losses, means = ([y for _, y in line] for line in (curve.losses, smooth(curve.losses)))
    axes.plot(steps, losses, color="#9B968D", linewidth=0.8, alpha=0.6, label="training, each step")
    axes.plot(steps, means, color="#1F5FBF", linewidth=1.8, label="training, running mean")
    if curve.evaluations:
        x, y = zip(*curve.evaluations, strict=True)
        axes.plot(x, y, "o-", color="#9A5B00", markersize=4, label="evaluation")
    axes.set(xlabel="optimizer step", ylabel="loss (nats a token)")
    axes.set_title(title, family=_fonts(), parse_math=False)
    axes.grid(color="#E5E2DC", linewidth=0.6)
    axes.legend(frameon=False)
    FigureCanvasAgg(figure)
    with warnings.catch_warnings(), replacing(run / PLOT, private=False) as file:
        # Where no font has a character of the title, its place stays empty.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure.savefig(file, format="png")


def _fonts() -> list[str]:
    """The usual font, and behind it those for Chinese that are installed."""
    from matplotlib.font_manager import get_font_names

    installed = get_font_names()
    return ["DejaVu Sans", *(name for name in _CHINESE_FONTS if name in installed)]
