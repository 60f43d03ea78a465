"""The life of the process: start, second start, event loop, signals, end."""
