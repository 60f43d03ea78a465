"""What changed, in words."""

from __future__ import annotations

from newsassistant.app.checking.changes import LONGEST_REQUEST, change_list, request, summary
from newsassistant.evidence.versions import compare

OLD = "The mayor came. It cost £5m to build. Rain fell on the crowd."
NEW = "The mayor came. It cost £6m to build. Snow came from Paris. Ice came from Kent."


def test_the_summary_counts_sentences_and_figures() -> None:
    told = compare(OLD, NEW, "en")

    assert summary(told, "en") == (
        "2 sentences new, 1 changed, 1 removed; 1 number and 2 names new; 1 number gone."
    )
    assert summary(compare(OLD, OLD, "en"), "en") == "Both versions have the same sentences."


def test_chinese() -> None:
    old, new = "地震造成12人死亡。道路已经封闭。", "地震造成15人死亡。道路已经封闭。"
    told = compare(old, new, "zh")

    assert summary(told, "zh") == "改动 1 句；新出现 1 个数字；不再出现 1 个数字。"
    assert change_list(told, "zh").splitlines()[2:] == [
        "改动：地震造成12人死亡。 → 地震造成15人死亡。",
        "新出现的数字：15",
        "不再出现的数字：12",
    ]
    assert "请用两三句话" in request(told, "zh")


def test_a_request_has_the_changes_and_an_end() -> None:
    asked = request(compare(OLD, NEW, "en"), "en")
    assert asked.startswith("Below is what changed")
    assert "Changed: It cost £5m to build. → It cost £6m to build." in asked

    many = " ".join(f"The river rose by {n} metres near the town of Ashford." for n in range(400))
    asked = request(compare(OLD, many, "en"), "en")
    assert asked.endswith("…")
    assert len(asked) < LONGEST_REQUEST + 400
