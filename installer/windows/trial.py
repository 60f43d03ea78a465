"""Tries a setup under Wine as a user and an administrator would: in, over, out, and what is left.

It shows files, shortcuts, registry and exit codes, and that the launchers start Python. That the
program runs on Windows it cannot show.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.windows import launchers, wheels
from newsassistant import __version__
from scripts.setup_env import SetupError, say

PREFIX = wheels.BUILD / "trial"
TIMEOUT_S = 120.0
KEPT = ("history.sqlite3", "settings.toml", "prefixes/own/prefix.safetensors")
MODEL = "models/own/manifest.json"
MADE_ANEW = ("Cache/measurements.json", "Logs/newsassistant.log")
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\NewsAssistant"
ENDINGS = (".txt", ".md", ".html", ".docx", ".odt", ".rtf", ".pdf", ".eml")
RUNNING = 3


def is_possible() -> bool:
    """True where Wine is installed."""
    return shutil.which("wine") is not None and shutil.which("wineserver") is not None


def expect(holds: bool, words: str) -> None:
    """SetupError unless it holds."""
    if not holds:
        raise SetupError(f"the trial under Wine failed: {words}")


def part_from_host(home: Path) -> None:
    """Give Wine's user folders of its own: its desktop is a link to that of whoever runs this."""
    for link in [path for path in home.iterdir() if path.is_symlink()]:
        link.unlink()
        link.mkdir()


class Windows:
    """A Windows of its own in the folder `prefix`, made anew, with one user."""

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        shutil.rmtree(prefix, ignore_errors=True)
        prefix.mkdir(parents=True)
        self.wait_for("wineboot", "-i")
        self.wait_for("winecfg", "-v", "win10")
        self.disk = prefix / "drive_c"
        self.home = next(path for path in (self.disk / "users").iterdir() if path.name != "Public")
        self.local = self.home / "AppData" / "Local"
        self.data = self.local / "NewsAssistant"
        part_from_host(self.home)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "WINEPREFIX": str(self._prefix),
            "WINEDEBUG": "-all",
            # No entries in this machine's own menus, and no questions about Mono and Gecko.
            "WINEDLLOVERRIDES": "winemenubuilder.exe,mscoree,mshtml=d",
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program whose stdin stays open."""
        return subprocess.Popen(
            ["wine", *command],
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a program, and what it said."""
        done = subprocess.run(
            ["wine", *command],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def wait_for(self, *command: str) -> int:
        """The exit code of a program, when all that it started has ended too."""
        code, _ = self.run(*command)
        environment = self._environment()
        subprocess.run(["wineserver", "-w"], env=environment, timeout=TIMEOUT_S, check=True)
        return code

    def run_line(self, line: str) -> int:
        """The exit code of a command line as it is: the last switch of NSIS is never quoted."""
        script = self.disk / "line.bat"
        script.write_text(f"@{line}\r\n@exit /b %errorlevel%\r\n", encoding="ascii", newline="")
        code, _ = self.run("cmd", "/c", r"C:\line.bat")
        script.unlink()
        return code

    def path(self, path: Path) -> str:
        """How Windows writes a path on its disk."""
        return "C:\\" + str(path.relative_to(self.disk)).replace("/", "\\")

    def registry(self, key: str, *options: str) -> str:
        """What `reg query` says of a key, "" if there is none."""
        code, said = self.run("reg", "query", key, *options)
        return "" if code else said

    def files(self) -> frozenset[str]:
        """All files and folders of the users and of the programs."""
        places = [self.disk / name for name in ("users", "Program Files", "ProgramData")]
        found = (str(path.relative_to(self.disk)) for place in places for path in place.rglob("*"))
        # Windows empties that one; NSIS leaves its uninstaller's copy there until then.
        return frozenset(name for name in found if "Temp/~nsu" not in name)

    def traces(self) -> list[str]:
        """Lines of the registry that name the program."""
        texts = (self._prefix / name for name in ("user.reg", "system.reg"))
        lines = (line for text in texts for line in text.read_text("latin-1").splitlines())
        return [line for line in lines if "newsassistant" in line.lower().replace(" ", "")]


def cycle(setup: Path) -> None:
    """Everything, one step after the other; raises SetupError."""
    windows = Windows(PREFIX)
    before = windows.files()
    steps = (installs, starts, upgrades, refuses_while_open, moves, uninstalls, takes_models)
    for step in (*steps, serves_all_users):
        step(windows, str(setup))
        say(f"under Wine: {step.__name__.replace('_', ' ')}")
    left = windows.files() - before - frozenset(_of_user(windows))
    expect(not left, f"left behind: {sorted(left)}")


def _of_user(windows: Windows) -> Iterator[str]:
    """What may be left: the user's data, and the folder where Windows keeps users' programs."""
    yield str((windows.local / "Programs").relative_to(windows.disk))
    for name in KEPT:
        path = windows.data / name
        while path != windows.local:
            yield str(path.relative_to(windows.disk))
            path = path.parent


def program_folder(windows: Windows) -> Path:
    """Where the setup puts the program for one user."""
    return windows.local / "Programs" / "News Assistant"


def shortcut(windows: Windows) -> Path:
    """The program in the user's Start menu."""
    menu = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/News Assistant.lnk"
    return windows.home / menu


def installs(windows: Windows, setup: str) -> None:
    """Silently, for one user: files, shortcut, list of programs, "Open with"."""
    defaults = [windows.registry(rf"HKCR\{ending}", "/ve") for ending in ENDINGS]
    expect(windows.wait_for(setup, "/S") == 0, "the setup")
    expect((program_folder(windows) / launchers.WINDOW).is_file(), "no program")
    expect(shortcut(windows).is_file(), "no shortcut in the menu")
    listed = windows.registry(rf"HKCU\{UNINSTALL}")
    for word in ("DisplayVersion", __version__, "Publisher", "EstimatedSize", "/S"):
        expect(word in listed, f"the list of programs lacks {word}")
    for ending in ENDINGS:
        key = rf"HKCU\Software\Classes\{ending}\OpenWithProgids"
        expect("NewsAssistant.Article" in windows.registry(key), f"no Open with for {ending}")
    types = r"HKCU\Software\Classes\Applications\NewsAssistant.exe\SupportedTypes"
    expect(all(ending in windows.registry(types) for ending in ENDINGS), "no supported types")
    now = [windows.registry(rf"HKCR\{ending}", "/ve") for ending in ENDINGS]
    expect(now == defaults, "what opens a file by a double-click has changed")


def starts(windows: Windows, setup: str) -> None:
    """Both launchers start Python with the program in it."""
    for name in (launchers.CONSOLE, launchers.WINDOW):
        code, said = windows.run(str(program_folder(windows) / name), "--version")
        expect((code, said.strip()) == (0, f"newsassistant {__version__}"), f"{name} said {said!r}")
    code, said = windows.run(str(program_folder(windows) / launchers.CONSOLE), "models", "list")
    expect(code == 0 and "starter" in said, f"no starter: {said!r}")


def _write_data(windows: Windows) -> None:
    for name in (*KEPT, MODEL, *MADE_ANEW):
        path = windows.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the user's {name}", encoding="utf-8")


def _kept(windows: Windows, *names: str) -> bool:
    paths = [(windows.data / name, f"the user's {name}") for name in names]
    return all(path.is_file() and path.read_text("utf-8") == text for path, text in paths)


def upgrades(windows: Windows, setup: str) -> None:
    """Over an earlier version: its files go, the user's stay."""
    _write_data(windows)
    old = program_folder(windows) / "pkgs" / "dropped.pyc"
    old.write_bytes(b"of an earlier version")
    own = program_folder(windows) / "notes.txt"
    own.write_text("put there by the user", encoding="utf-8")
    expect(windows.wait_for(setup, "/S", "/DESKTOP") == 0, "the setup over an earlier version")
    expect(not old.exists(), "a file of the earlier version is left")
    expect(own.is_file(), "a file of the user's in the program's folder is gone")
    own.unlink()
    expect(
        (windows.home / "Desktop" / "News Assistant.lnk").is_file(), "no shortcut on the desktop"
    )
    expect(_kept(windows, *KEPT, MODEL, *MADE_ANEW), "the user's data")


@contextmanager
def _open_program(windows: Windows) -> Iterator[None]:
    """While the body runs, the installed program does, and waits."""
    waits = program_folder(windows) / "pkgs" / "start.py"  # comes before start.pyc
    waits.write_text("print('open', flush=True)\ninput()\n", encoding="utf-8")
    program = windows.start(str(program_folder(windows) / launchers.CONSOLE))
    try:
        assert program.stdout is not None
        expect(program.stdout.readline().strip() == b"open", "the program does not start")
        yield
    finally:
        program.communicate(b"\n", timeout=TIMEOUT_S)
        waits.unlink(missing_ok=True)


def refuses_while_open(windows: Windows, setup: str) -> None:
    """A program that runs is neither replaced nor removed; the exit code says so."""
    with _open_program(windows):
        code, _ = windows.run(setup, "/S")
        expect(code == RUNNING, f"the setup beside an open program: {code}")
        code = _uninstall(windows, program_folder(windows))
        expect(code == RUNNING, f"the uninstaller beside an open program: {code}")
        expect(_kept(windows, *KEPT, MODEL, *MADE_ANEW), "the user's data")
    code, said = windows.run(str(program_folder(windows) / launchers.CONSOLE), "--version")
    expect((code, said.strip()) == (0, f"newsassistant {__version__}"), "the program is damaged")


def _uninstall(windows: Windows, folder: Path) -> int:
    """The exit code of the uninstaller itself: without `_?=` a copy of it does the work."""
    place = windows.path(folder)
    return windows.run_line(f'"{place}\\uninstall.exe" /S _?={place}')


def _remove(windows: Windows, folder: Path, *options: str) -> int:
    return windows.wait_for(str(folder / "uninstall.exe"), "/S", *options)


def moves(windows: Windows, setup: str) -> None:
    """To a folder with files of others: into one of its own there, and nothing is left behind."""
    others = windows.disk / "Tools" / "python" / "notes.txt"
    others.parent.mkdir(parents=True)
    others.write_text("was there before", encoding="utf-8")
    place = "Z:" + setup.replace("/", "\\")
    line = f'"{place}" /S /D={windows.path(windows.disk / "Tools")}'
    expect(windows.run_line(line) == 0, "the setup elsewhere")
    moved = windows.disk / "Tools" / "News Assistant"
    code, _ = windows.run(str(moved / launchers.CONSOLE), "--version")
    expect(code == 0, "the moved program does not start")
    expect(not program_folder(windows).exists(), "the program is in two folders")
    expect(windows.wait_for(setup, "/S") == 0, "the setup after a move")
    expect(not program_folder(windows).exists(), "an upgrade forgets where the program is")
    expect(_remove(windows, moved) == 0, "the uninstaller elsewhere")
    expect(not moved.exists() and others.is_file(), "files elsewhere")
    shutil.rmtree(windows.disk / "Tools")
    expect(windows.wait_for(setup, "/S", "/DESKTOP") == 0, "the setup once more")


def uninstalls(windows: Windows, setup: str) -> None:
    """Silently: the user's data stays with the models, all else goes."""
    _write_data(windows)
    expect(_remove(windows, program_folder(windows)) == 0, "removing")
    expect(not program_folder(windows).exists(), "the program's folder is left")
    expect(not shortcut(windows).exists(), "the shortcut is left")
    expect(not (windows.home / "Desktop" / "News Assistant.lnk").exists(), "the desktop's is left")
    expect(_kept(windows, *KEPT, MODEL), "the user's data is gone")
    expect(not (windows.data / "Logs").exists(), "the logs are left")
    expect(not windows.traces(), f"left in the registry: {windows.traces()}")


def takes_models(windows: Windows, setup: str) -> None:
    """With /MODELS they go too."""
    expect(windows.wait_for(setup, "/S") == 0, "the setup")
    expect(_remove(windows, program_folder(windows), "/MODELS") == 0, "removing with models")
    expect(not (windows.data / "models").exists(), "the models are left")
    expect(_kept(windows, *KEPT), "the user's data is gone")


def serves_all_users(windows: Windows, setup: str) -> None:
    """/ALLUSERS, as the administrator that Wine's user is."""
    folder = windows.disk / "Program Files" / "News Assistant"
    expect(windows.wait_for(setup, "/S", "/ALLUSERS") == 0, "the setup for all users")
    expect((folder / launchers.WINDOW).is_file(), "not among all users' programs")
    expect(__version__ in windows.registry(rf"HKLM\{UNINSTALL}"), "not in the list of programs")
    expect(not windows.registry(rf"HKCU\{UNINSTALL}"), "in the list of one user too")
    menu = windows.disk / "ProgramData/Microsoft/Windows/Start Menu/Programs/News Assistant.lnk"
    expect(menu.is_file(), "no shortcut in all users' menu")
    expect(_remove(windows, folder) == 0, "removing for all users")
    expect(not folder.exists() and not menu.exists(), "left for all users")
    expect(not windows.traces(), f"left in the registry: {windows.traces()}")
    expect(_kept(windows, *KEPT), "the user's data is gone")
