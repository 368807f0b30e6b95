"""Files that a user drops on Compose to repeat an order: recipes and receipts."""
