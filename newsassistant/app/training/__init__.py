"""Training runs as child processes, their data and what they tell; evaluation."""
