"""All stories of a folder, written about while the window goes on."""
