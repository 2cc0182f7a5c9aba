"""5.3 make_windows(ids (batch, time + 1), window) -> list of (inputs, targets)."""

import torch

from seqlab.check import WrongForm
from seqlab.check.compare import kind
from seqlab.check.shared import draw_integers
from seqlab.checks.lab5.common import pair

# Batch, steps, window: with a rest, an exact multiple, one row, one window for all, a long tune.
SIZES = [(2, 5, 3), (3, 12, 4), (1, 12, 5), (4, 4, 6), (5, 14, 3)]


def case(generator, size):
    batch, time, window = SIZES[size]
    return {"ids": draw_integers(generator, 0, 50, batch, time + 1), "window": window}


def call(answer, ids, window):
    cut = answer(ids, window)
    if not isinstance(cut, list | tuple):
        raise WrongForm(f"Expected a list of pairs, (inputs, targets), got {kind(cut)}.")
    return named([pair(window, "inputs", "targets") for window in cut])


def named(windows):
    """Each window by what to call it."""
    result = {"number of windows": len(windows)}
    for k, (inputs, targets) in enumerate(windows):
        result |= {f"window {k}, inputs": inputs, f"window {k}, targets": targets}
    return result


def expected(ids, window):
    steps = torch.arange(ids.shape[1] - 1)
    windows = [steps[start : start + window] for start in range(0, len(steps), window)]
    return named([(ids.index_select(1, w), ids.index_select(1, w + 1)) for w in windows])


SHIFTED = "    inputs, targets = shift(ids)\n"
LIST = "list(zip(inputs.split(window, dim=1), targets.split(window, dim=1), strict=True))"
INPUTS, TARGETS = "inputs.split(window, dim=1)", "targets.split(window, dim=1)"

MISTAKES = {
    "target_lost_at_the_border": (
        """The window is cut first and shifted afterwards, so the last character of each window
        has no target. Shift the whole batch first, then cut inputs and targets alike.""",
        (SHIFTED, ""),
        (LIST, "[(piece[:, :-1], piece[:, 1:]) for piece in ids.split(window, dim=1)]"),
    ),
    "rest_dropped": (
        "The last, shorter window is missing: the model never sees how a tune ends.",
        (LIST, f"[p for p in {LIST} if p[0].shape[1] == window]"),
    ),
    "last_dropped": (
        """The last window is always missing, also where it is as long as the others: the model
        never sees how a tune ends.""",
        (LIST, f"{LIST}[:-1]"),
    ),
    "overlapping": (
        """The windows overlap: each must begin where the one before ended, or the carried
        state reads the same notes twice.""",
        """
        def make_windows(ids, window):
            starts = range(ids.shape[1] - window)
            pieces = [ids[:, i : i + window + 1] for i in starts]
            return [(piece[:, :-1], piece[:, 1:]) for piece in pieces]
        """,
    ),
    "not_shifted": (
        "Inputs and targets are the same. Use your shift first.",
        (SHIFTED, "    inputs, _ = shift(ids)\n    targets = inputs\n"),
    ),
    "across_tunes": (
        """Cut along the batch: these are groups of tunes. Windows are cut along time, the
        second axis: dim=1.""",
        (INPUTS, "inputs.split(window)"),
        (TARGETS, "targets.split(window)"),
    ),
    "chunk": (
        """chunk(window) makes `window` pieces. Asked for are pieces of `window` steps, as many as
        there are: split(window).""",
        (INPUTS, "inputs.chunk(window, dim=1)"),
        (TARGETS, "targets.chunk(window, dim=1)"),
    ),
    "two_lists": (
        """These are two lists, one of all inputs and one of all targets. Asked for is one list of
        pairs, the first window first: zip brings two lists together.""",
        (LIST, f"list({INPUTS}), list({TARGETS})"),
    ),
    "zip_alone": (
        """zip alone is no list: it can be gone through only once, and has no length. Make a list of
        it: list(zip(...)).""",
        ("list(zip(", "iter(zip("),
    ),
    "backwards": (
        "Shifted the wrong way: this model would predict the past. Swap inputs and targets.",
        ("inputs, targets = shift(ids)", "targets, inputs = shift(ids)"),
    ),
    "first_window_only": (
        "This is the first window only. Go on to the end of the tunes: a list with all windows.",
        (LIST, f"{LIST}[:1]"),
    ),
    "filled_up": (
        """The last window is filled up with 0. It may be shorter than the others: leave it as it
        is.""",
        (
            LIST,
            "[tuple(torch.nn.functional.pad(p, (0, window - p.shape[1])) for p in pair) "
            f"for pair in {LIST}]",
        ),
    ),
    "overlapping_to_the_end": (
        """The windows overlap: each must begin where the one before ended, or the carried
        state reads the same notes twice. The next one begins `window` steps later.""",
        (
            LIST,
            "[(inputs[:, i : i + window], targets[:, i : i + window]) "
            "for i in range(inputs.shape[1])]",
        ),
    ),
    "shifted_twice": (
        """The targets are two steps ahead: they were shifted by your shift, and once more when they
        were cut. Cut inputs and targets at the same places.""",
        (
            LIST,
            "[(inputs[:, i : i + window], targets[:, i + 1 : i + 1 + window]) "
            "for i in range(0, inputs.shape[1], window)]",
        ),
    ),
    "last_input_kept": (
        """The very last character is among the inputs, and it has no successor to predict. Cut the
        results of your shift, not ids.""",
        """
        def make_windows(ids, window):
            starts = range(0, ids.shape[1], window)
            return [(ids[:, i : i + window], ids[:, i + 1 : i + window + 1]) for i in starts]
        """,
    ),
}

MORE = (
    """Two steps, in this order. First your shift, once, for the whole batch: two tensors (batch,
    time). Then cut both into pieces along time, at the same places: 0, window, 2 window, ... Last,
    bring the first piece of the one together with the first of the other, and so on.""",
    """A neighbour: a list of seven days and their temperatures of the next day are read in weeks
    of three days. Days [1, 2, 3, 4, 5, 6, 7] in pieces of 3 are [1, 2, 3], [4, 5, 6] and [7]; next
    days [2, 3, 4, 5, 6, 7, 8] in pieces of 3 are [2, 3, 4], [5, 6, 7] and [8]. In pairs:
    ([1, 2, 3], [2, 3, 4]), ([4, 5, 6], [5, 6, 7]), ([7], [8]). Nothing is lost at the borders.""",
)
