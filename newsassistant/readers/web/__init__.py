"""Web pages, saved or fetched, and what is copied from them."""
