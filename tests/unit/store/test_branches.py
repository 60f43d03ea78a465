"""Whatever rows name, a conversation comes out: each turn once, each reached by its versions."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsassistant.store.branches import BEGINS, PART, Branches

# An exchange, its question in other words, and the second answer to that.
EDITED = [
    (1, 0, "user"),
    (2, 1, "assistant"),
    (3, 2, "user"),
    (4, 3, "assistant"),
    (5, 2, "user"),
    (6, 5, "assistant"),
    (7, 5, "assistant"),
]


def test_turns_without_a_word_on_what_they_follow_are_one_after_the_other() -> None:
    old = Branches([(n, None, "assistant" if n % 2 == 0 else "user") for n in range(1, 7)])
    assert old.path() == (1, 2, 3, 4, 5, 6)
    assert [old.versions(n) for n in old.path()] == [(n,) for n in old.path()]


def test_an_answer_behind_an_answer_is_its_next_version() -> None:
    """What a process left that was killed while it gave an answer again."""
    old = Branches([(1, None, "user"), (2, None, "assistant"), (3, None, "assistant")])
    assert old.path() == (1, 3)
    assert old.versions(3) == (2, 3)
    assert old.path(2) == (1, 2)


def test_the_newest_is_shown_unless_another_was_chosen() -> None:
    branches = Branches(EDITED)
    assert branches.path() == (1, 2, 5, 7)
    assert branches.path(6) == (1, 2, 5, 6)
    assert branches.path(3) == (1, 2, 3, 4)  # with what went on from there
    assert branches.path(2) == (1, 2, 5, 7)
    assert branches.path(99) == branches.path("x") == branches.path(None)
    assert branches.versions(3) == branches.versions(5) == (3, 5)
    assert branches.versions(7) == (6, 7)
    assert branches.versions(1) == (1,)


def test_the_way_to_a_turn_ends_there() -> None:
    assert Branches(EDITED).path_to(3) == (1, 2, 3)
    assert Branches(EDITED).path_to(99) == ()
    assert Branches(EDITED).before(5) == 2
    assert Branches(EDITED).before(1) == Branches(EDITED).before(99) == BEGINS


def test_nothing_was_said() -> None:
    assert Branches([]).path() == ()
    assert Branches([]).path(3) == ()


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 12), st.text(max_size=2), st.binary(max_size=2)
)
ROLE = st.one_of(st.sampled_from(["user", "assistant", "system"]), ANYTHING)


@given(st.lists(st.tuples(ANYTHING, ROLE), max_size=12), ANYTHING)
def test_no_damage_hides_a_turn_or_ends_in_a_circle(
    rows: list[tuple[object, object]], tip: object
) -> None:
    turns = [(n, named, role) for n, (named, role) in enumerate(rows, start=1)]
    roles = {n: role for n, _, role in turns}
    branches = Branches(turns)
    shown = branches.path(tip)
    assert len(set(shown)) == len(shown)
    for earlier, later in itertools.pairwise(shown):
        assert branches.before(later) == earlier
        assert {roles[earlier], roles[later]} != {"assistant"}
    reached, new = set[int](), set(shown)
    while new:  # as a reader does, with the arrows of the cards
        reached |= new
        versions = {other for n in new for other in branches.versions(n)}
        new = {n for other in versions for n in branches.path(other)} - reached
    assert reached == set(roles)


def test_the_answer_stands_behind_the_parts_it_is_made_of() -> None:
    turns = [(1, 0, "user"), (2, 1, PART), (3, 2, PART), (4, 3, "assistant"), (5, 3, "assistant")]
    branches = Branches([*turns, (6, 1, PART)])

    assert branches.path(5) == (1, 2, 3, 5)
    assert branches.versions(5) == (4, 5)
    assert branches.versions(2) == (2, 6)  # written again
    assert branches.path(6) == (1, 6)
