"""Prompt files read as profiles: our own form, and what people have already."""
