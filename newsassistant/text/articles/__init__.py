"""Bytes of a file or a paste -> an article: encoding, headline, paragraphs."""
