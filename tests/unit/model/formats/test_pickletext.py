"""The pickle machine: what torch.save writes is understood, everything else is refused by name."""

from __future__ import annotations

import pickletools
import struct
from pathlib import Path

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.pickletext import MAX_PICKLE, Storage, TensorView, decode
from tests.unit.model import forge
from tests.unit.model.forge import (
    BUILD,
    EMPTY_DICT,
    EMPTY_TUPLE,
    MARK,
    NONE,
    ORDERED_DICT,
    PROTO,
    REDUCE,
    SETITEM,
    SETITEMS,
    STOP,
    TRUE,
    TUPLE,
    TUPLE1,
    Tensor,
    name,
    number,
    state_dict,
    text,
)


def refused(data: bytes) -> str:
    with pytest.raises(CheckpointError) as caught:
        decode(data, where="data.pkl")
    assert "data.pkl" in str(caught.value)
    return str(caught.value)


def test_a_state_dict_becomes_views_of_storages() -> None:
    data = state_dict({"w": Tensor((2, 3), "7", "HalfStorage", count=20, offset=4)})

    assert decode(data, where="") == {"w": TensorView(Storage("F16", "7", 20), 4, (2, 3), (3, 1))}


def test_plain_values_stay_plain() -> None:
    values = {"a": number(3), "b": NONE, "c": TRUE, "d": text("文"), "e": number(1 << 40)}

    decoded = decode(state_dict(values), where="")

    assert decoded == {"a": 3, "b": None, "c": True, "d": "文", "e": 1 << 40}


def test_an_ordered_dict_with_metadata_and_parameters() -> None:
    parameter = (
        name("torch._utils", "_rebuild_parameter")
        + MARK
        + Tensor((2,)).pickled()
        + TRUE
        + ORDERED_DICT
        + TUPLE
        + REDUCE
    )
    version = EMPTY_DICT + text("version") + number(1) + SETITEM
    metadata = ORDERED_DICT + text("") + version + SETITEM
    state = EMPTY_DICT + text("_metadata") + metadata + SETITEM
    data = PROTO + ORDERED_DICT + MARK + text("w") + parameter + SETITEMS + state + BUILD + STOP

    decoded = decode(data, where="")

    assert isinstance(decoded, dict)
    assert list(decoded) == ["w"]
    assert isinstance(decoded["w"], TensorView)


def test_protocol_4_opcodes_are_understood() -> None:
    def short(value: str) -> bytes:
        return b"\x8c" + bytes([len(value)]) + value.encode() + b"\x94"  # and MEMOIZE

    ordered = short("collections") + short("OrderedDict") + b"\x93\x94"
    body = ordered + EMPTY_TUPLE + REDUCE + b"\x94" + short("k") + b"h\x00" + SETITEM
    data = b"\x80\x04\x95" + struct.pack("<Q", len(body) + 1) + body + STOP

    assert decode(data, where="") == {"k": "collections"}


def harmful(path: Path) -> list[bytes]:
    """Pickles that make `path` when a real unpickler runs them, by every road there is."""
    command = f"touch {path}"
    code = f"open({str(path)!r}, 'w').close()"
    call = text(command) + TUPLE1 + REDUCE
    short = [b"\x8c" + bytes([len(part)]) + part.encode() for part in ("os", "system")]
    posix_instance = f"(S{command!r}\niposix\nsystem\n".encode()
    built = name("collections", "OrderedDict") + EMPTY_TUPLE + REDUCE
    slots = EMPTY_DICT + text("__setstate__") + name("os", "system") + SETITEM
    return [
        name("os", "system") + call,
        name("posix", "system") + call,
        name("nt", "system") + call,
        name("subprocess", "Popen") + call,
        name("builtins", "eval") + text(code) + TUPLE1 + REDUCE,
        name("builtins", "exec") + text(code) + TUPLE1 + REDUCE,
        name("builtins", "getattr") + text("x") + TUPLE1 + REDUCE,
        name("torch.hub", "load") + call,
        name("torch", "load") + call,
        name("torch._utils", "_rebuild_tensor_v2.__globals__") + call,
        name("numpy", "load") + call,
        b"".join(short) + b"\x93" + call,
        posix_instance,
        MARK + name("posix", "system") + text(command) + b"o",
        name("posix", "system") + text(command) + TUPLE1 + b"\x81",
        name("posix", "system") + text(command) + TUPLE1 + EMPTY_DICT + b"\x92",
        b"\x82\x01",
        b"\x83\x01\x00",
        b"\x84\x01\x00\x00\x00",
        built + slots + BUILD + text(command) + BUILD,
        built + EMPTY_DICT + text("__reduce__") + text("x") + SETITEM + BUILD,
        ORDERED_DICT + text(command) + BUILD,
        name("collections", "OrderedDict") + text(command) + TUPLE1 + REDUCE,
        text("posix") + text("system") + b"\x93" + call,
        b"Pposix.system\n",
    ]


@pytest.mark.parametrize("index", range(25))
@pytest.mark.parametrize("inside", [False, True])
def test_nothing_can_be_executed(tmp_path: Path, index: int, inside: bool) -> None:
    target = tmp_path / "executed"
    body = harmful(target)[index]
    data = state_dict({"w": body}) if inside else PROTO + body + STOP

    message = refused(data)

    assert not target.exists()
    assert "not allowed" in message or "allowed for" in message or "no dict" in message


def test_an_allowed_global_cannot_be_called_with_anything_else() -> None:
    assert "REDUCE" in refused(PROTO + name("torch", "HalfStorage") + EMPTY_TUPLE + REDUCE + STOP)
    assert "REDUCE" in refused(
        PROTO + name("torch._utils", "_rebuild_tensor_v2") + EMPTY_TUPLE + REDUCE + STOP
    )


@pytest.mark.parametrize("opcode", [op.name for op in pickletools.opcodes])
def test_no_opcode_breaks_an_empty_stack(opcode: str) -> None:
    code = next(op.code for op in pickletools.opcodes if op.name == opcode)
    argument = b"\x01\x00\x00\x00\x00\x00\x00\x00\n\n"

    refused(PROTO + code.encode("latin-1") + argument)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a whole pickle"),
        (PROTO, "not a whole pickle"),
        (PROTO + STOP, "0 values"),
        (PROTO + EMPTY_DICT * 2 + STOP, "2 values"),
        (PROTO + b"h\x05" + STOP, "memo 5 is empty"),
        (PROTO + TUPLE + STOP, "no mark"),
        (PROTO + MARK + TUPLE1 + STOP, "too few"),
        (PROTO + EMPTY_DICT + MARK + text("a") + SETITEMS + STOP, "no value"),
        (PROTO + EMPTY_TUPLE + text("a") + NONE + SETITEM + STOP, "no dict"),
        (PROTO + EMPTY_DICT + number(1) + NONE + SETITEM + STOP, "no text"),
        (PROTO + EMPTY_DICT + (text("a") + NONE + SETITEM) * 2 + STOP, "twice"),
        (PROTO + text("x") + b"Q" + STOP, "no storage"),
        (PROTO + b"X\xff\xff\xff\xff" + STOP, "not a whole pickle"),
        (PROTO + b"\x8d" + b"\xff" * 8 + STOP, "not a whole pickle"),
        (PROTO + b"\x8b\xff\xff\xff\x7f" + STOP, "not a whole pickle"),
        (PROTO + b"I" + b"9" * 9000 + b"\n" + STOP, "not a whole pickle"),
        (PROTO + b"X\x01\x00\x00\x00\xff" + STOP, "not a whole pickle"),
        (b"\xff\xff", "not a whole pickle"),
    ],
)
def test_a_malformed_pickle_says_what_is_wrong(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_dict_inside_itself_is_harmless() -> None:
    data = PROTO + EMPTY_DICT + b"q\x00" + text("me") + b"h\x00" + SETITEM + STOP

    decoded = decode(data, where="")

    assert isinstance(decoded, dict)
    assert decoded["me"] is decoded


def test_a_tuple_that_doubles_a_thousand_times_is_no_key() -> None:
    doubled = EMPTY_TUPLE + b"q\x00" + (b"h\x00h\x00\x86q\x00" * 1000)

    assert "no text" in refused(PROTO + doubled + EMPTY_DICT + b"h\x00" + NONE + SETITEM + STOP)
    assert "no storage" in refused(PROTO + doubled + b"Q" + STOP)


def test_deep_nesting_is_harmless() -> None:
    decoded = decode(PROTO + EMPTY_TUPLE + TUPLE1 * 400_000 + STOP, where="")

    assert isinstance(decoded, tuple)


def test_the_size_and_the_number_of_opcodes_are_bounded() -> None:
    assert "at most" in refused(b"x" * (MAX_PICKLE + 1))
    assert "opcodes" in refused(PROTO + NONE * 1_100_000 + STOP)


def test_every_truncation_is_an_error() -> None:
    whole = state_dict({"w": Tensor((2, 3)), "n": forge.number(3)})

    for size in range(len(whole)):
        refused(whole[:size])
