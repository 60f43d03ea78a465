"""The article: its text, what was pasted or opened, its length in tokens, its draft."""
