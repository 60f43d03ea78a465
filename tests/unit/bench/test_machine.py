"""A processor has the same title every time, and another one another."""

from __future__ import annotations

from pathlib import Path

from tests.bench.machine import Processor, circumstances, processor, version

AMX = frozenset({"avx2", "avx512f", "avx512_vnni", "avx512_fp16", "amx_int8", "amx_tile"})


def test_a_name_without_a_number_is_told_by_family_and_model() -> None:
    found = Processor("Intel(R) Xeon(R) Processor", 2, AMX, "6", "143")

    assert found.title == (
        "Intel Xeon Processor, family 6 model 143 (AVX2, AVX-512, VNNI, FP16, AMX), 2 cores"
    )


def test_a_name_with_a_number_needs_nothing_more() -> None:
    found = Processor("AMD  Ryzen 7 7840U(TM)", 8, frozenset({"avx2", "sse2"}), "25", "116")

    assert found.title == "AMD Ryzen 7 7840U (AVX2), 8 cores"


def test_fewer_cores_or_units_are_another_machine() -> None:
    names = {
        Processor("x", cores, flags).title
        for cores in (2, 4)
        for flags in (AMX, frozenset({"avx2"}), frozenset[str]())
    }

    assert len(names) == 6


def test_the_first_core_of_cpuinfo_counts(tmp_path: Path) -> None:
    core = "model name\t: One: Two\ncpu family\t: 6\nmodel\t\t: 9\nflags\t\t: fpu avx2\n"
    path = tmp_path / "cpuinfo"
    path.write_text(f"{core}\n{core.replace('One', 'Other')}", encoding="utf-8")

    found = processor(path)

    assert (found.name, found.family, found.model) == ("One: Two", "6", "9")
    assert found.flags == {"fpu", "avx2"}
    assert found.cores >= 1


def test_a_system_without_cpuinfo_has_a_name_too(tmp_path: Path) -> None:
    assert processor(tmp_path / "missing").title.endswith(" cores")


def test_what_is_not_installed_has_no_version() -> None:
    assert version("no-such-package-anywhere") == ""
    assert "openvino " in circumstances()
