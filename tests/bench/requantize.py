"""The starter's weights as a Q8_0 GGUF, so that llama.cpp runs the same numbers."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

_STRUCTURE = ("GGUF.", "general.architecture", "general.file_type")


def write_q8_0(source: Path, target: Path) -> None:
    """Dequantise every matrix of `source` and store it as Q8_0; vectors stay float32."""
    reader = gguf.GGUFReader(str(source))
    writer = gguf.GGUFWriter(str(target), "llama")
    for name, field in reader.fields.items():
        if not name.startswith(_STRUCTURE):
            kinds = field.types
            sub_type = kinds[-1] if kinds[0] is gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(name, field.contents(), kinds[0], sub_type=sub_type)
    for tensor in reader.tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        if values.ndim == 1:
            writer.add_tensor(tensor.name, values)
            continue
        packed = gguf.quantize(values, gguf.GGMLQuantizationType.Q8_0)
        writer.add_tensor(tensor.name, packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
