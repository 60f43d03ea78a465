"""`newsassistant serve`: the model for other programs and for the desk, over HTTP.

On this computer alone unless told otherwise; nothing of what is asked or answered is kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import file_name, whole
from newsassistant.core.errors import InputError

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.errors import NewsAssistantError
    from newsassistant.core.types import ModelInfo
    from newsassistant.server.listening import Listener, Place
    from newsassistant.server.records import Record

HOST, PORT = "127.0.0.1", 8765
ROWS, TIME_LIMIT_S = 8, 600


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "serve",
        run,
        help="let other programs and colleagues ask the model, over HTTP",
        description="Answer requests in the form of OpenAI's chat completions, several at once, "
        "each in its own house style (the model MODEL:STYLE). A page for browsers is at /. Only "
        "this computer can ask, unless --host says otherwise; then each user needs a key. Nothing "
        "of articles, questions and answers is kept or logged.",
    )
    add = parser.add_argument
    add("--model", default="", metavar="ID", help="model to use; default: the one in the window")
    add("--host", default=HOST, metavar="ADDRESS", help=f"where to listen; default: {HOST}")
    add("--port", type=whole(1, 65_535), default=PORT, metavar="N", help=f"default: {PORT}")
    add("--keys", type=file_name, metavar="FILE", help="who may ask: users with hashes of keys")
    add("--new-key", metavar="NAME", help="make a key for a user in --keys, show it once, and end")
    add("--tls-cert", type=file_name, metavar="FILE", help="certificate (PEM), for https")
    add("--tls-key", type=file_name, metavar="FILE", help="the certificate's key (PEM)")
    add("--behind-proxy", action="store_true", help="a proxy in front of it does the encryption")
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which clients may call it; may be given several times",
    )
    add("--rows", type=whole(1, 64), default=ROWS, metavar="N", help=f"at once; default: {ROWS}")
    add(
        "--memory",
        type=whole(1, 1_000_000),
        default=0,
        metavar="MB",
        help="for the caches of all rows, whatever --rows says; default: a third of what is free",
    )
    add(
        "--time-limit",
        type=whole(1, 86_400),
        default=TIME_LIMIT_S,
        metavar="S",
        help=f"seconds for a request, waiting included; default: {TIME_LIMIT_S}",
    )
    parser.set_defaults(complain=parser.error)


def run(options: argparse.Namespace, context: Context) -> int:
    """Serve until a signal; raises InputError, ModelError, EngineError."""
    _check_options(options)
    try:
        from newsassistant.server.keys import add_key
        from newsassistant.server.listening import Place
    except ModuleNotFoundError as error:
        raise InputError("server-missing", package=error.name or "") from error
    if options.new_key is not None:
        key = add_key(Path(options.keys), options.new_key)
        context.console.say("serve-key", user=options.new_key)
        context.console.write(f"{key}\n")
        return 0
    place = Place(
        options.host,
        options.port,
        Path(options.tls_cert) if options.tls_cert else None,
        Path(options.tls_key) if options.tls_key else None,
    )
    if not place.is_local:
        if options.keys is None:
            raise InputError("server-open", host=options.host)
        if place.certificate is None and not options.behind_proxy:
            raise InputError("server-plain", host=options.host)
    return _Server(options, context, place).run()


def _check_options(options: argparse.Namespace) -> None:
    if options.new_key is not None and options.keys is None:
        options.complain("--new-key needs --keys FILE")
    if (options.tls_cert is None) != (options.tls_key is None):
        options.complain("--tls-cert and --tls-key go together")


class _Server:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace, context: Context, place: Place) -> None:
        self._options = options
        self._console = context.console
        self._place = place
        self._failed: NewsAssistantError | None = None
        self._listener: Listener

    def run(self) -> int:
        from newsassistant.server.app import make_app
        from newsassistant.server.desk import Served
        from newsassistant.server.gate import LOCAL_NAMES
        from newsassistant.server.listening import Listener, open_port

        options = self._options
        names = LOCAL_NAMES if self._place.is_local else ()
        served = Served(
            model=options.model,
            rows=options.rows,
            memory_mb=options.memory,
            keys=Path(options.keys) if options.keys is not None else None,
            hosts=(*names, *options.allow_host),
            time_limit_s=float(options.time_limit),
        )
        app = make_app(
            served, on_failed=self._fail, on_ready=self._tell_ready, on_record=self._tell
        )
        self._listener = Listener(app, self._place)
        with open_port(self._place) as opened:
            self._console.say("serve-loading", address=self._place.address)
            self._listener.listen(opened)
        if self._failed is not None:
            raise self._failed
        self._console.say("serve-ended")
        return 0

    def _fail(self, error: NewsAssistantError) -> None:
        self._failed = error
        self._listener.stop()

    def _tell_ready(self, model: ModelInfo) -> None:
        self._console.say("serve-ready", model=model.id, address=self._place.address)

    def _tell(self, record: Record) -> None:
        self._console.note(record.line())
