"""The page keeps a section a processor, and renews one part of one of them."""

from __future__ import annotations

import pytest

from tests.bench.page import HEAD, renewed

PAGE = """# Benchmarks

What it is.

## Old one, 2 cores

### Speed

| a | b |
|---|---|
| 1 | 2 |

### Window

0.8 s

## New one, 8 cores

Measured twice.

### Speed

7
"""


def test_a_part_takes_the_place_of_the_old_one() -> None:
    page = renewed(PAGE, "Old one, 2 cores", "### Speed\n\nfaster\n")

    old = "| a | b |\n|---|---|\n| 1 | 2 |"
    assert page == PAGE.replace(old, "faster")


def test_other_processors_are_left_alone() -> None:
    page = renewed(PAGE, "New one, 8 cores", "### Speed\n\n8\n")

    assert page == PAGE.replace("### Speed\n\n7", "### Speed\n\n8")


def test_a_new_part_comes_last_in_its_section() -> None:
    page = renewed(PAGE, "Old one, 2 cores", "### Switch\n\n1 ms\n")

    assert page == PAGE.replace("0.8 s\n", "0.8 s\n\n### Switch\n\n1 ms\n")


def test_a_new_processor_gets_a_section_of_its_own() -> None:
    page = renewed(PAGE, "Third, 4 cores", "### Speed\n\n9\n")

    assert page == PAGE + "\n## Third, 4 cores\n\n### Speed\n\n9\n"


def test_a_processor_whose_name_begins_like_another_one_is_another_one() -> None:
    page = renewed(PAGE, "Old one, 2", "### Speed\n\n9\n")

    assert "### Speed\n\n| a | b |" in page
    assert page.endswith("## Old one, 2\n\n### Speed\n\n9\n")


def test_renewing_twice_changes_nothing_more() -> None:
    once = renewed(PAGE, "Third, 4 cores", "### Speed\n\n9\n")

    assert renewed(once, "Third, 4 cores", "### Speed\n\n9\n") == once


def test_an_empty_page_gets_its_head() -> None:
    assert renewed("", "One", "### Speed\n\n1") == f"{HEAD}\n## One\n\n### Speed\n\n1\n"


def test_what_has_no_title_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with"):
        renewed(PAGE, "One", "## Speed\n\n1")
