"""What a text says: numbers with what they count, dates, codes, results, quotes."""
