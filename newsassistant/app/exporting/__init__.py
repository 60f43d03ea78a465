"""Conversations as finished copy: what goes into a file, and what that says of its origin."""
