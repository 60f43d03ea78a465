"""Where this user's files live on this system; NEWSASSISTANT_HOME moves all of them together.

Beside them, where an administrator may put models for all users of a computer.

Knows nothing of what is in the files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from newsassistant.core.errors import InputError

HOME_VARIABLE = "NEWSASSISTANT_HOME"
SHARED_VARIABLE = "NEWSASSISTANT_SHARED_MODELS"


@dataclass(frozen=True, slots=True)
class Paths:
    """The five folders of a user, absolute; chats and models are in `data`, never in `cache`."""

    data: Path
    config: Path
    cache: Path
    state: Path
    logs: Path

    @classmethod
    def from_environment(cls) -> Paths:
        """The folders of this user by the system's habits; creates nothing. Any thread."""
        home = os.environ.get(HOME_VARIABLE, "").strip()
        return cls.under(Path(home)) if home else cls._of_system()

    @classmethod
    def under(cls, home: Path) -> Paths:
        """All five folders inside `home`; "~" is expanded. Any thread."""
        root = Path(os.path.abspath(os.path.expanduser(home)))
        return cls(*(root / name for name in ("data", "config", "cache", "state", "logs")))

    @classmethod
    def _of_system(cls) -> Paths:
        folders = _folders()
        return cls(
            data=folders.user_data_path,
            config=folders.user_config_path,
            cache=folders.user_cache_path,
            state=folders.user_state_path,
            logs=folders.user_log_path,
        )

    @property
    def models(self) -> Path:
        """Installed base models, one folder each."""
        return self.data / "models"

    @property
    def downloads(self) -> Path:
        """Checkpoints that are being fetched, one folder each."""
        return self.data / "downloads"

    @property
    def prefixes(self) -> Path:
        """Installed prefix checkpoints, one folder each."""
        return self.data / "prefixes"

    @property
    def runs(self) -> Path:
        """Training runs that the window started, one folder each; made when there is one."""
        return self.data / "runs"

    @property
    def training_packages(self) -> Path:
        """What training needs beside the program, as the window installed it; often not there."""
        return self.data / "training" / "packages"

    @property
    def history(self) -> Path:
        """The database of conversations."""
        return self.data / "history.sqlite3"

    @property
    def backups(self) -> Path:
        """Copies of the database of conversations."""
        return self.data / "backups"

    @property
    def settings_file(self) -> Path:
        """The settings, TOML."""
        return self.config / "settings.toml"

    @property
    def jobs_file(self) -> Path:
        """The user's jobs, JSON; made when they change something."""
        return self.config / "jobs.json"

    @property
    def servers_file(self) -> Path:
        """The newsroom servers that may be asked, JSON; made when there is one."""
        return self.config / "servers.json"

    @property
    def server_keys(self) -> Path:
        """Their keys and proxies, JSON, for the user's eyes alone; made when there is one."""
        return self.config / "server-keys.json"

    @property
    def draft(self) -> Path:
        """The article that is in no conversation yet, JSON."""
        return self.state / "draft.json"

    @property
    def folder_plan(self) -> Path:
        """What the window was asked to do with a folder and has not done yet."""
        return self.state / "folder-run.json"

    @property
    def measurements_file(self) -> Path:
        """How fast and how exact models run on this machine, JSON; made anew where it is lost."""
        return self.cache / "measurements.json"

    @property
    def graphs(self) -> Path:
        """Compiled models without their weights; made when there is one, and anew where lost."""
        return self.cache / "graphs"

    @property
    def crash_reports(self) -> Path:
        """Reports of crashes; they stay on this machine."""
        return self.state / "crashes"

    def ensure(self) -> Paths:
        """Create all folders, private to the user where the file system can do that; any thread.

        Files of earlier versions become private too. Raises InputError("folder-unwritable") naming
        the first folder that cannot be made, when the others have been.
        """
        own = (self.data, self.config, self.cache, self.state, self.logs)
        refused: InputError | None = None
        for folder in (*own, self.models, self.prefixes, self.backups, self.crash_reports):
            try:
                if not folder.is_absolute():
                    raise OSError(errno.ENOENT, "there is no home folder")
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                detail = error.strerror or str(error)
                refused = refused or InputError("folder-unwritable", path=folder, detail=detail)
            _make_private(folder, 0o700)
        settings = (self.settings_file, self.jobs_file, self.servers_file, self.server_keys)
        for file in (self.history, *settings, self.draft, self.measurements_file):
            _make_private(file, 0o600)
        if refused is not None:
            raise refused
        return self


def shared_models() -> tuple[Path, ...]:
    """Folders of models for all users of this computer, which only an administrator changes.

    The one that NEWSASSISTANT_SHARED_MODELS names, else those of the system's habits, without any
    that everybody may write: a stranger's model could lie there. They need not exist. Any thread.
    """
    named = os.environ.get(SHARED_VARIABLE, "").strip()
    if named:
        return (Path(os.path.abspath(os.path.expanduser(named))),)
    places = _folders().site_data_dir.split(os.pathsep)
    models = (Path(place, "models") for place in places)
    return tuple(place for place in models if not _is_open_to_all(place))


def _folders() -> platformdirs.PlatformDirs:
    name = "NewsAssistant" if sys.platform in ("win32", "darwin") else "newsassistant"
    # No author folder and nothing roaming: models are large.
    return platformdirs.PlatformDirs(name, appauthor=False, roaming=False, multipath=True)


def _is_open_to_all(folder: Path) -> bool:
    """True where everybody may write by the folder's mode, which Windows does not have."""
    try:
        return bool(folder.stat().st_mode & stat.S_IWOTH) and os.name == "posix"
    except OSError:
        return False


def _make_private(path: Path, mode: int) -> None:
    # There may be none, and a memory stick or a share may know no modes.
    with contextlib.suppress(OSError):
        path.chmod(mode)
