"""Brings a database up to date in a process of its own: a replica that starts. It waits for a line first."""

import sys
from contextlib import closing

from components.desk.database import Database

if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with closing(Database(sys.argv[1])) as database:
        sys.exit(0 if database.works() else "the database does not work")
