"""Conversations and answers as files for others: what goes in, and where it goes."""
