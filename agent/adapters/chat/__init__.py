"""Chat models: the one place that knows langchain_core and the providers' clients."""
