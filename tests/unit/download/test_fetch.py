"""Files come whole and right or not at all, whatever the server, the disk or the user does."""

from __future__ import annotations

import errno
import hashlib
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsassistant.core.errors import CancelledError, DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download import fetch
from newsassistant.download.fetch import RemoteFile, fetch_all, remaining_bytes
from newsassistant.download.transport import Client, Policy
from tests.unit.download.server import (
    Site,
    partial,
    plain,
    redirect,
    stalling,
    status,
    whole,
    without_ranges,
)

DATA = random.Random(3).randbytes(300_000)
OTHER = random.Random(4).randbytes(300_000)
ROOT = Path(__file__).resolve().parents[3]

Fetch = Callable[..., list[tuple[int, int, str]]]


def remote(url: str, data: bytes = DATA, name: str = "model.bin") -> RemoteFile:
    return RemoteFile(name, len(data), url, sha256=hashlib.sha256(data).hexdigest())


def part(folder: Path, file: RemoteFile) -> Path:
    return folder / f"{file.name}.{file.digest[:12]}.part"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "downloads" / "wire"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def run(client: Client, folder: Path) -> Fetch:
    """Fetches files; the progress that was told."""

    def run(*files: RemoteFile, cancel: CancelToken | None = None) -> list[tuple[int, int, str]]:
        told: list[tuple[int, int, str]] = []
        fetch_all(
            files,
            folder,
            client=client,
            on_progress=lambda *values: told.append(values),
            cancel=cancel or CancelToken(),
        )
        return told

    return run


def test_files_come_whole_with_progress(site: Site, run: Fetch, folder: Path) -> None:
    first = remote(site.at("/a", whole(DATA)), name="a.bin")
    second = remote(site.at("/b", whole(OTHER)), OTHER, name="b.bin")

    told = run(first, second)

    assert (folder / "a.bin").read_bytes() == DATA
    assert (folder / "b.bin").read_bytes() == OTHER
    assert names(folder) == ["a.bin", "b.bin"]
    assert told[-1] == (600_000, 600_000, "b.bin")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_small_files_have_git_ids(site: Site, run: Fetch, folder: Path) -> None:
    oid = "ce013625030ba8dba906f756967f9e9ca394464a"  # git hash-object of "hello\n"
    url = site.at("/a", plain(b"hello\n"))

    run(RemoteFile("config.json", 6, url, git_sha1=oid))
    assert (folder / "config.json").read_bytes() == b"hello\n"


def test_an_empty_file_needs_no_request(site: Site, run: Fetch, folder: Path) -> None:
    run(remote(site.url + "/none", b"", "empty.json"))

    assert (folder / "empty.json").read_bytes() == b""
    assert site.requests == []


def test_what_is_there_is_not_fetched_again(site: Site, run: Fetch) -> None:
    file = remote(site.at("/a", whole(DATA)))
    run(file)
    assert run(file)[-1] == (300_000, 300_000, "model.bin")

    assert len(site.requests) == 1


def test_a_damaged_file_is_replaced(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", whole(DATA)))
    (folder / "model.bin").write_bytes(OTHER)

    run(file)
    assert (folder / "model.bin").read_bytes() == DATA
    assert names(folder) == ["model.bin"]


def test_a_dropped_connection_goes_on(site: Site, run: Fetch, waits: list[float]) -> None:
    file = remote(site.at("/a", partial(DATA, 100_000)))
    run(file)

    assert site.ranges("/a") == ["", "bytes=100000-", "bytes=200000-"]
    assert waits == [1.0, 1.0]  # every attempt brought something: no growing wait


def test_a_server_that_brings_nothing_is_given_up(
    site: Site, run: Fetch, folder: Path, waits: list[float]
) -> None:
    file = remote(site.at("/a", partial(DATA, 50_000), partial(DATA, 0)))
    with pytest.raises(DownloadError) as caught:
        run(file)

    assert caught.value.code == "download-interrupted"
    assert "50000 of 300000 bytes" in str(caught.value)
    assert part(folder, file).read_bytes() == DATA[:50_000]
    assert waits == [1.0, 2.0, 4.0]


def test_a_stall_goes_on_where_it_stopped(site: Site, folder: Path) -> None:
    file = remote(site.at("/a", stalling(DATA, 50_000), whole(DATA)))
    client = Client(Policy(stall_s=0.1, attempts=99), pause=lambda s, c: None)
    fetch_all([file], folder, client=client, on_progress=lambda *_: None, cancel=CancelToken())

    assert (folder / "model.bin").read_bytes() == DATA
    assert site.ranges("/a")[1] == "bytes=50000-"


def test_a_server_without_ranges(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", partial(DATA, 100_000), without_ranges(DATA)))
    run(file)

    assert (folder / "model.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    "wrong",
    [
        plain(DATA, 206, Content_Range="bytes 0-299999/300000"),
        plain(DATA[100_000:], 206),
        status(416),
    ],
)
def test_a_wrong_range_starts_over_and_loses_nothing(
    site: Site, run: Fetch, folder: Path, wrong: Callable[..., None]
) -> None:
    file = remote(site.at("/a", partial(DATA, 100_000), wrong, whole(DATA)))
    run(file)

    assert site.ranges("/a") == ["", "bytes=100000-", ""]
    assert (folder / "model.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    "wrong",
    [
        plain(OTHER[:99], 200, Content_Length="99"),
        plain(OTHER, 206, Content_Range="bytes 100000-399999/400000"),
        plain(b"<html>Log in to the hotel's network</html>"),
    ],
)
def test_an_answer_of_another_size_is_not_appended(
    site: Site, run: Fetch, folder: Path, wrong: Callable[..., None]
) -> None:
    file = remote(site.at("/a", partial(DATA, 100_000), wrong, whole(DATA)))
    run(file)

    assert (folder / "model.bin").read_bytes() == DATA
    assert names(folder) == ["model.bin"]


def test_a_lying_length_that_is_too_short(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", plain(DATA, 200, Content_Length="1000")))
    with pytest.raises(DownloadError) as caught:
        run(file)

    assert "1000 bytes are offered, expected 300000" in str(caught.value)
    assert not (folder / "model.bin").exists()


def test_bytes_beyond_the_end_are_left(site: Site, run: Fetch, folder: Path) -> None:
    run(remote(site.at("/a", plain(DATA + b"more"))))

    assert (folder / "model.bin").read_bytes() == DATA


def test_wrong_bytes_are_fetched_once_more(site: Site, run: Fetch, folder: Path) -> None:
    run(remote(site.at("/a", whole(OTHER), whole(DATA))))

    assert (folder / "model.bin").read_bytes() == DATA
    assert names(folder) == ["model.bin"]


def test_wrong_bytes_twice_are_an_error(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", whole(OTHER)))
    with pytest.raises(DownloadError) as caught:
        run(file)

    assert caught.value.code == "download-hash"
    assert caught.value.params["expected"] == file.sha256[:12]
    assert caught.value.params["actual"] == hashlib.sha256(OTHER).hexdigest()[:12]
    assert names(folder) == ["model.bin.bad"]
    assert len(site.requests) == 2


def test_a_part_that_went_bad_on_the_disk(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", whole(DATA)))
    part(folder, file).write_bytes(OTHER[:1000])
    run(file)

    assert (folder / "model.bin").read_bytes() == DATA
    assert site.ranges("/a") == ["bytes=1000-", ""]


def test_a_part_that_is_too_long(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", whole(DATA)))
    part(folder, file).write_bytes(DATA + b"x")
    run(file)

    assert (folder / "model.bin").read_bytes() == DATA


def test_a_whole_part_needs_no_request(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.url + "/none")
    part(folder, file).write_bytes(DATA)
    run(file)

    assert (folder / "model.bin").read_bytes() == DATA
    assert site.requests == []


def test_a_part_of_another_revision_is_not_gone_on_with(
    site: Site, run: Fetch, folder: Path
) -> None:
    old, new = remote(site.url + "/a", OTHER), remote(site.at("/a", whole(DATA)))
    part(folder, old).write_bytes(OTHER[:1000])
    run(new)

    assert site.ranges("/a") == [""]
    assert (folder / "model.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    ("code", "expected"), [(403, "download-refused"), (404, "download-missing")]
)
def test_a_refusal_keeps_the_part(
    site: Site, run: Fetch, folder: Path, code: int, expected: str
) -> None:
    file = remote(site.at("/a", partial(DATA, 100_000), status(code)))
    with pytest.raises(DownloadError) as caught:
        run(file)

    assert (caught.value.code, caught.value.params["file"]) == (expected, "model.bin")
    assert part(folder, file).stat().st_size == 100_000


def test_a_busy_server_is_waited_for(site: Site, run: Fetch, waits: list[float]) -> None:
    run(remote(site.at("/a", status(429, Retry_After="9"), whole(DATA))))

    assert waits == [9.0]


def test_redirects_start_anew_with_every_attempt(site: Site, run: Fetch) -> None:
    """Addresses of content networks are signed for minutes only."""
    site.at("/cdn", partial(DATA, 200_000))
    run(remote(site.at("/a", redirect("/cdn"))))

    assert site.ranges("/a") == ["", "bytes=200000-"]


def test_a_pause_keeps_the_part_and_the_next_start_goes_on(
    site: Site, run: Fetch, folder: Path
) -> None:
    file = remote(site.at("/a", stalling(DATA, 100_000), whole(DATA)))
    cancel = CancelToken()

    def press() -> None:
        site.stalled.wait()
        while not part(folder, file).exists() or part(folder, file).stat().st_size < 100_000:
            threading.Event().wait(0.001)
        cancel.cancel()

    helper = threading.Thread(target=press)
    helper.start()
    with pytest.raises(CancelledError):
        run(file, cancel=cancel)
    helper.join()
    assert part(folder, file).read_bytes() == DATA[:100_000]

    run(file)
    assert site.ranges("/a") == ["", "bytes=100000-"]


def test_hashing_can_be_cancelled(site: Site, run: Fetch, folder: Path) -> None:
    (folder / "model.bin").write_bytes(DATA)
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(CancelledError):
        run(remote(site.url + "/a"), cancel=cancel)
    assert (folder / "model.bin").read_bytes() == DATA


CHILD = """
import hashlib, sys
from pathlib import Path
from newsassistant.core.types import CancelToken
from newsassistant.download.fetch import RemoteFile, fetch_all
from newsassistant.download.transport import Client
url, sha, folder = sys.argv[1:]
fetch_all([RemoteFile("model.bin", 300000, url, sha256=sha)], Path(folder), client=Client(),
          on_progress=lambda *values: None, cancel=CancelToken())
"""


def test_a_killed_process_loses_nothing(site: Site, run: Fetch, folder: Path) -> None:
    file = remote(site.at("/a", stalling(DATA, 120_000), whole(DATA)))
    command = [sys.executable, "-c", CHILD, file.url, file.sha256, str(folder)]
    with subprocess.Popen(command, cwd=ROOT) as child:
        assert site.stalled.wait(60)
        while not part(folder, file).exists() or part(folder, file).stat().st_size < 120_000:
            threading.Event().wait(0.005)
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))

    run(file)
    assert (folder / "model.bin").read_bytes() == DATA
    assert site.ranges("/a") == ["", "bytes=120000-"]


def test_the_free_space_is_looked_at_first(
    site: Site, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = remote(site.at("/a", whole(DATA)))
    part(folder, file).write_bytes(DATA[:100_000])
    need = 200_000 + 5_000_000 + fetch.SPARE_BYTES
    free = SimpleNamespace(free=need - 1)
    monkeypatch.setattr("newsassistant.download.fetch.shutil.disk_usage", lambda path: free)

    def go() -> None:
        fetch_all(
            [file],
            folder,
            client=client,
            on_progress=lambda *_: None,
            cancel=CancelToken(),
            reserve_bytes=5_000_000,
        )

    with pytest.raises(DownloadError) as caught:
        go()
    assert caught.value.code == "disk-full"
    assert site.requests == []

    free.free = need
    go()
    assert (folder / "model.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, "disk-full"), (errno.EIO, "target-unwritable")]
)
def test_a_disk_that_fills_up_keeps_the_part(
    site: Site,
    run: Fetch,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: str,
) -> None:
    file = remote(site.at("/a", whole(DATA)))
    room = 70_000
    append = fetch._Part.append

    def full(self: fetch._Part, data: bytes) -> None:
        append(self, data[: room - self.size])
        if self.size >= room:
            raise OSError(number, "simulated")

    with monkeypatch.context() as patch:
        patch.setattr(fetch._Part, "append", full)
        with pytest.raises(DownloadError) as caught:
            run(file)
    assert caught.value.code == expected
    assert part(folder, file).read_bytes() == DATA[:room]

    run(file)
    assert site.ranges("/a") == ["", f"bytes={room}-"]


def test_a_folder_that_cannot_be_made(client: Client, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DownloadError) as caught:
        fetch_all(
            [],
            tmp_path / "file" / "wire",
            client=client,
            on_progress=lambda *_: None,
            cancel=CancelToken(),
        )
    assert caught.value.code == "target-unwritable"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x.bin",
        "/etc/x",
        "a/b.bin",
        "a\\b.bin",
        "C:x.bin",
        ".hidden",
        "modeling_chatglm.py",
        "x.PY",
        "x.dll",
        "a\x00b",
        "x.part",
        "x" * 200,
        "nötig.bin",
    ],
)
def test_names_stay_in_the_folder_and_are_no_programs(
    site: Site, run: Fetch, folder: Path, name: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        run(remote(site.at("/a", whole(DATA)), name=name))

    assert caught.value.code == "download-list"
    assert site.requests == []
    assert names(folder) == []


@pytest.mark.parametrize(
    "file",
    [
        RemoteFile("a.bin", 1, "http://h/a"),
        RemoteFile("a.bin", 1, "http://h/a", sha256="ab" * 20),
        RemoteFile("a.bin", 1, "http://h/a", git_sha1="../" * 13 + "x"),
        RemoteFile("a.bin", -1, "http://h/a", sha256="ab" * 32),
    ],
)
def test_without_hash_or_size_nothing_is_fetched(file: RemoteFile) -> None:
    with pytest.raises(DownloadError) as caught:
        file.check()
    assert caught.value.code == "download-list"


def test_what_remains_is_counted_from_the_disk(folder: Path) -> None:
    file = remote("http://h/a")
    assert remaining_bytes([file], folder) == 300_000
    part(folder, file).write_bytes(DATA[:100_000])
    assert remaining_bytes([file], folder) == 200_000
    (folder / "model.bin").write_bytes(DATA)
    assert remaining_bytes([file], folder) == 0
