"""`make bench`: runs everything that takes time and writes docs/bench.md.

`python -m tests.bench six_b` (or SIX_B=1) measures the 6B-shaped model alone, which takes a lot of
disk and some minutes, and renews its section of the page. `python -m tests.bench switch` renews
that of switching styles.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import sys
from pathlib import Path

from newsassistant.convert.starter import ensure_starter
from newsassistant.core.paths import Paths
from newsassistant.core.resources import resource_path
from newsassistant.core.types import CancelToken, Message, Prompt
from newsassistant.text.article import parse
from newsassistant.text.load import load_prompt, load_tokenizer
from newsassistant.text.presets import PRESETS
from newsassistant.text.prompt import messages_of
from tests.bench import page, six_b, speed, switch, window

OUTPUT = Path(__file__).parents[2] / "docs" / "bench.md"
PACKAGES = ("openvino", "openvino-genai", "llama-cpp-python", "PySide6-Essentials", "numpy")


def machine() -> str:
    """Processor, cores and versions; no host names."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    cores = 0
    if cpuinfo.exists():
        lines = cpuinfo.read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        model, cores = (names[0], len(names)) if names else (model, 0)
        flags = next((line for line in lines if line.startswith("flags")), "")
        known = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8")
        model += " (" + ", ".join(flag for flag in known if f" {flag}" in flags) + ")"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return f"{model}, {cores} cores, Python {platform.python_version()}; {versions}"


def prompt_ids(folder: Path, sample: Path) -> list[int]:
    """What the window asks for: three bullets of the sample article."""
    tokenizer = load_tokenizer(folder, "bpe")
    article = parse(sample.read_text(encoding="utf-8"))
    job = Message("user", PRESETS["three-bullets"].instruction(article.language))
    return load_prompt(folder, "bpe", tokenizer).ids(messages_of(Prompt((job,), article)))


def main() -> None:
    """Measure and write."""
    if "six_b" in sys.argv[1:] or os.environ.get("SIX_B") == "1":
        _measure_six_b(Path(os.environ.get("SIX_B_FOLDER", "six-b.bench")).absolute())
    elif "switch" in sys.argv[1:]:
        _renew(switch.TITLE, _switch_section(_starter()))
    else:
        _measure_all()


def _measure_six_b(place: Path) -> None:
    """Only the section of the 6B-shaped model."""
    _renew(six_b.TITLE, six_b.section(six_b.measure(place)))


def _renew(title: str, section: str) -> None:
    """Write one section anew and leave the others."""
    old = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else _head()
    OUTPUT.write_text(page.replaced(old, title, section), encoding="utf-8")
    print(f"{section}\nwritten: {OUTPUT}")


def _starter() -> Path:
    """Its folder, made if need be."""
    models = Paths.from_environment().ensure().models
    return ensure_starter(models, lambda done, total: None, CancelToken())


def _switch_section(starter: Path) -> str:
    print("switch: base to prefix and back ...", flush=True)
    return switch.section(list(switch.measure(starter)))


def _measure_all() -> None:
    paths = Paths.from_environment().ensure()
    folder = _starter()
    sample = resource_path("samples", "offshore-wind.txt")
    ids = prompt_ids(folder, sample)
    print("speed: the contestants in turn ...", flush=True)
    table = speed.table(speed.compare(folder, ids))
    print(table, flush=True)
    print("window: start and lateness ...", flush=True)
    figures = window.run_rounds(paths.data.parent, sample)
    old = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else ""
    text = _page(table, figures, len(ids))
    text = page.replaced(text, switch.TITLE, _switch_section(folder))
    if section := page.kept(old, six_b.TITLE):
        text = page.replaced(text, six_b.TITLE, section)
    OUTPUT.write_text(text, encoding="utf-8")
    print(f"{figures}\nwritten: {OUTPUT}")


def _head() -> str:
    today = datetime.datetime.now(datetime.UTC).date()
    return f"""# Benchmarks

Written by `make bench` on {today}. {machine()}.
Shared machine: the ratios count, the absolute figures mean little.
"""


def _page(table: str, figures: dict[str, float], prompt_tokens: int) -> str:
    return f"""{_head()}
## Decoding, starter model

Three bullets of the sample article: {prompt_tokens} prompt tokens, {speed.TOKENS} greedy tokens,
{speed.ROUNDS} rounds in turning order after one to warm up, one process each; medians, and medians
of the ratio in each round.
All run the same weights: `ours` and both GenAI backends the same IR (int8 a row), llama.cpp the
same dequantised weights at Q8_0. A ratio above 1 means faster for tokens/s, slower for the first
token. `ours` includes sampling, detokenising and events, and guesses from the prompt
(`engine/lookup.py`), which pays where a summary repeats its article; `no guesses` runs one pass a
token as the peers do. GenAI's paged attention (`genai-pa`) keeps earlier prompts in its cache.

{table}

## Window

Median of {window.ROUNDS} processes on the starter, `{window.PRESET}` of the sample article.

| | |
|---|---|
| process start to first paint | {figures["start_s"]:.2f} s |
| event-loop lateness during an answer, 99th percentile | {figures["late_p99_ms"]:.1f} ms |
| worst | {figures["late_max_ms"]:.1f} ms |
"""


if __name__ == "__main__":
    main()
