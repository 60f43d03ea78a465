"""Who wrote an article and where it comes from, in the lines around its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3}"
_BY = re.compile(
    rf"[Bb][Yy]:?\s+({_NAME}(?:(?:,\s|\s(?:and|&)\s){_NAME}){{0,3}})(?:$|[,|·•–—\n]|\s)"
)
_DATE = re.compile(r"\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?$")
_AUTHOR = re.compile(
    r"(?:作者|记者|記者|撰文|采写)\s?[:：/／]?\s?"
    r"([\u4e00-\u9fff·]{2,4}(?:[\s、，,][\u4e00-\u9fff·]{2,4}){0,3})(?![\u4e00-\u9fff：:])"
)
_OUTLET = re.compile(
    r"(?:来源|來源|出处|出處|稿源)\s?[于於]?\s?[:：]\s?([^\s|丨:：()（）]{2,20}?)"
    r"(?=$|[\s|丨()（）]|作者|责任|编辑|責任|編輯)"
)


def author_in(lines: Iterable[str]) -> str:
    """The first name that a line gives as the author's; "" where none does."""
    for line in lines:
        if found := _BY.match(line) or _AUTHOR.search(line):
            return _DATE.sub("", found[1])
    return ""


def outlet_in(lines: Iterable[str]) -> str:
    """The outlet that a Chinese page names as its source; "" where it names none."""
    found = (match[1] for line in lines if (match := _OUTLET.search(line)))
    return next(found, "")
