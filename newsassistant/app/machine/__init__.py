"""What the machine gives: memory, power, processes of our own."""
