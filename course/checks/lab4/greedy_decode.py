"""greedy_decode(model, source, start, end, max_length) -> list of lists of ids."""

import torch
from torch import nn

from seqlab.check import made
from seqlab.check.shared import draw_integers

PAD, START, END, STATES, IDS = 0, 1, 2, 23, 9


def turn(wheel, word):
    return (5 * wheel + 3 * word + 1) % STATES


class Clockwork(nn.Module):
    """A translator whose next word hangs on the source and on all words written so far."""

    def __init__(self, table):
        super().__init__()
        self.table, self.sentences_read = table, 0  # table (STATES,): state -> id

    def encode(self, source):
        """Source (batch, time) to the memory (batch, time, 1)."""
        self.sentences_read += len(source)
        return source[:, :, None].float()

    def decode(self, inputs, memory, source):
        """Inputs (batch, time) to logits (batch, time, IDS)."""
        if not len(inputs) == len(memory) == len(source):
            raise ValueError(
                f"inputs, memory and source must be of the same sentences, got {len(inputs)}, "
                f"{len(memory)} and {len(source)}"
            )
        logits = torch.zeros(*inputs.shape, IDS)
        for row, words in enumerate(inputs.tolist()):
            wheel = int(memory[row].sum())
            for t, word in enumerate(words):
                wheel = turn(wheel, word)
                logits[row, t, self.table[wheel]] = 2.0  # the likeliest, but not by far
        return logits

    def forward(self, source, inputs):
        """Both in one."""
        return self.decode(inputs, self.encode(source), source)


def follow(table, source, limit):
    """What the clockwork writes for one sentence, without the end."""
    wheel, words = turn(int(source.sum()), START), []
    while len(words) < limit and table[wheel] != END:
        words.append(int(table[wheel]))
        wheel = turn(wheel, words[-1])
    return words


def case(generator, size):
    """Sentences whose translations have at least three lengths; in odd sizes one never ends."""
    batch, limit = 3 + size // 2, 6 + size
    while True:
        table = draw_integers(generator, 3, IDS, STATES)
        table[draw_integers(generator, 0, STATES, 4)] = END
        source = draw_integers(generator, 3, IDS, batch, 4)
        lengths = [len(follow(table, row, limit)) for row in source]
        if len(set(lengths)) > 2 and (max(lengths) == limit) == (size % 2 == 1):
            model = made(Clockwork, table=table.tolist())
            return dict(model=model, source=source, start=START, end=END, max_length=limit)


def call(answer, model, source, start, end, max_length):
    rows = answer(model, source, start, end, max_length)
    return {"translations": rows, "each source read once": model.sentences_read <= len(source)}


def expected(model, source, start, end, max_length):
    translations = [follow(model.table, row, max_length) for row in source]
    return {"translations": translations, "each source read once": True}


ALL_ENDED = "and not (ids == end).any(dim=1).all()"
ROWS, CUT = "[row[1:] for row in", "row[: row.index(end)] if end in row else row"

MISTAKES = {
    "never_stops": (
        """There is no stop at <end>: the model is asked on and on, and what it says after the
        end has no meaning. Cut each translation at its first <end>, and stop when all have
        one.""",
        (ALL_ENDED, ""),
        (CUT, "row"),
    ),
    "not_cut": (
        """The loop stops when all have ended, but the words that the others wrote meanwhile are
        still there. Cut each translation at its own first <end>.""",
        (CUT, "row"),
    ),
    "end_dropped_only": (
        """<end> was taken out, and the words after it are still there. Everything from the
        first <end> on goes.""",
        (CUT, "[word for word in row if word != end]"),
    ),
    "end_dropped_and_no_stop": (
        """<end> was taken out, but the model was asked on after it, and those words are still
        there. Sentences end at different steps: cut each at its own first <end>, and stop
        when every one has had an <end> at some step.""",
        (ALL_ENDED, ""),
        (CUT, "[word for word in row if word != end]"),
    ),
    "stops_with_the_first": (
        """The loop stops as soon as *one* sentence has ended, and the longer ones are cut off.
        Go on until all have ended.""",
        (".all()", ".any()"),
    ),
    "end_kept": (
        "<end> is still there. It is a sign to stop, not a word of the translation.",
        ("row.index(end)]", "row.index(end) + 1]"),
    ),
    "start_kept": (
        "<start> is still there, in front. It only opens the sentence: leave it out at the end.",
        (ROWS, "[row for row in"),
    ),
    "ends_kept": (
        "<start> and <end> are still there. They are signs for the model: leave them out.",
        (ROWS, "[row for row in"),
        ("row.index(end)]", "row.index(end) + 1]"),
    ),
    "only_the_last_word": (
        """The model is shown only the last word that it wrote. It has no state as an LSTM has:
        it must see everything written so far.""",
        ("model.decode(ids,", "model.decode(ids[:, -1:],"),
    ),
    "first_step_read": (
        """The logits of the first step were taken, which always predict the first word. The new
        word is predicted at the *last* one: logits[:, -1].""",
        ("logits[:, -1:]", "logits[:, :1]"),
    ),
    "drawn": (
        """The words are drawn by chance, as for music. A translation should be the likeliest
        one: take the argmax.""",
        ("logits[:, -1:].argmax(dim=-1)", "torch.multinomial(logits[:, -1].softmax(-1), 1)"),
    ),
    "opened_with_end": (
        "The translation was opened with <end>. The model has learned to begin after <start>.",
        ("1), start)", "1), end)"),
        ("(ids == end)", "(ids[:, 1:] == end)"),
    ),
    "one_word_too_many": (
        "One word too many: at most max_length words, <start> not counted.",
        ("<= max_length", "<= max_length + 1"),
    ),
    "one_word_too_few": (
        "One word too few: max_length words are allowed, <start> not counted.",
        ("<= max_length", "< max_length"),
    ),
    "source_read_again": (
        """The words are right, but the source is read again for every word. It does not change:
        call model.encode once, before the loop, then only model.decode.""",
        ("model.decode(ids, memory, source)", "model.decode(ids, model.encode(source), source)"),
    ),
}
