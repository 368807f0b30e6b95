"""The rooms of the order desk: ui, web, desk, regards, order; and the demo archive, which stands apart."""

__version__ = "0.1.0"
