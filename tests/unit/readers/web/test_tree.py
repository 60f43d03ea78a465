"""Elements are nested as a browser nests them, as far as it matters for the text."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.tree import MOST_DEPTH, Element, Text, build


def shown(element: Element) -> str:
    """A tree as text: tag(children); words in a link are between brackets."""
    parts = [
        (f"[{child.value}]" if child.linked else child.value)
        if isinstance(child, Text)
        else f"{child.tag}({shown(child)})"
        for child in element.children
    ]
    return "".join(parts)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("<p>a<p>b", "p(a)p(b)"),
        ("<p>a<div>b</div>c", "p(a)div(b)c"),
        ("<p>a<span>b<p>c", "p(aspan(b))p(c)"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a)li(bul(li(c)))li(d))"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))"),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a)td(b))tr(td(c)))d"),
        ("<table><tr><td><table><tr><td>a</table>b", "table(tr(td(table(tr(td(a)))b)))"),
        ("<p>a<table><tr><td><p>b</table>", "p(a)table(tr(td(p(b))))"),
        ("<div>a</p>b</div>", "div(ab)"),
        ("<div><span>a</div>b</span>c", "div(span(a))bc"),
        ("<b><p>a</b>b</p>c", "b(p(ab)c)"),
        ("<h1>a<h2>b</h2>", "h1(a)h2(b)"),
        ("<head><title>t</title><body>a", "head(title(t))body(a)"),
        ("a<br/>b</br>c<img src=x>d", "abr()bbr()cimg()d"),
        ("<td></div>a</td>", "td(a)"),
        ("<option>a<option>b", "option(a)option(b)"),
    ],
)
def test_nesting(source: str, tree: str) -> None:
    assert shown(build(source)) == tree


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("<a href=x>a</a>b", "a([a])b"),
        ("<a name=x>a</a>b", "a(a)b"),
        ("<a href=x><p>a</p></a>b", "a(p([a]))b"),
        ("<div><a href=x>a</div>b", "div(a([a]))b"),
        ("<a href=x>a<a href=y>b</a>c", "a([a]a([b])c)"),
    ],
)
def test_a_link_ends_where_it_is_closed(source: str, tree: str) -> None:
    assert shown(build(source)) == tree


def test_attributes() -> None:
    element = build("<p CLASS='a b' id=c data-x=\"1 > 0\" hidden class=later>x").children[0]

    assert isinstance(element, Element)
    assert element.attributes() == {"class": "a b", "id": "c", "data-x": "1 > 0", "hidden": ""}


def test_a_script_keeps_its_content_and_has_no_text() -> None:
    root = build("<script type=a>if (a < b) '<p>'</script><p>x")

    assert [element.raw for element in root.all() if element.tag == "script"] == [
        "if (a < b) '<p>'"
    ]
    assert root.text() == "x"


def test_the_depth_is_bounded_and_nothing_is_lost() -> None:
    deep = MOST_DEPTH * 3
    root = build("<div>" * deep + "in" + "</div>" * deep + "<p>out</p>")

    depths = [sum(1 for _ in element.ancestors()) for element in root.all()]
    assert max(depths) <= MOST_DEPTH + 2
    assert root.text().replace(" ", "") == "inout"
    assert root.children[-1].tag == "p"  # type: ignore[union-attr]
