"""The model for many users over HTTP: chat completions as OpenAI's clients ask for them, a page."""
