"""Documents to write: one with everything in it, one of a single paragraph, and hostile ones."""

from __future__ import annotations

from dataclasses import replace

from newsassistant.text.markup.anchors import Anchor, anchored, prose_of
from newsassistant.text.markup.blocks import Paragraph, Span, plain_blocks
from newsassistant.text.markup.markdown import parse
from newsassistant.writers.document import Document, Fact, Group, Note, Section
from tests.hostile import TEXTS

ANSWER = """## What it says

The plan costs **£1.2bn** over *three* years; see [the plan](https://example.org/plan).
A second line with `code | x`.

- one
- two
  - two a

  more of two
1. first
2. second

> A quote.

| Year | Sum |
|---|---|
| 2026 | 400 |

```
x = "<b>"
```

政府宣布投资**“12亿英镑”**。
"""
HOSTILE = (
    *TEXTS,
    "]]>",
    "-->",
    "</td></tr></table><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "&lt;script&gt;&#60;script&#62;",
    "[x](javascript:alert(1)) ![y](https://example.org/pixel.png)",
    "<https://example.org>",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "---\nAIGC: {}\n---",
    "# - 1. > + * _ ` | ~~~ ```",
    "مرحبا بالعالم",
    "👩‍🌾 字 🎉",
    "\t\v\f\x85\u2028\u2029\ufeff\ufffe\uffff",
    "a\r\nb\rc",
)


def facts(*pairs: tuple[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(name, name.capitalize(), value) for name, value in pairs)


def document(answer: str = ANSWER) -> Document:
    """An answer with labels, an article and a sheet."""
    return Document(
        title="Government puts £1.2bn into wind",
        language="en",
        created_at=1_770_000_000.0,
        program="News Assistant 9",
        sections=(
            Section("Answer", parse(answer), "SmolLM2 · int8"),
            Section("Article", plain_blocks("Headline\n\nFirst line\nsecond line")),
        ),
        author="Ann Lee",
        notice="本内容由人工智能生成合成",
        label="AI-assisted, edited by Ann Lee",
        sheet_heading="Provenance",
        sheet=(
            Group("article", "Article", facts(("sha256", "ab" * 32), ("source", "Reuters"))),
            Group("answer", "Answer", facts(("model", "SmolLM2 · int8"), ("text", "a\nb"))),
        ),
        mark={"Label": "1", "ContentProducer": "Desk", "ProduceID": "7"},
        record={"title": "t", "turns": [{"text": answer}]},
    )


def noted(answer: str, *words: str) -> Document:
    """An answer with a note on each of these words."""
    blocks = parse(answer)
    prose = prose_of(blocks)
    places = [(prose.index(each), prose.index(each) + len(each)) for each in words]
    anchors = [Anchor(number, *place) for number, place in enumerate(places, 1)]
    notes = [Note(number, each, f"No {each}.") for number, each in enumerate(words, 1)]
    sections = (
        Section("Answer", anchored(blocks, anchors), notes=tuple(notes)),
        Section("Article", plain_blocks("Headline")),
    )
    return replace(document(), sections=sections)


def small(text: str, title: str = "T") -> Document:
    """One paragraph and nothing else."""
    return Document(title, "en", 1_770_000_000.0, "P", (Section("", plain_blocks(text)),))


def hostile(text: str) -> Document:
    """`text` in every place that takes one."""
    return Document(
        title=text,
        language="zh",
        created_at=1_770_000_000.0,
        program=text,
        sections=(
            Section(text, parse(text), text),
            Section("", plain_blocks(text)),
            Section(
                "",
                (Paragraph((Span(text or "x", opens=(1,), closes=(1,)),)),),
                notes=(Note(1, text, text),),
            ),
        ),
        author=text,
        notice=text,
        label=text,
        sheet_heading=text,
        sheet=(Group("article", text, (Fact("title", text, text),)),),
        mark={"Label": text},
        record={"title": text},
    )
