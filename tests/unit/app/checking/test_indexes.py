"""One index an article, and only a few of them."""

from __future__ import annotations

from newsassistant.app.checking.indexes import KEPT, Indexes
from newsassistant.text.articles.article import parse


def test_an_article_is_read_once() -> None:
    indexes, article = Indexes(), parse("The mill closed on 4 May with 40 people.")
    assert indexes.of(article) is indexes.of(article)


def test_only_the_latest_are_kept() -> None:
    indexes = Indexes()
    articles = [parse(f"The mill has {number} looms.") for number in range(KEPT + 1)]
    made = [indexes.of(article) for article in articles]
    assert indexes.of(articles[-1]) is made[-1]
    assert indexes.of(articles[0]) is not made[0]


def test_nothing_is_kept_of_what_is_forgotten() -> None:
    indexes, article = Indexes(), parse("The mill has 40 looms.")
    made = indexes.of(article)
    indexes.forget()
    assert indexes.of(article) is not made
