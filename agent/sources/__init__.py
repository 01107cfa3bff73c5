"""Readers: text in, core values out."""
