"""5.10 write_tune(model, prompt, end, temperature, max_length) -> list of ids."""

import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import WrongForm, made
from seqlab.check.compare import kind
from seqlab.check.shared import draw_integers

STATES, IDS = 23, 7
# Length of the prompt, the end, the most ids, the temperature; in the last column what kind of
# tune it is: one that never ends, one that does, or draws that leave much to chance.
SIZES = [
    (2, 2, 4, 0.05, "endless"),
    (1, 2, 40, 0.02, "ends"),
    (2, 2, 500, 4.0, "drawn"),
    (4, 0, 60, 0.05, "ends"),
    (6, 2, 17, 0.02, "endless"),
]
SHARES = "share of each id"


class Clockwork(nn.Module):
    """A model whose likeliest next id hangs on everything read so far."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(torch.tensor(table, dtype=torch.float32), requires_grad=False)
        self.read = 0  # ids

    def forward(self, tokens, state=None):
        """Read tokens (1, time); return logits (1, time, IDS) and the state (h, c)."""
        self.read += steps(tokens)
        wheel = torch.zeros(1, 1, 1, device=self.table.device) if state is None else state[0]
        logits = []
        for t in range(tokens.shape[1]):
            wheel = (5 * wheel + 3 * tokens[:, t : t + 1] + 1 + 0 * self.table[:1]) % STATES
            likely = self.table[wheel.flatten().long()].long()
            logits.append(2.0 * F.one_hot(likely, IDS))
        return torch.stack(logits, dim=1), (wheel, wheel.clone())


class Dice(nn.Module):
    """A model that always says the same: ids 3, 4 and 5 with the logits 0, 2 and 4."""

    def __init__(self):
        super().__init__()
        logits = torch.tensor([-999.0, -999.0, -999.0, 0.0, 2.0, 4.0, -999.0])
        self.logits = nn.Parameter(logits, requires_grad=False)
        self.read = 0

    def forward(self, tokens, state=None):
        """Read tokens (1, time); return logits (1, time, IDS) and the state (h, c)."""
        self.read += steps(tokens)
        logits = self.logits + 0 * tokens[:, :, None]
        return logits, (torch.zeros_like(logits[:, :1, :1]),) * 2


def steps(tokens):
    """How many ids are read at once."""
    if tokens.dim() == 2 and len(tokens) == 1:
        return tokens.shape[1]
    raise ValueError(
        f"the model reads tokens of shape (batch, time), here (1, time), got {tuple(tokens.shape)}"
    )


def turn(wheel, token):
    return (5 * wheel + 3 * token + 1) % STATES


def follow(table, prompt, end, limit):
    """What the clockwork writes, without the end."""
    wheel, ids = 0, []
    for token in prompt:
        wheel = turn(wheel, token)
    while len(ids) < limit and table[wheel] != end:
        ids.append(table[wheel])
        wheel = turn(wheel, ids[-1])
    return ids


def case(generator, size):
    length, end, limit, temperature, way = SIZES[size]
    while True:
        prompt = [1, *draw_integers(generator, 3, IDS, length - 1).tolist()]
        table = draw_integers(generator, 3, IDS, STATES)
        if way == "ends":
            table[draw_integers(generator, 0, STATES, 4)] = end
        written = len(follow(table.tolist(), prompt, end, limit))
        if way != "ends" or 2 < written < limit - 5:
            return {
                "model": made(Dice) if way == "drawn" else made(Clockwork, table=table.tolist()),
                "prompt": prompt,
                "end": end,
                "temperature": temperature,
                "max_length": limit,
            }


def call(answer, model, prompt, end, temperature, max_length):
    length = len(prompt)
    ids = answer(model, prompt, end, temperature, max_length)
    if not isinstance(ids, list | tuple):
        raise WrongForm(f"Expected a list of ids, got {kind(ids)}.")
    return named(model, ids, model.read <= length + len(ids) + 1)


def named(model, ids, once):
    """The ids themselves, or how many of each there are where chance has a say."""
    if isinstance(model, Dice):
        drawn = torch.tensor([int(i) for i in ids], dtype=torch.long)
        shares = drawn.bincount(minlength=IDS) / len(ids)
        return {"number of ids": len(ids), SHARES: shares, "each id read once": once}
    return {"ids": ids, "each id read once": once}


def expected(model, prompt, end, temperature, max_length):
    if not isinstance(model, Dice):
        table = [int(i) for i in model.table]
        return named(model, follow(table, prompt, end, max_length), True)
    shares = torch.softmax(model.logits / temperature, dim=-1)
    return {"number of ids": max_length, SHARES: shares, "each id read once": True}


ANYWHERE = True
TOLERANCE = 0.1  # four standard errors of 500 draws
CALL, NEXT = "model(tokens.to(device), state)", "tokens = drawn[:, None]"
PROMPT, DRAWN = "torch.tensor([prompt])", "sample_next(logits[:, -1], temperature)"
STOP = "        if drawn.item() == end:\n            break\n"
ALL_AGAIN = "tokens = torch.tensor([[*prompt, *ids]])"

MISTAKES = {
    "state_not_carried": (
        """The state is not carried from one character to the next: the model sees only the
        last character. Hand the returned state to the next call.""",
        (CALL, "model(tokens.to(device), None)"),
    ),
    "everything_again": (
        """Right characters, but the whole tune is read again for each of them, and the cost
        grows with its square. Carry the state and read only the new character.""",
        (CALL, "model(tokens.to(device), None)"),
        (NEXT, ALL_AGAIN),
    ),
    "read_twice": (
        """The whole tune is read again although the state already knows it. After the prompt,
        read only the new character.""",
        (NEXT, ALL_AGAIN),
    ),
    "never_stops": (
        "It goes on after the end of the tune. Stop when the end is drawn.",
        (STOP, ""),
    ),
    "end_kept": (
        "The end itself is among the ids. It is a signal, not a character of the tune.",
        ("            break", "            return [*ids, end]"),
    ),
    "last_of_prompt": (
        """Only the last character of the prompt is read. Read all of it, so that the state
        knows the opening.""",
        (PROMPT, "torch.tensor([prompt[-1:]])"),
    ),
    "one_too_many": (
        "One id too many: stop at max_length.",
        ("< max_length", "<= max_length"),
    ),
    "with_prompt": (
        "The prompt is among the ids. Return only what was written after it.",
        ("return ids", "return [*prompt, *ids]"),
    ),
    "likeliest": (
        """This always takes the likeliest character, so no two tunes would differ. Draw it: that is
        what your sample_next is for.""",
        (DRAWN, "logits[:, -1].argmax(dim=-1)"),
    ),
    "temperature_not_used": (
        """The temperature changes nothing. Hand it to your sample_next.""",
        (DRAWN, "sample_next(logits[:, -1], 1.0)"),
    ),
    "first_step_read": (
        """The logits of the first step of the prompt were taken, which predict its second
        character. The new one is predicted at the *last* step: logits[:, -1].""",
        (DRAWN, "sample_next(logits[:, 0], temperature)"),
    ),
    "prompt_counted": (
        """Too few ids: the prompt is counted, too. max_length is how many are written after it.""",
        ("len(ids) < max_length", "len(prompt) + len(ids) < max_length"),
    ),
    "one_too_few": (
        "One id too few: max_length ids are allowed.",
        ("len(ids) < max_length", "len(ids) < max_length - 1"),
    ),
    "prompt_again": (
        """The model is given the prompt again and again, and never what it has drawn. Feed back the
        new character.""",
        (NEXT, "tokens = torch.tensor([prompt])"),
    ),
    "end_fed_back": (
        """The loop stops at the end only after the end was read by the model and put among the ids,
        or after one more character. Look whether it is the end right after drawing.""",
        (
            f"{STOP}        ids.append(drawn.item())\n",
            "        ids.append(drawn.item())\n        if end in ids[:-1]:\n            break\n",
        ),
    ),
    "written_behind_the_prompt": (
        """The ids are written behind the prompt, in the same list: so the prompt is returned, too,
        and counts against max_length. Begin with an empty list.""",
        ("None, []", "None, list(prompt)"),
    ),
    "no_batch_axis": (
        """The batch axis is missing: the model reads (batch, time), and the prompt is one row.
        torch.tensor([prompt]) has the shape (1, time).""",
        (PROMPT, "torch.tensor(prompt)"),
    ),
}

MORE = (
    """Before the loop: the whole prompt as a tensor (1, time), no state, an empty list. In the
    loop: ask the model with both, keep the state it gives back, draw from the logits of the *last*
    step, look whether it is the end, append, and make of the drawn id the next input, (1, 1). Leave
    when the list is long enough.""",
    """A neighbour without a network: the state is a sum, reading x makes it s + x, and the next
    number is s modulo 5; the end is 0. Prompt [3, 4]: reading both makes s = 7, the number is 2.
    Reading 2 makes s = 9, the number is 4. Reading 4 makes s = 13, the number is 3. Reading 3 makes
    s = 16, then 1, s = 17, then 2, s = 19, then 4, and so on. With at most 3 numbers the result is
    [2, 4, 3], without the prompt. Each number was read once.""",
)
