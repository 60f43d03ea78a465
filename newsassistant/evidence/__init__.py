"""What of an answer stands in its article: numbers, dates, names, quotes and source sentences."""
