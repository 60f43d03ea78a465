"""Values from outside, read strictly: JSON within bounds, and each field as the type it must have.

Knows nothing of what the values are for. Whoever reads a file that somebody else may have written
(a checkpoint, a style, a crash report, an answer of a server) takes its values from here, and turns
`UnfitError` into the error of its own border.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TypeVar

from newsassistant.core.errors import CancelledError, NewsAssistantError
from newsassistant.core.plain import plain, shown

LONGEST_TEXT = 1000
MOST_ITEMS = 100_000
MOST_DIGITS = 19  # of a whole number: 64 bits
WHOLE = (-(1 << 63), (1 << 63) - 1)

_T = TypeVar("_T")


class UnfitError(ValueError):
    """Something from outside is not what it must be; its text is one short clause, safe to show.

    Of a field its name, the value found and what was expected are told apart too.
    """

    def __init__(
        self, said: str, *, field: str = "", actual: object = None, expected: str = ""
    ) -> None:
        super().__init__(said)
        self.field = field
        self.actual = actual
        self.expected = expected


class MissingError(UnfitError):
    """Something from outside is not there at all."""


class _Required:
    """The default of fields that must be there."""


REQUIRED: Final = _Required()


# --- JSON ----------------------------------------------------------------------------------------


def decode_json(text: bytes | str, *, where: str, any_size: bool = False) -> Any:
    """The value in a JSON text (bytes: UTF-8, a byte order mark is allowed); any thread.

    Raises UnfitError, beginning with `where`, for what is no JSON, deep nesting, a repeated key,
    NaN and infinities, and whole numbers of more than 19 digits. With `any_size` numbers may be
    too large, infinite even, for a reader that refuses them under the name of their field.
    """
    decoder = _DECODER_OF_ANY_SIZE if any_size else strict_decoder()
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return decoder.decode(written)
    except RecursionError as error:
        raise UnfitError(f"{where}: nested too deeply") from error
    except UnicodeDecodeError as error:
        raise UnfitError(f"{where}: no UTF-8 text at byte {error.start}") from error
    except ValueError as error:
        raise UnfitError(f"{where}: {plain(error)}") from error


def decode_object(text: bytes | str, *, where: str, any_size: bool = False) -> dict[str, Any]:
    """`decode_json` of what must be an object; raises UnfitError."""
    value = decode_json(text, where=where, any_size=any_size)
    if not isinstance(value, dict):
        raise UnfitError(f"{where}: holds no object")
    return value


def strict_decoder() -> json.JSONDecoder:
    """What `decode_json` reads with, for texts that hold several values one behind the other.

    Its methods raise UnfitError, json.JSONDecodeError and RecursionError.
    """
    return json.JSONDecoder(
        object_pairs_hook=_unique,
        parse_constant=_refuse_constant,
        parse_int=_whole,
        parse_float=_finite,
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise UnfitError(f"{shown(name)} is there twice")
        seen.add(name)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise UnfitError(f"{name} is no number")


_DECODER_OF_ANY_SIZE = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise UnfitError(f"a number of {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise UnfitError(f"{plain(digits, longest=40)} is too large a number")
    return value


# --- fields --------------------------------------------------------------------------------------


class Fields:
    """The fields of an object from outside, each asked for by name, type and bounds; any thread.

    Every method raises UnfitError that names the field, what is there and what was expected. A
    field with a `default` may be missing (or null); without one it must be there.
    """

    def __init__(self, values: object, *, where: str) -> None:
        if not isinstance(values, Mapping):
            raise UnfitError(f"{where} is {shown(values)}, expected an object")
        self._values = values
        self.where = where

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def names(self, *, most: int = MOST_ITEMS) -> tuple[str, ...]:
        """The names of all fields, texts of up to 1,000 characters."""
        if len(self._values) > most:
            raise UnfitError(f"{self.where} has {len(self._values)} fields, expected up to {most}")
        for name in self._values:
            if not isinstance(name, str) or len(name) > LONGEST_TEXT:
                raise UnfitError(f"{self.where} has a field {shown(name)}")
        return tuple(self._values)

    def text(
        self,
        name: str,
        *,
        longest: int = LONGEST_TEXT,
        pattern: str | None = None,
        default: str | _Required | None = REQUIRED,
    ) -> Any:
        """A text of up to `longest` characters that `pattern` matches as a whole."""

        def check(value: object) -> bool:
            if not isinstance(value, str) or len(value) > longest:
                return False
            return pattern is None or re.fullmatch(pattern, value) is not None

        expected = f"a text of up to {longest} characters" if pattern is None else pattern
        return self._take(name, check, expected, default)

    def whole(
        self,
        name: str,
        low: int = WHOLE[0],
        high: int = WHOLE[1],
        *,
        default: int | _Required | None = REQUIRED,
    ) -> Any:
        """A whole number from `low` to `high`, both included; no true or false, no 2.0."""

        def check(value: object) -> bool:
            return is_whole(value, low, high)

        return self._take(name, check, f"a whole number from {low} to {high}", default)

    def number(
        self, name: str, low: float, high: float, *, default: float | _Required | None = REQUIRED
    ) -> Any:
        """A finite number from `low` to `high`, both included, as float."""

        def check(value: object) -> bool:
            return is_number(value) and low <= value <= high  # type: ignore[operator]

        found = self._take(name, check, f"a number from {low:g} to {high:g}", default)
        return float(found) if isinstance(found, int) else found

    def flag(self, name: str, *, default: bool | _Required | None = REQUIRED) -> Any:
        """True or false."""
        return self._take(name, lambda value: isinstance(value, bool), "true or false", default)

    def one_of(self, name: str, *allowed: str, default: str | _Required | None = REQUIRED) -> Any:
        """One of the texts that are allowed."""
        check = frozenset(allowed).__contains__
        expected = "one of " + ", ".join(allowed)
        return self._take(
            name, lambda value: isinstance(value, str) and check(value), expected, default
        )

    def fields(self, name: str) -> Fields:
        """The object in a field; an empty one is a field like others, a missing one an error."""
        return Fields(self._values.get(name), where=f"{self.where}: {name}")

    def items(
        self, name: str, *, most: int = MOST_ITEMS, default: Sequence[object] | _Required = REQUIRED
    ) -> Sequence[Any]:
        """A list of up to `most` values of any kind."""

        def check(value: object) -> bool:
            return isinstance(value, list) and len(value) <= most

        found: Sequence[Any] = self._take(name, check, f"a list of up to {most}", default)
        return found

    def numbering(
        self, name: str, low: int, high: int, *, longest: int = LONGEST_TEXT, most: int = MOST_ITEMS
    ) -> dict[str, int]:
        """An object of up to `most` whole numbers, by names of up to `longest` characters."""
        found = self._values.get(name)
        if not isinstance(found, dict) or len(found) > most:
            raise self._unfit(name, found, f"an object of up to {most} numbers")
        for key, value in found.items():  # of a vocabulary, 200,000: no call for each
            if type(value) is not int or not low <= value <= high or len(key) > longest:
                place = f"{name}: {shown(key)}"
                raise self._unfit(place, value, f"a whole number from {low} to {high}")
        return found

    def wholes(self, name: str, low: int, high: int, *, most: int = MOST_ITEMS) -> tuple[int, ...]:
        """A list of up to `most` whole numbers from `low` to `high`."""
        found = self.items(name, most=most)
        for value in found:
            if not is_whole(value, low, high):
                raise self._unfit(name, value, f"whole numbers from {low} to {high}")
        return tuple(found)

    def texts(
        self, name: str, *, longest: int = LONGEST_TEXT, most: int = MOST_ITEMS
    ) -> tuple[str, ...]:
        """A list of up to `most` texts of up to `longest` characters each."""
        found = self.items(name, most=most)
        for value in found:
            if not isinstance(value, str) or len(value) > longest:
                raise self._unfit(name, value, f"texts of up to {longest} characters")
        return tuple(found)

    def _take(
        self, name: str, check: Callable[[object], bool], expected: str, default: object
    ) -> Any:
        value = self._values.get(name)
        if value is None:
            if default is REQUIRED:
                said = f"{self.where}: {name} is missing, expected {expected}"
                raise MissingError(said, field=name, actual="missing", expected=expected)
            return default
        if not check(value):
            raise self._unfit(name, value, expected)
        return value

    def _unfit(self, name: str, value: object, expected: str) -> UnfitError:
        said = f"{self.where}: {name} is {shown(value)}, expected {expected}"
        return UnfitError(said, field=name, actual=value, expected=expected)


def is_whole(value: object, low: int = WHOLE[0], high: int = WHOLE[1]) -> bool:
    """True for an int from `low` to `high` that is not True or False."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_number(value: object) -> bool:
    """True for an int or a finite float that is not True or False."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


# --- the border ----------------------------------------------------------------------------------

_OURS_TO_PASS = (NewsAssistantError, CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)


@contextmanager
def contained(translate: Callable[[str], NewsAssistantError]) -> Iterator[None]:
    """Let nothing foreign out of the block: what is raised inside becomes `translate(clause)`.

    BaseException included: a library written in Rust panics with one. Our own errors, Ctrl-C, what
    the user cancelled and the ends of programs and generators pass. The clause is short and safe
    to show.
    """
    try:
        yield
    except _OURS_TO_PASS:
        raise
    except BaseException as error:
        raise translate(clause_of(error)) from error


def clause_of(error: BaseException) -> str:
    """What an exception says, as one short line; its type where it says nothing.

    Never raises: of an error that cannot even be written the type is told.
    """
    if isinstance(error, MemoryError):
        return "not enough memory"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, OSError) and error.strerror:
        return plain(error.strerror)
    try:
        said = plain(error)
    except Exception:
        said = ""
    if isinstance(error, UnfitError) and said:
        return said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
