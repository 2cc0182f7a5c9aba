"""write_name(read, h, start, end, max_length) -> ids, without start and end."""

import torch

from seqlab.check import WrongForm, made
from seqlab.check.compare import kind
from seqlab.check.shared import draw_integers

IDS, STATES, PATIENCE = 7, 23, 1000
ROUNDS = 40  # times that a name is written where letters are drawn by chance


class Clockwork:
    """A network that is sure of the next id, by its state: a number that hangs on all ids read.

    Like the network of the lab it looks up ``token``, and takes a state (1, hidden).
    """

    def __init__(self, table):
        self.reads = 0
        self.letters = torch.arange(float(IDS))[:, None]
        self.logits = torch.full((STATES, IDS), -40.0)
        self.logits[torch.arange(STATES), torch.tensor(table)] = 40.0

    def __call__(self, token, h):
        self.reads += 1
        if self.reads > PATIENCE:
            raise WrongForm(
                "`read` was called again and again, and the name was never over. It ends with the "
                "end, or when it has max_length letters."
            )
        new = (5 * h + 3 * self.letters[token][None] + 1) % STATES
        return self.logits[new[..., 0].long()][0], new


class Dice(Clockwork):
    """A network that gives each id its share, whatever it has read."""

    def __init__(self, shares):
        super().__init__([0] * STATES)
        self.shares = shares
        self.logits[:] = torch.tensor(shares).clamp(min=1e-20).log() - 2  # not yet probabilities


def turn(wheel, token):
    return (5 * wheel + 3 * token + 1) % STATES


def follow(table, wheel, start, end, limit):
    """What the clockwork writes, without the end; and the states that it went through."""
    wheels, ids = [turn(wheel, start)], []
    while len(ids) < limit and table[wheels[-1]] != end:
        ids.append(table[wheels[-1]])
        wheels.append(turn(wheels[-1], ids[-1]))
    return ids, wheels


def case(generator, size):
    """Sizes 0 and 1 end by the end, 2 by max_length, 3 draws by chance, 4 has an empty name."""
    start, end, *letters = torch.randperm(IDS, generator=generator).tolist()
    h = torch.tensor([[float(draw_integers(generator, 0, STATES, 1))]])
    ends = {"h": h, "start": start, "end": end, "max_length": 5 + size}
    if size == 3:
        shares = [0.0] * IDS
        order = torch.randperm(3, generator=generator).tolist()
        for letter, k in zip(letters, order, strict=False):
            shares[letter] = [0.75, 0.2, 0.05][k]
        return {"read": made(Dice, shares=shares), **ends, "max_length": 15}
    while True:  # until the name has the length, and no state comes twice
        table = [letters[k] for k in draw_integers(generator, 0, len(letters), STATES).tolist()]
        for wheel in draw_integers(generator, 0, STATES, 5).tolist():
            table[wheel] = end
        ids, wheels = follow(table, int(h), start, end, 100 if size < 2 else 5 + size)
        wanted = {0: 3, 1: 4, 2: 7, 4: 0}[size]
        if len(ids) == wanted and len(set(wheels)) == len(wheels):
            return {"read": made(Clockwork, table=table), **ends}


def call(answer, read, h, start, end, max_length):
    if not isinstance(read, Dice):
        return {"ids": as_ids(answer(read, h, start, end, max_length))}
    rounds = [as_ids(answer(read, h, start, end, max_length)) for _ in range(ROUNDS)]
    drawn = torch.tensor([int(i) for ids in rounds for i in ids]).clamp(0, IDS)
    return {"share of each id": drawn.bincount(minlength=IDS + 1)[:IDS] / (ROUNDS * max_length)}


def shown(name, read, **others):
    given = ", ".join(f"{key}={text}" for key, text in others.items())
    first, ids = f"read = {read}", f"{name}(read, {given})"
    if not read.startswith(Dice.__name__):
        return f"{first}\n{ids}"
    return f"""{first}
drawn = [token for _ in range({ROUNDS}) for token in {ids}]
torch.tensor(drawn).bincount(minlength={IDS}) / ({ROUNDS} * {others["max_length"]})"""


def as_ids(value):
    if not isinstance(value, list):
        raise WrongForm(f"Expected a list of ids, got {kind(value)}.")
    return value


def expected(read, h, start, end, max_length):
    if isinstance(read, Dice):
        return {"share of each id": torch.tensor(read.shares)}
    return {
        "ids": follow(read.logits.argmax(dim=1).tolist(), int(h), start, end, max_length)[0],
    }


TOLERANCE = 0.07  # and as much of the share: five standard errors of 600 draws
SECONDS = 2.0

DRAW = "torch.multinomial(F.softmax(logits, dim=-1), num_samples=1).item()"
READ, KEEP = "logits, h = read(token, h)", "ids.append(token)"
STOP = "        if token == end:\n            break\n"

MISTAKES = {
    "state_not_carried": (
        """The state is not carried: the network has forgotten all letters but the last one.
        Hand the h that `read` returns to the next call.""",
        (READ, "logits, _ = read(token, h)"),
    ),
    "always_start": (
        """The network reads the start again and again. It must read the letter that it has just
        written.""",
        (READ, "logits, h = read(start, h)"),
    ),
    "argmax": (
        """This takes the likeliest letter each time, so every name of a language is the same.
        Draw with torch.multinomial.""",
        (DRAW, "logits.argmax().item()"),
    ),
    "no_softmax": (
        """torch.multinomial wants probabilities, and these are logits (some are negative). Take
        the softmax first.""",
        ("F.softmax(logits, dim=-1)", "logits"),
    ),
    "uniform": (
        "All ids come up equally often: the logits are not used.",
        (DRAW, "torch.randint(len(logits), (1,)).item()"),
    ),
    "never_stops": (
        "It goes on after the end of the name. Stop when the end is drawn.",
        (STOP, ""),
    ),
    "end_kept": (
        "The end itself is among the ids. It is a signal, not a letter.",
        (STOP, ""),
        (KEEP, "ids.append(token)\n        if token == end:\n            break"),
    ),
    "start_kept": (
        "The start is among the ids. Return only what was drawn.",
        ("return ids", "return [start, *ids]"),
    ),
    "one_too_many": (
        "One id too many: stop when there are max_length letters.",
        ("< max_length", "<= max_length"),
    ),
    "token_is_a_tensor": (
        """torch.multinomial returns a tensor of one number, of shape (1,). `read` wants the plain
        id, and its logits get an axis too many: take the number out with .item().""",
        (").item()", ")"),
    ),
    "one_too_few": (
        """One id too few: max_length letters are allowed. Either the count is one off, or the start
        stands in the list while the letters are counted.""",
        ("< max_length", "< max_length - 1"),
    ),
    "end_skipped": (
        """The end is left out, but writing goes on after it. When the end is drawn the name is
        over.""",
        (STOP, "        if token == end:\n            continue\n"),
    ),
    "end_read_on": (
        """The end is dropped from the list, but writing goes on after it. When the end is drawn the
        name is over.""",
        (STOP, ""),
        ("return ids", "return [token for token in ids if token != end]"),
    ),
    "second_letter_first": (
        """The first letter is missing: what is drawn after reading the start is a letter already.
        Keep it.""",
        ("return ids", "return ids[1:]"),
    ),
    "last_letter_lost": (
        """The last letter is missing. Where the end is not put into the list, nothing has to be cut
        off.""",
        ("return ids", "return ids[:-1]"),
    ),
    "too_even": (
        """The letters are drawn, but rare ones come too often: the softmax is taken twice, or the
        logits are divided by a temperature above 1. Draw by the softmax of the logits
        themselves.""",
        ("F.softmax(logits, dim=-1)", "F.softmax(F.softmax(logits, dim=-1), dim=-1)"),
    ),
    "no_limit": (
        """Nothing stops a name whose end is never drawn. It is over when it has max_length letters,
        too.""",
        ("while len(ids) < max_length:", "while True:"),
    ),
    "start_and_end_by_number": (
        """The ids of start and end are written as numbers. They come in as the arguments start and
        end, and may have other numbers.""",
        ("token, ids = start", "token, ids = 1"),
        ("token == end", "token == 2"),
    ),
    "nothing_returned": (
        """The function ends without a `return`. print shows a value, but does not hand it on.""",
        ("return ids", "ids"),
    ),
}

MORE = (
    """Two things change in each round: the id that is read, and the state. `read` takes both and
    returns logits and the new state. F.softmax makes probabilities of the logits, torch.multinomial
    draws a place by them, .item() makes a number of it. Ask then: is it the end? If not, it goes
    into the list, and is what is read next.""",
    """By hand, with a `read` that is sure of itself: after the start it says 5, after 5 it says 4,
    after 4 it says the end. Read the start, draw 5, keep it. Read 5, draw 4, keep it. Read 4, draw
    the end: over. The result is [5, 4]. With max_length = 1 it is [5].""",
)
