"""A style is trained: its data, its settings, its run."""
