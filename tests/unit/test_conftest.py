"""No test can reach the user's data, the screen or the network."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# Reserved for documentation: nobody answers there.
OUTSIDE = ("192.0.2.1", 80)


def test_the_user_folders_are_temporary() -> None:
    assert Path(tempfile.gettempdir()) in Path(os.environ["NEWSASSISTANT_HOME"]).parents


def test_child_processes_inherit_the_offscreen_platform() -> None:
    code = "import os; print(os.environ['QT_QPA_PLATFORM'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip().partition(":")[0] == "offscreen"


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_connection_to_the_outside_is_refused(family: socket.AddressFamily) -> None:
    outside = OUTSIDE if family is socket.AF_INET else ("2001:db8::1", 80)
    with socket.socket(family) as sock, pytest.raises(AssertionError, match="may not reach"):
        sock.connect(outside)


def test_a_datagram_to_the_outside_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(AssertionError, match="may not reach"),
    ):
        sock.sendto(b"x", OUTSIDE)


def test_a_name_on_the_outside_is_not_looked_up() -> None:
    with pytest.raises(AssertionError, match="may not look up"):
        socket.getaddrinfo("example.invalid", 443)


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as client,
        server.accept()[0] as connection,
    ):
        client.sendall(b"x")

        assert connection.recv(1) == b"x"


def test_signals_are_not_ignored() -> None:
    """A run in the background of a script would hand its ignored SIGINT on to every child."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
