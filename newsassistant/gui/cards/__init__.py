"""A dialog of cards, and a long job that it starts and follows: for models, styles, training."""
