"""docs/bench.md: a section a processor, and in it parts that are renewed one at a time.

A section begins with "## " and the processor's title, a part with "### ". Figures of two machines
never stand in one section.
"""

from __future__ import annotations

SECTION, PART = "## ", "### "
HEAD = """# Benchmarks

`make bench` measures on your machine and renews the section of its processor; the others stay. The
ratios count: machines were shared, and absolute figures differ with the hour.
"""


def renewed(page: str, processor: str, part: str) -> str:
    """`page` with `part`, which begins with its title, in the processor's section.

    It takes the place of the part with the same title, or comes last.
    """
    head, sections = _split(page or HEAD, SECTION)
    title = SECTION + processor
    before, parts = _split(sections.get(title, ""), PART)
    name, _, text = part.strip("\n").partition("\n")
    if not name.startswith(PART):
        raise ValueError(f"a part begins with {PART!r}, found {name!r}")
    sections[title] = _joined(before, {**parts, name: text.strip("\n")}).rstrip("\n")
    return _joined(head, sections)


def _split(text: str, mark: str) -> tuple[str, dict[str, str]]:
    """What stands before the first title, and title line -> text."""
    head, *blocks = ("\n" + text).split("\n" + mark)
    pairs = (block.partition("\n") for block in blocks)
    return head.strip("\n"), {mark + name: body.strip("\n") for name, _, body in pairs}


def _joined(head: str, blocks: dict[str, str]) -> str:
    texts = [f"{name}\n\n{text}".strip("\n") for name, text in blocks.items()]
    return "\n\n".join(text for text in [head.strip("\n"), *texts] if text) + "\n"
