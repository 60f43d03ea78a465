"""XML of wires and feeds -> stories: NITF, NewsML, NewsML-G2, RSS, Atom; no other is read."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from xml.etree.ElementTree import Element

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers import odt
from newsassistant.readers.trees import fact, first, local, named, parse, words_in
from newsassistant.readers.web.fragment import text_of_html
from newsassistant.text.articles.article import clean, text_of
from newsassistant.text.articles.encodings import Decoded, decode
from newsassistant.text.articles.layout import unwrap
from newsassistant.text.articles.reading import Reading, iso_date, name_set, paragraphs_to_text

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_CODECS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-1", "latin1"), "cp1252"),
}
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOSE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]*>")
_BLOCKS = name_set(
    "p hl1 hl2 h1 h2 h3 h4 h5 h6 li dt dd blockquote pre table tr div section article block"
    " q-block bq lead note fn"
)
_LEFT_OUT = name_set(
    "media head style script figure figcaption aside nav footer media-caption media-producer"
    " body.end body.head hedline byline dateline"
)
_MOST_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a file."""

    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    language: str = ""


def read(data: bytes, name: str) -> Reading:
    """The story in a file; of several all, one after the other. Raises UnfitError, InputError."""
    decoded = _decoded(data)
    root = _tree(decoded.text)
    if local(root) == "document" and "opendocument" in str(root.tag):
        return odt.read_flat(root)
    stories = [story for story in _stories(root, name) if story.text or story.title]
    if not stories:
        raise UnfitError("it has no story in it")
    warnings = ["encoding-damaged"] if decoded.damaged else []
    if len(stories) > 1:
        warnings.append("several-stories")
    return _reading(stories, root, decoded.encoding, warnings)


def _reading(stories: list[Story], root: Element, encoding: str, warnings: list[str]) -> Reading:
    one = stories[0]
    text, title = one.text, one.title
    if len(stories) > 1:
        text = "\n\n".join(paragraphs_to_text((story.title, story.text)) for story in stories)
        channel = first(root, "channel")
        title = fact_of_child(channel if channel is not None else root, "title")
    return Reading(
        text=text or one.title,
        title=title if text else "",
        author=one.author if len(stories) == 1 else "",
        date=max((story.date for story in stories), default=""),
        source=_source(stories, root),
        language=next((story.language for story in stories if story.language), ""),
        encoding=encoding,
        warnings=tuple(warnings),
    )


def _source(stories: list[Story], root: Element) -> str:
    channel = first(root, "channel")
    if len(stories) == 1 or channel is None:
        return stories[0].source
    return fact_of_child(channel, "link") or stories[0].source


# --- the file ------------------------------------------------------------------------------------


def _decoded(data: bytes) -> Decoded:
    """The text in the declared encoding if it can be that one, else in the likeliest."""
    declared = _DECLARED.search(data[:400])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode().lower()
        try:
            return Decoded(data.decode(_CODECS.get(name, name)), name, True, 0)
        except (LookupError, ValueError):
            pass
    return decode(data)


def _tree(text: str) -> Element:
    text = _CONTROLS.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    try:
        return parse(text)
    except UnfitError:
        mended = _NAMED.sub(_letter, _LOOSE.sub("&amp;", text))  # what feeds get wrong most
        if mended == text:
            raise
        return parse(mended)


def _letter(match: re.Match[str]) -> str:
    """An entity of HTML as its letter, which XML knows only with a DTD."""
    name = match[1]
    return match[0] if name in _OF_XML else html5.get(f"{name};", f"&amp;{name};")


def _stories(root: Element, name: str) -> Iterator[Story]:
    kind = local(root)
    if kind == "nitf":
        yield _nitf(root)
    elif kind in ("newsItem", "newsMessage", "packageItem"):
        for item in [root] if kind == "newsItem" else named(root, "newsItem"):
            yield _newsml_g2(item)
    elif kind == "NewsML":
        for item in named(root, "NewsItem"):
            yield from _newsml(item)
    elif kind in ("rss", "RDF"):
        for item in named(root, "item"):
            yield _rss(item, root)
    elif kind == "feed":
        for item in named(root, "entry"):
            yield _atom(item, root)
    else:
        raise InputError("file-not-text", path=name)


# --- wires ---------------------------------------------------------------------------------------


def _nitf(root: Element) -> Story:
    headline = first(root, "hedline")
    issued = first(root, "date.issue", "date.release", "story.date")
    date = issued.get("norm", "") if issued is not None else ""
    body = first(root, "body.content")
    paragraphs = [text for text in _paragraphs(body if body is not None else root, 0) if text]
    dateline = words_in(first(root, "dateline"))
    if paragraphs and paragraphs[0].casefold().startswith(dateline.casefold()[:12]):
        dateline = ""
    return Story(
        text=paragraphs_to_text([dateline, *paragraphs]),
        title=(fact(headline, "hl1") if headline is not None else "") or fact(root, "title"),
        author=_byline(first(root, "byline")),
        date=_compact_date(date),
        source=fact(root, "distributor", "copyrite.holder"),
        language=_language(root),
    )


def _newsml_g2(item: Element) -> Story:
    headline = fact(item, "headline")
    author = fact(item, "by", "byline")
    made = fact(item, "contentCreated", "versionCreated", "firstCreated")
    provider = fact(item, "creditline", "copyrightHolder") or _attribute_of(
        item, ("copyrightHolder", "literal"), ("provider", "literal"), ("infoSource", "literal")
    )
    inline = first(item, "inlineXML")
    if inline is not None and (nitf := first(inline, "nitf")) is not None:
        inner = _nitf(nitf)
        return Story(
            text=inner.text,
            title=headline or inner.title,
            author=_author(author) or inner.author,
            date=iso_date(made) or inner.date,
            source=provider or inner.source,
            language=_language(item) or inner.language,
        )
    if inline is not None:
        text = paragraphs_to_text(_paragraphs(inline, 0))
    else:
        data = first(item, "inlineData")
        text = _plain_or_page("".join(data.itertext()) if data is not None else "")
    return Story(text, headline, _author(author), iso_date(made), provider, _language(item))


def _newsml(item: Element) -> Iterator[Story]:
    """The older form; its text is NITF, XHTML or plain."""
    content = first(item, "DataContent")
    if content is None:
        return
    nitf = first(content, "nitf")
    inner = _nitf(nitf) if nitf is not None else Story(_body_of(content))
    yield Story(
        text=inner.text,
        title=fact(item, "HeadLine") or inner.title,
        author=_author(fact(item, "ByLine")) or inner.author,
        date=_compact_date(fact(item, "FirstCreated", "ThisRevisionCreated")) or inner.date,
        source=fact(item, "CreditLine") or _provider(item) or inner.source,
        language=_language(item) or inner.language,
    )


def _provider(item: Element) -> str:
    provider = first(item, "Provider")
    return "" if provider is None else _attribute_of(provider, ("Party", "FormalName"))


def _body_of(content: Element) -> str:
    if len(content):
        return paragraphs_to_text(_paragraphs(content, 0))
    return _plain_or_page(content.text or "")


def _paragraphs(parent: Element, depth: int) -> Iterator[str]:
    """The texts of blocks; what stands loose between them is one too."""
    if depth > _MOST_DEPTH:
        raise UnfitError("it is nested too deeply")
    loose = [parent.text or ""]
    for element in parent:
        name = local(element)
        if name in _LEFT_OUT:
            loose.append(element.tail or "")
            continue
        if name == "br":
            loose.append(" ")
        elif name in _BLOCKS or any(local(inner) in _BLOCKS for inner in element.iter()):
            yield " ".join("".join(loose).split())
            loose = []
            if name == "tr":
                yield " | ".join(filter(None, (words_in(cell) for cell in element)))
            else:
                yield from _paragraphs(element, depth + 1)
        else:
            loose.append("".join(element.itertext()))
        loose.append(element.tail or "")
    yield " ".join("".join(loose).split())


def _byline(element: Element | None) -> str:
    """The name in a byline, without what the person is."""
    if element is None:
        return ""
    person = first(element, "person")
    if person is not None:
        return words_in(person)
    parts = [element.text or ""]
    for child in element:
        parts += ["" if local(child) == "byttl" else "".join(child.itertext()), child.tail or ""]
    return _author(" ".join("".join(parts).split()))


def _attribute_of(root: Element, *names: tuple[str, str]) -> str:
    """An attribute of the first element that has it, by (element, attribute)."""
    for element_name, attribute in names:
        for element in named(root, element_name):
            if value := element.get(attribute, "").strip():
                return value
    return ""


def _author(text: str) -> str:
    return re.sub(r"(?i)^by[:\s]\s*", "", text).strip()


def _language(element: Element) -> str:
    declared = first(element, "language", "Language")
    for holder in (declared, element):
        for key, value in holder.items() if holder is not None else ():
            if key.endswith(("}lang", "tag", "FormalName")) and re.fullmatch(r"[\w-]{2,12}", value):
                return value
    return ""


def _compact_date(text: str) -> str:
    """20240131T101500Z, as NITF has it, in the longer form."""
    match = re.match(
        r"\s*(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?\s*$", text
    )
    if match is None:
        return iso_date(text)
    year, month, day, hour, minute, second, zone = match.groups()
    time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return iso_date(f"{year}-{month}-{day}{time}")


# --- feeds ---------------------------------------------------------------------------------------


def fact_of_child(element: Element, *names: str) -> str:
    """The text of the first child with a name that has any."""
    for name in names:
        for child in element:
            if local(child) == name and (text := words_in(child)):
                return text
    return ""


def _rss(item: Element, root: Element) -> Story:
    written = fact_of_child(item, "pubDate", "date")
    return Story(
        text=_plain_or_page(_longest(item, "encoded", "description", "fulltext")),
        title=_plain_or_page(fact_of_child(item, "title")).replace("\n", " "),
        author=_author(fact_of_child(item, "creator", "author")),
        date=iso_date(written) or _mail_date(written),
        source=fact_of_child(item, "link"),
        language=fact(root, "language"),
    )


def _atom(item: Element, root: Element) -> Story:
    author = first(item, "author")
    link = next((child.get("href", "") for child in item if local(child) == "link"), "")
    content = next((child for child in item if local(child) == "content"), None)
    if content is None:
        content = next((child for child in item if local(child) == "summary"), None)
    return Story(
        text=_body_of(content) if content is not None else "",
        title=_plain_or_page(fact_of_child(item, "title")).replace("\n", " "),
        author=fact(author, "name") if author is not None else "",
        date=iso_date(fact_of_child(item, "published", "updated")),
        source=link,
        language=_language(root),
    )


def _longest(item: Element, *names: str) -> str:
    texts = ["".join(child.itertext()) for child in item if local(child) in names]
    return max(texts, key=len, default="")


def _plain_or_page(text: str) -> str:
    """The words of a text that may be the source of a page, or not."""
    return unwrap(clean(text_of_html(text))) if _TAGS.search(text) else text_of(text)


def _mail_date(written: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(written).isoformat() if written else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
