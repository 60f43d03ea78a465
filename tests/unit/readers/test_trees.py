"""XML within bounds."""

from __future__ import annotations

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.readers.trees import MOST_DEPTH, fact, first, local, named, parse, words_in

LAUGHS = """<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>"""


@pytest.mark.parametrize(
    "source",
    [
        LAUGHS,
        LAUGHS.encode("utf-16"),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>',
        "<a>" * (MOST_DEPTH + 1) + "</a>" * (MOST_DEPTH + 1),
        "<a><b></a>",
        "<a>&unknown;</a>",
        "",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        b"\xff\xfe\x00",
    ],
)
def test_attacks_and_damage_are_refused(source: str | bytes) -> None:
    with pytest.raises(UnfitError):
        parse(source)


def test_a_dtd_is_named_and_not_loaded() -> None:
    root = parse(
        '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf.dtd"><nitf>a&nbsp;b&eacute;</nitf>'
    )

    assert words_in(root) == "a bé"


def test_a_texts_declaration_of_its_encoding_counts_for_nothing() -> None:
    assert parse('<?xml version="1.0" encoding="gb2312"?><a>é</a>').text == "é"


def test_looking_for_elements_goes_by_their_local_names() -> None:
    root = parse('<a xmlns="x"><b/><c><b> one  two </b></c></a>')

    assert [local(each) for each in named(root, "b", "c")] == ["b", "c", "b"]
    assert fact(root, "none", "b") == "one two"
    assert first(root, "none") is None
    assert words_in(None) == ""
