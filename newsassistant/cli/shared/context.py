"""What every command is given: the user's folders and the console.

Knows nothing of any command.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsassistant.cli.shared.console import Console
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command; main thread only."""

    paths: Paths
    console: Console

    def settings(self) -> Settings:
        """The user's settings; a note on stderr says if the file is not usable."""
        settings, complaint = Settings.load(self.paths.settings_file)
        if complaint is not None:
            self.console.error(complaint)
        return settings
