"""Pictures of a folder being summarised: `python -m tests.end2end.folder_scenes FOLDER`.

The starter writes; NEWSASSISTANT_MODELS names a folder with one that was made before. Needs a
screen, Xvfb will do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from newsassistant.app.listener import ChatState
from newsassistant.gui.folder.desk import FolderDesk
from tests.end2end.screenshots import SETTLE_MS, Photographer, Step, main

PLACES = (
    *("Oldport", "Riverton", "Ashford", "Milbrook", "Carden"),
    *("Westfield", "Hallow", "Norwick", "Penhill"),
)
HEADLINES = ("The port of {0} opens in May", "{0} votes on a new bridge", "Trains run to {0} again")
SENTENCE = (
    "The mayor of {0}, Ann Lee, said on Tuesday that {1} million pounds had been set aside for the "
    "work, and that {2} companies had made an offer."
)
TOO_LONG = "The committee met again and heard seven witnesses about the harbour. " * 3000


def write_wire(folder: Path) -> Path:
    """Nine stories, an empty file, a PDF without text, one that is too long, and what is none."""
    (folder / "inside").mkdir(parents=True)
    for number, place in enumerate(PLACES):
        headline = HEADLINES[number % len(HEADLINES)].format(place)
        body = " ".join(SENTENCE.format(place, 12 + number, each) for each in (3, 4, 5))
        (folder / f"{number + 1:02} {place}.txt").write_text(f"{headline}\n\n{body}\n", "utf-8")
    (folder / "empty.txt").write_text("\n", "utf-8")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n")
    (folder / "the whole report.txt").write_text(f"A long report\n\n{TOO_LONG}", "utf-8")
    (folder / ".hidden").write_text("x", "utf-8")
    return folder


class FolderPhotographer(Photographer):
    """Runs the steps of a scenario in the event loop and grabs the page between them."""

    def _looks(self, name: str, desk: FolderDesk) -> Iterator[Step]:
        """The page in both languages, light and dark."""
        preferences, dialog = self._program.preferences, desk.dialog
        for language, scheme in (("zh", "light"), ("zh", "dark"), ("en", "dark"), ("en", "light")):
            preferences.set(replace(preferences.settings, language=language, scheme=scheme))
            yield SETTLE_MS
            self._save_of(dialog, f"folder-{name}-{language}-{scheme}")

    def _save_of(self, widget: object, name: str) -> None:
        path = self._folder / f"{name}.png"
        if not widget.grab().save(str(path)):  # type: ignore[attr-defined]
            raise OSError(f"cannot write {path}")
        print(path)

    def _scenario(self, parts: object) -> Iterator[Step]:
        program = self._program
        yield lambda: program.service.state is ChatState.IDLE
        program.pages.show_folder()
        desk = program.pages.folder
        assert desk is not None
        page = desk.dialog.run
        yield SETTLE_MS
        self._save_of(desk.dialog, "folder-empty")
        wire = write_wire(program.paths.data / "Night wire")
        desk.set_folder(wire)
        yield lambda: desk.dialog.start_button.isEnabled()
        yield from self._looks("chosen", desk)
        desk.dialog.start_button.click()
        yield lambda: page.count().made > 0
        page.buttons["stop"].click()
        yield lambda: not desk.is_running()
        yield from self._looks("stopped", desk)
        page.buttons["resume"].click()
        yield lambda: page.count().made > 0 or not desk.is_running()
        desk.dialog.accept()
        window = program.window
        window.article.edit.setPlainText((wire / "03 Ashford.txt").read_text("utf-8"))
        window.article.tell_edited()
        yield SETTLE_MS
        window.actions_by_name["summarize"].trigger()
        yield lambda: program.service.state is ChatState.ANSWERING or not desk.is_running()
        self._save_of(window, "folder-behind")
        yield lambda: program.service.state is ChatState.IDLE
        self._save_of(window, "folder-answered")
        yield lambda: not desk.is_running()
        program.pages.show_folder()
        yield from self._looks("done", desk)
        QApplication.processEvents()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), (), FolderPhotographer))
