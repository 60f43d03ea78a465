"""The window as a screen reader gets it: AT-SPI on buses of its own, read and worked with."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.end2end.dbus import Bus, DBusError, Message

SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
ATSPI = "org.a11y.atspi."
CONTROLLER = (
    REGISTRY,
    "/org/a11y/atspi/registry/deviceeventcontroller",
    "org.a11y.atspi.DeviceEventController",
)
LIMIT_S = 60.0
POLL_S = 0.05
READY = {"en": "The answer is ready", "zh": "回答已完成"}
"""What is announced at the end of an answer, by the window's language."""
ALL_READ = {"en": "ready", "zh": "已读完"}
"""What stands beside an article's length once all of it was read ahead."""
LABELLED_BY = 2  # a relation
KEYSYM = 3  # a kind of key event: pressed and released

# Bits of a state set.
CHECKED, EDITABLE, ENABLED, FOCUSABLE, FOCUSED = 4, 7, 8, 11, 12
SELECTED, SENSITIVE, SHOWING, READ_ONLY, CHECKABLE = 23, 24, 25, 43, 41

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}</servicedir>
  <policy context="default">
    <allow user="root"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def missing() -> str:
    """What keeps this machine from it, "" if nothing does."""
    programs = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    lacks = programs + ([] if SERVICE.exists() else ["at-spi2-core"])
    return f"needs {' and '.join(lacks)}" if lacks else ""


@contextlib.contextmanager
def session_bus(display: str, user: int | None = None) -> Iterator[dict[str, str]]:
    """A session bus that knows nothing but accessibility; the environment of those who use it.

    It is that of `user`, a number, where this is root's process.
    """
    # Not pytest's folder: the path of a socket has a hundred characters at most.
    with tempfile.TemporaryDirectory(prefix="na-bus-") as name:
        folder = Path(name)
        service = SERVICE.read_text("utf-8").splitlines()
        kept = [line for line in service if not line.startswith("SystemdService")]
        (folder / SERVICE.name).write_text("\n".join(kept) + "\n", "utf-8")
        config = folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(folder=folder), "utf-8")
        if user is not None:
            os.chown(folder, user, user)
        environment = {
            **os.environ,
            "DISPLAY": display,
            "HOME": name,
            "XDG_CACHE_HOME": name,
            "XDG_RUNTIME_DIR": name,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
            "LC_ALL": "C.UTF-8",
        }
        with subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            user=user,
        ) as daemon:
            assert daemon.stdout is not None
            daemon.stdout.readline()
            try:
                yield environment
            finally:
                daemon.terminate()  # and with it goes what it has started


@dataclass(frozen=True)
class Node:
    """One thing that a screen reader can speak of; what it says of itself is asked once."""

    bus: Bus
    service: str
    place: str

    def ask(self, interface: str, method: str, *values: tuple[str, Any]) -> Any:
        """The first value that a method of its answers, None if it answers nothing."""
        answer = self.bus.call(self.service, self.place, ATSPI + interface, method, *values)
        return answer[0] if answer else None

    def _property(self, name: str, interface: str = "Accessible") -> Any:
        properties = "org.freedesktop.DBus.Properties"
        values = (("s", ATSPI + interface), ("s", name))
        return self.bus.call(self.service, self.place, properties, "Get", *values)[0]

    @cached_property
    def name(self) -> str:
        """What it is called."""
        return str(self._property("Name"))

    @cached_property
    def description(self) -> str:
        """What else is said of it."""
        return str(self._property("Description"))

    @cached_property
    def id(self) -> str:
        """The name of the object in the program."""
        return str(self._property("AccessibleId")).rpartition(".")[2]

    @cached_property
    def role(self) -> str:
        """What kind of thing it is."""
        return str(self.ask("Accessible", "GetRoleName"))

    @cached_property
    def states(self) -> frozenset[int]:
        """The numbers of its states."""
        low, high = self.ask("Accessible", "GetState")
        bits = low | high << 32
        return frozenset(bit for bit in range(64) if bits >> bit & 1)

    @cached_property
    def interfaces(self) -> frozenset[str]:
        """What can be asked of it."""
        return frozenset(
            name.removeprefix(ATSPI) for name in self.ask("Accessible", "GetInterfaces")
        )

    @cached_property
    def children(self) -> list[Node]:
        """What is in it, in reading order."""
        found = self.ask("Accessible", "GetChildren")
        return [Node(self.bus, service, place) for service, place in found]

    @cached_property
    def label(self) -> str:
        """The name of what labels it, "" if nothing does."""
        relations = self.ask("Accessible", "GetRelationSet")
        labels = [
            target for kind, targets in relations if kind == LABELLED_BY for target in targets
        ]
        return " ".join(Node(self.bus, *label).name for label in labels)

    def text(self) -> str:
        """What is written in it now."""
        return str(self.ask("Text", "GetText", ("i", 0), ("i", -1)))

    def write(self, text: str) -> None:
        """Put a text in the place of what is written in it."""
        self.ask("EditableText", "SetTextContents", ("s", text))

    def actions(self) -> list[str]:
        """What can be done with it, by name."""
        return [name for name, _, _ in self.ask("Action", "GetActions")]

    def press(self) -> None:
        """Do the first thing that can be done with it: press a button, choose an entry."""
        self.ask("Action", "DoAction", ("i", 0))

    def walk(self) -> Iterator[Node]:
        """It and all that a reader is shown in it, in reading order."""
        yield self
        for child in self.children:
            if SHOWING in child.states:
                yield from child.walk()


class Reader:
    """What a screen reader does: it listens, walks through the window, presses and writes."""

    def __init__(self, environment: dict[str, str], is_alive: Callable[[], bool]) -> None:
        self._is_alive = is_alive
        session = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
        (address,) = session.call(*("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus"), "GetAddress")
        session.close()
        self.bus = Bus(address)
        assert self._waits(self._registers), "there is no registry"
        self.bus.listen("type='signal',interface='org.a11y.atspi.Event.Object'")

    def _registers(self) -> bool:
        """Ask for what is announced; the registry may go, and come again, while it begins."""
        registry = (REGISTRY, "/org/a11y/atspi/registry", REGISTRY)
        with contextlib.suppress(DBusError):
            self.bus.call(*registry, "RegisterEvent", ("s", "object:announcement"))
            return True
        return False

    def close(self) -> None:
        """Stop listening."""
        self.bus.close()

    def windows(self) -> list[Node]:
        """The windows and dialogs of the program that are shown, the newest last."""
        programs = Node(self.bus, REGISTRY, ROOT).children
        found = [window for program in programs for window in program.children]
        return [window for window in found if SHOWING in window.states]

    def nodes(self) -> list[Node]:
        """All that is shown, window after window, as it is now."""
        return [node for window in self.windows() for node in window.walk()]

    def find(self, wanted: Callable[[Node], bool]) -> Node:
        """The first that is wanted, as soon as it is there; fails after a minute."""
        found: list[Node] = []

        def is_there() -> bool:
            with contextlib.suppress(DBusError):  # it may go while it is asked
                found.extend([node for node in self.nodes() if wanted(node)][:1])
            return bool(found)

        assert self._waits(is_there), "it did not come"
        return found[0]

    def named(self, name: str) -> Node:
        """The one whose object has this name, once it can be used."""
        return self.find(lambda node: node.id == name and {ENABLED, SENSITIVE} <= node.states)

    def heard(self, sentence: str) -> bool:
        """True once a sentence is announced, False if that does not come."""

        def fits(message: Message) -> bool:
            return message.member == "Announcement" and sentence in str(message.body[3])

        return self.bus.wait_signal(fits, LIMIT_S) is not None

    def gone(self, name: str) -> None:
        """Wait until no object of this name is shown; fails after a minute."""

        def has_gone() -> bool:
            with contextlib.suppress(DBusError):
                return all(node.id != name for node in self.nodes())
            return False

        assert self._waits(has_gone), f"{name} is still there"

    def key(self, keysym: int) -> None:
        """Press a key of the keyboard."""
        values = (("i", keysym), ("s", ""), ("u", KEYSYM))
        self.bus.call(*CONTROLLER, "GenerateKeyboardEvent", *values)

    def click(self, node: Node) -> None:
        """Click into the middle of a thing, and wait until it has the focus."""
        left, top, width, height = node.ask("Component", "GetExtents", ("u", 0))
        x, y = left + width // 2, top + height // 2
        self.bus.call(*CONTROLLER, "GenerateMouseEvent", ("i", x), ("i", y), ("s", "b1c"))

        def has_focus() -> bool:
            focused = self.focused()
            return focused is not None and focused.place == node.place

        assert self._waits(has_focus), f"{node.name!r} takes no focus"

    def step(self, keysym: int) -> Node:
        """Press a key that moves the focus; what has it then."""
        before = self.focused()
        found: list[Node] = []

        def has_moved() -> bool:
            now = self.focused()
            if now is not None and (before is None or now.place != before.place):
                found.append(now)
            return bool(found)

        self.key(keysym)
        assert self._waits(has_moved), f"the focus stays on {before and before.name!r}"
        return found[0]

    def focused(self) -> Node | None:
        """What has the keyboard's focus; cells of a table say so of themselves always."""
        with contextlib.suppress(DBusError):
            for node in self.nodes():
                if {FOCUSED, FOCUSABLE} <= node.states and "TableCell" not in node.interfaces:
                    return node
        return None

    def focused_in(self, name: str) -> None:
        """Wait until a window has the focus, so that keys go to it; fails after a minute."""

        def has_focus() -> bool:
            with contextlib.suppress(DBusError):
                for window in self.windows():
                    if window.id == name:
                        return any(FOCUSED in node.states for node in window.walk())
            return False

        assert self._waits(has_focus), f"{name} takes no focus"

    def _waits(self, condition: Callable[[], bool]) -> bool:
        limit = time.monotonic() + LIMIT_S
        while not condition():
            assert self._is_alive(), "the window has ended"
            if time.monotonic() > limit:
                return False
            time.sleep(POLL_S)
        return True
