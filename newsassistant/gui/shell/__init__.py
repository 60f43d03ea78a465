"""The window itself and its life: start, second start, signals, crash, end."""
