"""Logs and crash reports: written for every way to die, and free of names and articles."""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import newsassistant
from newsassistant.core import logs
from newsassistant.core.errors import StoreError
from newsassistant.core.paths import Paths

SECRET = "the minister's letter 部长的信"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "app").ensure()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home" / "jane"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


@pytest.fixture
def session(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[logs.LogSession]:
    # The hooks that ours call afterwards would fail the test, as pytest's do.
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    session = logs.set_up(paths)
    yield session
    session.close()


def log_text(paths: Paths) -> str:
    return (paths.logs / "newsassistant.log").read_text("utf-8")


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


def call_excepthook(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


# --- the log file --------------------------------------------------------------------------------


def test_only_the_programs_own_records_are_logged(paths: Paths, session: logs.LogSession) -> None:
    logging.getLogger("newsassistant.engine").info("loaded %s", "starter")
    logging.getLogger("newsassistant.engine").debug("not at this level")
    logging.getLogger("somebody.else").error(SECRET)
    (line,) = log_text(paths).splitlines()
    assert line.endswith("INFO newsassistant.engine [MainThread] loaded starter")


def test_a_long_message_is_cut(paths: Paths, session: logs.LogSession) -> None:
    logging.getLogger("newsassistant.x").info("w" * 50_000)
    assert len(log_text(paths)) <= logs.MAX_MESSAGE_CHARS + 2


def test_a_logged_exception_does_not_quote_the_article(
    paths: Paths, session: logs.LogSession, home: Path
) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("newsassistant.x").exception("in %s", home / "article.txt")
    text = log_text(paths)
    assert SECRET not in text
    assert "jane" not in text
    assert "ValueError" in text
    assert str(Path("~") / "article.txt") in text


def test_the_log_is_rotated(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOG_BYTES", 500)
    session = logs.set_up(paths)
    for number in range(100):
        logging.getLogger("newsassistant.x").warning("record %d", number)
    session.close()
    files = sorted(path.name for path in paths.logs.iterdir())
    assert files == ["newsassistant.log", *(f"newsassistant.log.{n}" for n in (1, 2, 3))]
    assert "record 99" in log_text(paths)


def test_close_takes_everything_away(paths: Paths) -> None:
    before = (
        sys.excepthook,
        threading.excepthook,
        list(logging.getLogger("newsassistant").handlers),
    )
    session = logs.set_up(paths)
    assert sys.excepthook != before[0]
    session.close()
    after = (
        sys.excepthook,
        threading.excepthook,
        list(logging.getLogger("newsassistant").handlers),
    )
    assert after == before


def test_close_leaves_a_hook_that_is_over_ours(
    session: logs.LogSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def window_hook(*_: object) -> None:
        pass

    monkeypatch.setattr(sys, "excepthook", window_hook)
    monkeypatch.setattr(threading, "excepthook", window_hook)
    session.close()
    assert sys.excepthook is window_hook
    assert threading.excepthook is window_hook


# --- crash reports -------------------------------------------------------------------------------


def test_an_uncaught_exception_is_reported(paths: Paths, session: logs.LogSession) -> None:
    call_excepthook(raised(TypeError("'int' object is not iterable")))
    (report,) = logs.pending_crash_reports(paths)
    content = json.loads(report.read_text("utf-8"))
    assert content["version"] == newsassistant.__version__
    assert content["kind"] == "exception"
    assert content["thread"] == "main"
    assert content["platform"]
    assert content["traceback"].endswith("TypeError: 'int' object is not iterable")
    assert "CRITICAL" in log_text(paths)


def test_a_thread_that_dies_is_reported_with_its_name(
    paths: Paths, session: logs.LogSession
) -> None:
    def work() -> None:
        raise TypeError("in a thread")

    thread = threading.Thread(target=work, name="engine")
    thread.start()
    thread.join()
    (report,) = logs.pending_crash_reports(paths)
    assert json.loads(report.read_text("utf-8"))["thread"] == "engine"


def test_leaving_on_purpose_is_no_crash(paths: Paths, session: logs.LogSession) -> None:
    call_excepthook(KeyboardInterrupt())
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert logs.pending_crash_reports(paths) == []


def test_the_previous_hook_still_runs(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: called.append(error))
    session = logs.set_up(paths)
    error = raised(TypeError())
    call_excepthook(error)
    session.close()
    assert called == [error]


def test_the_same_error_makes_one_report_and_a_storm_ten(
    paths: Paths, session: logs.LogSession
) -> None:
    assert session.report(TypeError("x")) is not None
    assert session.report(TypeError("x")) is None
    for number in range(50):
        session.report(TypeError(f"'a{number}' object is not iterable"))
    assert len(logs.pending_crash_reports(paths)) == logs.REPORTS_PER_RUN


def test_a_seen_report_is_kept_but_not_pending(paths: Paths) -> None:
    first = logs.write_crash_report(paths, "one")
    second = logs.write_crash_report(paths, "two")
    assert first is not None
    assert second is not None
    assert logs.pending_crash_reports(paths) == [second, first]
    logs.mark_seen(first)
    logs.mark_seen(first)
    assert logs.pending_crash_reports(paths) == [second]
    assert len(list(paths.crash_reports.iterdir())) == 2


def test_old_reports_are_dropped(paths: Paths) -> None:
    for number in range(logs.REPORTS_KEPT + 5):
        report = logs.write_crash_report(paths, str(number))
        assert report is not None
        logs.mark_seen(report)
    assert len(list(paths.crash_reports.iterdir())) == logs.REPORTS_KEPT


def test_a_report_that_cannot_be_written_is_not_another_crash(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    assert logs.write_crash_report(Paths.under(tmp_path), "x") is None
    assert logs.pending_crash_reports(Paths.under(tmp_path)) == []


def test_a_fault_of_the_last_run_becomes_a_report(paths: Paths, tmp_path: Path) -> None:
    child = (
        "import faulthandler, sys; from pathlib import Path;"
        "from newsassistant.core import logs; from newsassistant.core.paths import Paths;"
        "logs.set_up(Paths.under(Path(sys.argv[1])).ensure()); faulthandler._sigabrt()"
    )
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", child, str(tmp_path / "app")], cwd=root, capture_output=True
    )
    assert ended.returncode != 0
    for _ in range(2):  # once, not at every later start
        logs.set_up(paths).close()
        (report,) = logs.pending_crash_reports(paths)
    content = json.loads(report.read_text("utf-8"))
    assert content["kind"] == "fault"
    assert "Abort" in content["traceback"]


# --- privacy -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        AttributeError(SECRET),
        ImportError(SECRET),
        IndexError(SECRET),
        MemoryError(SECRET),
        ModuleNotFoundError(SECRET),
        NameError(SECRET),
        NotImplementedError(SECRET),
        RecursionError(SECRET),
        RuntimeError(SECRET),
        TypeError(SECRET),
        UnboundLocalError(SECRET),
        ZeroDivisionError(SECRET),
        RuntimeError(f"can't start new thread{SECRET}"),
        TypeError(f"'{SECRET}' object is not iterable"),
        AttributeError(f"'str' object has no attribute '{SECRET}'"),
        KeyboardInterrupt(SECRET),
        AssertionError(SECRET),
        FileNotFoundError(2, "No such file", SECRET),
        StoreError("store-damaged", path=SECRET, detail=SECRET, backups=SECRET),
        UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
        type("OwnTypeError", (TypeError,), {})(SECRET),
    ],
)
def test_an_article_in_a_message_is_left_out(error: BaseException) -> None:
    text = logs.describe(raised(error))
    assert SECRET not in text
    assert type(error).__name__ in text


def test_what_helps_is_kept() -> None:
    assert logs.describe(StoreError("store-too-new", actual=2, expected=1)).endswith(
        "StoreError: store-too-new"
    )
    assert logs.describe(OSError(28, "No space left")).endswith("OSError: No space left")
    assert logs.describe(OSError()).endswith("OSError: no reason given")


NONE: Any = None
TAKES_ONE: Any = lambda a: a  # noqa: E731 - so that Python words the error


@pytest.mark.parametrize(
    "fail",
    [
        lambda: NONE.text,
        lambda: [][0],
        lambda: [].pop(),
        lambda: TAKES_ONE(),
        lambda: TAKES_ONE(1, 2),
        lambda: TAKES_ONE(a=1, b=2),
        lambda: NONE + 1,
        lambda: NONE(),
        lambda: NONE[0],
        lambda: len(NONE),
        lambda: {NONE or []: 1},
        lambda: 1 / 0,
        lambda: 1.0 % 0,
        lambda: [a for a, b in [NONE or list("abc")]],
        lambda: importlib.import_module("no_such_module"),
        lambda: json.dumps(object()),
    ],
)
def test_what_python_words_is_kept(fail: Callable[[], object]) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each its own
        fail()

    assert logs.LEFT_OUT not in logs.describe(caught.value), repr(caught.value)


def test_causes_are_told_first() -> None:
    try:
        try:
            raise TypeError("unhashable type: 'list'")
        except TypeError as inner:
            raise RuntimeError("outer") from inner
    except RuntimeError as outer:
        outer.__cause__.__context__ = outer  # type: ignore[union-attr]  # a circle must end too
        text = logs.describe(outer)
    assert text.index("TypeError: unhash") < text.index("which led to") < text.index("RuntimeError")


def test_a_hidden_context_stays_hidden() -> None:
    def fail() -> None:
        try:
            raise TypeError
        except TypeError:
            raise RuntimeError("outer") from None

    with pytest.raises(RuntimeError) as caught:
        fail()
    assert "which led to" not in logs.describe(caught.value)


@pytest.mark.parametrize("after", ["", "/a/b", '"', "'", ":", " and more", "\\a"])
def test_the_home_directory_is_a_tilde(home: Path, after: str) -> None:
    assert logs.private(f"in {home}{after}") == f"in ~{after}"


def test_another_users_directory_is_not_ours(home: Path) -> None:
    assert logs.private(f"{home}t-smith/x {home}.old") == f"{home}t-smith/x {home}.old"


def test_no_home_nothing_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert logs.private("/some/folder") == "/some/folder"
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert logs.private("/some/folder") == "/some/folder"


# --- where nothing can be written ----------------------------------------------------------------


def test_without_a_folder_there_are_no_logs_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    (tmp_path / "state").write_text("in the way")
    session = logs.set_up(Paths.under(tmp_path))
    logging.getLogger("newsassistant.x").error("a record")
    report = session.report(TypeError())
    session.close()

    assert (session.keeps, report) == (False, None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_in_the_place_of_a_log_is_not_waited_for(paths: Paths) -> None:
    os.mkfifo(paths.logs / "newsassistant.log")
    os.mkfifo(paths.crash_reports / "faults.log")
    session = logs.set_up(paths)
    session.close()

    assert not session.keeps


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
def test_a_full_disk_prints_no_traceback(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    (paths.logs / "newsassistant.log").symlink_to("/dev/full")
    session = logs.set_up(paths)
    session.close()
    assert not session.keeps  # no regular file

    (paths.logs / "newsassistant.log").unlink()
    session = logs.set_up(paths)
    handler = session._handler
    assert isinstance(handler, logging.StreamHandler)
    handler.stream = Path("/dev/full").open("w", buffering=1)  # noqa: SIM115 - the session's
    for _ in range(3):
        logging.getLogger("newsassistant.x").error("a record")
    session.close()

    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_files_can_be_read_by_their_user_alone(paths: Paths, session: logs.LogSession) -> None:
    before = os.umask(0o022)
    try:
        logging.getLogger("newsassistant.x").error("a record")
        session.report(TypeError())
    finally:
        os.umask(before)
    files = [path for path in paths.logs.parent.rglob("*") if path.is_file()]

    assert {path.name[:5] for path in files} == {"newsa", "crash", "fault"}
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_what_python_would_print_is_free_of_articles(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    session = logs.set_up(paths)

    def work() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    call_excepthook(raised(KeyError(SECRET)))
    session.close()

    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "KeyError" in said
    assert SECRET not in said
