"""The name of a part is known again, and its job says which part it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.prompts.parts import PartName, part_job, part_name
from newsassistant.text.prompts.presets import SHIPPED


@given(st.integers(1, 9), st.integers(1, 999_999), st.integers(1, 999_999))
def test_a_key_is_read_again(level: int, number: int, of: int) -> None:
    name = PartName(level, number, of)
    assert part_name(name.key) == name


@pytest.mark.parametrize("key", [*SHIPPED, "", "own-1:parts/1:3/4", "parts/1", "parts/0:1/2"])
def test_a_job_is_no_part(key: str) -> None:
    assert part_name(key) is None


@given(st.text(max_size=40))
def test_any_key_is_looked_at(key: str) -> None:
    part_name(key)


def test_the_instruction_says_which_part_and_how_long() -> None:
    job = part_job(PartName(1, 3, 14), 90)
    assert "part 3 of 14" in job.instruction("en")
    assert "about 90 words" in job.instruction("en")
    assert "第3部分" in job.instruction("zh")
    assert "90字" in job.instruction("zh")
    assert 0 < job.max_tokens < 400
