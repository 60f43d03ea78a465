"""Names in a Chinese answer that the article does not have: people, places, organisations, titles.

Chinese has no capitals: a word list tells known names; surnames with what stands beside them, and
the characters of transliterations, tell unknown ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.lists import words
from newsassistant.evidence.reading.plain import folded, letters
from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.strangers import has_countries, pairs, strangers
from newsassistant.evidence.words.characters import COMMON, FOREIGN
from newsassistant.evidence.words.people import is_person, people
from newsassistant.evidence.words.segment import Piece, pieces
from newsassistant.evidence.words.word_lists import chinese_words

_SUFFIXES = (
    "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "共和国",
    "自治州", "联合国", "地区", "政府",
    "省", "市", "县", "区", "镇", "乡", "村", "州", "洲", "岛", "国", "人", "队",
    "籍", "方", "军", "语", "文", "河", "江", "湖", "山", "港", "湾", "路", "街", "府", "城",
)  # fmt: skip
ORGANISATION = (
    "委员会|大学|学院|医院|公司|集团|银行|法院|检察院|协会|研究所|研究院|研究中心|出版社|俱乐部|基金会|博物馆|图书馆"
    "|体育馆|体育场|体育中心|总局|管理局|公安局|机场|火车站|中学|小学|幼儿园|联合会|联盟|学会|工会|商会|交易所"
    "|事务所|电视台|报社|通讯社|组委会|办公室|科学院|新闻网|电视网|时报|日报|晚报|邮报|局|厅"
)
"""What the names of organisations end with, as the alternatives of a pattern."""

_IS_ORGANISATION = re.compile(
    rf"(?![\u4e00-\u9fff]*(?:僵局|大局|格局|布局|结局|全局|时局|当局|开局|残局|餐厅|客厅|大厅)\Z)"
    rf"[\u4e00-\u9fff]*(?:{ORGANISATION})\Z"
)
_GENERIC = re.compile("(?:有限|航空|股份|责任|上市|分)*(?:公司|集团)|研究院|研究所")
_SURE = re.compile(
    "(?:出版社|委员会|基金会|研究院|研究所|科学院|电视台|俱乐部|大学|协会|博物馆|交易所|检察院|法院)\\Z"
)
_SHORT_FORMS = {
    "央行": "人民银行", "中国人民银行": "央行", "美方": "美国", "中方": "中国", "俄方": "俄罗斯",
    "日方": "日本", "韩方": "韩国", "欧盟": "欧洲联盟", "澳洲": "澳大利亚", "澳大利亚": "澳洲",
}  # fmt: skip
_NO_PARTS = words(
    "一家 这家 那家 两家 多家 各家 某家 每家 几家 各地 当地 本地 相关 有关 所有 一所 一个 一些"
)
_LEAST_SHORT = 2
_RARE, _SELDOM = 13, 11  # weights of characters that are seldom words
_PARTS = re.compile(r"[\u4e00-\u9fffA-Za-z.]{1,16}(?:[·•・‧∙][\u4e00-\u9fffA-Za-z.]{1,16})+")
_DOT = re.compile("[·•・‧∙]")
_TITLE_MARKS = re.compile(r"《([^《》\n]{1,40})》")
_WORD = r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ&.'’+-]*[A-Za-zÀ-ÿ]"
_LATIN = re.compile(rf"{_WORD}(?: {_WORD})*")
_LATIN_WORD = re.compile(_WORD)
_LATIN_UNITS = words("km cm mm kg mg gb mb tb kb kw mw am pm gmt vs")
_AND = re.compile("[和与及同]")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a text. `parts` are asked one by one; `known` says if an article has one."""

    span: Span
    parts: Sequence[Span]
    known: Callable[[str, Index], bool]
    whole: bool = False  # what is missing reaches to the end of the name

    def marks(self, text: str, index: Index) -> Iterator[Mark]:
        missing = [
            part for part in self.parts if not self.known(text[part.start : part.end], index)
        ]
        if missing and self.whole:
            missing = [Span(missing[0].start, self.span.end)]
        for start, end in ((part.start, part.end) for part in missing):
            written = text[start:end]
            yield Mark(start, end, MarkKind.NAME, Strength.ABSENT, written, Why.NAME_ABSENT)


def names(text: str, index: Index) -> Iterator[Compared]:
    """The names of an answer; marked are those that the article has not got, nor a form of them."""
    cut = list(pieces(text))
    for name in (*_names(text, cut), *_strangers(text, cut, index)):
        marks = name.marks(text, index)
        yield Compared.of(MarkKind.NAME, name.span.start, name.span.end, *marks)


def _strangers(text: str, cut: Sequence[Piece], index: Index) -> Iterator[_Name]:
    for span in [*strangers(text, cut, index), *pairs(cut, index)]:
        yield _Name(span, (span,), has)


def listed_names(text: str) -> list[Span]:
    """Where the names of a Chinese text stand, as `names` looks at them; one in another is none."""
    found: list[Span] = []
    for span in sorted(
        (name.span for name in _names(text, list(pieces(text)))), key=lambda s: (s.start, -s.end)
    ):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _names(text: str, cut: Sequence[Piece]) -> Iterator[_Name]:
    yield from _dotted(text)
    yield from _titled(text)
    yield from _latin(text)
    sounds = _transliterated(cut)
    heard = {place for span in sounds for place in range(span.start, span.end)}
    persons = [span for span in people(text, cut) if span.start not in heard]
    yield from (_Name(span, (span,), has) for span in [*sounds, *persons])
    listed = (w for w in cut if w.start not in heard and _is_listed(text, w))
    for word in listed:
        span = Span(word.start, word.end)
        yield _Name(span, (span,), _has_form)
    yield from _compounds(cut)


def _is_listed(text: str, word: Piece) -> bool:
    return len(word.text) > 1 and word.text not in COMMON and _is_name(text, word)


def has(written: str, index: Index) -> bool:
    """True if the article has the characters in a row, whatever marks stand between them."""
    return written in index.text or index.letters.text.find(written.lower()) >= 0


def _dotted(text: str) -> Iterator[_Name]:
    """阿涅丝·瓦尔达: each part must be there."""
    for match in _PARTS.finditer(text):
        dots = [at.start() for at in _DOT.finditer(text, match.start(), match.end())]
        borders = [match.start() - 1, *dots, match.end()]
        parts: list[Span] = []
        for left, right in pairwise(borders):
            first, last = left < dots[0], right > dots[-1]
            *ended, part = _sounding(text, left + 1, right, first=first, last=last)
            if ended:  # 和 stands between the last part of one name and the first of the next
                yield from _of_parts([*parts, *ended])
                parts = []
            parts.append(part)
        yield from _of_parts(parts)


def _of_parts(parts: Sequence[Span]) -> Iterator[_Name]:
    """The name of some parts, of which those of one character are not asked."""
    asked = [part for part in parts if part.end - part.start > 1]
    if asked:
        yield _Name(Span(asked[0].start, asked[-1].end), asked, has)


def _sounding(text: str, start: int, end: int, *, first: bool, last: bool) -> Iterator[Span]:
    """What of a part belongs to the name: the end of the first, the beginning of the last."""
    if first:
        begin = end
        while begin > start and _sounds(text[begin - 1]):
            begin -= 1
        yield Span(begin, end)
    elif last:
        stop = start
        while stop < end and _sounds(text[stop]):
            stop += 1
        yield Span(start, stop)
    elif joint := _AND.search(text, start, end):
        yield from _sounding(text, start, joint.start(), first=False, last=True)
        yield from _sounding(text, joint.end(), end, first=True, last=False)
    else:
        yield Span(start, end)


def _sounds(char: str) -> bool:
    return char in FOREIGN or char.isascii()


def _titled(text: str) -> Iterator[_Name]:
    for match in _TITLE_MARKS.finditer(text):
        if letters(match[1]).text:
            span = Span(*match.span())
            yield _Name(span, (span,), _has_letters)


def _latin(text: str) -> Iterator[_Name]:
    """Steve Jobs, IBM: words with a space between them are one name."""
    for match in _LATIN.finditer(text):
        words_of_it = (Span(*word.span()) for word in _LATIN_WORD.finditer(text, *match.span()))
        parts = [part for part in words_of_it if _may_be_named(text[part.start : part.end])]
        if parts:
            yield _Name(Span(parts[0].start, parts[-1].end), parts, _has_letters)


def _may_be_named(written: str) -> bool:
    plain = folded(written)
    return len(plain) > 1 and plain not in _LATIN_UNITS


def _has_letters(written: str, index: Index) -> bool:
    return letters(written).text in index.letters.text


def _transliterated(cut: Sequence[Piece]) -> list[Span]:
    """Runs of characters that write sounds: three and more, or two that are rare as cut."""
    weights = chinese_words().weights
    found: list[Span] = []
    run: list[Piece] = []
    for word in [*cut, None]:
        sounds = word is not None and _is_sound(word)
        if word is not None and sounds and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        rare = all(weights.get(piece.text, 0) < _RARE for piece in run)
        if len(run) > 1 and (rare or run[-1].end - run[0].start >= 3):
            found.append(Span(run[0].start, run[-1].end))
        run = [word] if word is not None and sounds else []
    return found


def _is_sound(word: Piece) -> bool:
    """True for characters of foreign names, and for such as are hardly met outside of names."""
    known = len(word.text) != 2 or word.tag in ("f", "s", "r")
    rare = len(word.text) == 1 and chinese_words().weights.get(word.text, 0) < _SELDOM
    return rare or (known and all(map(FOREIGN.__contains__, word.text)))


def _is_name(text: str, word: Piece) -> bool:
    match word.tag:
        case "s" | "f" | "t":
            return True
        case "r":
            return is_person(text, word)
        case "z":
            return len(word.text) > 2 and all(map(FOREIGN.__contains__, word.text[:2]))
    return False


def _has_form(name: str, index: Index) -> bool:
    """True if the article has the name, with or without 省, 市, 公司, or its short form."""
    if has(name, index) or has_countries(name, index):
        return True
    for suffix in _SUFFIXES:
        bare = name.removesuffix(suffix)
        if len(name) > len(bare) >= _LEAST_SHORT and has(bare, index):
            return True
    short = _SHORT_FORMS.get(name)
    return short is not None and has(short, index)


def _compounds(cut: Sequence[Piece]) -> Iterator[_Name]:
    """台湾博物馆协会: an organisation; the article must have each word of its name."""
    for number, word in enumerate(cut):
        if not _IS_ORGANISATION.match(word.text):
            continue
        first = number
        while first > 0 and number - first < 4 and _joins(cut[first - 1], cut[first]):
            first -= 1
        if first == number:
            continue
        sure = _SURE.search(word.text) is not None
        if not sure and not any(_is_place(each) for each in cut[first:number]):
            continue
        named = [each for each in cut[first : number + 1] if not _GENERIC.fullmatch(each.text)]
        parts = [Span(each.start, each.end) for each in named]
        yield _Name(Span(cut[first].start, cut[number].end), parts, has, whole=True)


def _is_place(word: Piece) -> bool:
    return (word.tag == "s" and word.text not in COMMON) or word.text in ("中国", "全国")


def _joins(before: Piece, word: Piece) -> bool:
    """True if a word may go on with the name of an organisation that `before` begins."""
    return before.end == word.start and len(before.text) > 1 and before.text not in _NO_PARTS
