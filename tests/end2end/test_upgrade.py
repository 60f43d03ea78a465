"""An update keeps everything; an older program leaves a newer one's data as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import newsassistant
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.keeping import open_history
from newsassistant.core import settings as settings_module
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings, Table
from newsassistant.core.types import Article
from newsassistant.model.folder import MANIFEST
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.store import backups, db, history, session, stand_in
from newsassistant.store.schema import MIGRATIONS
from tests.gui.test_application import started
from tests.unit.app.installed.test_models import change, make_model
from tests.unit.model.example_prefixes import prefix

TITLE, QUESTION, ANSWER = "Wind grows 风电", "How much? 多少？", "A third. 三分之一。"
ARTICLE = "Wind grows\n\nIt grew by a third. 增长了三分之一。"
# What the first version wrote, word for word.
OLDEST_SETTINGS = 'version = 1\nlanguage = "zh"\nmodel = "glm"\nkv_cache_precision = "f16"\n'
NEXT_STEP = ("ALTER TABLE conversations ADD COLUMN of_the_future TEXT",)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a program of some version finds in a home."""

    title: str
    article: str
    messages: tuple[tuple[str, str], ...]
    language: str
    model: str
    models: tuple[str, ...]
    styles: tuple[tuple[str, str], ...]


ALL = Seen(
    TITLE,
    ARTICLE,
    (("user", QUESTION), ("assistant", ANSWER)),
    "zh",
    "glm",
    ("glm",),
    (("house", "House style"),),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A home with a model and a style; their formats are still the first ones."""
    paths = Paths.under(tmp_path / "home").ensure()
    make_model(paths.models / "glm")
    write_prefix(paths.prefixes / "house", prefix(), name="House style")
    return paths


def by_the_oldest(paths: Paths) -> None:
    """Chats and settings as the first version left them."""
    paths.settings_file.write_text(OLDEST_SETTINGS, encoding="utf-8")
    with closing(sqlite3.connect(paths.history, isolation_level=None)) as database:
        db.migrate(database, MIGRATIONS[:1])
        database.execute(
            "INSERT INTO conversations (id, title, preset, model, prefix, article_title, "
            "article_text, article_language, article_digest, article_source, created_at, "
            "updated_at) VALUES (1, ?, '', 'glm', '', ?, ?, 'en', 'd', '', 1, 1)",
            (TITLE, TITLE, ARTICLE),
        )
        database.executemany(
            "INSERT INTO messages (conversation_id, role, content, created_at, updated_at, status, "
            "preset, model, prefix, error) VALUES (1, ?, ?, 1, 1, ?, '', 'glm', '', '')",
            [("user", QUESTION, "sent"), ("assistant", ANSWER, "done")],
        )


def by_this(paths: Paths) -> None:
    """The same as this version leaves them."""
    Settings(language="zh", model="glm").save(paths.settings_file)
    with closing(open_history(paths)) as kept:
        article = Article(ARTICLE, TITLE, "en", "d")
        made = kept.create(TITLE, article, preset="", model="glm", prefix="")
        kept.add_message(made.id, "user", QUESTION, status="sent")
        kept.add_message(made.id, "assistant", ANSWER, status="done")


def seen(paths: Paths) -> Seen:
    """Open everything, as the program does when it starts."""
    settings, complaint = Settings.load(paths.settings_file)
    assert complaint is None
    settings.save(paths.settings_file)
    with closing(open_history(paths)) as kept:
        assert kept.refusal is None
        (conversation,) = kept.conversations()
        (found,) = kept.conversations("三分之一")  # by the index, which came along
        assert found.id == conversation.id
        article, messages = kept.article(conversation.id), kept.messages(conversation.id)
    assert article is not None
    models, damaged = ModelLibrary(paths.models).read()
    assert damaged == {}
    return Seen(
        conversation.title,
        article.text,
        tuple((message.role, message.content) for message in messages),
        settings.language,
        settings.model,
        tuple(model.id for model in models),
        tuple((style.id, style.name) for style in StyleLibrary(paths.prefixes).list()),
    )


def update(patch: pytest.MonkeyPatch) -> None:
    """Let this program be the next version, with a schema and settings of its own."""
    patch.setattr(newsassistant, "__version__", "99.0.0")
    for module in (backups, history, session, stand_in):
        patch.setattr(module, "MIGRATIONS", (*MIGRATIONS, NEXT_STEP))
    version = settings_module.VERSION

    def step(table: Table) -> Table:
        return {**table, "of_the_future": True}

    patch.setattr(settings_module, "VERSION", version + 1)
    patch.setattr(settings_module, "MIGRATIONS", {**settings_module.MIGRATIONS, version: step})


def contents(paths: Paths) -> dict[str, bytes]:
    """Every file of the user, byte for byte; not what is only about a run of the program."""
    folders = (paths.data, paths.config)
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(paths.data.parent)): file.read_bytes() for file in files}


@pytest.mark.parametrize("made_by", [by_the_oldest, by_this])
def test_an_update_keeps_everything(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, made_by: Callable[[Paths], None]
) -> None:
    made_by(paths)
    assert seen(paths) == ALL
    update(monkeypatch)
    assert seen(paths) == ALL
    assert "of_the_future = true" in paths.settings_file.read_text("utf-8")
    assert list(paths.backups.glob(f"history-v{len(MIGRATIONS)}-*"))  # from before the update


def test_many_versions_may_be_left_out(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    by_the_oldest(paths)
    update(monkeypatch)
    assert seen(paths) == ALL


@pytest.fixture
def updated(paths: Paths) -> Paths:
    """A home that the next version has opened."""
    with pytest.MonkeyPatch.context() as patch:
        by_this(paths)
        update(patch)
        seen(paths)
    return paths


def test_an_older_program_leaves_newer_chats_as_they_are(updated: Paths) -> None:
    before = contents(updated)
    with pytest.raises(StoreError) as caught:
        open_history(updated)
    assert caught.value.code == "store-too-new"
    assert "Nothing was changed" in caught.value.text()
    assert contents(updated) == before

    done = started(updated.data.parent, "")

    assert done.stdout.split() == ["failure_dialog", "store-too-new"], done.stderr
    assert contents(updated) == before


def test_an_older_program_leaves_newer_settings_as_they_are(updated: Paths) -> None:
    before = updated.settings_file.read_bytes()
    for file in updated.data.glob("history.sqlite3*"):
        file.unlink()

    done = started(updated.data.parent, "")  # it opens, and closes: its place would be saved

    assert done.stdout.split() == ["settings-too-new", "0"], done.stderr
    assert updated.settings_file.read_bytes() == before


def test_an_older_program_leaves_newer_models_and_styles_as_they_are(paths: Paths) -> None:
    make_model(paths.models / "new")
    change(paths.models / "new" / MANIFEST, ("format",), 99)
    write_prefix(paths.prefixes / "new", prefix(), name="New")
    change(paths.prefixes / "new" / MANIFEST, ("format",), 99)
    before = contents(paths)

    models, refused = ModelLibrary(paths.models).read()
    styles = StyleLibrary(paths.prefixes)

    assert [model.id for model in models] == ["glm"]
    assert [style.id for style in styles.list()] == ["house"]
    complaints: list[NewsAssistantError] = [refused["new"], styles.damaged()[0][1]]
    assert complaints[0].code == "model-too-new"
    assert "a newer version wrote it" in complaints[1].text()
    assert contents(paths) == before
