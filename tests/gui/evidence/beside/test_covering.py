"""Sentences of the article that are in the answers, and which sentences of them."""

from __future__ import annotations

import pytest

from newsassistant.app.checking.examined import Examined, examine
from newsassistant.app.checking.moved import Moved
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Source, Sourced
from newsassistant.gui.evidence.beside.covering import Covering, sure_sources
from tests.gui.evidence.mills import MILL

ONE = "It employed 1,187 people."
OTHER = "The mill employed 1,187 people, said its owner. The site costs £3.5 million."


@pytest.fixture(scope="module")
def examined() -> dict[int, Examined]:
    index = Index.of(MILL, "en")
    return {3: examine(index, ONE), 7: examine(index, OTHER)}


def test_a_sentence_knows_the_sentences_of_all_answers(examined: dict[int, Examined]) -> None:
    covering = Covering(examined, Moved(MILL, MILL))
    covered = covering.at(MILL.index("1,187"))
    assert covered is not None
    assert MILL[slice(*covered.span)].startswith("It employed 1,187")
    assert {n: [text_of(n, span) for span in spans] for n, spans in covered.answers.items()} == {
        3: [ONE],
        7: ["The mill employed 1,187 people, said its owner."],
    }
    assert covering.spans() == sorted(covering.spans())


def text_of(number: int, span: tuple[int, int]) -> str:
    return {3: ONE, 7: OTHER}[number][slice(*span)]


def test_what_is_in_no_answer_is_not_covered(examined: dict[int, Examined]) -> None:
    covering = Covering(examined, Moved(MILL, MILL))
    assert covering.at(MILL.index("The union asked") + 3) is None
    assert covering.at(len(MILL)) is None
    assert Covering(examined, None).sentences == []
    assert Covering({}, Moved(MILL, MILL)).at(0) is None


def test_an_edit_moves_what_is_covered(examined: dict[int, Examined]) -> None:
    new = "New: " + MILL
    covering = Covering(examined, Moved(MILL, new))
    covered = covering.at(new.index("1,187"))
    assert covered is not None
    assert new[slice(*covered.span)].startswith("It employed 1,187")


@pytest.mark.parametrize(
    ("scores", "sure"),
    [((), 0), ((0.1,), 0), ((0.1, 0.1), 0), ((0.6,), 1), ((0.6, 0.05), 1), ((0.6, 0.3), 2)],
)
def test_only_sources_that_are_sure_count(scores: tuple[float, ...], sure: int) -> None:
    sources = tuple(Source(10 * n, 10 * n + 9, score) for n, score in enumerate(scores))
    assert len(sure_sources(Sourced(0, 5, sources))) == sure
