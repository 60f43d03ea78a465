"""What a journalist opens -> a `Reading`: a module a format, chosen by what is in the file."""
