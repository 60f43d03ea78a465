"""Chinese text cut into words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.words.segment import pieces


def test_the_likeliest_cut() -> None:
    assert [(piece.text, piece.tag) for piece in pieces("他在北京工作")] == [
        ("他", "."),
        ("在", "."),
        ("北京", "s"),
        ("工作", "."),
    ]


@settings(deadline=None)
@given(st.text("北京大学他在的abc。 䶮", max_size=60))
def test_pieces_are_the_chinese_text_without_gaps(text: str) -> None:
    found = list(pieces(text))

    assert "".join(piece.text for piece in found) == "".join(
        char for char in text if "\u4e00" <= char <= "\u9fff"
    )
    assert all(text[piece.start : piece.end] == piece.text for piece in found)


def test_a_long_run_is_cut_in_bounded_pieces() -> None:
    assert sum(len(piece.text) for piece in pieces("北京" * 5000)) == 10_000
