"""The chat: cards of messages, the box below, the empty page."""
