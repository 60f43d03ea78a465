"""The main job through the eyes of a screen reader: the real window, its AT-SPI tree, and Tab."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from tests.end2end import accessibility
from tests.end2end.accessibility import (
    CHECKABLE,
    CHECKED,
    EDITABLE,
    ENABLED,
    FOCUSABLE,
    READ_ONLY,
    READY,
    SENSITIVE,
    Node,
    Reader,
)
from tests.end2end.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 30.0
TAB, ESCAPE = 0xFF09, 0xFF1B
ARTICLE = (
    "Government puts £1.2bn into offshore wind\n\n"
    "Britain's government said on Tuesday it would invest 1.2 billion pounds in new offshore wind "
    "projects over the next three years, as it seeks to cut household energy bills.\n"
)
PRESSED = {"push button", "toggle button", "check box", "radio button", "menu item", "button menu"}
CHOSEN = {"check box", "radio button", "toggle button"}
CONTROLS = PRESSED | {"combo box", "text", "list", "list item", "progress bar", "dialog", "frame"}
NO_KIND = {"invalid", "unknown", ""}
DIALOGS = {
    "settings_dialog": ("settings_button",),
    "models_dialog": ("models_button",),
    "compare_dialog": ("compare_button",),
    "styles_dialog": ("compare_button", "compare_styles_button"),
}
MAIN_STOPS = (
    "history_list", "article_edit", "summarize_button", "copy_button", "question_edit",
    "model_combo",
)  # fmt: skip

pytestmark = pytest.mark.skipif(bool(accessibility.missing()), reason=accessibility.missing())

Start = Callable[[str], Reader]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Opens the window in a language, on a screen and a bus of its own."""
    picture = tmp_path / "screen"
    picture.mkdir()
    screen = Screen(picture)
    paths = Paths.under(tmp_path / "home").ensure()
    ended: list[Callable[[], None]] = []
    with accessibility.session_bus(screen.display) as environment:

        def begin(language: str) -> Reader:
            Settings(language=language, scheme="light").save(paths.settings_file)
            process = subprocess.Popen(
                [sys.executable, "-m", "newsassistant", "gui"],
                cwd=ROOT,
                env={
                    **environment,
                    "QT_QPA_PLATFORM": "xcb",
                    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                    "NEWSASSISTANT_FAKE_ENGINE": "1",
                    "NEWSASSISTANT_HOME": str(tmp_path / "home"),
                },
            )
            ended.append(lambda: end(process))
            reader = Reader(environment, lambda: process.poll() is None)
            ended.insert(0, reader.close)
            return reader

        yield begin
        for call in ended:
            call()
    screen.close()


def end(process: subprocess.Popen[bytes]) -> None:
    """End the window as a session does."""
    process.terminate()
    try:
        process.wait(LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def faults(node: Node) -> Iterator[str]:
    """What a screen reader could not say of a thing, or a keyboard not do with it."""
    what = f"{node.role} {node.name!r} ({node.id})"
    if node.role in NO_KIND:
        yield f"{what} has no role"
    if node.role not in CONTROLS and FOCUSABLE not in node.states:
        return
    # A combo box is called by its choice here; what it is for says its label or description.
    purpose = node.label or node.description if node.role == "combo box" else node.name
    if not purpose.strip():
        yield f"{what} has no name"
    usable = {ENABLED, SENSITIVE} <= node.states
    if node.role in PRESSED and usable and "Action" not in node.interfaces:
        yield f"{what} cannot be pressed"
    if node.role in PRESSED - {"menu item"} and FOCUSABLE not in node.states:
        yield f"{what} cannot have the focus"
    if node.role in CHOSEN and CHECKABLE not in node.states:
        yield f"{what} does not say whether it is chosen"
    if node.role == "text" and not node.states & {EDITABLE, READ_ONLY}:
        yield f"{what} does not say whether it can be edited"
    if node.role == "progress bar" and "Value" not in node.interfaces:
        yield f"{what} has no value"


def all_faults(nodes: list[Node]) -> list[str]:
    """Those of everything that is shown."""
    return [fault for node in nodes for fault in faults(node)]


def summarise(reader: Reader, language: str) -> None:
    """The main job: an article, Summarise, and the announcement of the end."""
    reader.named("article_edit").write(ARTICLE)
    reader.named("summarize_button").press()
    assert reader.heard(READY[language]), "the finished answer was not announced"


def place(nodes: list[Node], wanted: Callable[[Node], bool]) -> int:
    """The place in the reading order of the first that is wanted."""
    return next(index for index, node in enumerate(nodes) if wanted(node))


def is_answer(node: Node) -> bool:
    """Whether it is the text of the scripted answer."""
    return node.role == "text" and node.id == "TextView" and "government will" in node.text()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_main_job_and_its_dialogs(start: Start, language: str) -> None:
    reader = start(language)
    summarise(reader, language)
    nodes = reader.nodes()
    chosen = [node for node in nodes if node.role == "radio button"]
    order = [
        place(nodes, lambda node: node.id == "article_edit"),
        place(nodes, lambda node: node.id == "summarize_button"),
        place(nodes, is_answer),
        place(nodes, lambda node: node.id == "copy_button"),
        place(nodes, lambda node: node.id == "question_edit"),
    ]

    assert order == sorted(order), "article, answer, question box"
    assert [CHECKED in node.states for node in chosen] == [False, True, False, False]
    found = {"main_window": all_faults(nodes)}
    for name, way in DIALOGS.items():
        for step in way:
            reader.named(step).press()
        found[name] = all_faults(list(reader.named(name).walk()))
        reader.focused_in(name)
        reader.key(ESCAPE)
        reader.gone(name)

    assert found == {name: [] for name in ("main_window", *DIALOGS)}


def test_tab_goes_as_it_is_read(start: Start) -> None:
    reader = start("en")
    summarise(reader, "en")
    reader.click(reader.named("article_edit"))
    stops: list[Node] = []
    while (stop := reader.step(TAB)).place not in {before.place for before in stops}:
        stops.append(stop)
    read = [node.place for node in reader.nodes()]
    places = [read.index(stop.place) for stop in stops]
    top = places.index(min(places))
    seen = [stop.id for stop in stops[top:] + stops[:top]]

    assert len(stops) > len(MAIN_STOPS)
    assert [name for name in seen if name in MAIN_STOPS] == list(MAIN_STOPS)
    assert places[top:] + places[:top] == sorted(places), seen
