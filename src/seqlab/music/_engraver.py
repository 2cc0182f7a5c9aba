"""The engraver's own process: MEI in, SVG out, one JSON line each, until standard input ends.

Verovio is a compiled library that can bring down the process it runs in. Here that is not the
learner's kernel.
"""

import json
import os
import sys


def main() -> None:
    """Answer requests until standard input ends."""
    import verovio

    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever the library prints is no reply
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    for line in sys.stdin:
        request = json.loads(line)
        toolkit.setOptions(request["options"])
        drawn = toolkit.loadData(request["mei"])
        svg = toolkit.renderToSVG(1) if drawn else ""
        replies.write(json.dumps(svg) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
