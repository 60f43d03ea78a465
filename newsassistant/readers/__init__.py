"""What a journalist opens -> a `Reading`: a module a format, chosen by content, in a child process."""
