"""The core decides: values in, values out, the standard library only, no I/O."""
