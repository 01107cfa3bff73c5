"""The documents' sentences: which are about an endpoint, and what of it they speak of."""
