"""Models are added, fetched and removed whole, from folders and from a hub on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsassistant.app.installed import install
from newsassistant.app.installed.conversion import OnFamily, OnSteps, Result
from newsassistant.app.installed.files import licence_text
from newsassistant.app.installed.install import Installer, InstallProgress
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.core.errors import CancelledError, DownloadError, ModelError, NewsAssistantError
from newsassistant.core.paths import SHARED_VARIABLE, Paths
from newsassistant.core.types import CancelToken
from newsassistant.download import catalog
from newsassistant.download.hub import Hub, Manifest
from newsassistant.download.transport import Client, Policy
from newsassistant.model.folder import MODEL_XML, ModelFolder, write_manifest
from tests.unit.app.installed.test_models import make_model
from tests.unit.download.hubs import FILES, MODEL, WANTED, file_path, open_hub
from tests.unit.download.server import Site, partial, serving, status, whole
from tests.unit.model import configs
from tests.unit.model.example_prefixes import LENGTH, encoder
from tests.unit.model.test_folder import FILES as MODEL_FILES


@dataclass(slots=True)
class FakeConverter:
    """Makes a small model; notes what it was given."""

    calls: list[tuple[Path, str]] = field(default_factory=list)
    error: NewsAssistantError | None = None
    cancelled: bool = False
    has_style: bool = False
    families: list[str] = field(default_factory=list)

    def __call__(
        self,
        source: Path,
        target: Path,
        *,
        weights: str,
        family: str,
        on_progress: OnSteps,
        cancel: CancelToken,
        on_family: OnFamily,
    ) -> Result:
        on_family(family or "chatglm3")
        self.calls.append((source, weights))
        self.families.append(family)
        on_progress(0, 2, 0.0)
        (target.parent / "half-made").write_text("x", encoding="utf-8")
        if self.error is not None:
            raise self.error
        if self.cancelled:
            raise CancelledError
        make_model(target)
        on_progress(2, 2, 0.0)
        return Result(True, self.has_style)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "home").ensure()


@pytest.fixture
def converter() -> FakeConverter:
    return FakeConverter()


@pytest.fixture
def installer(paths: Paths, converter: FakeConverter) -> Installer:
    client = Client(Policy(stall_s=20, attempts=3), pause=lambda seconds, cancel: None)
    return Installer(paths, client=client, convert=converter, try_out=lambda folder: None)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A hub with one model, which is in the catalogue too."""
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(catalog, "MODELS", (MODEL,))
    with serving() as running:
        open_hub(running)
        yield running


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder that looks like a checkpoint to the fake converter."""
    path = tmp_path / "My Checkpoint"
    path.mkdir()
    (path / "config.json").write_text("{}", encoding="utf-8")
    (path / "LICENSE").write_text("Be kind.", encoding="utf-8")
    return path


def ignore(progress: InstallProgress) -> None:
    """No report is wanted."""


def installed(paths: Paths) -> list[str]:
    return [model.id for model in ModelLibrary(paths.models).installed()]


def add(installer: Installer, source: Path, name: str = "") -> install.Installed:
    return installer.add(source, name=name, on_progress=ignore, cancel=CancelToken())


def failure(call: Callable[[], object]) -> NewsAssistantError:
    with pytest.raises(NewsAssistantError) as caught:
        call()
    return caught.value


# --- folders -------------------------------------------------------------------------------------


def test_a_checkpoint_is_converted(
    installer: Installer, converter: FakeConverter, paths: Paths, source: Path
) -> None:
    told: list[InstallProgress] = []
    result = installer.add(source, weights="int4", on_progress=told.append, cancel=CancelToken())

    assert (result.model.id, result.model.name) == ("my-checkpoint", "My Checkpoint")
    assert result.has_tokenizer
    assert result.model.weight_bytes > 0
    assert converter.calls == [(source, "int4")]
    assert [(step.stage, step.done, step.left_s) for step in told] == [
        ("converting", 0, None),
        ("converting", 2, 0.0),
    ]
    assert os.listdir(paths.models) == ["my-checkpoint"]
    assert licence_text(paths.models / "my-checkpoint") == "Be kind."
    ModelFolder.open(paths.models / "my-checkpoint").verify()


def test_names_do_not_collide(installer: Installer, paths: Paths, source: Path) -> None:
    add(installer, source)
    add(installer, source)
    add(installer, source, "Wire")

    assert sorted(installed(paths)) == ["Wire", "my-checkpoint", "my-checkpoint-2"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../up", "model-name"),
        (".hidden", "model-name"),
        ("a b", "model-name"),
        ("nul", "model-name"),
        ("starter", "model-exists"),
        ("wire", "model-exists"),
    ],
)
def test_a_name_that_cannot_be_given(
    installer: Installer, paths: Paths, source: Path, name: str, code: str
) -> None:
    make_model(paths.models / "wire")

    assert failure(lambda: add(installer, source, name)).code == code


def test_a_folder_called_starter_gets_another_id(installer: Installer, tmp_path: Path) -> None:
    (tmp_path / "Starter").mkdir()

    assert add(installer, tmp_path / "Starter").model.id == "starter-2"


def test_a_converted_model_is_copied(
    installer: Installer, converter: FakeConverter, paths: Paths, tmp_path: Path
) -> None:
    told: list[InstallProgress] = []
    source = make_model(tmp_path / "alpha")
    result = installer.add(source, on_progress=told.append, cancel=CancelToken())

    assert (result.model.id, result.has_tokenizer) == ("alpha", True)
    assert converter.calls == []
    assert (told[-1].stage, told[-1].done) == ("copying", told[-1].total)
    ModelFolder.open(paths.models / "alpha").verify()


def test_a_damaged_model_is_not_copied(installer: Installer, paths: Paths, tmp_path: Path) -> None:
    source = make_model(tmp_path / "alpha")
    (source / "tokenizer.json").write_text("y", encoding="utf-8")

    assert failure(lambda: add(installer, source)).code == "model-damaged"
    assert os.listdir(paths.models) == []


def test_a_model_with_a_style_baked_into_it_is_refused(
    installer: Installer, paths: Paths, tmp_path: Path
) -> None:
    source = make_model(tmp_path / "wire")
    states = '<layer id="0" type="Const"><output><port><dim>1</dim><dim>8</dim></port></output>'
    states += '</layer><layer id="1" type="ReadValue"><data variable_id="a"/></layer>'
    edges = '<edges><edge from-layer="0" to-layer="1"/></edges>'
    graph = f"<net><layers>{states}</layers>{edges}</net>"
    (source / MODEL_XML).write_text(graph, encoding="utf-8")
    write_manifest(source, MODEL_FILES, name="Wire")

    error = failure(lambda: add(installer, source))
    assert (error.code, error.params["model"]) == ("model-baked", "wire")
    assert not paths.models.exists() or os.listdir(paths.models) == []


def test_no_folder(installer: Installer, tmp_path: Path) -> None:
    error = failure(lambda: add(installer, tmp_path / "none"))
    assert (error.code, error.params["path"]) == ("folder-missing", tmp_path / "none")


def test_a_failed_conversion_leaves_nothing(
    installer: Installer, converter: FakeConverter, paths: Paths, source: Path
) -> None:
    converter.error = ModelError("convert-failed", detail="no memory")
    assert failure(lambda: add(installer, source)).code == "convert-failed"

    converter.error, converter.cancelled = None, True
    with pytest.raises(CancelledError):
        add(installer, source)
    assert os.listdir(paths.models) == []


def test_a_real_checkpoint_in_a_real_child(paths: Paths, tmp_path: Path) -> None:
    arrays = configs.numbered(configs.v2_shapes())
    source = configs.write_checkpoint(tmp_path / "tiny", configs.V3, arrays)
    result = add(Installer(paths), source)

    assert (result.model.id, result.has_tokenizer) == ("tiny", False)
    ModelFolder.open(paths.models / "tiny").verify()


# --- hubs ----------------------------------------------------------------------------------------


def look_up(installer: Installer, site: Site) -> Manifest:
    return installer.look_up("tiny", Hub.choose(endpoint=site.url), CancelToken())


def download(installer: Installer, site: Site, **options: object) -> install.Installed:
    manifest = look_up(installer, site)
    keep = bool(options.get("keep"))
    report = options.get("report", ignore)
    cancel = options.get("cancel", CancelToken())
    assert callable(report)
    assert isinstance(cancel, CancelToken)
    return installer.download(manifest, keep_checkpoint=keep, on_progress=report, cancel=cancel)


def test_a_model_is_fetched_converted_and_labelled(
    installer: Installer, converter: FakeConverter, paths: Paths, site: Site
) -> None:
    told: list[InstallProgress] = []
    result = download(installer, site, report=told.append)

    assert (result.model.id, result.model.name, result.model.licence) == (
        "tiny",
        "Tiny",
        "Press licence",
    )
    assert [step.stage for step in told if step.done == step.total][-2:] == [
        "downloading",
        "converting",
    ]
    assert converter.calls == [(paths.downloads / "tiny", "int8")]
    assert licence_text(paths.models / "tiny") == "Licence text 许可\n"
    assert ModelFolder.open(paths.models / "tiny").manifest["source"] == "huggingface: press/tiny"
    assert os.listdir(paths.downloads) == []


def test_the_checkpoint_can_be_kept(installer: Installer, paths: Paths, site: Site) -> None:
    download(installer, site, keep=True)

    assert sorted(os.listdir(paths.downloads / "tiny")) == sorted(WANTED)
    assert installer.fetched_bytes("tiny") == sum(len(FILES[name]) for name in WANTED)
    installer.discard("tiny")
    assert installer.fetched_bytes("tiny") == 0


def test_a_pause_keeps_what_was_fetched(
    installer: Installer, converter: FakeConverter, paths: Paths, site: Site
) -> None:
    cancel = CancelToken()

    def press(progress: InstallProgress) -> None:
        if progress.file == "tokenizer.json":
            cancel.cancel()

    with pytest.raises(CancelledError):
        download(installer, site, report=press, cancel=cancel)
    assert installed(paths) == []
    assert converter.calls == []
    assert installer.fetched_bytes("tiny") > 0

    site.requests.clear()
    download(installer, site)
    asked = [path for path, _ in site.requests]
    assert file_path("config.json") not in asked
    assert file_path("model.safetensors") in asked


def test_a_failed_conversion_keeps_the_checkpoint(
    installer: Installer, converter: FakeConverter, paths: Paths, site: Site
) -> None:
    converter.error = ModelError("convert-failed", detail="no memory")
    assert failure(lambda: download(installer, site)).code == "convert-failed"

    converter.error = None
    site.at(file_path("model.safetensors"), status(500))
    assert download(installer, site).model.id == "tiny"


def test_a_download_that_breaks_off_goes_on(installer: Installer, site: Site) -> None:
    data = FILES["model.safetensors"]
    path = file_path("model.safetensors")
    site.at(path, partial(data, 5000), status(403))
    assert failure(lambda: download(installer, site)).code == "download-refused"

    site.at(path, whole(data))
    download(installer, site)
    assert site.ranges(path)[-1] == "bytes=5000-"


def test_an_installed_model_is_not_fetched_again(
    installer: Installer, paths: Paths, site: Site
) -> None:
    manifest = look_up(installer, site)
    make_model(paths.models / "tiny")
    site.requests.clear()
    error = failure(lambda: installer.download(manifest, on_progress=ignore, cancel=CancelToken()))

    assert error.code == "model-exists"
    assert site.requests == []


def test_space_for_the_conversion_is_needed_too(
    installer: Installer, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsassistant.download import fetch

    need = sum(len(FILES[name]) for name in WANTED) + fetch.SPARE_BYTES
    usage = type("Usage", (), {"free": need})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    assert failure(lambda: download(installer, site)).code == "disk-full"


def test_looking_up(installer: Installer, site: Site) -> None:
    assert look_up(installer, site).licence_text == "Licence text 许可\n"

    error = failure(lambda: installer.look_up("none", Hub.choose(), CancelToken()))
    assert isinstance(error, DownloadError)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        installer.look_up("tiny", Hub.choose(endpoint=site.url), cancel)


# --- removing ------------------------------------------------------------------------------------


def test_a_model_is_removed(installer: Installer, paths: Paths) -> None:
    for name in ("wire", "starter"):
        make_model(paths.models / name)
        installer.remove(name)

    assert os.listdir(paths.models) == []


def test_what_came_with_the_program_is_not_removed(
    installer: Installer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_model(tmp_path / "program" / "models" / "starter")
    monkeypatch.setattr(
        "newsassistant.app.installed.models.resource_path", (tmp_path / "program").joinpath
    )

    assert failure(lambda: installer.remove("starter")).code == "model-shipped"
    assert path.is_dir()


def test_what_all_users_share_stays(
    installer: Installer, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_VARIABLE, str(tmp_path / "shared"))
    shared, own = make_model(tmp_path / "shared" / "glm"), make_model(paths.models / "glm")

    installer.remove("glm")
    assert not own.exists()
    assert failure(lambda: installer.remove("glm")).code == "model-shared"
    assert shared.is_dir()


@pytest.mark.parametrize("name", ["", ".", "..", "../prefixes", ".starter-01234567", "none", "/"])
def test_nothing_else_is_removed(installer: Installer, paths: Paths, name: str) -> None:
    make_model(paths.models / ".starter-01234567")

    assert failure(lambda: installer.remove(name)).code == "model-missing"
    assert os.listdir(paths.models) == [".starter-01234567"]
    assert paths.prefixes.is_dir()


def test_the_pace_is_that_of_the_last_seconds() -> None:
    times = iter([0.0, 1.0, 2.0, 30.0, 31.0])
    pace = install._Pace(lambda: next(times))

    assert pace.left_s(0, 1000) is None
    assert pace.left_s(100, 1000) == pytest.approx(9)
    assert pace.left_s(100, 1000) == pytest.approx(18)
    pace.left_s(100, 1000)
    assert pace.left_s(150, 1000) == pytest.approx(17)  # 50 bytes in the last second


# --- what the model is tried with ----------------------------------------------------------------


def refuse(folder: Path) -> None:
    raise ModelError("model-damaged", path=folder, detail="its tokenizer ends the program")


def test_a_conversion_whose_tokenizer_fails_leaves_nothing(
    paths: Paths, converter: FakeConverter, source: Path
) -> None:
    error = failure(lambda: add(Installer(paths, convert=converter, try_out=refuse), source))

    assert error.code == "checkpoint-invalid"
    assert "its tokenizer ends the program" in error.text()
    assert os.listdir(paths.models) == []


def test_a_converted_model_is_tried_before_it_is_copied(
    installer: Installer, paths: Paths, converter: FakeConverter, source: Path
) -> None:
    add(installer, source)
    tried: list[Path] = []

    def try_out(folder: Path) -> None:
        tried.append(folder)
        refuse(folder)

    made = paths.models / "my-checkpoint"
    again = Installer(paths, convert=converter, try_out=try_out)

    assert failure(lambda: add(again, made, "copy")).code == "model-damaged"
    assert tried == [made]
    assert os.listdir(paths.models) == ["my-checkpoint"]


def test_the_family_that_was_named_reaches_the_converter(
    installer: Installer, converter: FakeConverter, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    told: list[InstallProgress] = []
    for family in ("chatglm2", ""):
        installer.add(
            tmp_path / "source",
            family=family,
            on_progress=told.append,
            cancel=CancelToken(),
        )

    assert converter.families == ["chatglm2", ""]
    assert {progress.family for progress in told} == {"chatglm2", "chatglm3"}


def test_a_licence_that_cannot_be_copied_costs_no_conversion(
    installer: Installer, converter: FakeConverter, paths: Paths, source: Path
) -> None:
    (source / "LICENSE").unlink()
    (source / "LICENSE").symlink_to(paths.settings_file)

    assert "LICENSE is a link" in str(failure(lambda: add(installer, source)))
    assert converter.calls == []


def test_a_style_inside_a_checkpoint_is_installed_as_one(paths: Paths, tmp_path: Path) -> None:
    """What the official ChatGLM3 finetune_demo saves: all weights and the prefix encoder.

    The style fits the model that it lay in, whatever that one is taken for.
    """
    arrays = {**configs.numbered(configs.v2_shapes()), **encoder()}
    source = configs.write_checkpoint(tmp_path / "finetuned", configs.V3, arrays)
    result = Installer(paths).add(
        source, family="chatglm2", on_progress=ignore, cancel=CancelToken()
    )

    assert result.style_error is None
    style = StyleLibrary(paths.prefixes).find(result.style)
    assert (style.name, style.length) == ("finetuned", LENGTH)
    assert style.base == ModelFolder.open(paths.models / "finetuned").base()
    assert style.base.fingerprint


def test_a_style_that_cannot_be_used_costs_no_model(
    installer: Installer, converter: FakeConverter, paths: Paths, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    converter.has_style = True
    result = installer.add(
        tmp_path / "source", on_progress=lambda progress: None, cancel=CancelToken()
    )

    assert result.style == ""
    assert result.style_error is not None
    assert [model.id for model in ModelLibrary(paths.models).installed()] == [result.model.id]
