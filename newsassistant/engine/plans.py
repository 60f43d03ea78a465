"""Measurements kept from one start to the next: by processor, OpenVINO version and model.

Knows nothing of how they are made. A file that cannot be read or written is as good as none.
Engine thread.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import openvino as ov

from newsassistant.core.files import read_json, write_whole
from newsassistant.core.outside import Fields, MissingError, UnfitError
from newsassistant.core.plain import plain, shown
from newsassistant.engine.calibration import Measurement
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.devices import CPU, shared_core

log = logging.getLogger(__name__)

FORMAT = 2
KEPT = 64
MAX_BYTES = 1 << 20
CPUINFO = Path("/proc/cpuinfo")
LARGEST = sys.float_info.max
SMALLEST = sys.float_info.min
MOST_MEASURED = 1000
_PRECISION = r"[a-z0-9_]{1,20}"


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
    write_whole(file, text.encode())


def _from_file(file: Path) -> dict[str, Record]:
    try:
        table = Fields(read_json(file, MAX_BYTES), where=plain(file.name))
        if table.whole("format") != FORMAT:
            return {}
        records = table.fields("records")
        return {name: _from_json(records.fields(name)) for name in records.names(most=KEPT)}
    except MissingError:
        return {}
    except UnfitError as error:
        log.warning("measurements cannot be read, and are made anew: %s", type(error).__name__)
        return {}


def _to_json(record: Record) -> dict[str, Any]:
    return {"complete": record.complete, "measured": [_plain(m) for m in record.measured]}


def _plain(measurement: Measurement) -> dict[str, Any]:
    """JSON has no infinity: what is infinitely far off is as far off as a float can be."""
    values = asdict(measurement)
    return {k: min(v, LARGEST) if isinstance(v, float) else v for k, v in values.items()}


def _from_json(record: Fields) -> Record:
    measured = tuple(
        _measurement(Fields(values, where=f"{record.where}: measured"))
        for values in record.items("measured", most=MOST_MEASURED)
    )
    return Record(measured, record.flag("complete"))


def _measurement(values: Fields) -> Measurement:
    options = values.fields("options")
    for found, kind in ((values, Measurement), (options, RuntimeOptions)):
        surplus = set(found.names()) - {field.name for field in fields(kind)}
        if surplus:
            raise UnfitError(f"{found.where}: {shown(min(surplus))} is not known")
    return Measurement(
        options=RuntimeOptions(
            device=options.text("device", longest=100),
            kv_cache_precision=options.text("kv_cache_precision", pattern=_PRECISION),
            inference_precision=options.text(
                "inference_precision", pattern=_PRECISION, default=None
            ),
            last_logits_only=options.flag("last_logits_only"),
            threads=options.whole("threads", 0, 4096),
            activation_group=options.whole("activation_group", 0, 1 << 20, default=None),
        ),
        stored=values.text("stored", pattern=_PRECISION),
        decode_s=values.number("decode_s", SMALLEST, LARGEST),
        prefill_s=values.number("prefill_s", SMALLEST, LARGEST),
        divergence=values.number("divergence", 0.0, LARGEST),
        spread=values.number("spread", 0.0, LARGEST),
        perplexity=values.number("perplexity", -LARGEST, LARGEST),
        doubt=values.number("doubt", -LARGEST, LARGEST),
    )
