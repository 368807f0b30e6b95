"""The catalogue of the demo archive: datasets, products, and how they are made."""
