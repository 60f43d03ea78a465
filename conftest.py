"""Keeps every test away from the user's data, the screen and the network.

Knows nothing of what is tested. Runs before any test module is imported, so that code which reads
the environment on import, and child processes, see the same.
"""

from __future__ import annotations

import ctypes
import ipaddress
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from tests.screens import offscreen

HOME = tempfile.mkdtemp(prefix="newsassistant-test-")
os.environ["NEWSASSISTANT_HOME"] = HOME
os.environ["QT_QPA_PLATFORM"] = offscreen(Path(HOME))
# Children run models in f32, so that answers do not depend on the processor, and measure nothing.
os.environ["NEWSASSISTANT_EXECUTION"] = "exact"
# Threads of torch that have nothing to do sleep: a test in another process has the core then.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
if sys.platform.startswith("linux"):
    # Without a UTF-8 locale Qt warns at the first widget, and a Qt warning fails a test.
    os.environ["LC_ALL"] = "C.UTF-8"
# Under nohup, or in the background of a script, signals come ignored, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class NetworkBlockedError(AssertionError):
    """A test tried to leave this machine."""


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):  # a Unix socket's path
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """`method` of a socket, whose last argument is the address, for this machine only."""

    @wraps(method)
    def call(self: socket.socket, *arguments: Any) -> Any:
        if not _is_local(arguments[-1]):
            raise NetworkBlockedError(f"a test may not reach {arguments[-1]}")
        return method(self, *arguments)

    return call


def pytest_configure(config: pytest.Config) -> None:
    """Close the network for the whole session; names are not looked up either."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    @wraps(look_up)
    def local_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host and not _is_local((host if isinstance(host, str) else host.decode(),)):
            raise NetworkBlockedError(f"a test may not look up {host}")
        return look_up(host, *arguments, **options)

    socket.getaddrinfo = local_look_up


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the session's user folders."""
    shutil.rmtree(HOME, ignore_errors=True)


class _SignalStack(ctypes.Structure):
    _fields_ = (("sp", ctypes.c_void_p), ("flags", ctypes.c_int), ("size", ctypes.c_size_t))


@pytest.fixture(autouse=True)
def ordinary_signal_stack() -> None:
    """Signals of a test run on the thread's own stack.

    OpenVINO's CPU plugin gives the thread that makes a Core a signal stack, and the Core that goes
    last puts back that of one that has gone: the next signal would end the process. The program
    makes its only Core on the engine's thread; tests make many on this one.
    """
    if sys.platform.startswith("linux"):
        disabled = _SignalStack(None, 2, 0)  # SS_DISABLE
        ctypes.CDLL(None).sigaltstack(ctypes.byref(disabled), None)
