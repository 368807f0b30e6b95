"""The catalogue of the demo archive: datasets, products and their generation."""
