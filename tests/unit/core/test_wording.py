"""The words of every error: both languages say the same, plainly, and no code in use lacks them."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsassistant
from newsassistant.core import errors, wording
from newsassistant.core.wording import ERRORS
from tests.hostile import VALUES

PACKAGE = Path(newsassistant.__file__).parent
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
PARTS = ("what", "do")


def fields(sentences: tuple[str, ...]) -> set[str]:
    found = (name for text in sentences for _, name, _, _ in string.Formatter().parse(text))
    return {name for name in found if name is not None}


def raised_in_the_package() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, parameters) of every error that is made with a literal code."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in KINDS and node.args and isinstance(node.args[0], ast.Constant):
                given = {str(keyword.arg) for keyword in node.keywords}
                yield f"{file.name}:{node.lineno}", str(node.args[0].value), given


@pytest.mark.parametrize("code", ERRORS)
def test_both_languages_are_there_and_use_the_same_parameters(code: str) -> None:
    entry = ERRORS[code]
    assert set(entry) == {"en", "zh"}
    assert fields(entry["en"]) == fields(entry["zh"])
    assert all(name.isidentifier() for name in fields(entry["en"]))


@pytest.mark.parametrize("code", ERRORS)
def test_every_sentence_is_whole(code: str) -> None:
    for language, end in (("en", "."), ("zh", "。")):
        for sentence in ERRORS[code][language]:
            assert sentence.endswith(end)
            assert sentence == sentence.strip()
    assert any("\u4e00" <= char <= "\u9fff" for char in "".join(ERRORS[code]["zh"]))


@pytest.mark.parametrize("code", ERRORS)
def test_the_tone_is_plain(code: str) -> None:
    text = "".join(sum(ERRORS[code].values(), ()))
    loud = ["!", "！", "magic", "AI", "oops", "Oops", "orry", "please", "smart", "智能", "神奇"]
    assert [word for word in loud if word in text] == []


def test_rendering_fills_in_expected_and_actual() -> None:
    text = wording.render("store-too-new", "what", "en", {"actual": 3, "expected": 2})
    assert text == "The history is of version 3; this program knows up to 2."


def test_a_parameter_is_data_not_a_format() -> None:
    text = wording.render("file-not-found", "what", "zh", {"path": "{0}{path!r}%s"})
    assert "{0}{path!r}%s" in text


@pytest.mark.parametrize(("code", "params"), [("no-such-code", {}), ("file-not-found", {})])
def test_a_missing_code_or_parameter_is_a_bug(code: str, params: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        wording.render(code, "what", "en", params)


def test_every_error_in_the_code_has_words_and_all_their_parameters() -> None:
    raised = list(raised_in_the_package())
    assert len(raised) > 5
    for place, code, given in raised:
        assert code in ERRORS, place
        needed = fields(ERRORS[code]["en"])
        assert "None" in given or needed <= given, place  # None: passed on as **params


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("value", [*VALUES, Path("\x1b[2J/tmp\u202e"), b"\x1b", ValueError("\n")])
def test_what_fills_a_sentence_can_harm_no_terminal(language: str, value: object) -> None:
    names = ("path", "field", "actual", "expected")
    for part in PARTS:
        sentence = wording.render("input-invalid", part, language, dict.fromkeys(names, value))
        assert sentence.isprintable()
        assert len(sentence) < 2500
        sentence.encode()
