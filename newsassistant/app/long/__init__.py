"""Articles that are longer than the model's room: summarised in parts, or searched for a question."""
