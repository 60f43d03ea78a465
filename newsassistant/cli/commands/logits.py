"""`newsassistant logits`: token ids in, the model's logits at every position out, all in f32.

A model folder without tokenizer files will do.
"""

from __future__ import annotations

import argparse
import itertools
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsassistant.cli.shared.arguments import file_name, invalid
from newsassistant.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.types import CancelToken
    from newsassistant.model.config import ModelConfig
    from newsassistant.model.folder import ModelFolder
    from newsassistant.model.prefixes.prefix import Prefix

CHUNK = 64


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "logits",
        run,
        help="the logits of given token ids, for comparing models",
        description="Feed token ids from an empty state, executed in f32 with an f32 KV cache, "
        "and write the logits of all positions as float32 [n, vocabulary].",
    )
    add = parser.add_argument
    add("model_dir", type=file_name, metavar="MODEL_DIR", help="a converted model's folder")
    add("ids", type=file_name, metavar="IDS.npy", help="integers [n] or [1, n]")
    add("out", type=file_name, metavar="OUT.npy", help="the file to write")
    add("--prefix", metavar="ID", help="house style in front of the ids, by id or path")


def run(options: argparse.Namespace, context: Context) -> int:
    """Write the logits; raises ModelError, InputError, PrefixError, EngineError."""
    from newsassistant.cli.shared.interrupt import run_cancellable
    from newsassistant.cli.shared.session import find_prefix
    from newsassistant.model.folder import ModelFolder
    from newsassistant.model.prefixes.files import read_fitting

    folder = ModelFolder.open(Path(options.model_dir))
    ids = read_ids(Path(options.ids), folder.config)
    path = find_prefix(context, options.prefix)
    prefix = None if path is None else read_fitting(path, folder.base())

    def work(cancel: CancelToken) -> None:
        _write(folder, ids, Path(options.out), cancel, prefix)

    run_cancellable(work)
    return 0


def read_ids(path: Path, config: ModelConfig) -> npt.NDArray[np.int64]:
    """The ids [n] in an .npy file; raises InputError naming what is wrong with it."""
    import numpy as np

    stored = _open_array(path)
    if stored.dtype.kind not in "iu":
        raise invalid(path, "dtype", stored.dtype, "an integer type")
    if stored.ndim not in (1, 2) or (stored.ndim == 2 and stored.shape[0] != 1):
        raise invalid(path, "shape", list(stored.shape), "[n] or [1, n]")
    if not 1 <= stored.size <= config.context_length:
        raise invalid(path, "number of ids", stored.size, f"1 to {config.context_length}")
    wrong = stored[(stored < 0) | (stored >= config.vocab_size)]
    if wrong.size:
        raise invalid(path, "id", int(wrong.flat[0]), f"0 to {config.vocab_size - 1}")
    return np.array(stored, dtype=np.int64).reshape(-1)


def _open_array(path: Path) -> npt.NDArray[Any]:
    """Mapped, not read: a header may promise more than the file or the memory holds."""
    import numpy as np

    try:
        array: npt.NDArray[Any] = np.lib.format.open_memmap(path, mode="r")
    except FileNotFoundError as error:
        raise InputError("file-not-found", path=path) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path, detail=error.strerror or error) from error
    except (ValueError, OverflowError, SyntaxError, TypeError, tokenize.TokenError) as error:
        raise invalid(path, "content", "something else", "a NumPy array (.npy)") from error
    return array


def _write(
    folder: ModelFolder,
    ids: npt.NDArray[np.int64],
    out: Path,
    cancel: CancelToken,
    prefix: Prefix | None = None,
) -> None:
    """Write each chunk's rows as they come: all positions of a long text are gigabytes."""
    import numpy as np

    from newsassistant.cli.shared.files import replacing

    chunks = _logits(folder, ids, cancel, prefix)
    first = next(chunks)  # says how large the vocabulary is; loading may fail, so before the file
    header = {"descr": "<f4", "fortran_order": False, "shape": (ids.size, first.shape[1])}
    # Written, not mapped: on a full disk a mapped file kills the process.
    with replacing(out) as file:
        np.lib.format.write_array_header_1_0(file, header)
        for logits in itertools.chain([first], chunks):
            file.write(np.ascontiguousarray(logits, dtype="<f4").data)


def _logits(
    folder: ModelFolder, ids: npt.NDArray[np.int64], cancel: CancelToken, prefix: Prefix | None
) -> Iterator[npt.NDArray[np.float32]]:
    """The logits of each chunk, [chunk, vocab], valid until the next; CancelledError."""
    import numpy as np

    from newsassistant.engine.compiled import RuntimeOptions
    from newsassistant.engine.layout import layout_of
    from newsassistant.engine.prefix_rows import prepare
    from newsassistant.engine.runtime import Runtime
    from newsassistant.model.folder import MODEL_XML

    options = RuntimeOptions(
        inference_precision="f32", kv_cache_precision="f32", last_logits_only=False
    )
    length = folder.config.context_length
    layout = layout_of(folder.config)
    runtime = Runtime(folder.path / MODEL_XML, options, context_length=length, layout=layout)
    if prefix is not None:
        runtime.use_prefix(prepare(prefix, folder.config, np.float32))
    cancel.set_hook(runtime.cancel)
    try:
        every = [int(token_id) for token_id in ids]
        first = max(CHUNK, layout.whole(every))
        for start in (0, *range(first, len(every), CHUNK)):
            cancel.check()
            chunk = every[start : start + (CHUNK if start else first)]
            yield runtime.feed(chunk).reshape(len(chunk), -1)
    finally:
        cancel.set_hook(None)
