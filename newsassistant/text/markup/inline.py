"""The marks within a paragraph of Markdown -> words in their faces.

Emphasis as in CommonMark 0.31, but that Chinese letters part marks as spaces do: "**“引语”**是"
is bold there too. A link becomes its words with the address behind them, a picture its words;
HTML stays the text that it is. Time and memory are linear in the length.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from newsassistant.text.articles.hidden import visible
from newsassistant.text.markup.blocks import Span, Spans, joined

LONGEST_ADDRESS = 200  # characters that are shown of one
_LOOK_AHEAD = 1000  # characters in which a link's address and title must end
_MOST_BETWEEN = 40  # parts of a link's words that are compared with its address

_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|<(?P<auto>(?:https?|mailto):[^\s<>]{1,2000})>"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<run>\*+|_+|~+)"
)
_TARGET = re.compile(
    r"""\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"""
    r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_HAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(slots=True)
class _Part:
    """A piece of text, or a run of marks; styles begin before and end behind it."""

    text: str
    code: bool = False
    mark: str = ""  # of a run: its character
    count: int = 0  # of a run: marks not used yet
    length: int = 0  # of a run: marks that were written
    opens: bool = False
    closes: bool = False
    begins: list[str] = field(default_factory=list)  # styles that begin behind it
    ends: list[str] = field(default_factory=list)  # styles that end before it


def spans_of(text: str) -> Spans:
    """The words of a paragraph in their faces."""
    parts = _parts(text)
    _pair(parts)
    return joined(_styled(parts))


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    brackets: list[int] = []  # places in `parts` of what may begin a link
    closing = _ticks(text)
    place = 0
    while (found := _MARK.search(text, place)) is not None:
        if found.start() > place:
            parts.append(_Part(text[place : found.start()]))
        place = found.end()
        kind = found.lastgroup
        if kind == "ticks":
            place = _code(text, found, closing, parts)
        elif kind == "open":
            brackets.append(len(parts))
            parts.append(_Part(found[0]))
        elif kind == "close":
            place = _link(text, place, brackets, parts)
        elif kind == "run":
            parts.append(_run(text, found))
        else:
            parts.append(_Part(_literal(found)))
    parts.append(_Part(text[place:]))
    return parts


def _literal(found: re.Match[str]) -> str:
    if found["escaped"]:
        return found["escaped"]
    if found["auto"]:
        return found["auto"].removeprefix("mailto:")
    return visible(html.unescape(found["entity"]))


def _ticks(text: str) -> dict[int, list[int]]:
    """Length of a run of backticks -> where such runs begin, the last first."""
    places: dict[int, list[int]] = defaultdict(list)
    for run in reversed(list(re.finditer("`+", text))):
        places[len(run[0])].append(run.start())
    return places


def _code(
    text: str, found: re.Match[str], closing: dict[int, list[int]], parts: list[_Part]
) -> int:
    """Add what stands between two runs of backticks; where to go on."""
    ends = closing[len(found[0])]
    while ends and ends[-1] < found.end():
        ends.pop()
    if not ends:
        parts.append(_Part(found[0]))
        return found.end()
    inner = text[found.end() : ends[-1]].replace("\n", " ")
    if inner.strip() and inner[0] == inner[-1] == " ":
        inner = inner[1:-1]
    parts.append(_Part(inner, code=True))
    return ends.pop() + len(found[0])


def _link(text: str, place: int, brackets: list[int], parts: list[_Part]) -> int:
    """Add what a "]" means, which may end a link or a picture; where to go on."""
    target = _TARGET.match(text, place, place + _LOOK_AHEAD) if brackets else None
    if target is None:
        if brackets:
            brackets.pop()
        parts.append(_Part("]"))
        return place
    begin = brackets.pop()
    is_picture = parts[begin].text == "!["
    parts[begin] = _Part("")
    if not is_picture:
        address = _shown(target["pointed"] or target["bare"] or "")
        if address and not _says(parts[begin:], address):
            parts.append(_Part(f" ({address})"))
    return target.end()


def _shown(address: str) -> str:
    line = " ".join(visible(html.unescape(address)).split())
    return line if len(line) <= LONGEST_ADDRESS else line[: LONGEST_ADDRESS - 1] + "…"


def _says(parts: list[_Part], address: str) -> bool:
    """True where a link's own words are its address."""
    if len(parts) > _MOST_BETWEEN:
        return False
    words = "".join(part.text for part in parts)
    bare = re.sub(r"^(mailto:|https?://)", "", address)
    return words in (address, bare, address.rstrip("/"), bare.rstrip("/"))


# --- emphasis ------------------------------------------------------------------------------------


def _run(text: str, found: re.Match[str]) -> _Part:
    """A run of "*", "_" or "~", and whether it may begin or end what is emphasised."""
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    left = not after.isspace() and (not _is_sign(after) or _parts_marks(before))
    right = not before.isspace() and (not _is_sign(before) or _parts_marks(after))
    mark, count = found[0][0], len(found[0])
    opens, closes = left, right
    if mark == "_":
        opens, closes = left and (not right or _is_sign(before)), right
        closes = right and (not left or _is_sign(after))
    if mark == "~" and count != 2:
        opens = closes = False
    return _Part(found[0], mark=mark, count=count, length=count, opens=opens, closes=closes)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _parts_marks(char: str) -> bool:
    return char.isspace() or _is_sign(char) or _HAN.match(char) is not None


def _pair(parts: list[_Part]) -> None:
    """Find for each run that closes the nearest that opens, as CommonMark does."""
    stack: list[int] = []
    bottom: dict[tuple[str, bool, int], int] = {}  # below these nothing fits
    for place, part in enumerate(parts):
        if not part.mark:
            continue
        if part.closes:
            _close(parts, place, stack, bottom)
        if part.opens and part.count:
            stack.append(place)


def _close(
    parts: list[_Part],
    place: int,
    stack: list[int],
    bottom: dict[tuple[str, bool, int], int],
) -> None:
    closer = parts[place]
    while closer.count:
        key = (closer.mark, closer.opens, closer.length % 3)
        floor = bottom.get(key, -1)
        level = len(stack) - 1
        while level >= 0 and stack[level] > floor and not _fits(parts[stack[level]], closer):
            level -= 1
        if level < 0 or stack[level] <= floor:
            bottom[key] = place - 1
            return
        opener = parts[stack[level]]
        del stack[level + 1 :]  # what was opened in between is not closed any more
        used = 2 if min(opener.count, closer.count) >= 2 else 1
        style = "struck" if closer.mark == "~" else ("strong" if used == 2 else "emphasis")
        opener.count -= used
        closer.count -= used
        opener.begins.append(style)
        closer.ends.append(style)
        if not opener.count:
            stack.pop()


def _fits(opener: _Part, closer: _Part) -> bool:
    if opener.mark != closer.mark:
        return False
    both = opener.closes or closer.opens
    uneven = (opener.length + closer.length) % 3 == 0
    return not (both and uneven and (opener.length % 3 or closer.length % 3))


def _styled(parts: list[_Part]) -> list[Span]:
    counts: dict[str, int] = defaultdict(int)
    spans = []
    for part in parts:
        for style in part.ends:
            counts[style] -= 1
        text = part.mark * part.count if part.mark else part.text
        spans.append(
            Span(
                text,
                counts["strong"] > 0,
                counts["emphasis"] > 0,
                part.code,
                counts["struck"] > 0,
            )
        )
        for style in part.begins:
            counts[style] += 1
    return spans
