"""Answers from a newsroom server: the only place that sends an article to another computer."""
