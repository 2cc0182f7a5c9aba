"""5.5 next_char_loss(logits (batch, time, V), targets (batch, time)) -> loss in nats."""

from seqlab.check.shared import cross_entropy, draw_integers, draw_normal

# Batch, time, V: also one row, and time = V, where the classes may stand on the wrong axis.
SIZES = [(2, 3, 4), (3, 5, 5), (1, 6, 7), (3, 7, 6), (6, 7, 12)]


def case(generator, size):
    """All rows but the first end early, and not all alike."""
    batch, time, vocabulary = SIZES[size]
    targets = draw_integers(generator, 1, vocabulary, batch, time)
    targets[1:, -2:] = 0
    targets[2:, -3:] = 0
    targets[:1, -1:] = 0 if batch == 1 else 2
    return {"logits": 2 * draw_normal(generator, batch, time, vocabulary), "targets": targets}


expected = cross_entropy

RESULTS = ("loss",)
GRADIENTS = ("logits",)
ANYWHERE = True
LOGITS, IGNORED = "logits.transpose(1, 2)", ", ignore_index=0"
LOSS = "F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)"

MISTAKES = {
    "padding_counted": (
        """Padding counts as if it were music: leave out the targets that are 0 with
        ignore_index=0.""",
        (IGNORED, ""),
    ),
    "softmax_twice": (
        "F.cross_entropy takes logits and applies the softmax itself. Here it is done twice.",
        (LOGITS, "logits.softmax(dim=-1).transpose(1, 2)"),
    ),
    "scrambled": (
        """reshape or view moved the numbers to other characters. To bring V to the second axis
        use transpose(1, 2), or flatten batch and time of both.""",
        (LOGITS, "logits.reshape(len(logits), logits.shape[2], -1)"),
    ),
    "sum": (
        "This is the sum over all characters. Take the mean, or the loss grows with the batch.",
        (IGNORED, f'{IGNORED}, reduction="sum"'),
    ),
    "last_step_only": (
        "Only the last step counts here. Every step predicts a character.",
        (f"{LOGITS}, targets", "logits[:, -1], targets[:, -1]"),
    ),
    "no_log_softmax": (
        "nll_loss wants log-probabilities, and these are logits. Use F.cross_entropy.",
        ("F.cross_entropy", "F.nll_loss"),
    ),
    "vocabulary_last": (
        """F.cross_entropy looks for the classes on the second axis, and finds time there. Bring the
        classes to their place: exchange the axes 1 and 2 of the logits.""",
        (LOGITS, "logits"),
    ),
    "divided_with_padding": (
        """The losses of the characters were added up and divided by the number of *all* places,
        padding included. Divide by the number of targets that are not 0; ignore_index=0 with the
        usual mean does that.""",
        (LOSS, "(" + LOSS[:-1] + ', reduction="none")).mean()'),
    ),
    "mean_of_tunes": (
        """This is a mean of the tunes' means, so a character in a short tune weighs more. Every
        character weighs the same: one mean over all of them.""",
        (LOSS, "(" + LOSS[:-1] + ', reduction="none").sum(1) / (targets != 0).sum(1)).mean()'),
    ),
    "mean_of_steps": (
        """This is a mean of the steps' means, so a character near the end, where few tunes are
        left, weighs more. Every character weighs the same: one mean over all of them.""",
        (
            LOSS,
            "(" + LOSS[:-1] + ', reduction="none").sum(0) / (targets != 0).sum(0).clamp(min=1))'
            ".mean()",
        ),
    ),
    "plain_number": (
        """This is a plain number, cut off from the weights: nothing could be learned from it.
        Return the tensor, without .item().""",
        (LOSS, f"{LOSS}.item()"),
    ),
    "in_bits": (
        """This is the loss in bits. Asked for are nats, as F.cross_entropy gives them; bits come in
        the next exercise.""",
        (LOSS, f"{LOSS} / torch.tensor(2.0).log()"),
    ),
    "one_loss_for_each": (
        """This is a table with one loss for each place (reduction="none"). Asked for is one
        number, their mean, padding left out.""",
        (IGNORED, f'{IGNORED}, reduction="none"'),
    ),
    "sign": (
        "The sign is wrong: the logarithm of a probability is below 0, the loss is above 0.",
        (LOSS, f"-{LOSS}"),
    ),
    "perplexity": (
        "This is the perplexity, exp(loss). Asked for is the loss itself.",
        (LOSS, f"{LOSS}.exp()"),
    ),
}

MORE = (
    """F.cross_entropy(scores, classes) wants scores (batch, V, time) and classes (batch, time).
    Yours are (batch, time, V): which two axes change places? One option of the function names the
    target that does not count.""",
    """A neighbour: the losses of four places are 2, 1, 4 and 3 nats, and the last two are padding.
    The mean is (2 + 1) / 2 = 1.5: what is left out counts neither above nor below the line.
    (2 + 1 + 4 + 3) / 4 = 2.5 counts padding as music, (2 + 1) / 4 = 0.75 counts it below the
    line only.""",
)
