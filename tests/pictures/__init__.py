"""Pictures of the window that are compared with those that somebody has looked at."""
