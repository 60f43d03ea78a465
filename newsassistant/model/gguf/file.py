"""A GGUF file as llama.cpp writes it: its values by key, tensors by name, the tokenizer's parts.

Knows nothing of families or OpenVINO. A model may be cut into parts; the first one has the values.
Everything in them is untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsassistant.core.errors import CheckpointError
from newsassistant.core.outside import Fields, contained
from newsassistant.core.plain import plain
from newsassistant.model.formats.opening import open_file
from newsassistant.model.formats.stored import Float32Array, StoredTensor, is_plain_name

if TYPE_CHECKING:
    from newsassistant.model.formats.gguf_reader import QuickReader

SUFFIX = ".gguf"
MOST_TOKENS = 1 << 20
LONGEST_TEMPLATE = 1 << 18
MAX_PARTS = 200
NORMAL, CONTROL = 1, 3
"""Kinds of tokens, of those that `tokenizer.ggml.token_type` has."""
_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)
_ARRAY = "ARRAY"


@dataclass(frozen=True, slots=True)
class GgufTokenizer:
    """A vocabulary as stored: pieces and kinds by id, merges or scores, chat template (Jinja).

    `model` is "gpt2" for byte-level BPE, which has `merges`, and "llama" for sentencepiece, which
    has `scores`. `stop_ids` are those of the end of a text and of a turn.
    """

    model: str
    pre_tokenizer: str
    tokens: list[str]
    kinds: list[int]
    merges: list[str]
    scores: list[float]
    bos_id: int | None
    stop_ids: tuple[int, ...]
    chat_template: str

    @property
    def control_ids(self) -> list[int]:
        """Of the control tokens."""
        return [index for index, kind in enumerate(self.kinds) if kind == CONTROL]

    @property
    def eos_id(self) -> int:
        """The id that ends a text."""
        return self.stop_ids[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufTensor(StoredTensor):
    """A tensor as float32 in row-major order, made of rows that are quantised in blocks."""

    data: Any
    """The package's view of the file: mapped."""
    kind: Any

    def map(self) -> Float32Array:
        """New numbers; raises CheckpointError."""
        return self._made(self.data)

    def rows(self, start: int, stop: int) -> Float32Array:
        """New float32 rows; only these are read."""
        return self._made(self.data[start:stop])

    def _made(self, part: Any) -> Float32Array:
        from gguf import dequantize

        with contained(lambda clause: _bad(f"{self.path.name}: {self.name}: {clause}")):
            return np.asarray(dequantize(part, self.kind), dtype=np.float32)


class GgufFile:
    """A memory-mapped GGUF, all of its parts; raises CheckpointError when it is not readable.

    Any thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tensors: dict[str, GgufTensor] = {}
        readers = [_read(part) for part in _parts(path)]
        for part, reader in readers:
            for tensor in _tensors(part, reader):
                if tensor.name in self.tensors:
                    raise _bad(f"{part.name}: {tensor.name} is there twice")
                self.tensors[tensor.name] = tensor
        self._fields = readers[0][1].fields
        with contained(lambda clause: _bad(f"{path.name}: {clause}")):
            scalars = {
                name: field.contents()
                for name, field in self._fields.items()
                if field.types and field.types[0].name != _ARRAY
            }
        self.values = Fields(scalars, where=path.name)

    def whole(self, key: str, *, most: int, least: int = 1, default: int | None = None) -> int:
        """A whole number from `least` to `most`; without a default it must be there."""
        with contained(_bad):
            if default is None:
                return int(self.values.whole(key, least, most))
            return int(self.values.whole(key, least, most, default=default))

    def number(self, key: str, *, most: float, default: float | None = None) -> float:
        """A finite number from 0 to `most`; without a default it must be there.

        The file has 32 bits of what was 0.00001: the shortest number that gives them is meant.
        """
        with contained(_bad):
            if default is None:
                found = self.values.number(key, 0.0, most)
            else:
                found = self.values.number(key, 0.0, most, default=default)
        return float(str(np.float32(found)))

    def text(self, key: str, *, longest: int = 1000, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        with contained(_bad):
            if default is None:
                return str(self.values.text(key, longest=longest))
            return str(self.values.text(key, longest=longest, default=default))

    def shape(self, name: str) -> tuple[int, ...]:
        """Of a tensor, row-major: [out, in]."""
        return self._find(name).shape

    def tensor(self, name: str) -> Float32Array:
        """One tensor dequantised to float32 in row-major [out, in] shape."""
        return self._find(name).map()

    def tokenizer(self) -> GgufTokenizer:
        """The parts of the tokenizer; raises CheckpointError for lists that do not fit together."""
        with contained(_bad):
            model = str(self.values.one_of("tokenizer.ggml.model", "gpt2", "llama"))
        tokens = self._texts("tokenizer.ggml.tokens")
        kinds = self._numbers("tokenizer.ggml.token_type", int)
        is_bpe = model == "gpt2"
        merges = self._texts("tokenizer.ggml.merges") if is_bpe else []
        scores = [] if is_bpe else self._numbers("tokenizer.ggml.scores", float)
        if len(kinds) != len(tokens) or (scores and len(scores) != len(tokens)):
            raise _bad(f"{self.path.name}: the lists of the tokenizer are of different lengths")
        most = len(tokens) - 1
        ends = [self.whole("tokenizer.ggml.eos_token_id", most=most, least=0)]
        ends.append(self.whole("tokenizer.ggml.eot_token_id", most=most, least=0, default=ends[0]))
        begin = self.whole("tokenizer.ggml.bos_token_id", most=most, least=-1, default=-1)
        return GgufTokenizer(
            model=model,
            pre_tokenizer=self.text("tokenizer.ggml.pre", default="default"),
            tokens=tokens,
            kinds=kinds,
            merges=merges,
            scores=scores,
            bos_id=None if begin < 0 else begin,
            stop_ids=tuple(dict.fromkeys(ends)),
            chat_template=self.text(
                "tokenizer.chat_template", longest=LONGEST_TEMPLATE, default=""
            ),
        )

    def _find(self, name: str) -> GgufTensor:
        tensor = self.tensors.get(name)
        if tensor is None:
            raise CheckpointError(
                "checkpoint-tensor", name=name, expected="present", actual="missing"
            )
        return tensor

    def _texts(self, key: str) -> list[str]:
        found = self._items(key)
        if not all(isinstance(item, str) for item in found):
            raise _bad(f"{self.path.name}: {key} is no list of texts")
        return found

    def _numbers(self, key: str, kind: type) -> list[Any]:
        found = self._items(key)
        if not all(isinstance(item, kind) for item in found):
            raise _bad(f"{self.path.name}: {key} is no list of such numbers")
        return found

    def _items(self, key: str) -> list[Any]:
        field = self._fields.get(key)
        if field is None or not field.types or field.types[0].name != _ARRAY:
            raise _bad(f"{self.path.name}: {key} is missing, expected a list")
        if not 0 < len(field.data) <= 2 * MOST_TOKENS:
            raise _bad(f"{self.path.name}: {key} is a list of {len(field.data)}")
        with contained(lambda clause: _bad(f"{self.path.name}: {key}: {clause}")):
            return list(field.contents())


def find_gguf(source: Path) -> Path | None:
    """The GGUF that `source` is, or the only one in that folder; None where there is none.

    Of one in parts it is the first. Raises CheckpointError for several models in one folder.
    """
    if source.suffix.lower() == SUFFIX:
        return source
    if not source.is_dir():
        return None
    try:
        found = sorted(each for each in source.iterdir() if each.suffix.lower() == SUFFIX)
    except OSError as error:
        raise CheckpointError("file-unreadable", path=source, detail=error.strerror) from error
    first = [
        each
        for each in found
        if (part := _PART.fullmatch(each.name)) is None or int(part["number"]) == 1
    ]
    if len(first) > 1:
        named = ", ".join(plain(each.name, longest=80) for each in first[:4])
        raise _bad(f"{source.name} holds several models ({named}); name one of these files")
    return first[0] if first else None


def _parts(path: Path) -> list[Path]:
    """The files of the model whose first, or only, file is `path`."""
    part = _PART.fullmatch(path.name)
    if part is None or int(part["count"]) < 2:
        return [path]
    count = int(part["count"])
    if int(part["number"]) != 1 or count > MAX_PARTS:
        raise _bad(f"{path.name} is one of {count} parts; name the first one")
    named = [
        path.with_name(f"{part['stem']}-{n:05d}-of-{count:05d}{path.suffix}")
        for n in range(1, count + 1)
    ]
    missing = [each.name for each in named if not each.is_file()]
    if missing:
        raise CheckpointError(
            "checkpoint-missing",
            path=path.name,
            actual=f"without {', '.join(missing[:8])}",
            expected=f"{count} parts",
        )
    return named


def _read(path: Path) -> tuple[Path, QuickReader]:
    from newsassistant.model.formats.gguf_reader import QuickReader

    open_file(path).close()  # no stand-in of Git LFS, no pipe
    with contained(lambda clause: _bad(f"{path.name}: {clause}")):
        return path, QuickReader(str(path))


def _tensors(path: Path, reader: QuickReader) -> Iterator[GgufTensor]:
    for tensor in reader.tensors:
        name = str(tensor.name)
        if not is_plain_name(name):
            raise _bad(f"{path.name}: {plain(name, longest=80)} is no name of a tensor")
        shape = tuple(int(size) for size in reversed(tensor.shape))
        yield GgufTensor(
            name,
            path,
            "F32",
            shape,
            int(tensor.data_offset),
            data=tensor.data,
            kind=tensor.tensor_type,
        )


def _bad(detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=detail)
