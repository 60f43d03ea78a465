"""Answers of a command against their article: a line on stderr, and what `--json` tells."""

from __future__ import annotations

import argparse
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsassistant.cli.shared.console import Console
    from newsassistant.core.types import Article
    from newsassistant.evidence.index import Index


def add_check_option(parser: argparse.ArgumentParser) -> None:
    """Whether answers are checked."""
    parser.add_argument(
        "--no-checks", action="store_true", help="do not compare the answer with the article"
    )


class Checks:
    """Of all answers about one article, which is read at the first of them."""

    def __init__(self, article: Article, console: Console) -> None:
        self._article = article
        self._console = console

    @cached_property
    def _index(self) -> Index:
        from newsassistant.evidence.index import Index

        return Index.of(self._article.text, self._article.language)

    def tell(self, answer: str) -> dict[str, Any]:
        """Say on one line what was compared and what is missing; all of it as JSON's values.

        `answer` is in Markdown; the places of the marks are in its `text` without signs.
        """
        from newsassistant.app.checking.examined import examine_answer
        from newsassistant.app.checking.record import record
        from newsassistant.app.checking.words import listed, told

        language = self._console.language
        prose, examined = examine_answer(self._index, answer)
        words = listed(examined)
        self._console.say(
            "checked-missing" if words else "checked", told=told(examined, language), listed=words
        )
        return {"text": prose, **record(examined, language)}
