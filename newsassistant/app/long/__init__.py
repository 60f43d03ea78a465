"""Articles longer than the model's room: summarised in parts, searched for a question."""
