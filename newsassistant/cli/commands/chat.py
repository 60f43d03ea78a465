"""`newsassistant chat`: questions and answers in a terminal or through a pipe.

The conversation lives in memory and the history is not touched.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import (
    ALL_LINES,
    add_generation_options,
    add_model_options,
    add_reading_options,
    file_name,
    generation_params,
)
from newsassistant.cli.shared.checks import Checks, add_check_option
from newsassistant.cli.shared.command import Exit
from newsassistant.core.errors import NewsAssistantError, PrefixError
from newsassistant.core.types import Article, GenerationParams, Message, Prompt, Reads

if TYPE_CHECKING:
    from pathlib import Path

    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.cli.shared.lines import Lines
    from newsassistant.cli.shared.session import Session

BASE = "base"


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "chat",
        run,
        help="ask questions in the terminal",
        description="Ask questions, one a line. clear empties the history, Ctrl-C or stop ends "
        "an answer, style NAME and style base change the house style, exit leaves. Nothing is "
        "saved. With an article, a line on standard error says what of an answer is not in it.",
    )
    add = parser.add_argument
    add(
        "--article",
        type=file_name,
        metavar="FILE",
        help="a text, a document or the address of a page that the questions are about",
    )
    add_reading_options(parser)
    add_model_options(parser)
    add_generation_options(parser)
    add("--fit", action="store_true", help="use the beginning of an article that is too long")
    add("--all-lines", action="store_true", help=ALL_LINES)
    add_check_option(parser)


def run(options: argparse.Namespace, context: Context) -> int:
    """Chat until `exit` or the end of the input; raises NewsAssistantError before that.

    Errors of single answers are told and the chat goes on; from a pipe they make the exit code 1.
    """
    from newsassistant.app.turns import Wanted, params_for
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.cli.shared.lines import open_lines
    from newsassistant.cli.shared.session import find_prefix, open_session

    prefix = find_prefix(context, options.prefix)
    article = None
    if options.article:
        article = read_article(
            options.article,
            context.console,
            options.encoding,
            local_network=options.local_network,
        )
    with open_session(context, options.model) as session:
        session.check_style(prefix)
        reads = _reads(options, session, article) if article is not None else None
        wanted = Wanted.of(context.settings())
        params = generation_params(options, params_for(session.model, None, wanted))
        find = functools.partial(find_prefix, context)
        checks = None if options.no_checks or article is None else Checks(article, context.console)
        chat = Chat(session, open_lines(), params, find, article, reads, prefix, checks)
        return chat.run()


def _reads(options: argparse.Namespace, session: Session, article: Article) -> Reads:
    reads = session.lines_of(article, every=options.all_lines)
    return session.fit(article, reads, cut=options.fit)


@dataclass(slots=True)
class Chat:
    """One conversation; only questions that got an answer are remembered."""

    session: Session
    lines: Lines
    params: GenerationParams
    find_prefix: Callable[[str], Path | None]
    article: Article | None = None
    reads: Reads = None
    prefix: Path | None = None
    checks: Checks | None = None
    messages: list[Message] = field(default_factory=list)
    failed: bool = False

    def run(self) -> int:
        """The exit code."""
        console = self.session.console
        if self.lines.interactive:
            console.say("chat-help")
        interrupted = False
        while True:
            try:
                line = self.lines.next()
                if line is None or not self._handle(line.strip()):
                    break
                interrupted = False
            except KeyboardInterrupt:
                if interrupted or not self.lines.interactive:
                    return Exit.INTERRUPTED
                interrupted = True
                console.note("")
                console.say("chat-leave")
        return 1 if self.failed and not self.lines.interactive else 0

    def _handle(self, line: str) -> bool:
        """Obey a line; False when it says to leave."""
        command = line.lower()
        if command == "exit":
            return False
        if command == "clear":
            self.messages.clear()
            if self.lines.interactive:
                self.session.console.say("chat-cleared")
        elif command.startswith("style ") and len(line.split()) == 2:
            self._use_style(line.split()[1])
        elif line and command != "stop":  # with no answer running there is nothing to stop
            self._ask(line)
        return True

    def _use_style(self, name: str) -> None:
        """Answer in that style from now on; one that cannot be used leaves the former."""
        console = self.session.console
        try:
            found = None if name.lower() == BASE else self.find_prefix(name)
            self.session.check_style(found)
        except PrefixError as error:
            console.error(error)
            self.failed = True
            return
        self.prefix = found
        if self.lines.interactive:
            console.say("chat-style" if self.prefix else "chat-base", name=name)

    def _ask(self, question: str) -> None:
        from newsassistant.cli.shared.interrupt import Interrupt

        console = self.session.console
        turns = (*self.messages, Message("user", question))
        prompt = Prompt(turns, self.article, self.reads)
        try:
            with Interrupt() as interrupt:
                answer = self.session.answer(
                    prompt,
                    self.params,
                    console.write,
                    lambda: interrupt.pressed or self.lines.stop_typed(),
                    prefix=self.prefix,
                )
        except NewsAssistantError as error:
            console.end_line()
            console.error(error)
            self.failed = True
            return
        console.end_line()
        if answer.text.strip():
            self.messages = [*turns, Message("assistant", answer.text)]
            if self.checks is not None and answer.reason != "cancelled":
                self.checks.tell(answer.text)
