"""The blocks of the page of an order."""
