"""The window; the only place that imports Qt.

All of it belongs to the main thread; what may be called from another one says so. What other
threads tell comes through `shell.bridge` or a signal.
"""
