"""Chinese dates, each piece by its value."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.dates_zh import chinese_dates
from newsassistant.evidence.reading.said import Field

Y, M, D = Field.YEAR, Field.MONTH, Field.DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2016年5月3日", [(Y, 2016), (D, 503)]),
        ("二〇一六年五月三日", [(Y, 2016), (D, 503)]),
        ("16、17日", [(D, 16), (D, 17)]),
        ("5月10日至12日", [(D, 510), (D, 12)]),
        ("4月。", [(M, 4)]),
        ("三四月份", [(M, 3), (M, 4)]),
        ("09年初", [(Y, 2009)]),
        ("30年来，100日元", []),
        ("周三、星期天", [(Field.WEEKDAY, 2), (Field.WEEKDAY, 6)]),
        ("上世纪90年代", [(Field.DECADE, 90)]),
        ("二十世纪", [(Field.CENTURY, 20)]),
        ("上午9时30分", [(Field.TIME, 570)]),
        ("下午3点半", [(Field.TIME, 930)]),
        ("13月40日", []),
    ],
)
def test_what_a_date_says(text: str, said: list[tuple[Field, int]]) -> None:
    assert [(each.field, each.value) for each in chinese_dates(text)] == said
