"""The figures of docs/evidence.md: what the checks find, from the team's labelled sets.

    python -m tests.bench.evidence [--synthetic N] [--links] [arguments of score.py]

It calls the shared scorer (`shared/tools/evidence/score.py`) with the checks of this checkout, and
measures the links itself: a number of two digits or a quote that stands in one sentence of the
article only must be found among the sources of the sentence of the summary that has it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newsassistant.core.types import Language
from newsassistant.evidence.check import check as marks_of
from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.evidence.marks import Strength
from newsassistant.evidence.reading.spans import Span, sentence_spans
from newsassistant.evidence.words.word_lists import english_words

ROOT = Path(__file__).parents[2]
SETS: dict[Language, tuple[str, ...]] = {
    "en": ("entfa", "cliff", "qags", "goyal21", "xsum-hallucination", "faithbench"),
    "zh": ("uhgeval",),
}
_ANCHOR = re.compile(r"(?<![\d.,])\d[\d,.]*\d|[“\"]([^”\"]{8,})[”\"]")


def check(article: str, summary: str, lang: Language) -> list[dict[str, object]]:
    """What the scorer asks for; roundings are no alarm and are left out."""
    return [
        {
            "start": mark.start,
            "end": mark.end,
            "kind": mark.kind.value,
            "text": mark.text,
            "reason": f"{mark.why}: {mark.found}",
        }
        for mark in marks_of(Index.of(article, lang), summary)
        if mark.strength is not Strength.ROUNDED
    ]


def links(data: Path, language: Language) -> tuple[int, int, int]:
    """How many anchors there are, and how many the first and the first two sources hold."""
    count = first = both = 0
    for name in SETS[language]:
        with (data / "faithfulness" / f"{name}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                for found, wanted in _anchored(json.loads(line), language):
                    count += 1
                    first += found[:1] == [wanted]
                    both += wanted in found
    return count, first, both


def _anchored(row: dict[str, Any], language: Language) -> Iterator[tuple[list[int], int]]:
    article, summary = row["article"], row["summary"]
    spans = sentence_spans(article)
    numbers = {span.start: number for number, span in enumerate(spans)}
    for linked in sources(Index.of(article, language), summary):
        found = [numbers[source.start] for source in linked.sources]
        for wanted in _anchors(summary[linked.start : linked.end], article, spans):
            yield found, wanted


def _anchors(sentence: str, article: str, spans: Sequence[Span]) -> set[int]:
    wanted = set()
    for match in _ANCHOR.finditer(sentence):
        piece = re.escape(match[1] or match.group())
        pattern = re.compile(piece if match[1] else rf"(?<![\d.,]){piece}(?!\d)")
        holding = [n for n, s in enumerate(spans) if pattern.search(article[s.start : s.end])]
        if len(holding) == 1:
            wanted.add(holding[0])
    return wanted


def main() -> int:
    """Run the shared scorer; the rest of the command line goes to it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", action="store_true", help="measure the links only")
    options, others = parser.parse_known_args()
    shared = Path(os.environ.get("NEWSASSISTANT_SHARED", ROOT.parent / "shared"))
    if options.links:
        for language in SETS:
            count, first, both = links(shared / "data", language)
            print(f"{language}: {count} anchors, {first / count:.1%} / {both / count:.1%}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder)
        for file in (shared / "tools" / "evidence").glob("*.py"):
            shutil.copyfile(file, tools / file.name)
        # The generator looks beside itself for words that no pool of names may have.
        (tools / "ordinary_all.txt").write_text("\n".join(sorted(english_words())), "utf-8")
        command = [sys.executable, str(tools / "score.py"), str(shared / "data")]
        command += ["--check", "tests.bench.evidence:check", *others]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
