"""Doing what a move says: each module yields the events of some moves."""
