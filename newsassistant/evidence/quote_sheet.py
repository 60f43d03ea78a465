"""The direct quotes of an article with who said them, for copying; without a model.

A quote that runs over paragraphs, each with an opening mark, is one; so is its speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsassistant.core.types import Language
from newsassistant.evidence.reading import speakers_en, speakers_zh
from newsassistant.evidence.reading.quotations import LONGEST, quotations
from newsassistant.evidence.reading.spans import Span, sentence_at, sentence_spans
from newsassistant.evidence.reading.speakers_en import NOBODY, Speaker

_REACH = 240
_GAP = 160  # characters between two quotes of one speaker, with one end of a sentence
_MOST_PARAGRAPHS = 12  # of one quote
_WORDS, _CHARACTERS = 3, 5  # fewer are a term between quotation marks
_LONG_TERM = 13  # Chinese characters: what is longer is no name of a thing
_SMALL = frozenset(
    ["of", "the", "and", "for", "to", "in", "on", "at", "a", "an", "or", "by", "with"]
)
_ENDS = re.compile(r"[.!?。！？]")
_COLON = re.compile(r"[：:]\s*\Z")
_CLOSES = re.compile('"')
_AGAIN = re.compile(r'[.!?]\s+"(?=\S)')
_CURLY_AGAIN = re.compile(r"[.!?。！？][ \t]*\n\s*“")
_OPENS = re.compile(r'(?<![^\s(\[—–-])"(?=\S)')
_STRAIGHT = '"'


@dataclass(frozen=True, slots=True)
class Said:
    """A quote with its marks at `quote`, and the sentence that it begins in.

    `text` is what stands between the marks, letter by letter as in the article. `speaker` and
    `verb` are as written; empty where nothing beside the quote says so.
    """

    quote: Span
    sentence: Span
    text: str
    speaker: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class _Quoted:
    start: int
    end: int
    inner_start: int
    inner_end: int


def quote_sheet(text: str, language: Language) -> list[Said]:
    """The quotes of an article in order, those of a word or two left out; linear, any thread."""
    spans = sentence_spans(text)
    if not spans:
        return []
    found: list[Said] = []
    before: tuple[_Quoted, Speaker] | None = None
    for quote in _quoted(text):
        begin = before[0].end if before is not None else 0
        speaker = _speaker(text, quote, spans, language, begin)
        if not speaker and before is not None and _goes_on(text, *before, quote):
            speaker = before[1]
        inner = text[quote.inner_start : quote.inner_end]
        if _is_term(text, quote, speaker, language):
            continue
        before = (quote, speaker)
        sentence = spans[sentence_at(spans, quote.start)]
        span = Span(quote.start, quote.end)
        found.append(Said(span, sentence, inner, speaker.who, speaker.verb))
    return found


# --- where they are ------------------------------------------------------------------------------


def _quoted(text: str) -> list[_Quoted]:
    """The quotes with those that go on over paragraphs drawn together."""
    found = [
        _Quoted(q.start, q.end, q.inner_start, q.inner_end)
        for q in quotations(text)
        if text[q.start] != _STRAIGHT or not text[q.inner_start].isspace()
    ]
    whole = _over_paragraphs(text)
    if not whole:
        return found
    ends = iter(whole)
    kept, longer = [], next(ends, None)
    for quote in found:
        while longer is not None and longer.end <= quote.start:
            kept.append(longer)
            longer = next(ends, None)
        if longer is None or quote.end <= longer.start:
            kept.append(quote)
    if longer is not None:
        kept.append(longer)
    kept.extend(ends)
    return kept


def _over_paragraphs(text: str) -> list[_Quoted]:
    """Quotes whose paragraphs all begin with an opening mark, of which the last is closed.

    Such paragraphs may have been joined to one line: then a mark opens what is open already.
    """
    straight = [found.start() for found in _OPENS.finditer(text)]
    opening = set(straight)
    closes = [found.start() for found in _CLOSES.finditer(text) if found.start() not in opening]
    again = [found.end() - 1 for found in _AGAIN.finditer(text)]
    kinds = (
        _Marks(straight, closes, again),
        _Marks(
            [found.start() for found in re.finditer("“", text)],
            [found.start() for found in re.finditer("”", text)],
            [found.end() - 1 for found in _CURLY_AGAIN.finditer(text)],
        ),
    )
    return sorted((each for kind in kinds for each in kind.quotes(text)), key=lambda q: q.start)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where marks of one shape open, close, and open a further paragraph; all in order."""

    opens: Sequence[int]
    closes: Sequence[int]
    again: Sequence[int]

    def quotes(self, text: str) -> Iterator[_Quoted]:
        """Those of two paragraphs and more."""
        place = 0
        for start in self.opens:
            if start < place:
                continue
            end = start + 1
            for _ in range(_MOST_PARAGRAPHS):
                close, again = _next(self.closes, end), _next(self.again, end)
                if 0 <= again < close or (close < 0 <= again):
                    if again > end + LONGEST:
                        break
                    end = again + 1
                    continue
                if 0 <= close <= end + LONGEST and text.find("\n", end, close) < 0:
                    place = close + 1
                    if end > start + 1:
                        yield _Quoted(start, close + 1, start + 1, close)
                break


def _next(places: Sequence[int], begin: int) -> int:
    at = bisect_left(places, begin)
    return places[at] if at < len(places) else -1


# --- who says them -------------------------------------------------------------------------------


def _speaker(
    text: str, quote: _Quoted, spans: Sequence[Span], language: Language, ended: int
) -> Speaker:
    """Who says a quote; `ended` is where the one before it ends."""
    after = text[quote.end : quote.end + _REACH].partition("\n")[0]
    if language == "zh":
        ahead = text[max(0, quote.start - _REACH) : quote.start].rpartition("\n")[2]
        said = speakers_zh.before(ahead)
        if said or _COLON.search(ahead):  # else a law, a letter, a poster: nobody says it
            return said
        return speakers_zh.behind(after) or speakers_zh.earlier(ahead)
    sentence = spans[sentence_at(spans, quote.start)]
    reach = max(ended, quote.start - _REACH)
    begin = max(sentence.start, reach, text.rfind("\n", reach, quote.start) + 1)
    clause = text[begin : quote.start]
    if not clause.strip():
        clause = _led_to(text, quote.start, spans)
    inside = text[quote.inner_start : quote.inner_end].rstrip()
    is_apart = not clause.strip() or inside[-1:] in {",", ".", "!", "?"}
    named = speakers_en.before(clause)
    if not named and is_apart and (not clause.strip() or inside.endswith(",")):
        named = speakers_en.behind(after, inverted=inside.endswith("."))
    return named or speakers_en.earlier(clause)


def _led_to(text: str, start: int, spans: Sequence[Span]) -> str:
    """The sentence that ends with a colon in the line before a quote, "" without one."""
    reach = max(0, start - _REACH)
    ahead = text[reach:start].rstrip()
    if not ahead.endswith(":"):
        return ""
    begin = spans[sentence_at(spans, reach + len(ahead) - 1)].start - reach
    return ahead[max(begin, ahead.rfind("\n") + 1, 0) :]


def _goes_on(text: str, before: _Quoted, speaker: Speaker, quote: _Quoted) -> bool:
    """True if a quote follows another one in its paragraph with who said that one between them."""
    gap = text[before.end : quote.start]
    if "\n" in gap or len(gap) > _GAP or not speaker:
        return False
    if re.search(r"\badding\b", gap) and not _ENDS.search(_without_titles(gap)):
        return True
    ended = gap.rstrip()
    return (
        speaker.who in gap
        and ended[-1:] in ".。"
        and len(_ENDS.findall(_without_titles(ended))) == 1
    )


def _without_titles(text: str) -> str:
    return re.sub(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Prof|Gen)\.", "", text)


def _is_term(text: str, quote: _Quoted, speaker: Speaker, language: Language) -> bool:
    """True for a word, or the name of a thing, between quotation marks."""
    inner = text[quote.inner_start : quote.inner_end]
    if language != "zh":
        words = inner.split()
        if len(words) < _WORDS:
            return True
        ends = inner.rstrip()[-1:] in {".", ",", "!", "?"} and speaker != NOBODY
        return not ends and all(
            word[:1].isupper() or word.strip(".,").lower() in _SMALL or word[:1].isdigit()
            for word in words
        )
    length = sum(char.isalnum() for char in inner)
    if length < _CHARACTERS:
        return True
    if length >= _LONG_TERM or re.search(r"[，。！？；：…,]", inner):
        return False
    led_to = re.search(r"[：:]\s*\Z", text[max(0, quote.start - 3) : quote.start]) is not None
    after = text[quote.end : quote.end + 1]
    ended = not after or after in "，。！？；,.\n"
    near = speaker.verb in text[max(0, quote.start - 6) : quote.start] or text.startswith(
        speaker.who, quote.end
    )
    return not (ended and (led_to or (speaker != NOBODY and near)))
