"""What training needs beside the program: whether it is there, and its installation with pip.

A frozen program has the training pack for that, and installs nothing. For all others it goes into
a folder of the user's that appears whole or not at all. pip is that of the running environment, as
a child process: its own settings name proxy, index and certificates.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from newsassistant.app.installed.advice import free_disk
from newsassistant.app.machine.process import Ended, run_lines
from newsassistant.app.training import pack
from newsassistant.convert.staging import work_folder
from newsassistant.core import edition
from newsassistant.core.errors import TrainError
from newsassistant.core.files import read_text
from newsassistant.core.only_one import only_one
from newsassistant.core.plain import plain
from newsassistant.core.resources import requirements_path
from newsassistant.core.types import CancelToken
from newsassistant.train import libraries

FETCHED_BYTES = 250_000_000
"""About what comes over the network: torch makes 190 MB of it."""
DISK_BYTES = 1_000_000_000
"""About what lies on the disk at the end."""
_NEEDED_BYTES = FETCHED_BYTES + DISK_BYTES
KILL_AFTER_S = 15.0
# Where PyTorch's makers keep the build for processors, which the Python index does not have.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_RAW_SINCE = (24, 1)
# From which thousandth of the whole to which each list goes; then they are tried out.
_SPANS = {libraries.TORCH_LIST: (0, 600), libraries.OTHERS_LIST: (600, 900)}
_PLACES = ("index-url", "extra-index-url", "find-links", "no-index")
_PIN = re.compile(r"[A-Za-z0-9._-]+==")
_FETCHES = re.compile(r"(?:Collecting|Processing) (.+?)(?: \(from .*)?\s*")
_RAW = re.compile(r"Progress (\d{1,15}) of (\d{1,15})\s*")
_ABSENT = re.compile(r"No matching distribution found for (\S+)")
_TRY = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"


@dataclass(frozen=True, slots=True)
class PackageProgress:
    """`package` is number `number` of `count`; `done` of `total` bytes of it, 0 where unknown.

    `permille` is how much of all is done, None while that cannot be said.
    """

    stage: Literal["fetching", "unpacking", "trying"]
    package: str = ""
    number: int = 0
    count: int = 0
    done: int = 0
    total: int = 0
    permille: int | None = None


OnPackage = Callable[[PackageProgress], None]


class TrainingPackages:
    """The packages in `folder`; any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def missing(self) -> str:
        """The first package that training needs and that is not there, "" if all are; cheap.

        The training pack counts as one where this program needs that.
        """
        if edition.needs_pack():
            return edition.TRAINING_PACK if pack.problem() is not None else ""
        return libraries.missing(self._folder)

    def pack_problem(self) -> TrainError | None:
        """Why the training pack cannot be used, where it is needed and cannot; cheap."""
        return pack.problem()

    def install(self, *, on_progress: OnPackage, cancel: CancelToken) -> None:
        """Fetch and unpack them, try them out, and put them in place; blocks for minutes.

        Whatever goes wrong, nothing of it stays, and what was there before does.
        Raises TrainError, CancelledError.
        """
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._check_disk()
            with (
                only_one(self._folder, TrainError("packages-running")),
                work_folder(self._folder) as work,
            ):
                made = work / "packages"
                torch, others = (
                    _Pip(requirements_path(name), made, span, on_progress, cancel)
                    for name, span in _SPANS.items()
                )
                torch.install(*_torch_source(cancel))
                others.install("--require-hashes")
                on_progress(PackageProgress("trying", permille=900))
                _try(made, cancel)
                libraries.mark_whole(made)
                self._put_in_place(made, work / "before")
        except OSError as error:
            raise TrainError("packages-failed", detail=error.strerror or str(error)) from error
        importlib.invalidate_caches()

    def _check_disk(self) -> None:
        free = free_disk([self._folder])
        if free is not None and free < _NEEDED_BYTES:
            raise TrainError(
                "disk-full",
                path=self._folder,
                need_gb=f"{_NEEDED_BYTES / 1e9:.1f}",
                free_gb=f"{free / 1e9:.1f}",
            )

    def _put_in_place(self, made: Path, before: Path) -> None:
        """Rename the new folder to its place; what was there goes to `before`, or stays."""
        if os.path.lexists(self._folder):
            os.replace(self._folder, before)
        try:
            os.replace(made, self._folder)
        except OSError:
            if os.path.lexists(before):
                os.replace(before, self._folder)
            raise


class _Pip:
    """One list into one folder, and what pip says meanwhile."""

    def __init__(
        self,
        listed: Path,
        target: Path,
        span: tuple[int, int],
        on_progress: OnPackage,
        cancel: CancelToken,
    ) -> None:
        self._listed, self._target, self._span = listed, target, span
        self._on_progress, self._cancel = on_progress, cancel
        lines = read_text(listed).splitlines()
        # A line for another system counts too: then the last number is never reached.
        count = len({line.partition("==")[0] for line in lines if _PIN.match(line)})
        self._shown = PackageProgress("fetching", count=count)
        self._errors: list[str] = []
        self._unanswered = False

    def install(self, *options: str) -> None:
        """Raises TrainError, CancelledError, OSError."""
        temporary = self._target.with_name("tmp")  # the system's may be small, and in memory
        temporary.mkdir(exist_ok=True)
        bar = "raw" if _pip_version() >= _RAW_SINCE else "off"
        words = ("--no-deps", "--only-binary=:all:", "--no-compile", "--no-cache-dir")
        where = (f"--target={self._target}", f"--progress-bar={bar}", "-r", str(self._listed))
        self._tell(self._shown)
        ended = _run_pip(("install", *words, *options, *where), self._hear, self._cancel, temporary)
        if ended.code:
            raise self._error(ended)

    def _hear(self, line: str) -> None:
        shown = self._shown
        if found := _RAW.fullmatch(line):
            self._tell(replace(shown, done=int(found[1]), total=int(found[2])))
        elif found := _FETCHES.fullmatch(line):
            name, number = _name_of(found[1]), shown.number + 1
            self._tell(PackageProgress("fetching", name, number, shown.count))
        elif line.startswith("Installing collected packages"):
            self._tell(replace(shown, stage="unpacking", done=0, total=0))
        elif line.startswith("ERROR: "):
            self._errors.append(plain(line.removeprefix("ERROR: ")))
        elif line.startswith("WARNING: Retrying"):
            self._unanswered = True

    def _tell(self, shown: PackageProgress) -> None:
        self._shown = replace(shown, permille=self._permille(shown))
        self._on_progress(self._shown)

    def _permille(self, shown: PackageProgress) -> int | None:
        if shown.stage == "unpacking":
            return self._span[1]
        if shown.count < 2 and not shown.total:
            return None  # an old pip, which does not say how far it is
        part = shown.done / shown.total if shown.total else 0.0
        share = min(1.0, (max(0, shown.number - 1) + part) / shown.count)
        return round(self._span[0] + share * (self._span[1] - self._span[0]))

    def _error(self, ended: Ended) -> TrainError:
        said = "\n".join(self._errors)
        if "DO NOT MATCH THE HASHES" in said:
            return TrainError("packages-changed")
        if (absent := _ABSENT.search(said)) is not None:
            if self._unanswered:
                return TrainError("packages-offline")
            return TrainError("packages-absent", package=absent[1])
        detail = self._errors[-1] if self._errors else ended.why()
        return TrainError("packages-failed", detail=detail.rstrip("."))


def _name_of(wanted: str) -> str:
    """Of "torch==2.13.0", or of the path of a wheel."""
    name, pinned, _ = wanted.partition("==")
    return name if pinned else Path(wanted).name.partition("-")[0].replace("_", "-")


def _torch_source(cancel: CancelToken) -> tuple[str, ...]:
    """Where pip looks for torch: its makers' index, unless pip was told where to look.

    On other systems the plain index has the right build.
    """
    told: list[str] = []
    _run_pip(("config", "list"), told.append, cancel)
    # As in "global.index-url='...'" and ":env:.find-links='...'".
    keys = {line.partition("=")[0].rpartition(".")[2] for line in told}
    if sys.platform != "linux" or not keys.isdisjoint(_PLACES):
        return ()
    return (f"--index-url={CPU_INDEX}",)


def _run_pip(
    words: Sequence[str],
    on_line: Callable[[str], None],
    cancel: CancelToken,
    temporary: Path | None = None,
) -> Ended:
    """Run pip with a list of arguments; raises CancelledError, OSError."""
    environment = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        # What may be set for other installations, and does not go with a folder of its own.
        "PIP_USER": "0",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    if temporary is not None:
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    return _run(["-m", "pip", *words], environment, on_line, cancel)


def _run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    on_line: Callable[[str], None],
    cancel: CancelToken,
) -> Ended:
    """Run this Python without the folder that the window happens to be in; its stderr is heard."""
    ended = run_lines(
        [sys.executable, "-P", *arguments],
        on_line=on_line,
        cancel=cancel,
        kill_after_s=KILL_AFTER_S,
        environment=environment,
        hears_errors=True,
    )
    cancel.check()
    return ended


def _try(folder: Path, cancel: CancelToken) -> None:
    """Import all of them in a child; raises TrainError, CancelledError, OSError."""
    said: list[str] = []
    environment = {**os.environ, **libraries.OFFLINE, "PYTHONPATH": str(folder)}
    ended = _run(["-c", _TRY, *libraries.NEEDED], environment, said.append, cancel)
    if ended.code:
        words = [plain(line) for line in said if plain(line)]
        raise TrainError("packages-broken", detail=words[-1] if words else ended.why())


def _pip_version() -> tuple[int, ...]:
    """Of the running Python's pip; empty for none, or for one that does not say."""
    try:
        numbers = version("pip").split(".")
    except PackageNotFoundError:
        return ()
    return tuple(int(number) for number in numbers[:2] if number.isdigit())
