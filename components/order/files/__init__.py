"""Files that a user drops on Compose to ask for the same again: recipes and receipts."""
