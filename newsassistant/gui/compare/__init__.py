"""Two answers on one article, side by side."""
