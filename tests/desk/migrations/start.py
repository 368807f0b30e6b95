"""Brings a database up to date in a process of its own: a replica that starts. It waits for a line first."""

import sys
from contextlib import closing

from components.desk.order_book import OrderBook

if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with closing(OrderBook(sys.argv[1])) as book:
        sys.exit(0 if book.database.works() else "the database does not work")
