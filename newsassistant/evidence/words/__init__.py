"""The words and names of a text, English and Chinese, and the lists that tell them."""
