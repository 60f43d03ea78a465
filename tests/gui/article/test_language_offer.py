"""What is said above Summarise when the model does not read the article's language."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article, ModelInfo
from newsassistant.gui.article.language_offer import LanguageOffer
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse

STARTER = ModelInfo("starter", "SmolLM2-135M-Instruct", "int8", 8192, family="starter")
LLAMA = ModelInfo("llama", "TinyLlama-1.1B", "int8", 2048, family="llama")
GLM = ModelInfo("glm", "ChatGLM3-6B", "int8", 8192, family="chatglm3")
UNKNOWN = ModelInfo("other", "Other", "int8", 8192)


def english() -> Article:
    return parse("Port strike enters its second week, and dock workers voted on Monday.")


def chinese() -> Article:
    return parse("央行周二宣布下调存款准备金率，以支持实体经济发展。")


@pytest.fixture
def offer(theme: Theme, parent: QWidget) -> LanguageOffer:
    return LanguageOffer(theme, parent)


def test_a_chinese_article_for_the_starter_is_told_before_it_is_asked(offer: LanguageOffer) -> None:
    offer.set_model(STARTER)
    offer.set_article(english())
    assert offer.text() == ""

    offer.set_article(chinese())
    assert offer.text() == "The starter model reads English only, and this article is in Chinese."
    assert offer.button.text() == "Get a better model…"
    offer.set_article(None)

    assert offer.text() == ""


def test_the_model_is_named_where_it_is_not_the_starter(offer: LanguageOffer) -> None:
    offer.set_article(chinese())
    assert offer.text() == ""

    offer.set_model(LLAMA)
    assert offer.text() == "TinyLlama-1.1B reads English only, and this article is in Chinese."
    assert offer.button.text() == "Models…"


@pytest.mark.parametrize("model", [GLM, UNKNOWN], ids=["reads-it", "nobody-knows"])
def test_nothing_is_said_of_a_model_that_may_read_it(
    offer: LanguageOffer, model: ModelInfo
) -> None:
    offer.set_article(chinese())
    offer.set_model(STARTER)
    offer.set_model(model)
    assert offer.isHidden()
