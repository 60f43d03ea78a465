"""What was read from a file: its text and what the file says of it; and the same as JSON."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from newsassistant.core.outside import Fields, UnfitError
from newsassistant.core.plain import plain
from newsassistant.text.articles.article import clean, language_of

MOST_TEXT = 8 << 20
"""Characters; nothing that is called an article has more."""
LONGEST_FACT = 500
MOST_WARNINGS = 20

_DATE = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(?:[A-Z][a-z]+day,? )?(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"(?:[A-Z][a-z]+day,? )?([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_PROGRAMS = re.compile(
    r"python-docx|openpyxl|apache poi|pandoc|microsoft(?: office)?(?: user)?|unknown|user|owner"
    r"|admin(?:istrator)?|author|\(?anonymous\)?|\(?unspecified\)?|windows user",
    re.IGNORECASE,
)
_NO_TITLES = re.compile(
    r"untitled(?:[ -]?\d*)|(?:document|dokument|文档) ?\d*|word document|powerpoint .*|title"
    r"|new document|\(anonymous\)|microsoft word(?: - .*)?|slide \d+|无标题|未命名.*|标题"
    r"|.*\.(?:docx?|pdf|rtf|odt|indd|pages|qxd|txt|tmp)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and the facts that came with it; "" for what the file does not say.

    `text` has an empty line between paragraphs; it does not begin with `title` unless the format
    knows no titles. `date` is an ISO 8601 date or date-time, `source` an address or an outlet,
    `language` as declared, `encoding` that of a text file, `warnings` codes of `READING_WARNINGS`.
    """

    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    language: str = ""
    encoding: str = ""
    warnings: tuple[str, ...] = ()


def tidy(reading: Reading) -> Reading:
    """The same with a clean text, and facts that are one harmless line each; any thread."""
    facts = {
        name: plain(clean(getattr(reading, name)).replace("\n", " "), longest=LONGEST_FACT)
        for name in ("title", "author", "source", "language", "encoding")
    }
    warnings = tuple(dict.fromkeys(reading.warnings))[:MOST_WARNINGS]
    text = clean(reading.text[:MOST_TEXT])
    return dataclasses.replace(
        reading, text=text, date=iso_date(reading.date), warnings=warnings, **facts
    )


def name_set(text: str) -> frozenset[str]:
    """The names in a text with spaces between them."""
    return frozenset(re.findall(r"\S+", text))


def paragraphs_to_text(paragraphs: Iterable[str]) -> str:
    """Those that are not blank, with an empty line between."""
    return "\n\n".join(stripped for each in paragraphs if (stripped := each.strip()))


def iso_date(text: str) -> str:
    """The date, and the time if it has one, at the beginning of an ISO text; "" where none is."""
    match = _DATE.match(text)
    if match is None or not ("01" <= match[2] <= "12" and "01" <= match[3] <= "31"):
        return ""
    date, time, zone = "-".join(match.group(1, 2, 3)), match[4], match[5] or ""
    return f"{date}T{time}{zone}" if time else date


def date_of(text: str) -> str:
    """The date that a text is (2024-05-06, 6 May 2024, 2024年5月6日) in ISO's form; or ""."""
    text = text.strip()
    if _DATE.fullmatch(text):
        return iso_date(text)
    if match := re.fullmatch(r"(\d{4})\s*[年/.]\s*(\d{1,2})\s*[月/.]\s*(\d{1,2})\s*日?", text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, name, year = match.groups()
        month = month_of(name)
    elif match := _MONTH_FIRST.fullmatch(text):
        name, day, year = match.groups()
        month = month_of(name)
    else:
        return ""
    return iso_date(f"{year}-{month:0>2}-{day:0>2}")


def month_of(name: str) -> str:
    """The number of an English month, by its first three letters; "0" where it is none."""
    return str(1 + _MONTHS.index(name[:3].lower())) if name[:3].lower() in _MONTHS else "0"


def person(name: str) -> str:
    """An author's name, "" for what programs write in its place."""
    name = " ".join(name.split())
    return "" if _PROGRAMS.fullmatch(name) else name


def document_title(title: str) -> str:
    """A title from a file's properties, "" for what programs write in its place."""
    title = " ".join(title.split())
    return "" if _NO_TITLES.fullmatch(title) else title


def body_of(reading: Reading) -> str:
    """The text without the headline, which some formats have on top of it."""
    if not reading.title or not reading.text.startswith(f"{reading.title}\n"):
        return reading.text
    return reading.text.removeprefix(reading.title).lstrip("\n")


def spoken_language(reading: Reading) -> str:
    """ "zh" where the text is Chinese, else what is declared, as "de"; "en" where nothing is."""
    found = language_of(reading.text)
    declared = re.split("[-_]", reading.language.lower())[0]
    known = 2 <= len(declared) <= 3 and declared.isalpha() and declared not in ("zh", "und")
    return declared if found == "en" and known else found


def to_facts(reading: Reading) -> dict[str, Any]:
    """The reading as a JSON object."""
    return {**dataclasses.asdict(reading), "warnings": list(reading.warnings)}


def from_facts(values: object) -> Reading:
    """The reading in a JSON object that a child wrote; raises UnfitError."""
    found = Fields(values, where="the reading")
    texts = {
        field.name: found.text(field.name, longest=LONGEST_FACT, default="")
        for field in fields(Reading)
        if field.name not in ("text", "warnings")
    }
    warnings = found.texts("warnings", most=MOST_WARNINGS)
    if not isinstance(found.text("text", longest=MOST_TEXT), str):
        raise UnfitError("the reading has no text")
    return Reading(text=found.text("text", longest=MOST_TEXT), warnings=warnings, **texts)
