"""Models of a few thousand weights; need no pytest, since benchmarks use them too."""
