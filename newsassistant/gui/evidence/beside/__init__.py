"""What the evidence shows beside the article: sources, what is covered, key sentences."""
