"""What the catalogue says of an order."""
