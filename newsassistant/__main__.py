"""`python -m newsassistant` is the command `newsassistant`.

Knows nothing but where the command line starts.
"""

from __future__ import annotations

import sys

from newsassistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
