"""The user's jobs: what can be done with them, and what one must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.text.prompts import library as rules
from newsassistant.text.prompts.library import Flaw, Library, alike, flaws, new_id, tidy
from newsassistant.text.prompts.presets import SHIPPED, Preset

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")
NOTE = Preset("own-00000002", "Write a note.", name="Note")
BULLETS = SHIPPED["three-bullets"]


def ids(library: Library) -> list[str]:
    return [job.id for job in library.jobs]


def test_at_first_there_is_what_came_with_the_program() -> None:
    assert ids(Library()) == list(SHIPPED)
    assert Library().lost() == ()


def test_a_job_is_found_by_id_and_by_name_in_any_case() -> None:
    library = Library().put(BRIEF)
    assert library.get(BRIEF.id) == library.find("brief") == library.find(BRIEF.id) == BRIEF
    assert library.find("Headline") == SHIPPED["headline"]
    assert library.find("nothing") is None
    assert library.get("") is None


def test_a_job_takes_the_place_of_the_one_with_its_id() -> None:
    library = Library((BRIEF, NOTE)).put(replace(BRIEF, length=9))
    assert ids(library) == [BRIEF.id, NOTE.id]
    assert library.jobs[0].length == 9


def test_jobs_go_but_not_the_last_one() -> None:
    library = Library((BRIEF, NOTE)).without(BRIEF.id)
    assert ids(library) == [NOTE.id]
    assert library.without(NOTE.id) == library
    assert library.without("nothing") == library


@pytest.mark.parametrize(
    ("by", "order"), [(1, "213"), (9, "231"), (-1, "123"), (-9, "123"), (0, "123")]
)
def test_a_job_moves_as_far_as_the_list_goes(by: int, order: str) -> None:
    jobs = {n: Preset(n, "x", name=n) for n in "123"}
    moved = Library(tuple(jobs.values())).moved("1", by)
    assert "".join(ids(moved)) == order
    assert Library((BRIEF,)).moved("nothing", 1) == Library((BRIEF,))


def test_restoring_brings_all_back_and_loses_nothing() -> None:
    changed = replace(BULLETS, english="List five facts.")
    library = Library().put(changed).without("headline").put(BRIEF)
    assert set(library.lost()) == {BULLETS, SHIPPED["headline"]}

    restored = library.restored()

    assert restored.lost() == ()
    assert BRIEF in restored.jobs
    (kept,) = (job for job in restored.jobs if job.english == "List five facts.")
    assert (kept.id.startswith("own-"), kept.name) == (True, "three-bullets (2)")
    assert ids(restored).index("three-bullets") == 1


def test_names_that_are_taken_get_a_number_and_stay_short() -> None:
    library = Library((BRIEF, replace(NOTE, name="Brief (2)")))
    assert library.free_name("BRIEF") == "BRIEF (3)"
    assert library.free_name("Headline") == "Headline (2)"
    assert library.free_name("New") == "New"
    longest = "x" * rules.LONGEST_NAME
    assert len(library.put(replace(NOTE, name=longest)).free_name(longest)) == rules.LONGEST_NAME


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"name": ""}, "name-missing"),
        ({"name": "x" * 61}, "name-long"),
        ({"english": ""}, "instruction-missing"),
        ({"chinese": "x" * 2001}, "instruction-long"),
        ({"length": -1}, "length-range"),
        ({"length": 5001}, "length-range"),
        ({"chinese": "{length}"}, "length-wanted"),
        ({"stop": tuple("123456789")}, "stops-many"),
        ({"stop": ("x" * 81,)}, "stop-long"),
        ({"stop": ("",)}, "stop-empty"),
    ],
)
def test_each_flaw_is_found(changes: dict[str, object], flaw: Flaw) -> None:
    assert list(flaws(BRIEF)) == []
    assert list(flaws(replace(BRIEF, **changes))) == [flaw]  # type: ignore[arg-type]


def test_one_of_the_program_needs_no_name() -> None:
    assert [list(flaws(job)) for job in SHIPPED.values()] == [[]] * len(SHIPPED)


def test_what_cannot_be_seen_goes() -> None:
    odd = Preset("own-1", " a\u202e\0b \n", "\u200b", name=" A\n\u202eB ", stop=("x", "x", "\n"))
    assert tidy(odd) == Preset("own-1", "ab", "", name="A B", stop=("x", "\n"))


def test_ids_are_new_and_do_not_make_jobs_differ() -> None:
    assert len({new_id() for _ in range(99)}) == 99
    assert alike(BRIEF, replace(BRIEF, id=NOTE.id))
    assert not alike(BRIEF, NOTE)
