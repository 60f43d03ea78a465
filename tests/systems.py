"""Another operating system, as one module alone sees it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest


class _Sys:
    """``sys``, on another system."""

    def __init__(self, platform: str) -> None:
        self.platform = platform

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def on_system(monkeypatch: pytest.MonkeyPatch, module: ModuleType, platform: str) -> None:
    """For the rest of the test ``module`` finds another ``sys.platform``; the process does not.

    Set in ``sys`` itself it would reach all that runs meanwhile: a window's timer asks the system
    for its memory, and pytest-qt lets timers run beside every test.
    """
    monkeypatch.setattr(module, "sys", _Sys(platform))
