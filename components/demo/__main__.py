"""`python -m components.demo`: the demo archive on its own."""

import argparse
import json
import sys
import threading
from dataclasses import asdict

from components.demo.archive import Archive
from components.demo.clock import Pace
from components.demo.scenarios import Scenario
from components.demo.server import serve


def main(arguments: list[str] | None = None) -> None:
    """Serve an archive until stopped, after one line of JSON that says how to reach it."""
    parser = argparse.ArgumentParser(prog="python -m components.demo", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, takes a free one"
    )
    parser.add_argument(
        "--fast", action="store_true", help="a small order is done in about 2 s, an hour lasts 10 s"
    )
    parser.add_argument("--documented", action="store_true", help="answer as the public documentation says")
    parser.add_argument("--scenario", type=Scenario, choices=list(Scenario), help="a trouble for everybody")
    options = parser.parse_args(arguments)
    archive = Archive(
        pace=Pace.fast() if options.fast else Pace.default(),
        documented=options.documented,
        scenario=options.scenario,
    )
    with serve(archive, port=options.port) as served:
        main_account, *others = served.accounts
        line = {
            "url": served.url,
            "project": served.project,
            **asdict(main_account),
            "client_id": served.client_id,
            "client_secret": served.client_secret,
            "others": [asdict(each) for each in others],
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
