"""Blocks of the sign-in page, and the gate of every other."""
