"""News Assistant: summarise news articles with a local ChatGLM model.

This package knows nothing of any server: every layer below runs on the user's own machine.
"""

__version__ = "0.1.0"
