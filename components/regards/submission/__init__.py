"""Submitting orders: the basket before, the request, the verdict."""
