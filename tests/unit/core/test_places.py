"""Ids and labels of models at other hosts are never those of models here."""

from __future__ import annotations

import pytest

from newsassistant.core import places

ADDRESS = "https://desk.example.org:8443/v1"


@pytest.mark.parametrize("name", ["qwen2.5:7b", "THUDM/chatglm3-6b", "a b", "a\\b", "..", "模型/"])
def test_an_id_goes_through_a_path(name: str) -> None:
    model_id = places.remote_id(ADDRESS, name)

    assert places.is_remote(model_id)
    assert places.id_in(places.path_of(model_id)) == model_id
    assert places.split_id(model_id) == (ADDRESS, name)
    assert places.place_of(model_id) == "desk.example.org:8443"


def test_what_is_here_has_no_place() -> None:
    assert not places.is_remote("starter")
    assert places.place_of("starter") == places.HERE
    assert places.split_id("starter") == ("", "")


def test_a_label_tells_the_place() -> None:
    label = places.label("Qwen · 7B", places.told_place("desk.example.org:8443"))

    assert places.place_in(label) == "desk.example.org:8443"
    assert places.name_in(label) == "Qwen · 7B"
    for here in ("", "Starter · int8", "a@b · int4", "@x", "name"):
        assert places.place_in(here) == places.HERE
        assert places.name_in(here) == here
