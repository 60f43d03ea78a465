"""Measurements kept from one start to the next: by processor, OpenVINO version and model.

Knows nothing of how they are made. A file that cannot be read or written is as good as none.
Engine thread.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import openvino as ov

from newsassistant.core.errors import NewsAssistantError
from newsassistant.engine.calibration import Measurement
from newsassistant.engine.devices import CPU, shared_core
from newsassistant.engine.runtime import RuntimeOptions
from newsassistant.model.jsonfile import read_object

log = logging.getLogger(__name__)

FORMAT = 2
KEPT = 64
MAX_BYTES = 1 << 20
CPUINFO = Path("/proc/cpuinfo")
LARGEST = sys.float_info.max


def machine() -> str:
    """What decides how fast and how exact a model runs here: processor, cores, OpenVINO."""
    core = shared_core()
    name = str(core.get_property(CPU, "FULL_DEVICE_NAME"))
    units = " ".join(sorted(core.get_property(CPU, "OPTIMIZATION_CAPABILITIES")))
    parts = (name, units, _flags(), platform.machine(), str(os.cpu_count()), ov.get_version())
    return "|".join(parts)


def _flags() -> str:
    """The instruction sets, where the system tells: rented processors have no names."""
    try:
        lines = CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one model on one machine; `complete` once no candidate is left."""

    measured: tuple[Measurement, ...] = ()
    complete: bool = False


class Plans:
    """The measurements in one JSON file; None keeps them for this process only."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._records: dict[str, Record] | None = None

    def get(self, model: str) -> Record:
        """Of the model with that hash, on this machine."""
        return self._read().get(_key(model), Record())

    def put(self, model: str, record: Record) -> None:
        """Keep it, the newest last; a disk that refuses is told to the log only."""
        records, key = self._read(), _key(model)
        records.pop(key, None)
        records[key] = record
        while len(records) > KEPT:
            del records[next(iter(records))]
        if self._file is None:
            return
        table = {name: _to_json(found) for name, found in records.items()}
        try:
            _write(self._file, json.dumps({"format": FORMAT, "records": table}, indent=1))
        except OSError as error:
            log.warning("measurements were not kept: %s", error.strerror)

    def _read(self) -> dict[str, Record]:
        if self._records is None:
            self._records = {} if self._file is None else _from_file(self._file)
        return self._records


def _key(model: str) -> str:
    return hashlib.sha256(f"{machine()}|{model}".encode()).hexdigest()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, file)


def _from_file(file: Path) -> dict[str, Record]:
    if not file.exists():
        return {}
    try:
        table = read_object(file, limit=MAX_BYTES)
        records = table["records"] if table.get("format") == FORMAT else {}
        return {str(name): _from_json(record) for name, record in records.items()}
    except (NewsAssistantError, AttributeError, KeyError, TypeError, ValueError) as error:
        log.warning("measurements cannot be read, and are made anew: %r", error)
        return {}


def _to_json(record: Record) -> dict[str, Any]:
    return {"complete": record.complete, "measured": [_plain(m) for m in record.measured]}


def _plain(measurement: Measurement) -> dict[str, Any]:
    """JSON has no infinity: what is infinitely far off is as far off as a float can be."""
    values = asdict(measurement)
    return {k: min(v, LARGEST) if isinstance(v, float) else v for k, v in values.items()}


def _from_json(record: Mapping[str, Any]) -> Record:
    found: Sequence[Mapping[str, Any]] = record["measured"]
    return Record(tuple(_measurement(values) for values in found), bool(record["complete"]))


def _measurement(values: Mapping[str, Any]) -> Measurement:
    numbers = {k: v for k, v in values.items() if k not in ("options", "stored")}
    if not all(isinstance(v, int | float) and math.isfinite(v) for v in numbers.values()):
        raise ValueError("expected finite numbers")
    if not (values["decode_s"] > 0 and values["prefill_s"] > 0 and values["divergence"] >= 0):
        raise ValueError("expected positive times")
    options = RuntimeOptions(**values["options"])
    return Measurement(options=options, stored=str(values["stored"]), **numbers)
