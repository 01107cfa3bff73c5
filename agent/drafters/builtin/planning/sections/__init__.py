"""The sections of a plan and its steps, each written from the brief alone."""
