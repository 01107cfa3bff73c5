"""Who writes plans and proposals: spec in, text and bytes out, no I/O."""
