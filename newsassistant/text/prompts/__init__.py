"""Conversations -> prompt ids, as each family of models wants them."""
