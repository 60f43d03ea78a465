"""Models and styles on the disk: placed whole, tried, listed, removed."""
