"""What a call costs, counted: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable


def calls_in(function: Callable[[], object]) -> int:
    """Run a function and count the calls that Python makes in it, those of C functions too."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
