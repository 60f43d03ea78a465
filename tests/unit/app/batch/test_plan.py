"""What was asked of a folder is remembered until it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.batch.plan import Plan, forget_plan, load_plan, save_plan


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    plan = Plan(
        tmp_path / "稿件",
        tmp_path / "out",
        ("three-bullets", "headline"),
        ("house", ""),
        "docx",
        recursive=True,
        files=(tmp_path / "稿件" / "a.txt",),
    )
    save_plan(path, plan)

    assert load_plan(path) == plan
    assert plan.places == plan.files
    forget_plan(path)
    assert load_plan(path) is None
    forget_plan(path)


@pytest.mark.parametrize("text", ["", "[]", '{"folder": 5}', '{"folder": "a"}', "{" * 1000])
def test_what_nobody_understands_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text)

    assert load_plan(tmp_path / "plan.json") is None
