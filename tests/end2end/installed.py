"""An installed program as a new user meets it: opened from its menu entry, the sample summarised.

Run as root by installer/linux/test_clean_root.sh:
`python -m tests.end2end.installed ROOT USER ENTRY LANGUAGE PICTURES`. The program runs in the
system at ROOT as USER (a number); screen and bus are this system's, so that nothing but the package
is in the other one. TMPDIR must be the same folder in both.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRect

from tests.end2end import accessibility
from tests.end2end.accessibility import ALL_READ, ENABLED, READY, Node, Reader
from tests.end2end.screen import Screen

LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
TITLES = {"en": "News Assistant", "zh": "新闻助手"}
HOME = "/srv/ann"
# Of all sockets only those that never leave the machine.
_FOREIGN = re.compile(r"socket\((?!AF_UNIX|AF_LOCAL)\w+")
_SETTLES_S = 1.5
_ARTICLE = (
    "Harbour bridge closes for six weeks\n\n"
    "The council will close the harbour bridge from 4 May to 15 June while its bearings are"
    " replaced, it said on Thursday. Engineers found cracks in three of the twelve bearings during"
    " an inspection in March.\n\n"
    "Buses will be diverted over the old dam, which adds about fifteen minutes to a journey, and a"
    " ferry will carry people on foot for nothing between six in the morning and midnight.\n\n"
    '"We would rather close it for six weeks now than for a year later," said Maria Lund, who leads'
    " the city's works. The repair costs 4.2 million euros, of which the region pays half.\n"
)


class Trial:
    """One start of the program, with a picture of each step."""

    def __init__(self, screen: Screen, reader: Reader, pictures: Path) -> None:
        self._screen = screen
        self._reader = reader
        self._pictures = pictures
        self._taken = 0

    def go(self, language: str) -> None:
        """From the first window to the first summary, which the start's promise is about."""
        sample = self._reader.named("sample_button")
        self._take("first-window")
        started = time.monotonic()
        self._press(sample)
        ready = self._reader.heard(READY[language])
        self._take("first-summary")
        assert ready, "the finished answer was not announced"
        print(f"first summary: {time.monotonic() - started:.1f} s after the press")
        words = [node.text() for node in self._reader.nodes() if "Text" in node.interfaces]
        assert any("offshore wind" in text for text in words), "the sample is not on the screen"
        self._read_along(language)

    def _read_along(self, language: str) -> None:
        """Another article is read before anybody asks."""
        self._reader.named("article_edit").write(_ARTICLE)
        said = ALL_READ[language]
        self._reader.find(lambda node: node.id == "article_read_label" and node.name == said)
        self._take("read-ahead")
        started = time.monotonic()
        self._press(self._reader.named("summarize_button"))
        assert self._reader.heard(READY[language]), "the second answer was not announced"
        print(f"summary of a read article: {time.monotonic() - started:.1f} s after the press")

    def _press(self, node: Node) -> None:
        left, top, width, height = node.ask("Component", "GetExtents", ("u", 0))
        assert ENABLED in node.states
        self._screen.click(left + width // 2, top + height // 2)

    def _take(self, name: str) -> None:
        time.sleep(_SETTLES_S)  # a spinner stops, a list has scrolled
        self._taken += 1
        window = self._reader.windows()[0]
        shown = QRect(*window.ask("Component", "GetExtents", ("u", 0)))
        self._screen.picture().copy(shown).save(str(self._pictures / f"{self._taken}-{name}.png"))


def run(
    root: Path, user: int, entry: str, environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Open a menu entry in the system at `root`; `log` gets what sockets are made.

    What ends the returned process ends all that it has started.
    """
    command = [
        *("unshare", "--pid", "--fork", "--kill-child"),
        *("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket", "-o", str(log)),
        *("chroot", f"--userspec={user}:{user}", str(root)),
        *("env", "-i", *(f"{key}={value}" for key, value in environment.items())),
        *("gio", "launch", entry),
    ]
    return subprocess.Popen(command)


def foreign_sockets(log: str) -> list[str]:
    """Lines of strace about sockets that can reach another machine."""
    return [line for line in log.splitlines() if _FOREIGN.search(line)]


def main(arguments: Sequence[str]) -> int:
    """Try it; raises AssertionError at the first step that fails."""
    root, user, entry, language, pictures = arguments
    Path(pictures).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        screen = Screen(Path(name))
        log = Path(name, "sockets")
        with accessibility.session_bus(screen.display, int(user)) as session:
            environment = {
                "PATH": "/usr/bin:/bin",
                "HOME": HOME,
                "LANG": LOCALES[language],
                "DISPLAY": screen.display,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                **{key: session[key] for key in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")},
            }
            program = run(Path(root), int(user), entry, environment, log)
            try:
                reader = Reader(session, lambda: program.poll() is None)
                Trial(screen, reader, Path(pictures)).go(language)
                reader.close()
                screen.press("ctrl+q", TITLES[language])
                assert program.wait(accessibility.LIMIT_S) == 0, "it did not end well"
            finally:
                program.kill()
        screen.close()
        foreign = foreign_sockets(log.read_text("utf-8"))
    assert not foreign, foreign
    print("no socket that leaves this machine was opened")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
