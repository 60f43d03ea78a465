"""Benchmarks against peers on this machine; run by `make bench`, never by the tests."""
