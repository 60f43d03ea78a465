"""The words of the errors, a module a subject; `core/wording.py` puts them together."""
