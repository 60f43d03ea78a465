"""`newsassistant history`: its backups, erasing conversations for good, conversations as files.

It may run beside a window, but for putting a backup back.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import file_name, some_text, whole
from newsassistant.cli.shared.tables import table
from newsassistant.cli.shared.words import gigabytes, say
from newsassistant.core.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsassistant.app.exporting.choice import Choice, Names
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.store.backups import Backup
    from newsassistant.store.history import Erased, History, StoredConversation

MAX_ID = (1 << 63) - 1
EXPORTS = ("docx", "md", "html", "txt", "json", "newschat")
BINARY = ("docx", "newschat")  # not for a terminal

_BACKUP_COLUMNS = ("NAME", "DATE", "CONVERSATIONS", "SIZE", "KIND")
_COLUMNS = ("ID", "DATE", "TITLE", "")


def declare(commands: Commands) -> None:
    """Describe the command."""
    actions = commands.group(
        "history",
        help="list and restore backups, erase, export, save and add conversations",
        description="Show the backups of the window's conversations, put one back, erase "
        "conversations for good, or exchange them as files.",
    )
    listing = actions.add(
        "list",
        run_list,
        help="one line for each backup",
        description="Print one line for each backup, newest first, with the number of its "
        "conversations.",
    )
    listing.add_argument("--json", action="store_true", help="print a JSON list instead")
    shown = actions.add(
        "conversations",
        run_conversations,
        help="one line for each conversation",
        description="Print one line for each conversation, newest first, with the ID that "
        "`history erase` and `save` take. Deleted ones that can still be brought back come last.",
    )
    shown.add_argument("--json", action="store_true", help="print a JSON list instead")
    _declare_restore(actions)
    _declare_erase(actions)
    _declare_exchange(actions)


def _declare_restore(actions: Commands) -> None:
    parser = actions.add(
        "restore",
        run_restore,
        help="go on with a backup",
        description="Put a backup in the place of the history, damaged or not. The present one is "
        "kept: as a backup, or beside the history if it is damaged. What was erased does not come "
        "back. No window may be open.",
    )
    add = parser.add_argument
    add(
        "backup",
        nargs="?",
        default="latest",
        type=some_text,
        metavar="BACKUP",
        help="its name as in `history list`; default: latest, the newest whole one "
        "that was not made by restoring",
    )
    add("--yes", action="store_true", help="do not ask")


def _declare_erase(actions: Commands) -> None:
    parser = actions.add(
        "erase",
        run_erase,
        help="erase conversations for good",
        description="Erase a conversation from the history, its search index, its log, all "
        "backups and the drafts. Backups that are damaged and may hold it are deleted. It cannot "
        "be brought back.",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "id",
        nargs="?",
        type=whole(1, MAX_ID),
        metavar="ID",
        help="a number as in `history conversations`",
    )
    which.add_argument(
        "--all-deleted", action="store_true", help="all that were deleted and wait to be erased"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _declare_exchange(actions: Commands) -> None:
    save = actions.add(
        "save",
        run_save,
        help="write a conversation to a file",
        description="Write a conversation with its article to a file, which `history add` and the "
        "window open on any computer. A file that is there is replaced.",
    )
    add = save.add_argument
    add("id", type=whole(1, MAX_ID), metavar="ID", help="a number as in `history conversations`")
    add("file", type=file_name, metavar="FILE", help="the file to write, as NAME.newschat")
    _declare_export(actions)
    adding = actions.add(
        "add",
        run_add,
        help="take in a saved conversation",
        description="Take a saved conversation into the history. One that is there already is not "
        "added again.",
    )
    adding.add_argument("file", type=file_name, metavar="FILE", help="what was saved")


def _declare_export(actions: Commands) -> None:
    export = actions.add(
        "export",
        run_export,
        help="write a conversation as a document",
        description="Write a conversation, or one answer of it, for Word, as Markdown, a web page, "
        "plain text or JSON, with the article and a sheet that says where all of it comes from. "
        "The label on it is that of the settings.",
    )
    add = export.add_argument
    add("id", type=whole(1, MAX_ID), metavar="ID", help="a number as in `history conversations`")
    add(
        "--format",
        choices=EXPORTS,
        metavar="FORMAT",
        help=f"one of {', '.join(EXPORTS)}; default: the ending of FILE, else md. newschat is the "
        "whole conversation, as `history save` writes it",
    )
    add(
        "--output",
        type=file_name,
        metavar="FILE",
        help="the file to write, replaced if it is there; default: standard output",
    )
    add(
        "--answer",
        type=whole(1, MAX_ID),
        metavar="N",
        help="only the answer with that number, counted from 1",
    )
    add("--no-article", action="store_true", help="leave the article out")
    add("--no-sheet", action="store_true", help="leave the provenance sheet out")
    add("--no-checks", action="store_true", help="no notes on what is not in the article")
    add("--editor", metavar="NAME", help="who edited it; default: as in the last export")


# --- showing -------------------------------------------------------------------------------------


def run_list(options: argparse.Namespace, context: Context) -> int:
    """Print the backups; a table for people or JSON for programs."""
    from newsassistant.store.backups import list_backups

    found = list_backups(context.paths.backups)
    if options.json:
        context.console.write(_json([_backup_fields(backup) for backup in found]))
    elif not found:
        context.console.say("no-backups", folder=context.paths.backups)
    else:
        rows = [_backup_row(backup, context) for backup in found]
        context.console.write(table([_BACKUP_COLUMNS, *rows]))
    return 0


def _backup_fields(backup: Backup) -> dict[str, object]:
    return {
        "name": backup.name,
        "path": str(backup.path),
        "kind": backup.kind,
        "made_at": datetime.fromtimestamp(backup.made_at).isoformat(timespec="seconds"),
        "conversations": backup.conversations,
        "size_bytes": backup.size,
    }


def _backup_row(backup: Backup, context: Context) -> tuple[str, ...]:
    language = context.console.language
    damaged = say("backup-damaged", language)
    number = damaged if backup.conversations is None else str(backup.conversations)
    kind = say(f"backup-{backup.kind}", language)
    return plain(backup.name), _date(backup.made_at), number, gigabytes(backup.size), kind


def run_conversations(options: argparse.Namespace, context: Context) -> int:
    """Print the conversations; raises StoreError."""
    with _opened(context) as history:
        shown = [] if history is None else history.conversations()
        deleted = [] if history is None else history.deleted()
    if options.json:
        fields = [_fields(item, is_deleted=False) for item in shown]
        context.console.write(_json(fields + [_fields(item, is_deleted=True) for item in deleted]))
    elif not shown and not deleted:
        context.console.say("no-conversations")
    else:
        mark = say("conversation-deleted", context.console.language)
        rows = [_row(item, "", context) for item in shown]
        rows += [_row(item, mark, context) for item in deleted]
        context.console.write(table([_COLUMNS, *rows]))
    return 0


def _fields(item: StoredConversation, *, is_deleted: bool) -> dict[str, object]:
    return {
        "id": item.id,
        "title": item.title,
        "updated_at": datetime.fromtimestamp(item.updated_at).isoformat(timespec="seconds"),
        "deleted": is_deleted,
        "damaged": item.damaged,
    }


def _row(item: StoredConversation, mark: str, context: Context) -> tuple[str, ...]:
    return str(item.id), _date(item.updated_at), _title(item, context), mark


def _title(item: StoredConversation, context: Context) -> str:
    words = plain(item.title, longest=60)
    return words or (say("conversation-damaged", context.console.language) if item.damaged else "")


def _date(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment):%Y-%m-%d %H:%M}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# --- changing ------------------------------------------------------------------------------------


def run_restore(options: argparse.Namespace, context: Context) -> int:
    """Ask and put a backup back; raises StoreError, InputError."""
    from newsassistant.app.keeping import restore
    from newsassistant.store.backups import find_backup

    backup = find_backup(context.paths.backups, options.backup)
    date = _date(backup.made_at)
    if not options.yes and not context.console.agrees(
        "ask-restore", name=plain(backup.name), date=date
    ):
        return 0
    kept = restore(context.paths, backup.path)
    context.console.say("restored", date=date, count=backup.conversations or 0)
    if kept is not None:
        context.console.say("kept-aside", path=kept)
    return 0


def run_erase(options: argparse.Namespace, context: Context) -> int:
    """Ask and erase for good; raises StoreError, InputError."""
    from newsassistant.core.errors import StoreError

    with _opened(context) as history:
        if history is None and options.id is not None:
            raise StoreError("conversation-missing", id=options.id)
        if options.id is not None and history is not None:
            _erase_one(history, options, context)
        else:
            _erase_deleted(history, options, context)
    return 0


def _erase_one(history: History, options: argparse.Namespace, context: Context) -> None:
    from newsassistant.core.errors import StoreError

    every = [*history.conversations(), *history.deleted()]
    found = next((item for item in every if item.id == options.id), None)
    if found is None:
        raise StoreError("conversation-missing", id=options.id)
    if options.yes or context.console.agrees("ask-erase", title=_title(found, context)):
        _tell(history.erase(found.id), context)


def _erase_deleted(history: History | None, options: argparse.Namespace, context: Context) -> None:
    deleted = [] if history is None else history.deleted()
    if history is None or not deleted:
        context.console.say("no-deleted")
    elif options.yes or context.console.agrees("ask-erase-deleted", count=len(deleted)):
        _tell(history.purge_deleted(float("-inf")), context)


def _tell(erased: Erased, context: Context) -> None:
    from newsassistant.app.keeping import erase_drafts

    erase_drafts(context.paths.state, erased)
    context.console.say("erased", count=erased.count)
    for path in erased.unreached:
        context.console.say("unreached", path=path)


def run_save(options: argparse.Namespace, context: Context) -> int:
    """Write a conversation to a file; raises StoreError, InputError."""
    from newsassistant.core.errors import StoreError
    from newsassistant.store import chat_file
    from newsassistant.store.exchange import take_out

    with _opened(context) as history:
        if history is None:
            raise StoreError("conversation-missing", id=options.id)
        chat_file.write(Path(options.file), take_out(history, options.id))
    context.console.say("chat-saved", path=options.file)
    return 0


def run_export(options: argparse.Namespace, context: Context) -> int:
    """Write a conversation as a document; raises StoreError, InputError."""
    from newsassistant.app.exporting.export import content_of, export
    from newsassistant.core.errors import InputError, StoreError
    from newsassistant.store.exchange import take_out

    choice, names = _wanted(options, context), _names(context)
    with _opened(context) as history:
        if history is None:
            raise StoreError("conversation-missing", id=options.id)
        chat = take_out(history, options.id)
    if options.output is not None:
        export(Path(options.output), chat, choice, names)
        context.console.say("chat-exported", path=options.output)
    elif choice.form in BINARY:
        raise InputError("export-needs-file", form=choice.form)
    else:
        text = content_of(chat, choice, names).decode("utf-8-sig")
        context.console.write(text.replace("\r\n", "\n"))
    return 0


def _wanted(options: argparse.Namespace, context: Context) -> Choice:
    """What the settings remember of the last export, and then the options."""
    from newsassistant.app.exporting.choice import Choice

    chosen = Choice.of(context.settings(), context.console.language)
    ending = Path(options.output or "").suffix.lower().removeprefix(".")
    return replace(
        chosen,
        form=options.format or (ending if ending in EXPORTS else "md"),
        answer=options.answer,
        with_article=not options.no_article,
        with_sheet=not options.no_sheet,
        with_checks=not options.no_checks,
        editor=chosen.editor if options.editor is None else options.editor,
    )


def _names(context: Context) -> Names:
    """How what is installed is called."""
    from newsassistant.app.exporting.choice import Names
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.app.installed.styles import StyleLibrary

    styles = {info.id: info.name for info in StyleLibrary(context.paths.prefixes).list()}
    return Names(styles, ModelLibrary(context.paths.models).installed())


def run_add(options: argparse.Namespace, context: Context) -> int:
    """Take in what was saved; raises StoreError, InputError."""
    from newsassistant.store import chat_file
    from newsassistant.store.exchange import take_in
    from newsassistant.store.history import History

    chat = chat_file.read(Path(options.file))
    paths = context.paths.ensure()
    history = History(paths.history, backups=paths.backups, recover=False)
    with contextlib.closing(history):
        number, is_new = take_in(history, chat)
    context.console.say("chat-added" if is_new else "chat-known", id=number)
    return 0


@contextlib.contextmanager
def _opened(context: Context) -> Iterator[History | None]:
    """The history, None if there is none yet; raises StoreError."""
    from newsassistant.store.history import History

    path: Path = context.paths.history
    if not path.exists():
        yield None
        return
    with contextlib.closing(History(path, backups=context.paths.backups, recover=False)) as history:
        yield history
