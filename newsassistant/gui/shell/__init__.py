"""The window itself: its parts put together, the presenter, pages, crash reports."""
