"""What commands share: options, articles, tables, words, Ctrl-C."""
