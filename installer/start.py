"""Where the frozen program starts: the command `newsassistant`, whatever it was given."""

from __future__ import annotations

import sys

from newsassistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
