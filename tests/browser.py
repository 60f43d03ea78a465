"""A real browser without a window, driven through a pair of pipes: Chrome's DevTools protocol.

No driver is needed: each message is a JSON object that ends in a zero byte.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome-stable", "google-chrome"),
)
PATIENCE_S = 60.0


def find_browser() -> str | None:
    """The program, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One page; what it asks of other addresses is in `asked`."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._numbers = itertools.count(1)
        self._held = b""
        self._session = ""
        self.asked: list[str] = []
        self.said: list[str] = []  # in the console

    def open(self) -> None:
        """Attach to a new, empty page."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def go(self, address: str) -> None:
        """Load an address and wait until its scripts have run."""
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def value(self, expression: str) -> Any:
        """What a script says; raises AssertionError where it fails."""
        found = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        """Until a script says something true."""
        until = time.monotonic() + PATIENCE_S
        while not self.value(f"Boolean({condition})"):
            assert time.monotonic() < until, f"{condition} has not come true"
            time.sleep(0.05)

    def type(self, text: str) -> None:
        """As from the keyboard, into what has the focus."""
        self.send("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """One key, down and up."""
        code = {"Tab": 9, "Enter": 13}.get(key, 0)
        text = "\r" if key == "Enter" else ""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                text=text if kind == "keyDown" else "",
            )

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """A command, and its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            came = self._next()
            if came.get("id") == number:
                assert "error" not in came, came
                result: dict[str, Any] = came["result"]
                return result
            self._take(came)

    def _take(self, came: dict[str, Any]) -> None:
        params = came.get("params", {})
        if came.get("method") == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif came.get("method") == "Log.entryAdded":
            self.said.append(params["entry"]["text"])
        elif came.get("method") == "Runtime.exceptionThrown":
            self.said.append(str(params["exceptionDetails"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            part = os.read(self._reading, 1 << 20)
            assert part, "the browser has ended"
            self._held += part
        message, _, self._held = self._held.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextlib.contextmanager
def browser(program: str, home: Path, *, language: str = "en-GB") -> Iterator[Page]:
    """A browser with an empty profile in `home`, and a page of it."""
    from_browser, browser_writes = os.pipe()
    browser_reads, to_browser = os.pipe()

    def place() -> None:  # the protocol wants the two pipes as 3 and 4
        reads, writes = os.dup(browser_reads), os.dup(browser_writes)
        os.dup2(reads, 3)
        os.dup2(writes, 4)

    process = subprocess.Popen(
        [
            program,
            "--headless",
            "--remote-debugging-pipe",
            "--no-sandbox",  # containers of tests have no user namespaces
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={home}",
            f"--lang={language}",
            f"--accept-lang={language}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=place,
        pass_fds=(3, 4),
    )
    os.close(browser_reads)
    os.close(browser_writes)
    try:
        page = Page(from_browser, to_browser)
        page.open()
        yield page
    finally:
        process.kill()
        process.wait()
        os.close(from_browser)
        os.close(to_browser)
