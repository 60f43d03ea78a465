"""Fetching published models when the user asks for one."""
