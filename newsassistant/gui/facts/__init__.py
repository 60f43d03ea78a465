"""The quotes and the facts of the article on the desk, and two versions of a story."""
