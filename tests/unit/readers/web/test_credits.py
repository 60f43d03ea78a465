"""Authors and outlets in the lines around a headline."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.credits import author_in, outlet_in


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Tom Hale", "Tom Hale"),
        ("By Tom Hale and Ann Roe, Westmere", "Tom Hale and Ann Roe"),
        ("By Erin Cunningham March 18", "Erin Cunningham"),
        ("By accident, a village vanished", ""),
        ("2026年3月4日 作者：林小海", "林小海"),
        ("记者 林小海 周远", "林小海 周远"),
        ("西湾日报记者林小海", "林小海"),
        ("记者从有关部门获悉", ""),
        ("Standby Generators Ltd", ""),
    ],
)
def test_authors(line: str, name: str) -> None:
    assert author_in(["Home", line]) == name


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("2026年3月4日 来源：西湾日报 作者：林小海", "西湾日报"),
        ("来源： 西湾网", "西湾网"),
        ("（稿源：西湾日报）", "西湾日报"),
        ("水的来源很多", ""),
    ],
)
def test_outlets(line: str, outlet: str) -> None:
    assert outlet_in(["首页", line]) == outlet
