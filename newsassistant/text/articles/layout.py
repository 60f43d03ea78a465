"""Lines of a text that was broken at a fixed width -> its paragraphs.

Lines that stand for themselves stay: lists, verse, tables, transcripts, headings. It judges by what
a line break gave away: whether the next word would have fitted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

LEAST_WIDTH, MOST_WIDTH = 36, 130  # columns of a text that was broken by a program
_SLACK = 6  # columns by which Chinese lines differ: marks may not begin one, or draw a word along
_NEVER_FIRST = "，。、；：！？”’）》」』…%)"
_SENTENCE_ENDS = ".!?。！？…:：;；"
_CLOSERS = "\"'”’)]）」』》»"

_ITEM = re.compile(
    r"(?:[-*+•·‣▪■□●○◆◇▶►✓→>–—]\s|[(（]?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)）]\s"
    r"|\d{1,2}、(?!\d)|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|#{1,6}\s)"
)
_HEADING = re.compile(r"#{1,6}\s")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’()-]*){0,4}:(?:\s|$)|[\u4e00-\u9fff·]{1,10}："
    r"|[\[(]?\d{1,2}:\d{2}(?::\d{2})?\b)"
)
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S.*?(?:\t+| {3,})\S|\||\S\t+\S")
_NUMBER = re.compile(r"[-+(]?[\d.,:%/–-]*\d[\d.,:%)/–-]*$")
DROPPED_HYPHEN = "\0"  # in place of a gap: the hyphen before it only marked a line's end
_HYPHENATED = re.compile(r"([^\W\d_]{2,})-$")
_PARTED = re.compile(r"[^\W\d_]+-[ \t]*\r?\n[ \t]*[^\W\d_]+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHARED = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"))
_GERMAN = re.compile(r"\b(?:und|der|die|das|nicht|ist|ein|eine|mit)\b")
# The second part of an English or Romance word, and no word by itself.
_TAIL = re.compile(
    r"(?:[a-z]{0,4}(?:tion|sion|cial|tial|cian|ment|ness|ence|ance|ised|ized|ising|izing)s?"
    r"|[bcdfghlmnptvz]{1,2}ing|ings?|[a-z]{0,3}(?:ity|ities|edly|ically)|tive|sive|tives"
    r"|tary|tory|ture|tures|ers|ted|ded|ned|ced|cies|ries|nies|lar|nal|nally|tional|ble|bly)$"
)
# The first part of an English compound more often than that of a parted word.
_HEADS = frozenset(
    re.findall(
        r"\w+",
        "self non well long short high low half full part all so ex vice cross double single first"
        " second third two three four five six seven eight nine ten year day month week late early"
        " left right far near hard soft free open large small big old new post pre semi quasi",
    )
)
_SOFT_BREAK = re.compile("\u00ad[ \t]*\r?\n[ \t]*([^ \t\r\n]+)[ \t]*")


def unwrap(text: str) -> str:
    """`text` with paragraphs that were broken at a fixed width joined again.

    Chinese lines are joined without a space. A hyphen at a line's end goes where the whole word is
    one of the text's or the second part is none. Linear time; any thread.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    words = Words(text)
    blocks = [_Block(block, words) for block in _blocks(lines)]
    most = _width_of_all(blocks)
    return "\n".join(line for block in blocks for line in block.paragraphs(most))


def join_soft_hyphens(text: str) -> str:
    """Words that a line break parted at a soft hyphen, whole again; the line ends behind them."""
    return _SOFT_BREAK.sub(r"\1\n", text)


def is_item(line: str) -> bool:
    """True for a line that begins as one of a list."""
    return _ITEM.match(line.lstrip()) is not None


def is_spoken(line: str) -> bool:
    """True for a line that begins with a speaker's name or a time, as in a transcript."""
    return _SPEAKER.match(line.lstrip()) is not None


def ends_sentence(line: str) -> bool:
    """True where the last character but quotes and brackets ends a sentence."""
    return line.rstrip().rstrip(_CLOSERS)[-1:] in tuple(_SENTENCE_ENDS)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines with text, and each empty line by itself."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
            continue
        if block:
            yield block
            block = []
        yield [line]
    if block:
        yield block


def _width_of_all(blocks: list[_Block]) -> int:
    """The width at which the whole text was broken; 0 where that is not plain."""
    sure = [block.most for block in blocks if len(block.lines) > 3 and block.is_wrapped()]
    if sure:
        return max(sure)
    # Paragraphs of two lines, as Chinese ones often are: their first lines are equally long.
    inner = [width for block in blocks for width in block.widths[:-1]]
    most = max(inner, default=0)
    if len(inner) < 2 or not LEAST_WIDTH <= most <= MOST_WIDTH:
        return 0
    close = sum(width + _SLACK >= most for width in inner)
    ends = sum(ends_sentence(line) for block in blocks for line in block.lines[:-1])
    return most if close * 5 >= len(inner) * 4 and ends * 2 < len(inner) else 0


class Words:
    """The words of a text, looked at only when a hyphen asks for them.

    `hyphenated`: a program has parted words at the ends of lines, so that most hyphens there go.
    """

    def __init__(self, text: str, *, hyphenated: bool = False) -> None:
        self._text = text
        self._hyphenated = hyphenated
        self._known: frozenset[str] | None = None
        self._german = False

    def whole(self, start: str, rest: str) -> bool:
        """True when the hyphen between two parts of a word only marks a line's end."""
        if self._known is None:
            text = _PARTED.sub(" ", self._text)
            self._known = frozenset(word.lower() for word in _WORD.findall(text))
            self._german = len(_GERMAN.findall(self._text[:20_000])) >= 3
        start, rest = start.lower(), rest.lower()
        if start + rest in self._known:
            return True
        if f"{start}-{rest}" in self._known:
            return False
        if self._german or _TAIL.match(rest) is not None:
            return True
        if not self._hyphenated or start in _HEADS:
            return False
        return not (start in self._known and rest in self._known)


class _Block:
    """Lines without an empty one between them."""

    def __init__(self, lines: list[str], words: Words) -> None:
        self.lines = lines
        self._words = words
        self._bodies = [line.strip(" \t\u3000") for line in lines]
        self._chinese = _mostly_chinese(lines)
        self._first_item = next(
            (at for at, body in enumerate(self._bodies) if is_item(body)), len(lines)
        )
        self.widths = [_width(body) for body in self._bodies]
        self.most = max(self.widths)
        least = min(_indent(line) for line in lines)
        self._indented = [_indent(line) > least for line in lines]

    def paragraphs(self, most: int) -> list[str]:
        """The lines, joined where they are parts of one paragraph; `most` is the text's width."""
        if len(self.lines) == 1 or not (self.is_wrapped() or self._is_wrapped_at(most)):
            return self.lines
        self.most = max(self.most, most)
        found: list[str] = []
        parts = [self.lines[0].rstrip()]  # of the paragraph that is being joined
        for at in range(1, len(self.lines)):
            if self._continues(at):
                parts[-1] += self._gap_at(at)
                if parts[-1].endswith(DROPPED_HYPHEN):
                    parts[-1] = parts[-1].removesuffix(DROPPED_HYPHEN)[:-1]
                parts.append(self._bodies[at])
            else:
                found.append("".join(parts))
                parts = [self.lines[at].rstrip()]
        return [*found, "".join(parts)]

    def is_wrapped(self) -> bool:
        """True when the lines are as full as a program makes them and sentences run over them."""
        if not LEAST_WIDTH <= self.most <= MOST_WIDTH or self._has_columns():
            return False
        inner = [at for at in range(1, len(self.lines)) if not self._stands_alone(at)]
        if not inner:
            return False
        full = sum(self._is_full(at) or self._hyphen(at) is not None for at in inner)
        open_ends = sum(not ends_sentence(self._bodies[at - 1]) for at in inner)
        if self._chinese:
            return len(inner) >= 2 and full * 4 >= len(inner) * 3 and open_ends * 2 > len(inner)
        runs_on = sum(self._runs_on(at) for at in inner)
        return full * 4 >= len(inner) * 3 and runs_on * 10 >= len(inner) * 3

    def _is_wrapped_at(self, most: int) -> bool:
        """True when the lines fill the width that the rest of the text was broken at."""
        if not most or self.most > most + _SLACK or self._has_columns():
            return False
        return any(self._widths_fill(at, most) for at in range(1, len(self.lines)))

    def _has_columns(self) -> bool:
        return any(map(_COLUMNS.search, self.lines)) or self._has_rows()

    def _has_rows(self) -> bool:
        """Numbers in most places of most lines are a table."""
        rows = 0
        for body in self._bodies:
            cells = body.split()
            numbers = sum(_NUMBER.match(cell) is not None for cell in cells)
            rows += len(cells) >= 3 and numbers * 5 >= len(cells) * 2
        return rows * 2 > len(self._bodies)

    def _stands_alone(self, at: int) -> bool:
        """A new item, speech or indented paragraph begins here, or a short line ended before."""
        body = self._bodies[at]
        if is_spoken(body) or self._indented[at] or _HEADING.match(self._bodies[at - 1]):
            return True
        if is_item(body) and (
            ends_sentence(self._bodies[at - 1]) or not self._is_full(at) or self._first_item < at
        ):
            return True
        return not self._is_full(at) and not self._runs_on(at) and self._hyphen(at) is None

    def _continues(self, at: int) -> bool:
        if self._stands_alone(at):
            return False
        return self._is_full(at) or self._runs_on(at) or self._hyphen(at) is not None

    def _is_full(self, at: int) -> bool:
        """The first word of this line had no room in the one before."""
        return self._widths_fill(at, self.most)

    def _widths_fill(self, at: int, most: int) -> bool:
        body = self._bodies[at]
        if is_wide(body[:1]):
            return self.widths[at - 1] + _SLACK >= most
        return self.widths[at - 1] + 1 + _width(body.split(maxsplit=1)[0]) > most

    def _runs_on(self, at: int) -> bool:
        """The line before ends inside a sentence, and this one begins with a small letter."""
        if self._bodies[at][0] in _NEVER_FIRST:
            return True
        before = self._bodies[at - 1]
        return not ends_sentence(before) and self._bodies[at][:1].islower()

    def _hyphen(self, at: int) -> re.Match[str] | None:
        first = self._bodies[at][:1]
        return _HYPHENATED.search(self._bodies[at - 1]) if first.isalpha() else None

    def _gap_at(self, at: int) -> str:
        return gap_between(self._bodies[at - 1], self._bodies[at], self._words, self._chinese)


def gap_between(before: str, body: str, words: Words, chinese: bool) -> str:
    """What stands between two lines of one paragraph; `DROPPED_HYPHEN` takes one away."""
    hyphen, first = _HYPHENATED.search(before), _FIRST_WORD.match(body)
    if hyphen and first:
        if first.group() in _SHARED:  # two- and three-year terms
            return " "
        small = first.group().islower()
        whole = small and words.whole(hyphen.group(1), first.group())
        return DROPPED_HYPHEN if whole else ""
    after, last = body[0], before[-1]
    if chinese and last.isdigit() and (after.isdigit() or after in ".,%"):
        return ""
    wide = is_wide(last), is_wide(after)
    return "" if all(wide) or (chinese and any(wide)) else " "


def join_lines(lines: list[str], words: Words) -> str:
    """The lines of one paragraph as one; none of them is empty. `words` are those of the text."""
    chinese = _mostly_chinese(lines)
    parts = lines[:1]
    for before, line in pairwise(lines):
        gap = gap_between(before, line, words, chinese)
        if gap == DROPPED_HYPHEN:
            parts[-1] = parts[-1][:-1]
            gap = ""
        parts += [gap, line]
    return "".join(parts)


def is_parted(line: str, following: str) -> bool:
    """True for two lines with a hyphen between them inside of what may be one word."""
    first = _FIRST_WORD.match(following)
    return _HYPHENATED.search(line) is not None and first is not None and first[0][0].islower()


def is_wide(char: str) -> bool:
    """True for a character of two columns, as Chinese ones are, and its punctuation."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _mostly_chinese(lines: list[str]) -> bool:
    wide = sum(is_wide(char) for line in lines for char in line)
    return wide * 3 > sum(map(len, lines))


def _width(text: str) -> int:
    """Columns; a Chinese character takes two."""
    return len(text) if text.isascii() else len(text) + sum(map(is_wide, text))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\u3000"))
