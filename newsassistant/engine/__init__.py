"""Runs a converted model: state, sampling, token stream."""
