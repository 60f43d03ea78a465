"""What the program does, without a window or a terminal."""
