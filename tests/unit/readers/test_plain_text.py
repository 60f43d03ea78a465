"""Text files and Markdown."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.plain_text import read

TEXT = "Bridge to close\n\nThe council voted on Tuesday.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding(encoding: str) -> None:
    found = read(
        "桥梁将于五月关闭\r\n\r\n市议会周二表决通过，维修工程预计持续两年。".encode(encoding),
        "a.txt",
    )

    assert found.title == "桥梁将于五月关闭"
    assert found.text.endswith("两年。")
    assert found.warnings == ()


def test_doubt_and_damage_are_told() -> None:
    damaged = read(
        "市议会周二表决通过，维修工程".encode() + b"\xff\xff" + "预计持续两年。".encode(), "a.txt"
    )

    assert damaged.warnings == ("encoding-damaged",)
    assert read("été".encode(), "a.txt", encoding="windows-1252").text == "Ã©tÃ©"


def test_no_text_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read(b"\0\1\2" * 50, "a.txt")

    assert caught.value.code == "file-not-text"


def test_front_matter_of_markdown() -> None:
    head = '---\ntitle: "Bridge to close"\nauthor: Ann Roe\ndate: 2024-05-06\ntags: [a]\n---\n'
    found = read((head + "\nThe council voted on *Tuesday*.").encode(), "a.md")

    assert (found.title, found.author, found.date) == ("Bridge to close", "Ann Roe", "2024-05-06")
    assert found.text == "The council voted on *Tuesday*."
    assert read(head.encode(), "a.txt").author == ""


@pytest.mark.parametrize(
    "heading", ["# Bridge to close", "# Bridge to close #", "Bridge to close\n==="]
)
def test_the_first_heading_of_markdown_is_its_title(heading: str) -> None:
    found = read(f"{heading}\n\nThe council voted.\n\n## Why\n\n- Rust\n- Age\n".encode(), "a.md")

    assert found.title == "Bridge to close"
    assert found.text == "The council voted.\n\n## Why\n\n- Rust\n- Age"
