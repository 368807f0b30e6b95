"""The blocks of the page that composes an order."""
