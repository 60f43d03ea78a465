"""News Assistant: summarise news articles with a local ChatGLM model.

This package knows nothing of any server: every layer below runs on the user's own machine.
"""

import sys

__version__ = "0.1.0"

# Importing openvino sends usage figures when this package is there, as a plain `pip install
# openvino` brings it. It is optional; None makes its import fail, and nothing leaves the machine.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
