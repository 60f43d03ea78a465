"""Ends a long command when the program that started it is gone: nobody would stop it any more."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading

from newsassistant.cli.shared.console import silence_stdout


def stop_with_parent() -> threading.Thread:
    """Watch stdin, a pipe that the parent keeps open, and interrupt this process at its end.

    Call once, on the main thread, before anything long. Output goes nowhere from then on, so that
    what is still printed does not fail before the work was saved. The thread dies with the process.
    """
    thread = threading.Thread(target=_watch, name="parent-watch", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    # The bare descriptor: a buffered reader that waits would hold its lock when Python ends.
    handle = sys.stdin.fileno()
    try:
        while os.read(handle, 1024):
            continue
    except OSError:  # closed by another thread: the parent counts as gone
        pass
    silence_stdout()
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGINT)  # wakes the main thread from a system call too
