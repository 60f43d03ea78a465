"""What a page says of itself: meta tags and JSON-LD, and the headline that follows from them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsassistant.core.outside import UnfitError, decode_json
from newsassistant.readers.web.blocks import Block
from newsassistant.readers.web.tree import Element

_MOST_JSON = 2_000_000  # characters
_MOST_DEPTH = 12
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Page|Review|Recipe)$")
_NAMES = ("property", "name", "itemprop", "http-equiv")
_TITLES = ("og:title", "twitter:title", "headline", "dc.title")
_AUTHORS = ("author", "article:author", "byl", "byline", "dc.creator", "parsely-author")
_DATES = (
    *("article:published_time", "datepublished", "parsely-pub-date", "publishdate", "pubdate"),
    *("date", "dc.date", "dc.date.issued", "sailthru.date", "og:published_time", "publish-date"),
    *("article.published", "ptime", "og:release_date", "cxenseparse:recs:publishtime"),
)
_SITES = ("og:site_name", "application-name")
_PARTS = re.compile(
    r"\s*[_|｜»«·•]+\s*|\s+[-–—:]+\s+|\s*(?:--|——|::)+\s*|[-–—](?=[^-–—]{1,30}$)|\s+"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>]{1,2000})", re.IGNORECASE)
_OWN = "canonical"
_CONTROLS = re.compile(r"[\0-\x1f]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")
_BYLINE = re.compile(r"(?i)^(?:by|von|par|作者|记者|文)\s*[:：/]?\s+")
_LONGEST_NAME, _LONGEST_TITLE = 120, 1000  # characters


@dataclass(slots=True)
class Facts:
    """What was found, in the page's own words; "" and empty for what it does not say.

    `body` is the article's text as JSON-LD has it; `paid` says that not everybody may read all.
    """

    meta: dict[str, str] = field(default_factory=dict)
    headlines: list[str] = field(default_factory=list)
    document_title: str = ""
    first_headings: list[str] = field(default_factory=list)
    author: str = ""
    dates: list[str] = field(default_factory=list)
    address: str = ""
    site: str = ""
    language: str = ""
    body: str = ""
    paid: bool = False


def facts_of(root: Element, source: str) -> Facts:
    """The facts in a page's tree; any thread."""
    facts = Facts()
    links: list[dict[str, str]] = []
    times: list[str] = []
    authors: list[str] = []
    for element in root.all():
        match element.tag:
            case "meta":
                _take_meta(element, facts)
            case "title" if not facts.document_title:
                facts.document_title = element.text()
            case "h1" if len(facts.first_headings) < 20:
                facts.first_headings.append(element.text()[:_LONGEST_TITLE])
            case "html" if not facts.language:
                facts.language = element.attributes().get("lang", "")
            case "link":
                links.append(element.attributes())
            case "time" if len(times) < 20:
                times.append(element.attributes().get("datetime", ""))
            case "script" if "ld+json" in element.written.lower():
                _take_json(element.raw, facts)
            case "a" | "span" | "div" | "p" if len(authors) < 20 and _is_author(element):
                authors.append(element.text())
    meta = facts.meta
    named = [*(meta.get(name, "") for name in _AUTHORS), *authors]
    facts.author = facts.author or next(filter(None, map(_person, named)), "")
    dates = (*(meta.get(name, "") for name in _DATES), *facts.dates, *times)
    facts.dates = [written for written in dates if written]
    facts.site = next((meta[name] for name in _SITES if meta.get(name)), "")
    facts.language = facts.language or meta.get("content-language", "") or meta.get("og:locale", "")
    facts.address = _address(links, meta, source)
    return facts


def title_of(facts: Facts, blocks: Sequence[Block]) -> str:
    """The headline of the page's article, "" where nothing names it.

    What the page says to those who link to it goes first; what is read in the page completes it
    where it was cut off, and tells the headline in the title of the window from the site's name.
    """
    window = facts.document_title[:_LONGEST_TITLE]
    heading = next((text for text in facts.first_headings if text and _begins(window, text)), "")
    said = next((text for name in _TITLES if (text := facts.meta.get(name, ""))), "")
    said = said or next(iter(facts.headlines), "")
    if said:
        longer = heading and heading != said and heading.startswith(said)
        agreed = heading in facts.headlines and _begins(said, heading)
        return heading if longer or agreed else said
    if heading:
        return heading
    return _without_site(window, {block.text for block in blocks}) or next(
        filter(None, facts.first_headings), ""
    )


def _begins(whole: str, part: str) -> bool:
    return bool(part) and "".join(whole.split()).startswith("".join(part.split()))


def _without_site(window: str, texts: set[str]) -> str:
    """The longest beginning of a window's title that stands in the page; else its first part."""
    ends = [match.start() for match in _PARTS.finditer(window)]
    for end in [len(window), *reversed(ends)]:
        if end > 3 and window[:end].strip() in texts:
            return window[:end].strip()
    parts = re.split(r"\s*(?:[_|｜»]|--|——|::)\s*|\s+[-–—]\s+", window)
    return parts[0] if len(parts[0]) > 3 else window


def _take_meta(element: Element, facts: Facts) -> None:
    attributes = element.attributes()
    name = next((attributes[key] for key in _NAMES if key in attributes), "")
    content = " ".join(html.unescape(attributes.get("content", "")).split())
    if name and content:
        facts.meta.setdefault(name.lower(), content)


def _is_author(element: Element) -> bool:
    written = element.written.lower()
    return "author" in written and ('rel="author"' in written or 'itemprop="author"' in written)


def _person(name: str) -> str:
    """A person's name, "" for an address and what is too long for one."""
    name = _BYLINE.sub("", " ".join(name.split()))
    return "" if _ADDRESS.match(name) or len(name) > _LONGEST_NAME or "@" in name else name


def _address(links: Sequence[dict[str, str]], meta: dict[str, str], source: str) -> str:
    canonical = [link.get("href", "") for link in links if link.get("rel", "").lower() == _OWN]
    saved = [match[1] for match in _SAVED_FROM.finditer(source[:5000])]
    for address in (*canonical, meta.get("og:url", ""), *saved):
        if match := _ADDRESS.fullmatch(html.unescape(address).strip()):
            return match[0]
    return ""


def _take_json(text: str, facts: Facts) -> None:
    """Headline, author, date and text of the articles in a piece of JSON-LD."""
    if len(text) > _MOST_JSON:
        return
    try:
        value = decode_json(_inside(text), where="JSON-LD", any_size=True)
    except UnfitError:
        return
    for found in _objects(value):
        kinds = found.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
            continue
        if headline := _line(found.get("headline")):
            facts.headlines.append(headline)
        facts.author = facts.author or _person(", ".join(_names(found.get("author"))))
        facts.dates.append(_line(found.get("datePublished")))
        facts.paid |= found.get("isAccessibleForFree") in (False, "False", "false")
        body = found.get("articleBody")
        if isinstance(body, str) and len(body) > len(facts.body):
            facts.body = html.unescape(body)
    del facts.headlines[20:], facts.dates[40:]


def _inside(text: str) -> str:
    """A script's content without the comment that some pages put around it."""
    text = _CONTROLS.sub(" ", text).strip()  # line ends in the middle of a text are common
    for before, behind in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/")):
        text = text.removeprefix(before).removesuffix(behind).strip()
    return text.rstrip(";")


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _objects(inner, depth + 1)


def _names(value: Any) -> list[str]:
    """Of an author as JSON-LD has them: a name, a person, or a list of either."""
    if isinstance(value, list):
        return [name for one in value[:20] for name in _names(one) if not isinstance(one, list)]
    name = _line(value.get("name") if isinstance(value, dict) else value)
    return [name] if name and _person(name) else []


def _line(value: Any) -> str:
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
