"""Which style answers: chosen, switched off, gone, unfitting, remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.core.settings import Settings
from newsassistant.core.types import ModelInfo
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.styles.choice import BY_JOB, StyleChoice
from newsassistant.text.prompts.presets import BASE, Preset
from tests.gui.example_styles import HOUSE, MODEL, SMALL, SPORT, FakeStyles, ship

STARTER = ModelInfo(
    "starter", "SmolLM2-135M", "int8", 2048, "", 0, family="llama", layers=30, kv_heads=3,
    head_dim=64, fingerprint="b" * 64,
)  # fmt: skip


class Bench:
    """A choice, what it says, and the settings that it writes."""

    def __init__(
        self, theme: Theme, home: Path, *, shipped: Sequence[str] = (), **chosen: object
    ) -> None:
        settings = replace(Settings(language="en"), **chosen)  # type: ignore[arg-type]
        self.preferences = Preferences(settings, home / "s.toml", theme, Translations())
        self.library = FakeStyles(HOUSE, SPORT, SMALL)
        self.choice = StyleChoice(self.preferences, self.library, ship(home / "shipped", *shipped))
        self.said: list[str] = []
        self.warned: list[str] = []
        self.choice.said.connect(self.said.append)
        self.choice.warned.connect(self.warned.append)
        self.choice.refresh()
        self.choice.set_model(MODEL)

    @property
    def settings(self) -> Settings:
        return self.preferences.settings

    def answers(self) -> tuple[str, str]:
        """Who writes headlines, and who answers questions."""
        return self.choice.style_for("headline"), self.choice.style_for("")


@pytest.fixture
def bench(theme: Theme, tmp_path: Path) -> Bench:
    return Bench(theme, tmp_path)


def test_nothing_is_chosen_at_first(bench: Bench) -> None:
    assert bench.answers() == ("", "")
    assert bench.warned == []


def test_a_style_writes_summaries_only_until_it_is_told_otherwise(bench: Bench) -> None:
    bench.choice.choose("house-style")
    assert bench.answers() == ("house-style", "")
    assert "House style writes the summaries" in bench.said[-1]

    bench.choice.use_for("everything")
    assert bench.answers() == ("house-style", "house-style")
    assert "House style answers everything" in bench.said[-1]


def test_the_shortcut_switches_between_the_base_and_the_chosen_style(bench: Bench) -> None:
    bench.choice.choose("sport-desk")
    bench.choice.toggle()
    assert bench.answers() == ("", "")
    assert bench.said[-1] == "The base model answers from now on"
    assert (bench.settings.prefix, bench.settings.prefix_on) == ("sport-desk", False)

    bench.choice.toggle()

    assert bench.answers() == ("sport-desk", "")


def test_the_shortcut_takes_the_first_that_fits_if_none_was_chosen(bench: Bench) -> None:
    bench.library.styles.reverse()
    bench.choice.refresh()

    bench.choice.toggle()

    assert bench.answers()[0] == "sport-desk"


def test_without_a_fitting_style_the_shortcut_says_so(bench: Bench) -> None:
    bench.library.styles = [SMALL]
    bench.choice.refresh()

    bench.choice.toggle()

    assert bench.answers() == ("", "")
    assert bench.said == ["No installed style fits this model."]


def test_those_that_do_not_fit_come_last_with_the_reason(bench: Bench) -> None:
    options = bench.choice.options()

    assert [option.id for option in options] == ["house-style", "sport-desk", "small"]
    assert [bool(option.reason) for option in options] == [False, False, True]
    assert options[-1].reason == (
        "Starter style was made for SmolLM2-135M. Load that model, or choose another style."
    )


def test_one_that_does_not_fit_is_not_taken(bench: Bench) -> None:
    bench.choice.choose("house-style")
    bench.choice.choose("small")

    assert bench.answers()[0] == "house-style"
    assert "SmolLM2-135M" in bench.said[-1]


def test_another_model_puts_the_style_aside_and_the_first_brings_it_back(bench: Bench) -> None:
    bench.choice.choose("house-style")
    bench.choice.set_model(STARTER)
    assert bench.answers() == ("", "")
    assert bench.settings.prefix == "house-style"
    assert "House style was made for ChatGLM3-6B" in bench.warned[-1]
    assert bench.warned[-1].endswith("The base model answers meanwhile.")

    bench.choice.set_model(MODEL)

    assert bench.answers()[0] == "house-style"


def test_other_weights_of_the_same_model_are_named_as_such(bench: Bench) -> None:
    bench.choice.set_model(replace(MODEL, fingerprint="c" * 64))

    reason = bench.choice.reason(HOUSE)

    assert reason.startswith("House style was made for other weights of ChatGLM3-6B.")


def test_a_style_that_is_gone_gives_way_to_the_base_model(bench: Bench) -> None:
    bench.choice.choose("house-style")
    bench.library.remove("house-style")

    bench.choice.refresh()

    assert bench.answers() == ("", "")
    assert bench.settings.prefix == ""
    assert "no longer installed" in bench.warned[-1]


def test_the_choice_of_the_last_start_counts(theme: Theme, tmp_path: Path) -> None:
    bench = Bench(theme, tmp_path, prefix="house-style", prefix_for="everything")

    assert bench.answers() == ("house-style", "house-style")
    assert bench.said == []
    assert bench.warned == []


def test_it_tells_of_every_change(bench: Bench) -> None:
    seen: list[str] = []
    bench.choice.changed.connect(lambda: seen.append(bench.choice.current()))

    bench.choice.choose("house-style")
    bench.choice.toggle()

    assert seen == ["house-style", ""]


def test_names_are_looked_up_by_id(bench: Bench) -> None:
    bench.library.rename("house-style", "The Gazette")
    bench.choice.refresh()

    assert bench.choice.names()["house-style"] == "The Gazette"
    assert "The Gazette" in [info.name for info in bench.choice.styles()]


@pytest.fixture
def built_in(theme: Theme, tmp_path: Path) -> Bench:
    return Bench(theme, tmp_path, shipped=("headline", "150-words"))


def test_each_job_has_the_style_that_came_with_the_program(built_in: Bench) -> None:
    assert built_in.choice.current() == BY_JOB
    assert built_in.answers() == ("built-in-headline", "")
    assert built_in.choice.style_for("150-words") == "built-in-150-words"
    assert built_in.choice.style_for("three-bullets") == ""
    assert built_in.choice.names()["built-in-headline"] == "Built-in"


def test_with_another_model_the_base_answers(built_in: Bench) -> None:
    built_in.choice.set_model(replace(MODEL, fingerprint="c" * 64))

    assert built_in.answers() == ("", "")
    assert built_in.choice.current() == ""


def test_a_house_style_goes_before_those_of_the_program(built_in: Bench) -> None:
    built_in.choice.choose("house-style")
    assert built_in.answers() == ("house-style", "")

    built_in.choice.choose(BY_JOB)

    assert built_in.answers()[0] == "built-in-headline"
    assert built_in.said[-1] == "Each job has its built-in style from now on"


def test_the_shortcut_switches_those_of_the_program_too(built_in: Bench) -> None:
    built_in.choice.toggle()
    assert built_in.answers() == ("", "")

    built_in.choice.toggle()

    assert built_in.choice.current() == BY_JOB


def test_where_a_style_is_gone_it_says_that_those_of_the_program_answer(built_in: Bench) -> None:
    built_in.choice.choose("house-style")
    built_in.library.remove("house-style")

    built_in.choice.refresh()

    assert built_in.warned[-1].endswith("The built-in styles answer meanwhile.")
    assert built_in.answers()[0] == "built-in-headline"


# --- a job's own style ----------------------------------------------------------------------------


def with_job(theme: Theme, home: Path, style: str, **chosen: object) -> Bench:
    """A bench on which the job "x" has that style."""
    bench = Bench(theme, home, **chosen)  # type: ignore[arg-type]
    job = Preset("x", "Write.", name="X", style=style)
    bench.choice._job_for = {"x": job}.get
    return bench


def test_a_job_is_done_in_its_own_style(theme: Theme, tmp_path: Path) -> None:
    bench = with_job(theme, tmp_path, SPORT.id)
    bench.choice.choose(HOUSE.id)
    assert bench.choice.style_for("x") == SPORT.id
    assert bench.answers() == (HOUSE.id, "")
    assert bench.choice.job_note("x") == ""
    bench.choice.choose("")
    assert bench.choice.style_for("x") == SPORT.id


def test_a_job_may_ask_for_the_base_model(theme: Theme, tmp_path: Path) -> None:
    bench = with_job(theme, tmp_path, BASE)
    bench.choice.choose(HOUSE.id)
    assert bench.choice.style_for("x") == ""
    assert bench.choice.job_note("x") == ""


def test_a_jobs_style_that_is_gone_gives_way_in_words(theme: Theme, tmp_path: Path) -> None:
    bench = with_job(theme, tmp_path, "gone")
    assert bench.choice.style_for("x") == ""
    assert bench.choice.job_note("x") == (
        "The style gone of this job is not installed. The base model answers meanwhile."
    )
    bench.choice.choose(HOUSE.id)
    assert bench.choice.style_for("x") == HOUSE.id
    assert bench.choice.job_note("x").endswith("installed. House style answers meanwhile.")
    assert bench.choice.job_note("headline") == bench.choice.job_note("") == ""


def test_a_jobs_style_for_another_model_gives_way_in_words(theme: Theme, tmp_path: Path) -> None:
    bench = with_job(theme, tmp_path, SMALL.id)
    assert bench.choice.style_for("x") == ""
    assert "Starter style was made for SmolLM2-135M" in bench.choice.job_note("x")
    bench.choice.set_model(STARTER)
    assert bench.choice.style_for("x") == SMALL.id
    assert bench.choice.job_note("x") == ""
