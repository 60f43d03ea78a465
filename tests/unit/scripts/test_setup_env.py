"""Set-up installs what changed, once, and says what to do when it cannot go on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts import setup_env
from scripts.setup_env import SetupError


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A checkout of its own, and a record of what pip would have been asked to install."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    for name in ("build", "runtime", "dev", "bench"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name, encoding="utf-8")
    monkeypatch.setattr(setup_env, "ROOT", tmp_path)
    monkeypatch.setattr(setup_env, "STAMP", tmp_path / "stamp.json")
    made: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup_env, "pip", lambda *args, **env: made.append(tuple(map(str, args))))
    return made


def test_packages_are_installed_by_hash_and_without_more(calls: list[tuple[str, ...]]) -> None:
    setup_env.install_packages(["build", "runtime"])

    assert [Path(call[-1]).name for call in calls] == ["build.txt", "runtime.txt"]
    assert all({"--no-deps", "--require-hashes"} <= set(call) for call in calls)


def test_the_second_time_installs_nothing(calls: list[tuple[str, ...]]) -> None:
    setup_env.install_packages(["build", "runtime"])
    setup_env.install_project(["build", "runtime"])
    calls.clear()

    setup_env.install_packages(["build", "runtime"])
    setup_env.install_project(["build", "runtime"])

    assert calls == []


def test_a_changed_list_is_installed_again(calls: list[tuple[str, ...]]) -> None:
    setup_env.install_packages(["build", "runtime"])
    calls.clear()
    setup_env.requirement_file("runtime").write_text("newer", encoding="utf-8")

    setup_env.install_packages(["build", "runtime", "dev"])

    assert [Path(call[-1]).name for call in calls] == ["runtime.txt", "dev.txt"]


def test_a_failed_list_is_tried_again(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise SetupError("no")

    with monkeypatch.context() as patch:
        patch.setattr(setup_env, "pip", fail)
        with pytest.raises(SetupError):
            setup_env.install_packages(["build"])

    setup_env.install_packages(["build"])

    assert len(calls) == 1


def test_an_optional_list_that_fails_is_tried_again_and_keeps_nothing_else_back(
    calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*arguments: object, **variables: str) -> None:
        if str(arguments[-1]).endswith("bench.txt"):
            raise SetupError("no compiler")
        calls.append(tuple(map(str, arguments)))

    monkeypatch.setattr(setup_env, "pip", fail)

    setup_env.install_packages(["bench", "dev"], ["bench"])

    assert [Path(call[-1]).name for call in calls] == ["dev.txt"]
    assert "no compiler; going on without what requirements/bench.txt names" in (
        capsys.readouterr().err
    )
    assert setup_env.outdated(["bench", "dev"], setup_env.read_stamp()) == ["bench"]


def test_only_peers_are_optional() -> None:
    assert setup_env.OPTIONAL == {"bench": ("genai", "bench-build", "bench")}
    assert set(setup_env.OPTIONAL["bench"]) < set(setup_env.PURPOSES["bench"])


def test_llama_cpp_is_built_without_the_tiles_that_it_dies_of(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = frozenset({"avx2", "avx512f", "avx512_vnni", "amx_tile", "amx_int8"})
    monkeypatch.setattr(setup_env, "processor_flags", lambda: flags)

    words = setup_env.build_options("bench")["CMAKE_ARGS"].split()

    assert words[0] == "-DGGML_NATIVE=OFF"
    assert {"-DGGML_AVX2=ON", "-DGGML_AVX512=ON", "-DGGML_AVX512_BF16=OFF"} <= set(words)
    assert not [word for word in words if "AMX" in word]
    assert setup_env.build_options("dev") == {}


def test_other_processors_build_llama_cpp_as_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "processor_flags", lambda: frozenset({"avx2", "avx512f"}))

    assert setup_env.build_options("bench") == {}


def test_a_peer_that_was_built_otherwise_is_built_again(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "processor_flags", lambda: frozenset({"avx2"}))
    setup_env.install_packages(["bench", "dev"])
    calls.clear()

    monkeypatch.setattr(setup_env, "processor_flags", lambda: frozenset({"avx2", "amx_tile"}))
    setup_env.install_packages(["bench", "dev"])

    assert [Path(call[-1]).name for call in calls] == ["bench.txt"]
    assert "--force-reinstall" in calls[0]


@pytest.mark.parametrize("purpose", ["demo", "run", "bench"])
def test_only_training_and_tests_bring_torch(purpose: str) -> None:
    assert {"train", "evaluate"}.isdisjoint(setup_env.PURPOSES[purpose])


def test_torch_comes_alone_and_is_never_built_here(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "torch_version", lambda: "")

    setup_env.ensure_torch("train")

    assert calls == [("--no-deps", "--only-binary", ":all:", "-r", str(setup_env.TORCH_LIST))]


def test_a_build_of_torch_that_is_there_stays(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "torch_version", lambda: setup_env.TORCH_VERSION)

    setup_env.ensure_torch("test")

    assert calls == []


def test_tests_go_on_without_torch_and_training_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object) -> None:
        raise SetupError("no matching distribution")

    monkeypatch.setattr(setup_env, "pip", fail)
    monkeypatch.setattr(setup_env, "torch_version", lambda: "")

    setup_env.ensure_torch("test")
    said = capsys.readouterr().err
    with pytest.raises(SetupError, match="Get Started"):
        setup_env.ensure_torch("train")

    assert "no matching distribution" in said
    assert said.endswith(f"{setup_env.NO_TORCH}\n")


def test_an_environment_without_torch_has_no_version_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "venv_program", lambda name: tmp_path / name)

    assert setup_env.torch_version() == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "3"])
def test_a_damaged_stamp_counts_as_none(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "STAMP", tmp_path / "stamp.json")
    setup_env.STAMP.write_text(text, encoding="utf-8")

    assert setup_env.read_stamp() == {}


def test_the_stamp_is_plain_json(calls: list[tuple[str, ...]]) -> None:
    setup_env.install_packages(["build"])

    assert json.loads(setup_env.STAMP.read_text(encoding="utf-8")) == setup_env.read_stamp()


def test_an_old_python_looks_for_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(setup_env, "succeeds", lambda command: command[0].endswith("12"))

    assert setup_env.find_python() == "/bin/python3.12"


def test_no_python_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(SetupError, match="make PYTHON="):
        setup_env.find_python()


def test_without_root_the_exact_command_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "can_apt", lambda: False)

    assert not setup_env.install_debian(("libegl1", "libgl1"))

    assert "sudo apt-get install -y --no-install-recommends libegl1 libgl1" in (
        capsys.readouterr().err
    )


def test_root_installs_debian_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(setup_env, "can_apt", lambda: True)
    monkeypatch.setattr(setup_env, "run", lambda command, **env: ran.append(command))

    assert setup_env.install_debian(("libegl1",))

    assert [command[1] for command in ran] == ["update", "install"]
    assert ran[-1][-1] == "libegl1"


@pytest.mark.skipif(os.name == "nt", reason="Windows needs no system packages for Qt")
def test_missing_qt_libraries_stop_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "qt_problem", lambda: "libEGL.so.1: cannot open")
    monkeypatch.setattr(setup_env, "can_apt", lambda: False)

    with pytest.raises(SetupError, match=r"libEGL\.so\.1"):
        setup_env.ensure_window_system("run")


def test_what_tests_of_the_window_need_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        setup_env, "TEST_PACKAGES", {"no-such-program": ("one", "two"), "sh": ("x",)}
    )

    assert setup_env.missing_for_tests() == ["one", "two"]


def test_an_unknown_purpose_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup_env.main(["fly"]) == 2
    assert (
        "expected one of demo, run, test, train, bench, lock, found fly" in capsys.readouterr().err
    )


def test_a_failed_command_is_named() -> None:
    with pytest.raises(SetupError, match="git no-such-command"):
        setup_env.run(["git", "no-such-command"])


def test_a_missing_program_is_no_success() -> None:
    assert not setup_env.succeeds(["no-such-program-anywhere"])


def test_every_purpose_has_its_lists() -> None:
    root = Path(__file__).resolve().parents[3]
    named = {name for names in setup_env.PURPOSES.values() for name in names}

    assert [n for n in sorted(named) if not (root / "requirements" / f"{n}.txt").is_file()] == []
