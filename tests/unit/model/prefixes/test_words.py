"""Names of prefix checkpoints as lists show them."""

from __future__ import annotations

import pytest

from newsassistant.model.prefixes.words import base_name, plain


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("THUDM/chatglm2-6b", "THUDM/chatglm2-6b"),
        ("chatglm2-6b", "chatglm2-6b"),
        ("/data/models/chatglm2-6b/", "chatglm2-6b"),
        (r"D:\models\chatglm2-6b", "chatglm2-6b"),
        ("./chatglm2-6b", "./chatglm2-6b"),
        ("", ""),
        (None, ""),
        (7, ""),
        ("a\x1b[31m\nb", "a[31mb"),
    ],
)
def test_a_base_is_named_without_the_folders_of_a_disk(value: object, name: str) -> None:
    assert base_name(value) == name


def test_text_for_lists_is_one_short_line() -> None:
    assert plain(" Bulle\ttins\r\n\x07 ") == "Bulletins"
    assert len(plain("x" * 5000)) == 200
    assert plain("新闻摘要") == "新闻摘要"
