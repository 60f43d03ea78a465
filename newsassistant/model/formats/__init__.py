"""File formats of tensors, none of which may run code; they know nothing of models."""
