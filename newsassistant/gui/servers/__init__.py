"""Newsroom servers: setting one up, agreeing to what is sent, and saying so while it answers."""
