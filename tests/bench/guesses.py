"""What guessing ahead gains on real articles, and that it changes no id in exact mode.

Lists of quotes and of names, which repeat the article, and free text, which does not.
Both ways answer in one process, on one compilation and one KV cache of the article, in turn.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsassistant.core.types import Done, GenerationParams, Message, Prompt, Request
from newsassistant.engine.generate import TextStream
from newsassistant.engine.guessing import SIZES, PassCosts
from newsassistant.engine.lookup import PromptLookup
from newsassistant.model.folder import ModelFolder
from newsassistant.text.articles.article import parse
from newsassistant.text.load import load_prompt, load_tokenizer, tokenizer_kind
from newsassistant.text.prompts.prompt import messages_of
from tests.bench import words
from tests.bench.machine import circumstances
from tests.bench.opened import Opened

TITLE = "### Guessing ahead"
DATA = Path(__file__).parents[3] / "shared" / "data" / "pairs" / "en_dev.jsonl"
ARTICLES = 50
LONGEST_ARTICLE = 600  # words
TOKENS = 64
FEWEST = 16
"""Tokens; a shorter answer is too short for a speed."""
QUOTE = re.compile(r'["“][^"”]{20,400}["”]')
FREE = "What could happen next? Explain it in your own words, with an example from everyday life."
PROMPTS = {
    "quotes": "Copy all direct quotes from the text above word for word, as a list.",
    "names": "List the names, numbers and dates in the text above, one on each line.",
    "free text": FREE,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer in both ways."""

    prompt: str
    plain: float
    """Tokens/s."""
    guessed: float
    again: float
    """Plain once more: what differs from `plain` is noise."""
    same: bool
    tokens: int
    tried: int
    right: int

    @property
    def ratio(self) -> float:
        """Above 1: guessing is faster."""
        return self.guessed / self.plain

    @property
    def noise(self) -> float:
        """The same of the second plain answer."""
        return self.again / self.plain


def articles(count: int = ARTICLES) -> list[str]:
    """Texts with at least two quotes, spread over the file."""
    texts = [json.loads(line)["content"] for line in DATA.read_text("utf-8").splitlines()]
    fitting = [
        text
        for text in texts
        if len(QUOTE.findall(text)) >= 2 and len(text.split()) <= LONGEST_ARTICLE
    ]
    return [fitting[index * len(fitting) // count] for index in range(count)]


class CountedCosts(PassCosts):
    """Also counts the ids that were guessed and the passes."""

    def __init__(self) -> None:
        super().__init__()
        self.guesses = self.passes = 0

    def learn(self, count: int, past: int, elapsed_s: float, waited_s: float) -> None:
        """As ever."""
        self.guesses += count - 1
        self.passes += 1
        super().learn(count, past, elapsed_s, waited_s)


class Writer:
    """Answers prompts on one runtime."""

    def __init__(self, folder: Path, mode: str) -> None:
        kind = tokenizer_kind(folder)
        self.opened = Opened(folder, mode)
        self.template = load_prompt(folder, kind, load_tokenizer(folder, kind))
        self.stop_ids = ModelFolder.open(folder).stop_ids
        self.costs = CountedCosts()

    def prompt(self, article: str, instruction: str) -> list[int]:
        """As the window asks it."""
        prompt = Prompt((Message("user", instruction),), parse(article))
        return self.template.ids(messages_of(prompt))

    def pair(self, name: str, ids: list[int], *, plain_first: bool) -> Pair:
        """Both ways, one after the other, and plain again; the first reads the instruction."""
        before = self.costs.guesses, self.costs.passes
        found = {plain: self.answer(ids, plain=plain) for plain in (plain_first, not plain_first)}
        (plain_ids, plain_speed), (guessed_ids, speed) = found[True], found[False]
        sampled = len(guessed_ids) + (len(guessed_ids) < TOKENS)
        passes = self.costs.passes - before[1]
        return Pair(
            prompt=name,
            plain=plain_speed,
            guessed=speed,
            again=self.answer(ids, plain=True)[1],
            same=plain_ids == guessed_ids,
            tokens=len(guessed_ids),
            tried=self.costs.guesses - before[0],
            right=sampled - 1 - passes,
        )

    def answer(self, ids: list[int], *, plain: bool) -> tuple[list[int], float]:
        """Ids and tokens/s behind the first."""
        stream = TextStream(
            runtime=self.opened.runtime,
            tokenizer=self.opened.tokenizer,
            request=Request("bench", tuple(ids), GenerationParams(max_tokens=TOKENS)),
            stop_ids=self.stop_ids,
            max_tokens=TOKENS,
            on_prefill=lambda done, total: None,
            ids=[],
            lookup=PromptLookup(ids, limit=0) if plain else None,
            costs=PassCosts() if plain else self.costs,
        )
        speeds = [event.usage.tokens_per_s for event in stream.events() if isinstance(event, Done)]
        return stream.ids, speeds[0]


def measure(
    folder: Path, mode: str, texts: Sequence[str], prompts: Mapping[str, str] = PROMPTS
) -> tuple[list[Pair], PassCosts]:
    """Every prompt about every text; who begins changes with each. The costs learnt come along."""
    writer, pairs = Writer(folder, mode), []
    for turn, text in enumerate(texts):
        for place, (name, instruction) in enumerate(prompts.items()):
            ids = writer.prompt(text, instruction)
            pairs.append(writer.pair(name, ids, plain_first=(turn + place) % 2 == 0))
        print(f"guesses, {mode}: article {turn + 1} of {len(texts)}", flush=True)
    return pairs, writer.costs


def _row(name: str, timed: Sequence[Pair], exact: Sequence[Pair]) -> list[str]:
    """One prompt's figures."""
    long = [pair for pair in timed if pair.prompt == name and pair.tokens >= FEWEST]
    ratios = sorted(pair.ratio for pair in long)
    noise = sorted(pair.noise for pair in long)
    checked = [pair for pair in exact if pair.prompt == name]
    tried, tokens = sum(pair.tried for pair in long), sum(pair.tokens for pair in long)
    right = sum(pair.right for pair in long)
    total = sum(pair.tokens / pair.plain for pair in long) / sum(
        pair.tokens / pair.guessed for pair in long
    )
    return [
        name,
        str(len(long)),
        f"{statistics.median(pair.plain for pair in long):.1f}",
        f"{statistics.median(pair.guessed for pair in long):.1f}",
        f"{statistics.median(ratios):.2f}",
        f"{total:.2f}",
        f"{ratios[len(ratios) // 10]:.2f}",
        f"{ratios[0]:.2f}",
        f"{statistics.median(noise):.2f}, {noise[len(noise) // 10]:.2f}, {noise[0]:.2f}",
        f"{100 * right / max(1, tried):.0f} %",
        f"{100 * right / tokens:.0f} %",
        f"{sum(pair.same for pair in checked)} of {len(checked)}",
    ]


HEADS = (
    *("", "answers", "plain, tokens/s", "guessing, tokens/s", "ratio", "of all tokens"),
    *(
        "lowest tenth",
        "lowest",
        "plain again",
        "guesses right",
        "of the ids",
        "same ids, exact mode",
    ),
)


def part(timed: Sequence[Pair], exact: Sequence[Pair], costs: PassCosts) -> str:
    """Markdown of the page."""
    known = ", ".join(f"{costs.of(size):.2f}" for size in SIZES)
    rows = [_row(name, timed, exact) for name in PROMPTS]
    return f"""{TITLE}

{circumstances()}
The starter, balanced mode, greedy, up to {TOKENS} tokens about each of {ARTICLES} articles of the
public reference data that hold at least two quotes; made by `python -m tests.bench guesses`. Both
ways run in one process on one compilation, one after the other; who begins changes each time.
`plain` runs a pass a token, `guessing` as shipped (`engine/lookup.py`, `engine/guessing.py`). The
ratio is the median over answers of at least {FEWEST} tokens, then that of all their tokens to all
their time, and the lowest; single answers take a second, so the lowest are noise for a part. The
last column compares ids in exact mode. A pass with {words.listed(SIZES)} guesses was learnt to cost
{known} of one without.

{words.table(HEADS, rows)}
"""
