"""The rooms of the order desk: order, regards, ui; and the demo archive, which stands apart."""
