"""XML of wires and feeds."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.wire import read
from newsassistant.text.articles.reading import Reading
from tests.unit.readers.made import office

NITF = """<nitf xml:lang="en"><head><title>Slug</title><docdata>
<date.issue norm="20240506T070809Z"/></docdata></head><body><body.head><hedline>
<hl1>Bridge to close</hl1></hedline><byline>By ANN ROE<byttl>City writer</byttl></byline>
<distributor><org>Example Press</org></distributor><dateline>SPRINGFIELD</dateline></body.head>
<body.content><p>The council <em>vot</em>ed on&#160;Tuesday.</p><hl2>Why</hl2>
<media><media-caption>A photo</media-caption></media><ul><li>Rust</li><li>Age</li></ul>
</body.content><body.end><tagline>-30-</tagline></body.end></body></nitf>"""
G2 = "http://iptc.org/std/nar/2006-10-01/"


def xml(text: str, encoding: str = "utf-8") -> Reading:
    return read(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(), "a.xml")


def test_nitf() -> None:
    found = xml(NITF)

    assert found.text == "SPRINGFIELD\n\nThe council voted on Tuesday.\n\nWhy\n\nRust\n\nAge"
    assert (found.title, found.author, found.source) == (
        "Bridge to close",
        "ANN ROE",
        "Example Press",
    )
    assert (found.date, found.language) == ("2024-05-06T07:08:09Z", "en")


@pytest.mark.parametrize(
    "content",
    [
        f"<inlineXML>{NITF}</inlineXML>",
        '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        "<body><p>The council voted on Tuesday.</p></body></html></inlineXML>",
        "<inlineData>&lt;p&gt;The council voted on Tuesday.&lt;/p&gt;</inlineData>",
    ],
)
def test_newsml_g2(content: str) -> None:
    found = xml(
        f'<newsMessage xmlns="{G2}"><itemSet><newsItem xml:lang="de"><rightsInfo>'
        f'<copyrightHolder literal="EP"/></rightsInfo><contentMeta><headline>Bridge</headline>'
        f"<by>Ann Roe</by><contentCreated>2024-05-06T07:08:09+01:00</contentCreated></contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem></itemSet></newsMessage>"
    )

    assert "The council voted on Tuesday." in found.text
    assert (found.title, found.author, found.source, found.language) == (
        "Bridge",
        "Ann Roe",
        "EP",
        "de",
    )
    assert found.date == "2024-05-06T07:08:09+01:00"


def test_the_older_newsml() -> None:
    found = xml(
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Bridge</HeadLine></NewsLines>"
        '<Provider><Party FormalName="EP"/></Provider><Language FormalName="fr"/><ContentItem>'
        "<DataContent><p>Le pont.</p><p>Fin.</p></DataContent></ContentItem></NewsComponent>"
        "</NewsItem></NewsML>"
    )

    assert (found.title, found.text, found.source, found.language) == (
        "Bridge",
        "Le pont.\n\nFin.",
        "EP",
        "fr",
    )


def test_a_feed_with_one_story_is_that_story() -> None:
    found = xml(
        "<rss><channel><title>News</title><language>en-gb</language><item><title>A &amp; B</title>"
        "<link>http://example.org/1</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description></item></channel></rss>"
    )

    assert (found.title, found.text, found.source) == (
        "A & B",
        "One.\n\nTwo.",
        "http://example.org/1",
    )
    assert (found.date, found.language, found.warnings) == (
        "2024-03-05T10:00:00+00:00",
        "en-gb",
        (),
    )


def test_of_several_stories_all_are_read_and_that_is_said() -> None:
    found = xml(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
        "<entry><title>A</title><summary>One.</summary></entry>"
        '<entry><title>B</title><content type="html">&lt;p&gt;Two.&lt;/p&gt;</content></entry>'
        "</feed>"
    )

    assert (found.title, found.text) == ("News", "A\n\nOne.\n\nB\n\nTwo.")
    assert found.warnings == ("several-stories",)


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "no-such"])
def test_the_encoding_is_that_of_the_bytes(declared: str) -> None:
    text = "桥梁将于五月关闭，维修工程预计持续两年，市议会周二表决通过。镕基"
    data = (
        f'<?xml version="1.0" encoding="{declared}"?><rss><item><title>{text}</title></item></rss>'
    )

    assert read(data.encode("gb18030"), "a.xml").text == text


def test_a_loose_ampersand_is_what_it_looks_like() -> None:
    assert xml("<rss><item><title>A & B &nbsp; C</title></item></rss>").text == "A & B C"


def test_an_opendocument_file_in_one_piece() -> None:
    assert xml(office("<text:p>Text.</text:p>")).text == "Text."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<other><p>x</p></other>", InputError),
        ("<rss><channel/></rss>", UnfitError),
        ("<rss>", UnfitError),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', UnfitError),
    ],
)
def test_other_xml_is_refused(text: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        xml(text)
