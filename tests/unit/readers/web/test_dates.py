"""Dates as pages write them."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.dates import first_date, to_iso, with_clock_first


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T09:30:00Z", "2026-03-04T09:30:00Z"),
        ("2026-03-04T09:30:00.123+0800", "2026-03-04T09:30:00+08:00"),
        ("2026-03-04 09:30", "2026-03-04T09:30"),
        ("20260304093015", "2026-03-04T09:30:15"),
        ("2026年3月4日 09:30 来源：西湾日报", "2026-03-04T09:30"),
        ("发布日期：2026/3/4", "2026-03-04"),
        ("4 March 2026", "2026-03-04"),
        ("Wed, 4 Mar 2026 09:30:00 GMT", "2026-03-04T09:30:00Z"),
        ("March 4th, 2026 at 9:30", "2026-03-04T09:30"),
        ("Updated Mar. 4, 2026", "2026-03-04"),
        ("2026-02-30", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("Room 4, Building 2026", ""),
        ("yesterday", ""),
        ("x" * 300 + "2026-03-04", ""),
        ("2026-03-04 99:99", "2026-03-04"),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert to_iso(text) == date


def test_the_first_text_with_a_date_tells() -> None:
    assert first_date(["", "soon", "2026-03-04", "2025-01-01"]) == "2026-03-04"
    assert first_date([]) == ""


def test_lines_with_a_time_come_first() -> None:
    lines = ["on 1 May 2020 he said", "4 March 2026, 09:30", "2 June"]

    assert with_clock_first(lines) == [lines[1], lines[0], lines[2]]
