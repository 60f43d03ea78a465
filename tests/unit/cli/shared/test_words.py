"""The terminal's words are complete in both languages, and the locale chooses."""

from __future__ import annotations

import locale
import string

import pytest

from newsassistant.cli.shared.words import WORDS, gigabytes, language_of_locale, say


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_use_the_same_parameters(key: str) -> None:
    assert set(WORDS[key]) == {"en", "zh"}
    assert fields(WORDS[key]["en"]) == fields(WORDS[key]["zh"])


def test_parameters_are_filled_in() -> None:
    assert say("fitted", "zh", used=1, all=2) == "文章共 2 个字符，模型只放得下并使用开头 1 个。"
    assert say("evaluate-done", "zh", path="x") == "摘要和评分在 x。"


def test_sizes_are_told_in_fitting_units() -> None:
    assert gigabytes(6_640_000_000) == "6.6 GB"
    assert gigabytes(49_000_000) == "49.0 MB"


@pytest.mark.parametrize(
    ("lc_all", "lang", "language"),
    [
        ("", "zh_CN.UTF-8", "zh"),
        ("", "zh_TW", "zh"),
        ("zh_CN", "en_US.UTF-8", "zh"),
        ("C.UTF-8", "zh_CN.UTF-8", "en"),
        ("", "C", "en"),
        ("", "de_DE", "en"),
    ],
)
def test_the_locale_chooses(
    monkeypatch: pytest.MonkeyPatch, lc_all: str, lang: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", lc_all)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", lang)

    assert language_of_locale() == language


@pytest.mark.parametrize(("name", "language"), [("Chinese (Simplified)_China", "zh"), (None, "en")])
def test_without_variables_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, name: str | None, language: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "936"))

    assert language_of_locale() == language
