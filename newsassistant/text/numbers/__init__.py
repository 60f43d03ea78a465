"""The numbers of a text, read in English and Chinese, and whether an article has them."""
