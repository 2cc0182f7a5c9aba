"""4.10 greedy_decode(model, source, start, end, max_length) -> list of lists of ids."""

import torch
from torch import nn

from seqlab.check import made
from seqlab.check.shared import draw_integers

STATES, IDS, ENDS = 13, 9, 3
BATCHES = 2, 4, 1, 3, 5


class Clockwork(nn.Module):
    """A translator whose next word hangs on the source and on all words written so far."""

    def __init__(self, table):
        super().__init__()
        self.table = table  # (STATES,): state -> id
        self.sentences_read = self.words_asked_for = 0

    def encode(self, source):
        """Source (batch, time) to the memory (batch, time, 1)."""
        self.sentences_read += len(source)
        return memory_of(source)

    def decode(self, inputs, memory, source):
        """Inputs (batch, words) to logits (batch, words, IDS)."""
        if not len(inputs) == len(memory) == len(source):
            raise ValueError(
                f"inputs, memory and source must be of the same sentences, got {len(inputs)}, "
                f"{len(memory)} and {len(source)}"
            )
        self.words_asked_for += len(inputs)
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


def memory_of(source):
    return 3.0 * source[..., None] + 1  # not the source itself, which may be handed over for it


def turn(wheel, word):
    return (5 * wheel + 3 * word + 1) % STATES


def follow(table, source, start, end, limit):
    """What the clockwork writes for one sentence, without the end."""
    wheel, words = turn(int(memory_of(source).sum()), start), []
    while len(words) < limit and table[wheel] != end:
        words.append(int(table[wheel]))
        wheel = turn(wheel, words[-1])
    return words


def case(generator, size):
    """Translations of several lengths. In odd sizes one never ends; in the others all end early."""
    batch, (start, end) = BATCHES[size], [(1, 2), (2, 1)][size % 2]
    limit = 6 + size if size % 2 else 10
    while True:
        table = draw_integers(generator, 3, IDS, STATES)
        table[draw_integers(generator, 0, STATES, ENDS)] = end
        source = draw_integers(generator, 3, IDS, batch, 3 + size % 2)
        lengths = [len(follow(table, row, start, end, limit)) for row in source]
        longest = max(lengths)
        early = longest == limit if size % 2 else 1 < longest < limit - 3
        if early and len(set(lengths)) >= min(batch, 3):
            return {
                "model": made(Clockwork, table=table.tolist()),
                "source": source,
                "start": start,
                "end": end,
                "max_length": limit,
            }


def call(answer, model, source, start, end, max_length):
    rows = answer(model, source, start, end, max_length)
    right = [follow(model.table, row, start, end, max_length) for row in source]
    steps = max(map(len, right)) + 2  # one for the end, and one that does no harm
    return {
        "translations": rows,
        "each source read once": model.sentences_read <= len(source),
        "stops when all have ended": model.words_asked_for <= steps * len(source),
    }


def expected(model, source, start, end, max_length):
    translations = [follow(model.table, row, start, end, max_length) for row in source]
    return {
        "translations": translations,
        "each source read once": True,
        "stops when all have ended": True,
    }


ALL_ENDED = " and not (ids == end).any(dim=1).all()"
ROWS, CUT = "[row[1:] for row in", "row[: row.index(end)] if end in row else row"

MISTAKES = {
    "never_stops": (
        """There is no stop at <end>: the model is asked on and on, and what it says after
        the end has no meaning. Cut each translation at its first <end>, and stop when all
        have one.""",
        (ALL_ENDED, ""),
        (CUT, "row"),
    ),
    "not_cut": (
        """The loop stops when all have ended, but the words that the others wrote
        meanwhile are still there. Cut each translation at its own first <end>.""",
        (CUT, "row"),
    ),
    "end_dropped_only": (
        """<end> was taken out, and the words after it are still there. Everything from
        the first <end> on goes.""",
        (CUT, "[word for word in row if word != end]"),
    ),
    "end_dropped_and_no_stop": (
        """<end> was taken out, but the model was asked on after it, and those words are
        still there. Sentences end at different steps: cut each at its own first <end>,
        and stop when every one has had an <end> at some step.""",
        (ALL_ENDED, ""),
        (CUT, "[word for word in row if word != end]"),
    ),
    "no_stop": (
        """The loop goes on after all sentences have
        ended, up to max_length: ask after each step whether every sentence has an <end>
        by now, and stop then.""",
        (ALL_ENDED, ""),
    ),
    "stops_at_a_common_end": (
        """With several sentences the loop goes on after
        all have ended. It asks whether all say <end> in the *same* step. Sentences end at
        different steps: ask of each one whether there is an <end> anywhere in it.""",
        (ALL_ENDED, " and not (ids[:, -1] == end).all()"),
    ),
    "stops_with_the_first": (
        """The loop stops as soon as *one* sentence has ended, and the longer ones are cut
        off. Go on until all have ended.""",
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
        """The model is shown only the last word that it wrote. It has no state as an LSTM
        has: it must see everything written so far.""",
        ("model.decode(ids,", "model.decode(ids[:, -1:],"),
    ),
    "first_step_read": (
        """The logits of the first step were taken, which always predict the first word.
        The new word is predicted at the *last* one: logits[:, -1].""",
        ("logits[:, -1:]", "logits[:, :1]"),
    ),
    "all_steps_appended": (
        """The model answers for *all* words so far, and all of its answers were appended.
        Only the last one is new: logits[:, -1].""",
        ("logits[:, -1:].argmax", "logits.argmax"),
    ),
    "drawn": (
        """The words are drawn by chance, as for music. A translation should be the
        likeliest one: take the argmax.""",
        ("logits[:, -1:].argmax(dim=-1)", "torch.multinomial(logits[:, -1].softmax(-1), 1)"),
    ),
    "opened_with_end": (
        "The translation was opened with <end>. The model has learned to begin after <start>.",
        ("1), start)", "1), end)"),
        ("(ids == end)", "(ids[:, 1:] == end)"),
    ),
    "numbers_for_names": (
        """The ids of <start> and <end> are written into the code as numbers. They come as
        arguments, start and end, and may be others.""",
        ("1), start)", "1), 1)"),
        ("(ids == end)", "(ids == 2)"),
        (CUT, "row[: row.index(2)] if 2 in row else row"),
    ),
    "one_word_too_many": (
        "One word too many: at most max_length words, <start> not counted.",
        ("<= max_length", "<= max_length + 1"),
    ),
    "one_word_too_few": (
        "One word too few: max_length words are allowed, <start> not counted.",
        ("<= max_length", "< max_length"),
    ),
    "max_length_ignored": (
        """max_length is not used: the translations that do not end are too long. It comes
        as an argument, and may be another number each time.""",
        ("<= max_length", "<= 25"),
    ),
    "one_step": (
        """Only one word is written: there is no loop. Ask again with the longer
        beginning, until all have ended.""",
        ("while ids", "if ids"),
    ),
    "batch_of_one": (
        """With several sentences this works, and it stops with a batch of one: squeeze
        takes away *every* axis of length 1, also that of the batch. Name the axis that is
        to go.""",
        ("logits[:, -1:].argmax(dim=-1)", "logits[:, -1].argmax(dim=-1).squeeze()[:, None]"),
    ),
    "source_read_again": (
        """The source is read again for every word. It does not
        change: call model.encode once, before the loop, then only model.decode.""",
        ("model.decode(ids, memory, source)", "model.decode(ids, model.encode(source), source)"),
    ),
    "table_returned": (
        """This is a tensor: all of its rows are equally long, with <start> in front and
        other words after the first <end>. Asked for is a list with one list for each
        sentence, cut at its own <end>.""",
        ("[row[: row.index(end)] if end in row else row for row in rows]", "ids"),
    ),
}

MORE = (
    """Three parts. Before the loop: the memory, and a table of ids with one column, <start>.
    In the loop: ask the model, take the likeliest id of the *last* step, append it as a new column
    with torch.cat; leave the loop when every row holds an <end>. After the loop: plain Python, row
    by row.""",
    """A neighbour: a number is halved (if even) or becomes 3 n + 1 (if odd), until it is 1; two
    numbers at once. 8 and 5 give the rows [8, 4, 2, 1, 4, 2] and [5, 16, 8, 4, 2, 1]. The first had
    its 1 at step 3 and went on, because the second had none yet; after step 5 both have one and the
    loop ends. Without the first number, and cut at the first 1: [4, 2] and [16, 8, 4, 2].""",
)
