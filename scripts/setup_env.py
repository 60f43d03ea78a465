"""Makes `.venv` ready for a purpose: Python, pinned packages, Qt's system libraries.

Which index the packages come from is the machine's own configuration of pip; their hashes are ours.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "newsassistant-setup.json"
OLDEST_PYTHON = (3, 11)

# Which requirement files each purpose needs, in the order in which they are installed.
PURPOSES: dict[str, tuple[str, ...]] = {
    "demo": ("build", "runtime", "starter"),
    "run": ("build", "runtime", "starter"),
    "test": ("build", "runtime", "starter", "genai", "dev", "train", "evaluate", "server"),
    "train": ("build", "runtime", "starter", "train", "evaluate"),
    "bench": ("build", "runtime", "starter", "genai", "bench-build", "bench"),
    "lock": ("lock",),
}
WINDOWED = ("run", "test")
# Peers of the benchmark: one that cannot be had becomes a row of its table that says so.
OPTIONAL: dict[str, tuple[str, ...]] = {"bench": ("genai", "bench-build", "bench")}

# Flags of /proc/cpuinfo, and what llama.cpp calls the code for them.
LLAMA_UNITS = {
    "sse4_2": "SSE42",
    "avx": "AVX",
    "avx2": "AVX2",
    "bmi2": "BMI2",
    "fma": "FMA",
    "f16c": "F16C",
    "avx_vnni": "AVX_VNNI",
    "avx512f": "AVX512",
    "avx512vbmi": "AVX512_VBMI",
    "avx512_vnni": "AVX512_VNNI",
    "avx512_bf16": "AVX512_BF16",
}

# Which build of torch is right is the machine's business, so its list has no hash.
TORCH_LIST = ROOT / "requirements" / "torch.in"
TORCH_VERSION = re.findall(r"^torch==([\d.]+)", TORCH_LIST.read_text("utf-8"), re.MULTILINE)[0]
TORCH_ADVICE = (
    f"torch {TORCH_VERSION} is not where pip looks. Choose a build of it on PyTorch's page "
    "Get Started (CPU, unless this machine has a supported graphics card), install it with "
    "{python} -m pip, and repeat this command"
)
NO_TORCH = "WARNING: torch is missing, so the tests of training are skipped"

# Debian's and Ubuntu's names of what Qt's widgets and its X11 plugin load.
QT_PACKAGES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)

# What the tests of the window want beside that: what must be there -> who brings it.
TEST_PACKAGES: dict[str, tuple[str, ...]] = {
    "Xvfb": ("xvfb", "xauth"),
    "dbus-daemon": ("dbus",),
    "/usr/share/dbus-1/services/org.a11y.Bus.service": ("at-spi2-core",),
}

# A browser for the server's page; where none can be had, its tests are skipped.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")

QT_PROBE = """
import ctypes, pathlib, sys
try:
    import PySide6.QtWidgets
    plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    for plugin in plugins.glob("libqxcb.so"):
        ctypes.CDLL(str(plugin))
except (ImportError, OSError) as error:
    sys.exit(str(error))
"""


class SetupError(Exception):
    """Set-up cannot go on; the text says what to do."""


def say(text: str) -> None:
    """Report on stderr: stdout belongs to what runs after set-up."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def run(command: Sequence[str], **extra_env: str) -> None:
    """Run a program from the checkout's root; SetupError if it fails."""
    # Its stdout goes to ours for errors, so that `make demo` prints the answer alone.
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra_env}, stdout=sys.stderr)
    if done.returncode:
        raise SetupError(f"`{' '.join(command)}` failed with exit code {done.returncode}")


def exit_code(work: Callable[[], object]) -> int:
    """Do some work; 0, or 1 if it ends with a SetupError, which is said."""
    try:
        work()
    except SetupError as error:
        say(str(error))
        return 1
    return 0


def succeeds(command: Sequence[str]) -> bool:
    """True if a program exists and exits with 0; its output is dropped."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0
    except OSError:
        return False


def venv_program(name: str) -> Path:
    """Where the environment keeps the program `name`, on this system."""
    if os.name == "nt":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


# --- Python and the environment -----------------------------------------------------------------


def find_python() -> str:
    """A Python that is new enough: this one, else the newest on the path; SetupError if none."""
    if sys.version_info >= OLDEST_PYTHON:
        return sys.executable
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found and succeeds([found, "-c", ""]):  # a version manager's shim may lead nowhere
            return found
    raise SetupError(
        f"expected Python 3.11 or newer, found {sys.version.split()[0]}. Install one and name it: "
        "make PYTHON=/path/to/python3 run"
    )


def make_venv(python: str) -> None:
    """Create the environment with pip in it, by whichever way this Python offers."""
    say(f"creating {VENV.name} with {python}")
    shutil.rmtree(VENV, ignore_errors=True)
    ways = (
        [python, "-m", "venv", str(VENV)],
        [python, "-m", "virtualenv", "--quiet", str(VENV)],
    )
    if any(_makes_pip(way) for way in ways):
        return
    # Debian splits ensurepip off into a package of its own.
    if can_apt() and install_debian(("python3-venv",)) and _makes_pip(ways[0]):
        return
    raise SetupError(
        "this Python cannot make virtual environments. On Debian and Ubuntu: "
        f"sudo apt-get install python3-venv. Elsewhere: {python} -m pip install virtualenv"
    )


def _makes_pip(way: Sequence[str]) -> bool:
    made = succeeds(way) and succeeds([str(venv_program("python")), "-m", "pip", "--version"])
    if not made:
        shutil.rmtree(VENV, ignore_errors=True)
    return made


def ensure_venv() -> None:
    """Leave an environment in place that works, making it anew if it was moved or damaged."""
    if not succeeds([str(venv_program("python")), "-m", "pip", "--version"]):
        make_venv(find_python())


# --- packages -----------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """File name -> hash of what was installed last; empty if nothing was or it is unreadable."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def outdated(names: Sequence[str], stamp: dict[str, str]) -> list[str]:
    """Those of the requirement files `names` that are new or changed since the stamp."""
    return [name for name in names if stamp.get(name) != mark(name)]


def mark(name: str) -> str:
    """What the stamp says of an installed list: its hash, and how its sources were built."""
    return " ".join([digest(requirement_file(name)), *build_options(name).values()])


def processor_flags() -> frozenset[str]:
    """What this processor can, in the kernel's words; none where nobody can be asked."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    found = (line.partition(":")[2] for line in lines if line.startswith("flags"))
    return frozenset(next(found, "").split())


def build_options(name: str) -> dict[str, str]:
    """Environment variables with which the sources in the list `name` are built.

    llama.cpp built for a processor with AMX dies there: its first tile instruction comes before the
    tiles are set up. So it gets all units of the processor but that one.
    """
    flags = processor_flags()
    if name != "bench" or "amx_tile" not in flags:
        return {}
    units = (
        f"-DGGML_{unit}={'ON' if flag in flags else 'OFF'}" for flag, unit in LLAMA_UNITS.items()
    )
    return {"CMAKE_ARGS": " ".join(["-DGGML_NATIVE=OFF", *units])}


def requirement_file(name: str) -> Path:
    """The pinned list called `name`."""
    return ROOT / "requirements" / f"{name}.txt"


def install_packages(names: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Install the requirement files that changed; the stamp is written after each of them.

    Raises SetupError for one that fails, but for those in `optional`: the next time tries again.
    """
    stamp = read_stamp()
    for name in outdated(names, stamp):
        say(f"installing requirements/{name}.txt")
        try:
            install_list(name)
        except SetupError as error:
            if name not in optional:
                raise
            say(f"{error}; going on without what requirements/{name}.txt names")
            continue
        stamp[name] = mark(name)
        STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def install_list(name: str) -> None:
    """Install one requirement file."""
    options = build_options(name)
    # pip keeps what it built, and does not ask with which options.
    fresh = {"PIP_NO_CACHE_DIR": "1"} if options else {}
    # --no-deps: the lists are complete, and leave out what is declared but never imported.
    words = ("--no-deps", "--require-hashes", "--no-build-isolation")
    again = ("--force-reinstall",) if options else ()
    pip(*words, *again, "-r", requirement_file(name), **options, **fresh)


def torch_version() -> str:
    """The version of torch in the environment, without the build's name; "" if there is none."""
    code = "from importlib.metadata import version; print(version('torch'))"
    probe = [str(venv_program("python")), "-c", code]
    try:
        done = subprocess.run(probe, capture_output=True, text=True)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip().partition("+")[0]


def install_torch() -> bool:
    """Install torch unless a build of the right version is there; True if one is there now."""
    if torch_version() == TORCH_VERSION:
        return True
    say(f"installing torch {TORCH_VERSION}")
    try:
        pip("--no-deps", "--only-binary", ":all:", "-r", TORCH_LIST)
    except SetupError as error:
        say(str(error))
        return False
    return True


def ensure_torch(purpose: str) -> None:
    """Install torch where it can be had. Without it `make test` goes on; SetupError for others."""
    if install_torch():
        return
    advice = TORCH_ADVICE.format(python=venv_program("python"))
    if purpose != "test":
        raise SetupError(advice)
    say(advice)
    say(NO_TORCH)


def install_project(names: Sequence[str]) -> None:
    """Install the checkout itself, editable, for the `newsassistant` command."""
    stamp = read_stamp()
    project = digest(ROOT / "pyproject.toml")
    if "runtime" not in names or stamp.get("project") == project:
        return
    say("installing the newsassistant command")
    pip("--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp["project"] = project
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def pip(*arguments: str | Path, **variables: str) -> None:
    """`pip install` in the environment; talkative only where somebody watches."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    command = [str(venv_program("python")), "-m", "pip", "install", *quiet, *map(str, arguments)]
    run(command, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", **variables)


# --- the system under Qt ------------------------------------------------------------------------


def can_apt() -> bool:
    """True where this process may install Debian packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian(packages: Sequence[str]) -> bool:
    """Install Debian packages, or print how to; True if they are installed now."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not can_apt():
        say(f"some system packages are missing; on Debian and Ubuntu: sudo {' '.join(command)}")
        return False
    say(f"installing system packages: {' '.join(packages)}")
    try:
        run(["apt-get", "update", "-qq"], DEBIAN_FRONTEND="noninteractive")
        run(command, DEBIAN_FRONTEND="noninteractive")
    except SetupError as error:
        say(str(error))
        return False
    return True


def lacking(tools: Mapping[str, str]) -> list[str]:
    """Of program -> Debian package, the packages whose program is not here."""
    return [package for program, package in tools.items() if shutil.which(program) is None]


def require_debian(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages, if any, that are needed to do something; SetupError if it fails."""
    if packages and not install_debian(packages):
        raise SetupError(f"to {purpose}, install {' '.join(packages)}")


def qt_problem() -> str:
    """What keeps Qt from opening a window here, in the loader's words; "" if nothing does."""
    probe = [str(venv_program("python")), "-c", QT_PROBE]
    done = subprocess.run(probe, cwd=ROOT, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def has_chinese_font() -> bool:
    """True if fontconfig knows a font with Chinese characters, or cannot be asked."""
    fc_list = shutil.which("fc-list")
    if fc_list is not None:
        done = subprocess.run([fc_list, ":lang=zh", "family"], capture_output=True, text=True)
        return bool(done.stdout.strip())
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return any(found for folder in folders for found in folder.glob("**/*CJK*"))


def missing_for_tests() -> list[str]:
    """The packages without which tests of the real window are skipped."""
    found = (name for name in TEST_PACKAGES if not (shutil.which(name) or Path(name).exists()))
    return [package for name in found for package in TEST_PACKAGES[name]]


def ensure_window_system(purpose: str) -> None:
    """Check what Qt needs from the system, and install it where that is possible."""
    problem = qt_problem()
    wanted = list(QT_PACKAGES) if problem and sys.platform.startswith("linux") else []
    if sys.platform.startswith("linux"):
        wanted += [] if has_chinese_font() else ["fonts-noto-cjk"]
        wanted += missing_for_tests() if purpose == "test" else []
    if wanted:
        install_debian(wanted)
    if purpose == "test" and can_apt() and not any(map(shutil.which, BROWSERS)):
        install_debian(BROWSERS[:1])
        problem = qt_problem() if problem else ""
    if problem:
        raise SetupError(f"Qt cannot start: {problem}")


def prepare(purpose: str) -> None:
    """Everything that the purpose needs; fast if it was done before. Raises SetupError."""
    names = PURPOSES[purpose]
    ensure_venv()
    install_packages(names, OPTIONAL.get(purpose, ()))
    if "train" in names:
        ensure_torch(purpose)
    install_project(names)
    if purpose in WINDOWED:
        ensure_window_system(purpose)


def main(arguments: Sequence[str]) -> int:
    """`python -m scripts.setup_env PURPOSE`; the exit code."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        say(f"expected one of {', '.join(PURPOSES)}, found {' '.join(arguments) or 'nothing'}")
        return 2
    return exit_code(lambda: prepare(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
