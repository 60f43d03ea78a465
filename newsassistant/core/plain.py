"""Text from outside as one harmless line, for a terminal, a log or the words of an error.

Knows nothing of where it is shown. What cannot be seen (control characters, terminal escapes, marks
that turn the direction of writing) goes; the rest stays as it is.
"""

from __future__ import annotations

LONGEST = 200
_ELLIPSIS = "…"


def plain(text: object, *, longest: int = LONGEST) -> str:
    """`text` on one line of up to `longest` characters that can be seen; any thread.

    A cut end is marked with "…". An int of more digits than Python writes is named, not written.
    """
    seen = _written(text)
    line = " ".join("".join(map(_visible, seen[: 4 * longest])).split())
    if len(line) > longest or len(seen) > 4 * longest:
        return line[: longest - 1] + _ELLIPSIS
    return line


def shown(value: object, *, longest: int = 80) -> str:
    """`value` as the words of an error quote it: a text in quotes, everything else as Python does.

    Bounded in work too: of a container only its kind and length are told.
    """
    if isinstance(value, str):
        return f'"{plain(value, longest=longest)}"'
    if value is None or isinstance(value, bool | int | float):
        return plain(value, longest=longest)
    if isinstance(value, list | tuple | dict | set | frozenset | bytes):
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__


def _written(value: object) -> str:
    try:
        return value if isinstance(value, str) else str(value)
    except ValueError:  # beyond sys.get_int_max_str_digits
        return f"{type(value).__name__} of too many digits"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else ""
