"""Articles, prompts and tokens as plain data; imports only core."""
