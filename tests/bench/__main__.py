"""`make bench`: measures part by part and renews this processor's section of the page.

`python -m tests.bench [PART ...]` runs some parts; by default all but those on a whole 6B model,
the installed program and guessing ahead. A part that fails loses none of the others; Ctrl-C ends it
after writing what has been measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newsassistant.convert.starter import ensure_starter
from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken
from tests.bench import (
    ahead,
    claim,
    guesses,
    installed,
    page,
    prompts,
    quality,
    six_b,
    six_b_slice,
    speed,
    start,
    switch,
    window,
)
from tests.bench.machine import processor
from tests.bench.rounds import Results

OUTPUT = Path(__file__).parents[2] / "docs" / "bench.md"


@dataclass(frozen=True, slots=True)
class Options:
    """Of the command line; `place` holds the large models."""

    place: Path
    layers: int
    rounds: int

    def starter(self) -> Path:
        """Its folder, made if need be."""
        models = Paths.from_environment().ensure().models
        return ensure_starter(models, lambda done, total: None, CancelToken())

    def models(self) -> six_b_slice.Models:
        """The 6B-shaped ones, made if need be."""
        return six_b_slice.prepare(self.place, self.layers, self.starter())


def _speed(options: Options) -> str:
    return _unless_empty(
        speed.compare(options.starter(), options.rounds),
        lambda found: speed.part(found, len(prompts.sample_ids(options.starter()))),
    )


def _window(options: Options) -> str:
    home = Paths.from_environment().ensure().data.parent
    return window.part(window.run_rounds(home, prompts.SAMPLE))


def _installed(options: Options) -> str:
    return installed.part(installed.measure())


def _ahead(options: Options) -> str:
    """The whole 6B model instead of some layers where SIX_B_INT8 names its folder."""
    whole = os.environ.get("SIX_B_INT8")
    large = Path(whole) if whole else options.models().folder("int8")
    name = "6B shape" if whole else f"{options.layers} layers of the 6B shape"
    models = {"starter": options.starter(), name: large}
    found = [ahead.measure(label, folder, options.rounds) for label, folder in models.items()]
    with tempfile.TemporaryDirectory() as place:
        sample = Path(place) / "article.txt"
        sample.write_text(next(ahead.articles()).text, encoding="utf-8")
        home = Paths.from_environment().ensure().data.parent
        return ahead.part(found, window.run_rounds(home, sample, "typing"), options.rounds)


def _switch(options: Options) -> str:
    return switch.section(list(switch.measure(options.starter())))


def _guesses(options: Options) -> str:
    folder, texts = options.starter(), guesses.articles()
    timed, costs = guesses.measure(folder, "balanced", texts)
    exact, _ = guesses.measure(folder, "exact", texts)
    return guesses.part(timed, exact, costs)


def _start(options: Options) -> str:
    with start.large_model(options.place, options.starter()) as large:
        return start.section(start.measure(options.starter(), large))


def _slice(options: Options) -> str:
    results = six_b_slice.compare(options.models(), options.rounds)
    return _unless_empty(results, lambda found: six_b_slice.part(found, options.layers))


def _quality(options: Options) -> str:
    return quality.part(quality.measure(options.starter(), options.place))


def _claim(options: Options) -> str:
    models = options.models()
    bandwidth = six_b.bandwidth()
    results = claim.compare(models, options.rounds)
    known: dict[str, quality.Figures] = {}
    try:
        if not results.is_cut:
            known = quality.measure(options.starter(), options.place)
    except KeyboardInterrupt:  # the speeds count all the same
        results = replace(results, is_cut=True)
    return _unless_empty(results, lambda found: claim.part(found, models, known, bandwidth))


def _six_b(options: Options) -> str:
    place = options.place / "whole"
    return six_b.section(six_b.measure(place, options.starter()))


def _unless_empty(results: Results, words: Callable[[Results], str]) -> str:
    """Nothing where Ctrl-C came before the end of the first round."""
    text = words(results) if results.rounds else ""
    if results.is_cut:
        raise CutError(text)
    return text


class CutError(Exception):
    """Ctrl-C; the text is what the part can say."""


PARTS: Mapping[str, Callable[[Options], str]] = {
    "speed": _speed,
    "window": _window,
    "ahead": _ahead,
    "switch": _switch,
    "guesses": _guesses,
    "start": _start,
    "slice": _slice,
    "quality": _quality,
    "claim": _claim,
    "six_b": _six_b,
    "installed": _installed,
}
# They convert a whole 6B model, which takes long, want a frozen program, or the reference data.
RARE = ("six_b", "start", "installed", "guesses")
BY_DEFAULT = tuple(name for name in PARTS if name not in RARE)


def main(arguments: Sequence[str]) -> int:
    """Measure and write; 1 if a part failed, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=_names())
    parser.add_argument("--layers", type=int, default=six_b_slice.LAYERS, help="of the 6B shape")
    parser.add_argument("--rounds", type=int, default=speed.ROUNDS)
    parser.add_argument("--keep", action="store_true", help="leave the large models on the disk")
    found = parser.parse_args(arguments)
    if unknown := [name for name in found.parts if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; {_names()}")
    parent = Path(os.environ.get("SIX_B_FOLDER") or Paths.from_environment().cache)
    place = parent / "newsassistant-bench"
    options = Options(place.absolute(), found.layers, found.rounds)
    # In the background of a script it comes ignored, and nobody could end the rounds early.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _run(found.parts or BY_DEFAULT, options)
    except KeyboardInterrupt:
        return 130
    finally:
        if not found.keep:
            shutil.rmtree(place, ignore_errors=True)


def _names() -> str:
    return f"of {', '.join(PARTS)}; by default all but {', '.join(RARE)}"


def _run(names: Sequence[str], options: Options) -> int:
    code = 0
    for name in names:
        print(f"bench: {name} ...", flush=True)
        try:
            _write(PARTS[name](options))
        except CutError as cut:
            _write(str(cut))
            return 130
        except Exception:  # whatever it is, the other parts count
            traceback.print_exc()
            print(f"bench: {name} failed; its old part stays", file=sys.stderr, flush=True)
            code = 1
    return code


def _write(part: str) -> None:
    """Renew one part of this processor's section and leave all others."""
    if not part:
        return
    old = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else ""
    OUTPUT.write_text(page.renewed(old, processor().title, part), encoding="utf-8")
    print(f"{part}\nwritten: {OUTPUT}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
