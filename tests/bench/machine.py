"""Which processor this is, and with what a part of the page was measured; no host names."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
PACKAGES = ("openvino", "openvino-genai", "llama-cpp-python", "torch", "PySide6-Essentials")
# What decides how fast a model runs: the kernel's flags -> the name of the unit.
UNITS = (
    ({"avx2"}, "AVX2"),
    ({"avx512f"}, "AVX-512"),
    ({"avx512_vnni", "avx_vnni"}, "VNNI"),
    ({"avx512_fp16"}, "FP16"),
    ({"amx_bf16", "amx_int8"}, "AMX"),
)


@dataclass(frozen=True, slots=True)
class Processor:
    """What `title` is made of; `family` and `model` are the numbers that CPUID gives."""

    name: str
    cores: int
    flags: frozenset[str] = frozenset()
    family: str = ""
    model: str = ""

    @property
    def title(self) -> str:
        """The same for the same kind of processor, and for no other."""
        known = re.sub(r"\((R|TM|r|tm)\)", "", self.name)
        name = " ".join(known.split())
        # Virtual machines hide the number of the model, and so do some makers.
        if not re.search(r"\d", name) and self.family:
            name += f", family {self.family} model {self.model}"
        units = ", ".join(unit for flags, unit in UNITS if flags & self.flags)
        return name + (f" ({units})" if units else "") + f", {self.cores} cores"


def processor(cpuinfo: Path = CPUINFO) -> Processor:
    """This machine's, with the cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    fields = _fields(cpuinfo)
    return Processor(
        name=fields.get("model name") or platform.processor() or platform.machine(),
        cores=cores or 1,
        flags=frozenset(fields.get("flags", "").split()),
        family=fields.get("cpu family", ""),
        model=fields.get("model", ""),
    )


def _fields(cpuinfo: Path) -> Mapping[str, str]:
    """Of the first core; nothing where the system has no such file."""
    try:
        first = cpuinfo.read_text(encoding="utf-8").split("\n\n")[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in first.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def version(package: str) -> str:
    """Of an installed package; "" for one that is not there."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def circumstances() -> str:
    """When, how busy the machine was before, and with which versions; one line for each part."""
    today = datetime.datetime.now(datetime.UTC).date()
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    found = {package: version(package) for package in PACKAGES}
    versions = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    return f"Measured on {today}{load}; Python {platform.python_version()}, {versions}."
