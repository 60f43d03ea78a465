"""Prefixes of P-Tuning v2: our files, the official ones, PEFT's."""
