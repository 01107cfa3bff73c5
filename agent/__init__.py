"""Waltz: REST endpoints one at a time, at most three steps between two agreements."""

__version__ = "0.1.0"
