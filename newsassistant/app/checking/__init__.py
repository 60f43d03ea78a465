"""Answers compared with their article for both front ends: one index an article, no Qt."""
