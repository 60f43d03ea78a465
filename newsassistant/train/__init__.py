"""Making prefix checkpoints; the only place that may import torch."""
