"""The models on this computer: listed, fetched, imported, measured, chosen."""
