"""The terminal: the only home of rich and prompt_toolkit."""
