"""The orders of the demo archive: baskets, order requests, preparation, suborders and expiry."""
