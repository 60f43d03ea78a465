"""Rows of a data file -> articles with summaries, or conversations."""
