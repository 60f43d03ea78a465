"""The window's actions with their shortcuts, and the menus made of them.

The menu bar is native on macOS and hidden elsewhere until F10, since every action is reached by a
button or a "..." menu too.
"""

from __future__ import annotations

import re
import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from newsassistant.gui.look.theme import Theme

# name -> key sequences in Qt's portable spelling; Ctrl is Cmd on macOS
SHORTCUTS: dict[str, tuple[str, ...]] = {
    "new_chat": ("Ctrl+N",),
    "new_private": ("Ctrl+Shift+N",),
    "open_article": ("Ctrl+O",),
    "folder": ("Ctrl+Shift+F",),
    "save_conversation": ("Ctrl+S",),
    "export_conversation": ("Ctrl+Shift+E",),
    "summarize": ("Ctrl+Return", "Ctrl+Enter"),
    "compare": ("Ctrl+D",),
    "regenerate": ("Ctrl+R",),
    "stop": ("Esc",),
    "copy_answer": ("Ctrl+Shift+C",),
    "copy_markdown": (),
    "copy_conversation": (),
    "copy_conversation_markdown": (),
    "copy_digest": (),
    "rename": (),
    "pin": ("Ctrl+Shift+P",),
    "delete": (),
    "undo_delete": ("Ctrl+Z",),
    "deleted": (),
    "erase": (),
    "find": ("Ctrl+F",),
    "find_next": ("F3", "Ctrl+G"),
    "find_previous": ("Shift+F3", "Ctrl+Shift+G"),
    "search": ("Ctrl+K",),
    "toggle_read": ("Ctrl+Shift+L",),
    "read_only": ("Ctrl+Shift+O",),
    "read_all": (),
    "show_in_answers": ("Ctrl+Shift+A",),
    "answer_sources": ("Ctrl+Shift+S",),
    "quotes": (),
    "facts": (),
    "versions": (),
    "toggle_style": ("Ctrl+Shift+B",),
    "next_mark": ("F8",),
    "previous_mark": ("Shift+F8",),
    "key_sentences": (),
    "sidebar": ("Ctrl+B",),
    "zoom_in": ("Ctrl++", "Ctrl+="),
    "zoom_out": ("Ctrl+-",),
    "zoom_reset": ("Ctrl+0",),
    "menu_bar": ("F10",),
    "models": ("Ctrl+Shift+M",),
    "styles": ("Ctrl+Shift+Y",),
    "edit_jobs": ("Ctrl+J",),
    "train": (),
    "settings": ("Ctrl+,",),
    "shortcuts": ("F1", "Ctrl+/"),
    "about": (),
    "quit": ("Ctrl+Q",),
}
_MENUS: dict[str, tuple[str, ...]] = {
    "file": (
        "new_chat",
        "new_private",
        "open_article",
        "folder",
        "save_conversation",
        "export_conversation",
        "-",
        "models",
        "styles",
        "edit_jobs",
        "train",
        "settings",
        "-",
        "quit",
    ),
    "edit": (
        *("undo_delete", "-"),
        *("copy_answer", "copy_markdown", "copy_conversation", "copy_conversation_markdown"),
        *("copy_digest", "-"),
        *("find", "find_next", "find_previous", "search", "-"),
        *("toggle_read", "read_only", "read_all", "-", "show_in_answers"),
        "answer_sources",
        "-",
        *("quotes", "facts", "versions"),
    ),
    "chat": (
        "summarize",
        "regenerate",
        "stop",
        "-",
        "compare",
        "toggle_style",
        "-",
        *("next_mark", "previous_mark", "-"),
        "rename",
        "pin",
        "delete",
        "erase",
        "deleted",
    ),
    "view": ("sidebar", "menu_bar", "key_sentences", "-", "zoom_in", "zoom_out", "zoom_reset"),
    "help": ("shortcuts", "about"),
}
_MORE = (
    "new_chat", "new_private", "open_article", "-", "rename", "pin",
    "export_conversation", "delete", "undo_delete", "-", ":article", ":talk", "compare",
    "toggle_style", "-", "models", "styles", "edit_jobs", "train", "settings", "-", "sidebar",
    "menu_bar", "shortcuts", "about", "quit",
)  # fmt: skip
_INSIDE: dict[str, tuple[str, ...]] = {  # what ":" names: menus within that one
    "article": (
        *("folder", "-", "find", "key_sentences", "copy_digest", "-"),
        *("toggle_read", "read_only", "read_all", "-"),
        *("quotes", "facts", "versions"),
    ),
    "talk": (
        *("answer_sources", "show_in_answers", "next_mark", "previous_mark", "-"),
        *("save_conversation", "copy_conversation", "copy_conversation_markdown", "-"),
        *("erase", "deleted"),
    ),
}
Group = tuple[str, list[tuple[str, str]]]  # title, and (what it does, keys)
_NATIVE = QKeySequence.SequenceFormat.NativeText
_ROLES = {
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}


def _plain(text: str) -> str:
    """An action's words without the mnemonic, which Chinese appends in brackets."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("…")


def _native(keys: QKeySequence) -> str:
    return keys.toString(_NATIVE).replace("Return", "Enter")


def _spelt(keys: str) -> str:
    return _native(QKeySequence(keys))


class Actions(QObject):
    """`actions["new_chat"]` is a QAction."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions = {name: self._make(name) for name in SHORTCUTS}
        self._actions["sidebar"].setCheckable(True)
        self._actions["sidebar"].setChecked(True)
        self._actions["menu_bar"].setCheckable(True)
        self._actions["key_sentences"].setCheckable(True)
        self._actions["menu_bar"].setVisible(sys.platform != "darwin")
        self._actions["menu_bar"].toggled.connect(window.menuBar().setVisible)
        self._menus = {name: self._menu(names) for name, names in _MENUS.items()}
        for menu in self._menus.values():
            window.menuBar().addMenu(menu)
        window.menuBar().setVisible(sys.platform == "darwin")
        self._inside = {name: self._menu(names) for name, names in _INSIDE.items()}
        self.more_menu = self._menu(_MORE)
        theme.follow(self)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def names(self) -> list[str]:
        """All of them, in the order of the shortcut list."""
        return list(self._actions)

    def rows(self) -> list[tuple[str, str]]:
        """(what it does, its keys in the platform's spelling) of all that have keys."""
        return [
            (
                _plain(action.text()),
                " · ".join(_native(keys) for keys in action.shortcuts()[:shown]),
            )
            for name in self._shown()
            for action in [self._actions[name]]
            for shown in [2 if name == "shortcuts" else 1]  # others repeat a key of the keypad
        ]

    def groups(self) -> list[Group]:
        """The same by menu, and the keys that parts of the window have of their own."""
        rows = dict(zip(self._shown(), self.rows(), strict=True))
        found = []
        for name, menu in self._menus.items():
            keys = [rows[each] for each in _MENUS[name] if each in rows]
            if name == "chat":
                first, last = _spelt("Ctrl+1"), _spelt("Ctrl+9")
                keys.insert(1, (self.tr("Choose a job"), f"{first} … {last}"))
            found.append((_plain(menu.title()), keys))
        here = (
            (self.tr("Rename"), "F2"),
            (self.tr("Delete"), "Del"),
            (self.tr("Erase for good"), "Shift+Del"),
        )
        found.append((self.tr("In the list"), [(words, _spelt(keys)) for words, keys in here]))
        box = [
            (self.tr("New line"), _spelt("Shift+Return")),
            (self.tr("Edit the last question, where the box is empty"), _spelt("Up")),
        ]
        found.append((self.tr("In the question box"), box))
        card = [
            (self.tr("The version before, of a question or an answer"), _spelt("Alt+Left")),
            (self.tr("The version after it"), _spelt("Alt+Right")),
        ]
        found.append((self.tr("In the conversation"), card))
        return [(title, keys) for title, keys in found if keys]

    def add_jobs(self, menu: QMenu) -> None:
        """Put the menu of jobs behind Summarise."""
        self._menus["chat"].insertMenu(self._actions["regenerate"], menu)

    def _shown(self) -> list[str]:
        return [name for name, action in self._actions.items() if action.shortcuts()]

    def keys_of(self, name: str) -> str:
        """An action's first keys in the platform's spelling, "" if it has none."""
        return _native(self._actions[name].shortcut())

    def _make(self, name: str) -> QAction:
        action = QAction(self._window)
        action.setObjectName(f"{name}_action")
        action.setShortcuts([QKeySequence(keys) for keys in SHORTCUTS[name]])
        action.setMenuRole(_ROLES.get(name, QAction.MenuRole.NoRole))
        # Shortcuts of actions that live in a hidden menu bar alone would be dead.
        self._window.addAction(action)
        return action

    def _menu(self, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(self._window)
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name.startswith(":"):
                menu.addMenu(self._inside[name[1:]])
            else:
                menu.addAction(self._actions[name])
        return menu

    def retranslate(self) -> None:
        for name, text in self._texts().items():
            self._actions[name].setText(text)
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "chat": self.tr("&Conversation"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }
        for name, text in titles.items():
            self._menus[name].setTitle(text)
        self._inside["article"].setTitle(self.tr("&Article"))
        self._inside["talk"].setTitle(titles["chat"])

    def _texts(self) -> dict[str, str]:
        return {
            "new_chat": self.tr("&New article"),
            "new_private": self.tr("New pri&vate conversation"),
            "open_article": self.tr("&Open…"),
            "folder": self.tr("Summarise a &folder…"),
            "save_conversation": self.tr("&Save conversation…"),
            "export_conversation": self.tr("E&xport…"),
            "summarize": self.tr("&Summarise"),
            "compare": self.tr("Com&pare two styles…"),
            "regenerate": self.tr("&Regenerate the last answer"),
            "stop": self.tr("S&top"),
            "copy_answer": self.tr("&Copy the last answer"),
            "copy_markdown": self.tr("Copy the last answer as &Markdown"),
            "copy_conversation": self.tr("Copy con&versation"),
            "copy_conversation_markdown": self.tr("Copy conversation as Mark&down"),
            "copy_digest": self.tr("Copy the &key sentences"),
            "rename": self.tr("Rena&me conversation…"),
            "pin": self.tr("Pi&n or unpin conversation"),
            "delete": self.tr("&Delete conversation"),
            "erase": self.tr("&Erase conversation for good…"),
            "undo_delete": self.tr("&Undo the deletion"),
            "deleted": self.tr("Recently de&leted…"),
            "find": self.tr("&Find in the article or the answers"),
            "find_next": self.tr("Find the ne&xt place"),
            "find_previous": self.tr("Find the previo&us place"),
            "search": self.tr("Search con&versations"),
            "toggle_read": self.tr("&Leave a passage out, or read it"),
            "read_only": self.tr("Read &only the selection"),
            "read_all": self.tr("Read e&verything of the article"),
            "show_in_answers": self.tr("Show the sentence in the &answers"),
            "answer_sources": self.tr("&Sources of the last answer"),
            "quotes": self.tr("&Quotes of the article…"),
            "facts": self.tr("Fac&ts of the article…"),
            "versions": self.tr("Compare with another versio&n…"),
            "toggle_style": self.tr("House st&yle on or off"),
            "next_mark": self.tr("Next mar&k in the answers"),
            "previous_mark": self.tr("Previous mark in the &answers"),
            "sidebar": self.tr("&Sidebar"),
            "key_sentences": self.tr("Show &key sentences"),
            "zoom_in": self.tr("Zoom &in"),
            "zoom_out": self.tr("Zoom &out"),
            "zoom_reset": self.tr("&Actual size"),
            "menu_bar": self.tr("&Menu bar"),
            "models": self.tr("&Models…"),
            "styles": self.tr("St&yles…"),
            "edit_jobs": self.tr("Edit &jobs…"),
            "train": self.tr("&Train a style…"),
            "settings": self.tr("S&ettings…"),
            "shortcuts": self.tr("&Keyboard shortcuts"),
            "about": self.tr("&About News Assistant"),
            "quit": self.tr("&Quit"),
        }
