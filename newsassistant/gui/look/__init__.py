"""How everything looks and what it is called: theme, language, words that many pages need."""
