"""Answers compared with their article: in words for people, and as JSON for programs."""

from __future__ import annotations

import json

import pytest

from newsassistant.cli.shared.checks import Checks
from newsassistant.cli.shared.console import Console
from newsassistant.text.articles.article import parse

ARTICLE = parse("工厂有400台织机，五月四日关闭。")


def test_the_line_is_in_the_language_of_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    told = Checks(ARTICLE, Console("zh")).tell("- 工厂有**52**台织机。")

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "与文章核对：1 个数字；1 个数字原文未见：52\n"
    assert told["text"] == "工厂有52台织机。"
    assert told["marks"][0]["reason"] == "文章中没有这个数字。"
    assert json.loads(json.dumps(told)) == told


def test_what_is_all_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    checks = Checks(ARTICLE, Console("en"))
    for _ in range(2):
        assert checks.tell("工厂有400台织机。")["marks"] == []

    line = "Checked against the article: 1 number; all are in the article.\n"
    assert capsys.readouterr().err == 2 * line
