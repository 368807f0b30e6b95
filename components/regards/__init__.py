"""The only room that speaks to REGARDS."""
