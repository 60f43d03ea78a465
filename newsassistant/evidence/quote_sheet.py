"""The direct quotes of an article with who said them, for copying; without a model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.core.types import Language
from newsassistant.evidence.reading.quotations import quotations
from newsassistant.evidence.reading.spans import Span, sentence_at, sentence_spans

_VERBS = (
    "said|says|say|told|tells|added|adds|asked|asks|wrote|writes|tweeted|explained|explains|insisted"
    "|warned|warns|claimed|claims|admitted|replied|announced|argued|argues|noted|stated|declared"
    "|continued|recalled|suggested|called|described|joked|confirmed"
)
_NAME = r"(?:[Tt]he )?[A-Z][\w'’-]*(?: (?:of|the|and|de|van|[A-Z][\w'’-]*)){0,6}"
_WHO = rf"(?P<who>{_NAME}|he|she|they|it|one [a-z]+|an? [a-z]+(?: [a-z]+)?)"
_BEHIND = re.compile(
    rf"[,.]?\s*(?:(?P<verb>{_VERBS}) {_WHO}|{_WHO.replace('who', 'who2')} (?P<verb2>{_VERBS})\b)"
)
_BEFORE = re.compile(
    rf"{_WHO}(?:, [^,\n]{{1,60}},)? (?P<verb>{_VERBS})(?: [a-z]+){{0,3}}[,:]?\s*\Z"
)
_ZH_VERBS = (
    "说|表示|指出|介绍|告诉记者|告诉|认为|称|强调|透露|坦言|回忆|解释|宣布|呼吁|写道|问道|回答"
)
_ZH_BEFORE = re.compile(
    rf"(?P<who>[\u4e00-\u9fff·A-Za-z]{{1,24}}?)(?P<verb>{_ZH_VERBS})(?:道|过)?[：:，,]?\s*\Z"
)
_ZH_BEHIND = re.compile(rf"[，,]?(?P<who>[\u4e00-\u9fff·A-Za-z]{{1,16}}?)(?P<verb>{_ZH_VERBS})")
_ADVERBS = "还则也并又再就曾"
_REACH = 120
_WORDS, _CHARACTERS = 3, 5  # fewer are a term between quotation marks


@dataclass(frozen=True, slots=True)
class Said:
    """A quote with its marks at `quote`, and the sentence that it begins in.

    `speaker` and `verb` are as written; empty where nothing beside the quote says so.
    """

    quote: Span
    sentence: Span
    text: str
    speaker: str = ""
    verb: str = ""


def quote_sheet(text: str, language: Language) -> list[Said]:
    """The quotes of an article in order, those of a word or two left out; linear, any thread."""
    spans = sentence_spans(text)
    found = []
    for quote in quotations(text):
        inner = text[quote.inner_start : quote.inner_end]
        if not spans or _is_term(inner, language):
            continue
        speaker, verb = _speaker(text, quote.start, quote.end, language)
        sentence = spans[sentence_at(spans, quote.start)]
        found.append(Said(Span(quote.start, quote.end), sentence, inner, speaker, verb))
    return found


def _is_term(inner: str, language: Language) -> bool:
    if language == "zh":
        return sum(char.isalnum() for char in inner) < _CHARACTERS
    return len(inner.split()) < _WORDS


def _speaker(text: str, start: int, end: int, language: Language) -> tuple[str, str]:
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH]
    first, second = (_ZH_BEFORE, _ZH_BEHIND) if language == "zh" else (_BEHIND, _BEFORE)
    if language == "zh":
        clause = re.split("[。！？”；]", before)[-1]
        match = first.search(clause) or second.match(after)
    else:
        match = first.match(after) or second.search(before)
    if match is None:
        return "", ""
    named = match.groupdict()
    who = named["who"] or named.get("who2") or ""
    return who.strip().rstrip(_ADVERBS if language == "zh" else ""), named["verb"] or named.get(
        "verb2"
    ) or ""
