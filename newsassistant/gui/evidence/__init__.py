"""What the window shows of a check: marks and sources of answers, sheets, two versions."""
