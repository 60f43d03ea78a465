"""What is copied from a page keeps its paragraphs and loses its styling."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.fragment import read, text_in


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p style='color:red'><b>One</b> two</p><p>Three</p>", "One two\n\nThree"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<ul><li>a<li><p>b</p><p>c</p></ul>d", "• a\n• b\nc\n\nd"),
        (
            "<table><tr><td>Town<td>Votes<tr><td>Westmere<td>512</table>",
            "Town | Votes\nWestmere | 512",
        ),
        ("<span>only words</span>", "only words"),
        ("<html><body>before<!--StartFragment--><p>in</p><!--EndFragment-->behind", "in"),
        ("<style>p{}</style><script>x()</script><p>a &amp; b</p>", "a & b"),
        ("<p>seen</p><p style='display:none'>not</p><img src='http://a.example/x.png'>", "seen"),
        ("<nav><p>Who copies a menu wants it.</p></nav>", "Who copies a menu wants it."),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("", ""),
    ],
)
def test_pieces(html: str, text: str) -> None:
    assert read(html).text == text


def test_a_heading_on_top_is_the_title() -> None:
    reading = read("<h1>Pier to <i>grow</i></h1><p>The council agreed.</p><h2>Cost</h2><p>5m</p>")

    assert (reading.title, reading.text) == ("Pier to grow", "The council agreed.\n\nCost\n\n5m")


def test_a_heading_alone_is_the_text() -> None:
    assert read("<h1>Pier to grow</h1>").text == "Pier to grow"


def test_texts_with_and_without_tags() -> None:
    assert text_in("<p>One</p><p>Two</p>") == text_in("One\r\n\r\nTwo\r\n") == "One\n\nTwo"
