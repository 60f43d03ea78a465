"""Archives that may be an attack."""

from __future__ import annotations

import io
import zipfile

import pytest

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers import zipped
from newsassistant.readers.zipped import Parts
from tests.unit.readers import made


def test_parts_are_read_by_name() -> None:
    parts = Parts(made.zipped({"a": "one", "b": "two"}), "x")

    assert (parts.names(), "a" in parts, parts.read("b"), parts.read("c")) == (
        ("a", "b"),
        True,
        b"two",
        b"",
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InputError) as caught:
        Parts(made.zipped({"a": b"\0" * (40 << 20)}), "x").read("a")

    assert caught.value.code == "document-too-complex"


def test_many_parts_and_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made.zipped({str(number): "content" for number in range(20)})
    for bound, most in (("MOST_PARTS", 19), ("MOST_BYTES", 100)):
        with monkeypatch.context() as patch:
            patch.setattr(zipped, bound, most)
            with pytest.raises(InputError):
                Parts(data, "x")


def test_a_part_that_declares_too_little_gives_no_more_than_that() -> None:
    data = bytearray(made.zipped({"a": b"x" * 10_000}))
    size = (10_000).to_bytes(4, "little")
    lied = bytes(data).replace(size, (100).to_bytes(4, "little"))

    with pytest.raises(UnfitError, match="damaged"):
        Parts(lied, "x").read("a")


def test_a_locked_part_says_so() -> None:
    data = bytearray(made.zipped({"a": "one"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1

    with pytest.raises(InputError) as caught:
        Parts(bytes(data), "x").read("a")

    assert caught.value.code == "document-password"


def test_other_ways_of_packing_and_damage_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "one")
    with pytest.raises(UnfitError, match="unusual"):
        Parts(buffer.getvalue(), "x").read("a")
    with pytest.raises(UnfitError, match="damaged"):
        Parts(b"PK\x03\x04 and no more", "x")
