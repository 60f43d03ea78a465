"""Decodes the pickle of a saved state dict into inert values; it can execute nothing.

Knows nothing of files. A stack machine over the few opcodes that torch.save writes: a global is
only a name from the list below, and calling one only notes its arguments.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from newsassistant.core.errors import CheckpointError

MAX_PICKLE = 16 << 20
MAX_OPCODES = 1_000_000

STORAGES: Mapping[str, str] = {
    "torch FloatStorage": "F32",
    "torch HalfStorage": "F16",
    "torch BFloat16Storage": "BF16",
    "torch DoubleStorage": "F64",
    "torch LongStorage": "I64",
    "torch IntStorage": "I32",
    "torch ShortStorage": "I16",
    "torch CharStorage": "I8",
    "torch ByteStorage": "U8",
    "torch BoolStorage": "BOOL",
}
"""Global -> dtype, in the names of `stored.ITEM_SIZES`."""

ORDERED_DICT = "collections OrderedDict"
TENSOR = "torch._utils _rebuild_tensor_v2"
PARAMETER = "torch._utils _rebuild_parameter"
GLOBALS = frozenset({*STORAGES, ORDERED_DICT, TENSOR, PARAMETER})


@dataclass(frozen=True, slots=True)
class Global:
    """A name that the pickle asks for; nothing is ever looked up by it."""

    name: str


@dataclass(frozen=True, slots=True)
class Storage:
    """A persistent id: `count` elements of `dtype` in the archive's entry data/`key`."""

    dtype: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class TensorView:
    """A tensor as saved: unchecked `offset`, `shape` and `strides` into a storage, in elements."""

    storage: Storage
    offset: object
    shape: object
    strides: object


# What may lie on the stack; tuples and dicts hold values of the same kinds.
Value: TypeAlias = (
    "bool | int | float | str | tuple[Any, ...] | dict[str, Any] "
    "| Global | Storage | TensorView | _Mark | None"
)


class _Mark:
    """The start of a group of values on the stack."""


def decode(data: bytes, *, where: str) -> Value:
    """The value of the pickle `data`; `where` names it in the CheckpointError. Any thread.

    Dicts have text keys, each once. Every opcode and global that is not needed for tensors, and
    anything malformed, raises CheckpointError naming it.
    """
    if len(data) > MAX_PICKLE:
        raise bad_pickle(where, f"{len(data)} bytes, expected at most {MAX_PICKLE}")
    machine = _Machine(where)
    for count, (name, argument) in enumerate(_opcodes(data, where)):
        if count >= MAX_OPCODES:
            raise bad_pickle(where, f"more than {MAX_OPCODES} opcodes")
        if name == "STOP":
            return machine.result()
        machine.run(name, argument)
    raise bad_pickle(where, "no STOP")


def bad_pickle(where: str, detail: str) -> CheckpointError:
    """The error for a pickle that is not a plain state dict."""
    return CheckpointError("checkpoint-invalid", detail=f"{where}: {detail}")


def _opcodes(data: bytes, where: str) -> Iterator[tuple[str, Any]]:
    """Name and argument of each opcode; pickletools reads them and does nothing with them."""
    try:
        for opcode, argument, _ in pickletools.genops(data):
            yield opcode.name, argument
    except (ValueError, OverflowError, IndexError) as error:
        raise bad_pickle(where, f"not a whole pickle ({str(error)[:120]})") from error


class _Machine:
    """The stack, the memo and one method for each group of opcodes."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._stack: list[Value] = []
        self._memo: dict[int, Value] = {}

    def run(self, name: str, argument: Any) -> None:
        """Do one opcode."""
        if name in _CONSTANTS:
            self._stack.append(_CONSTANTS[name])
        elif name in _LITERALS:
            self._stack.append(argument)
        elif (action := _ACTIONS.get(name)) is not None:
            action(self, argument)
        elif name not in ("PROTO", "FRAME"):
            raise self.bad(f"opcode {name} is not allowed")

    def result(self) -> Value:
        """The one value that is left at the end."""
        if len(self._stack) != 1:
            raise self.bad(f"{len(self._stack)} values at the end, expected 1")
        return self._stack[0]

    def bad(self, detail: str) -> CheckpointError:
        return bad_pickle(self._where, detail)

    def _pop(self) -> Value:
        if not self._stack or isinstance(self._stack[-1], _Mark):
            raise self.bad("an opcode finds too few values")
        return self._stack.pop()

    def _pop_group(self) -> list[Value]:
        """The values behind the last mark, which goes too."""
        for index in range(len(self._stack) - 1, -1, -1):
            if isinstance(self._stack[index], _Mark):
                group = self._stack[index + 1 :]
                del self._stack[index:]
                return group
        raise self.bad("an opcode finds no mark")

    def mark(self, _: Any) -> None:
        """MARK."""
        self._stack.append(_Mark())

    def empty_dict(self, _: Any) -> None:
        """EMPTY_DICT."""
        self._stack.append({})

    def put(self, index: Any) -> None:
        """BINPUT, LONG_BINPUT; MEMOIZE numbers by itself."""
        value = self._pop()
        self._memo[len(self._memo) if index is None else int(index)] = value
        self._stack.append(value)

    def get(self, index: Any) -> None:
        """BINGET, LONG_BINGET."""
        if index not in self._memo:
            raise self.bad(f"memo {index} is empty")
        self._stack.append(self._memo[index])

    def global_name(self, name: Any) -> None:
        """GLOBAL with "module name"."""
        if name not in GLOBALS:
            raise self.bad(f"global {str(name)[:80]!r} is not allowed")
        self._stack.append(Global(str(name)))

    def stack_global(self, _: Any) -> None:
        """STACK_GLOBAL: module and name lie on the stack."""
        name, module = self._pop(), self._pop()
        if not isinstance(name, str) or not isinstance(module, str):
            raise self.bad("a global has no name")
        self.global_name(f"{module} {name}")

    def tuple_of_group(self, _: Any) -> None:
        """TUPLE."""
        self._stack.append(tuple(self._pop_group()))

    def tuple_of(self, count: int) -> None:
        """TUPLE1, TUPLE2, TUPLE3."""
        values = [self._pop() for _ in range(count)]
        self._stack.append(tuple(reversed(values)))

    def set_items(self, _: Any) -> None:
        """SETITEMS."""
        group = self._pop_group()
        if len(group) % 2:
            raise self.bad("a dict entry has no value")
        target = self._target()
        for key, value in zip(group[::2], group[1::2], strict=True):
            self._set(target, key, value)

    def set_item(self, _: Any) -> None:
        """SETITEM."""
        value, key = self._pop(), self._pop()
        self._set(self._target(), key, value)

    def _target(self) -> dict[str, Any]:
        target = self._stack[-1] if self._stack else None
        if not isinstance(target, dict):
            raise self.bad("an entry is set on something that is no dict")
        return target

    def _set(self, target: dict[str, Any], key: Value, value: Value) -> None:
        if not isinstance(key, str):  # hashing a tuple of tuples could take for ever
            raise self.bad("a dict key is no text")
        if key in target:
            raise self.bad(f"{key[:80]!r} is there twice")
        target[key] = value

    def build(self, _: Any) -> None:
        """BUILD: only the versions of modules that torch notes on a state dict; dropped."""
        state = self._pop()
        self._target()
        if not isinstance(state, dict) or set(state) != {"_metadata"}:
            raise self.bad("BUILD is allowed for _metadata only")

    def persistent(self, _: Any) -> None:
        """BINPERSID: ("storage", class, key, device, count)."""
        match self._pop():
            case ("storage", Global(name), str(key), str(), int(count)) if name in STORAGES:
                self._stack.append(Storage(STORAGES[name], key, count))
            case _:
                raise self.bad("a persistent id is no storage")

    def reduce(self, _: Any) -> None:
        """REDUCE: note what a known function would have been called with."""
        arguments, function = self._pop(), self._pop()
        match function, arguments:
            case Global(name), () if name == ORDERED_DICT:
                self._stack.append({})
            case Global(name), (Storage() as storage, offset, shape, strides, *rest) if (
                name == TENSOR and len(rest) in (2, 3)
            ):
                self._stack.append(TensorView(storage, offset, shape, strides))
            case Global(name), (TensorView() as data, bool(), _) if name == PARAMETER:
                self._stack.append(data)
            case _:
                raise self.bad("REDUCE is allowed for tensors and OrderedDict only")


_CONSTANTS: Mapping[str, Value] = {
    "NONE": None,
    "NEWTRUE": True,
    "NEWFALSE": False,
    "EMPTY_TUPLE": (),
}
_LITERALS = frozenset(
    {
        "BINFLOAT",
        "BININT",
        "BININT1",
        "BININT2",
        "BINUNICODE",
        "BINUNICODE8",
        "LONG1",
        "SHORT_BINUNICODE",
    }
)
_ACTIONS: Mapping[str, Callable[[_Machine, Any], None]] = {
    "BINGET": _Machine.get,
    "BINPERSID": _Machine.persistent,
    "BINPUT": _Machine.put,
    "BUILD": _Machine.build,
    "EMPTY_DICT": _Machine.empty_dict,
    "GLOBAL": _Machine.global_name,
    "LONG_BINGET": _Machine.get,
    "LONG_BINPUT": _Machine.put,
    "MARK": _Machine.mark,
    "MEMOIZE": _Machine.put,
    "REDUCE": _Machine.reduce,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_items,
    "STACK_GLOBAL": _Machine.stack_global,
    "TUPLE": _Machine.tuple_of_group,
    "TUPLE1": lambda machine, _: machine.tuple_of(1),
    "TUPLE2": lambda machine, _: machine.tuple_of(2),
    "TUPLE3": lambda machine, _: machine.tuple_of(3),
}
