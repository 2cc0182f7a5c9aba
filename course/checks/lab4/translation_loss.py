"""4.9 translation_loss(model, source, target) -> loss."""

import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import made
from seqlab.check.shared import draw_integers, draw_number
from seqlab.checks.lab4.common import END, PAD, START

SIZES = [(2, 4, 5), (3, 6, 7), (1, 7, 6), (4, 7, 6), (5, 9, 8)]  # batch, words, vocabulary


class Parrot(nn.Module):
    """A translator whose logits hang on the source and on all words that went in so far."""

    def __init__(self, seed, vocabulary):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.table = nn.Parameter(2 * torch.randn(vocabulary, vocabulary, generator=generator))

    def encode(self, source):
        """Source (batch, time) to the memory (batch, 1, vocabulary)."""
        return self.table.flip(0)[source].mean(dim=1, keepdim=True)

    def decode(self, inputs, memory, source):
        """Inputs (batch, words) to logits (batch, words, vocabulary)."""
        steps = 1.0 + torch.arange(inputs.shape[1])[:, None]
        return self.table[inputs].cumsum(dim=1) / steps + self.table[inputs] + memory

    def forward(self, source, inputs):
        """Both in one."""
        return self.decode(inputs, self.encode(source), source)


def case(generator, size):
    """The first sentence is full where there are several; the second has one word."""
    batch, words, vocabulary = SIZES[size]
    target = draw_integers(generator, 3, vocabulary, batch, words)
    lengths = draw_integers(generator, 3, words, batch)
    if batch > 1:
        lengths[0], lengths[1] = words, 3
    target[:, 0] = START
    target[torch.arange(batch), lengths - 1] = END
    target = target.masked_fill(torch.arange(words) >= lengths[:, None], PAD)
    source = draw_integers(generator, 3, vocabulary, batch, words - 1)
    model = made(Parrot, seed=draw_number(generator, 0, 1000), vocabulary=vocabulary)
    return {"model": model, "source": source, "target": target}


def call(answer, model, source, target):
    return with_gradient(answer(model, source, target), model.table)


def with_gradient(loss, table):
    """The loss, and what the weights of the model learn from it."""
    tensor = isinstance(loss, torch.Tensor)
    flows = tensor and loss.requires_grad
    return {
        "loss": loss,
        "the loss is a tensor": tensor,
        "a gradient can flow": flows,
        "gradient of the weights": torch.autograd.grad(loss.sum(), table)[0] if flows else None,
    }


def expected(model, source, target):
    """Word by word, each target for itself."""
    logits = model(source, target[:, :-1])
    losses = [
        F.cross_entropy(row[t], word)
        for row, words in zip(logits, target[:, 1:], strict=True)
        for t, word in enumerate(words)
        if word != PAD
    ]
    return with_gradient(torch.stack(losses).mean(), model.table)


INPUTS, TARGETS = "target[:, :-1], ", ", target[:, 1:]"
IGNORED, LOGITS = ", ignore_index=0", "logits.transpose(1, 2)"
LOSS = "F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)"

MISTAKES = {
    "not_shifted": (
        """Inputs and targets are the same words: the model would learn to copy the word
        that it has just been given. The target is the *next* word: target[:, 1:].""",
        (TARGETS, ", target[:, :-1]"),
    ),
    "answer_shown": (
        """The words to be predicted go in as inputs. The model would copy them, and fail
        as soon as it has to write by itself. What goes in is everything *before* each
        word, beginning with <start>: target[:, :-1].""",
        (INPUTS, "target[:, 1:], "),
    ),
    "backwards": (
        """Shifted the wrong way: this model would predict the word before. Swap inputs
        and targets.""",
        ("inputs, targets =", "targets, inputs ="),
    ),
    "nothing_cut": (
        """The whole translation goes in, and the same whole translation is the target:
        the model would learn to copy. Leave out the last word of the inputs, and the
        first of the targets.""",
        (INPUTS + "target[:, 1:]", "target, target"),
    ),
    "batch_cut": (
        """The *sentences* were cut: the first or the last one is missing. The words stand
        on the second axis, and the batch stays whole: target[:, ...].""",
        (INPUTS + "target[:, 1:]", "target[:-1], target[1:]"),
    ),
    "start_predicted": (
        """<start> is among the words to be predicted. It is given: the first word to be
        predicted is the one after it. Leave out the last word of the inputs and the first
        of the targets.""",
        (INPUTS + "target[:, 1:]", "F.pad(target, (1, 0))[:, :-1], target"),
    ),
    "arguments_swapped": (
        """The model was given its two arguments in the wrong order: first the source,
        then the words that are written so far.""",
        ("model(source, inputs)", "model(inputs, source)"),
    ),
    "vocabulary_last": (
        """F.cross_entropy looks for the vocabulary on the second axis, and finds the
        words of the sentence there. Bring it to its place: logits.transpose(1, 2).""",
        (LOGITS, "logits"),
    ),
    "plain_number": (
        """This is a plain number, cut off from the weights: nothing could be learned from
        it. Return the tensor, without .item().""",
        (LOSS, f"{LOSS}.item()"),
    ),
    "cut_off": (
        """The loss is cut off from the weights: nothing could be
        learned from it. .detach(), .data, torch.tensor(...) and torch.no_grad() all
        cut.""",
        (LOSS, f"{LOSS}.detach()"),
    ),
    "padding_counted": (
        """Padding counts as a word to be predicted. It is easy to predict, so the loss
        looks better than it is, and the model spends its effort on it:
        ignore_index=0.""",
        (IGNORED, ""),
    ),
    "end_not_learned": (
        """<end> is left out with the padding, so the model never learns to stop. Only 0
        is padding.""",
        ("1, 2), targets,", "1, 2), targets.masked_fill(targets < 3, 0),"),
    ),
    "softmax_twice": (
        "F.cross_entropy takes logits and does the softmax itself. Here it is done twice.",
        (LOGITS, f"{LOGITS}.softmax(dim=1)"),
    ),
    "scrambled": (
        """reshape or view moved the numbers to other words. To bring the vocabulary to
        the second axis use transpose(1, 2), or flatten batch and time of both.""",
        (LOGITS, "logits.reshape(len(logits), logits.shape[2], -1)"),
    ),
    "sum": (
        "This is the sum over all words. Take the mean, or the loss grows with the batch.",
        (IGNORED, f'{IGNORED}, reduction="sum"'),
    ),
    "divided_with_padding": (
        """The losses of the words were added up and divided by the number of *all*
        places, padding included. Divide by the number of words; ignore_index=0 with the
        usual mean does that.""",
        (LOSS, "(" + LOSS[:-1] + ', reduction="none")).mean()'),
    ),
    "mean_of_sentences": (
        """This is a mean of the sentences' means, so a word in a short sentence weighs
        more. Every word weighs the same: one mean over all words.""",
        (LOSS, "(" + LOSS[:-1] + ', reduction="none").sum(1) / (targets != 0).sum(1)).mean()'),
    ),
    "one_loss_for_each_word": (
        """This is a table with one loss for each word (reduction="none"). Asked for is
        one number, their mean, padding left out.""",
        (IGNORED, f'{IGNORED}, reduction="none"'),
    ),
    "last_word_only": (
        "Only the last step counts here. Every step predicts a word.",
        ("logits.transpose(1, 2), targets,", "logits[:, -1:].transpose(1, 2), targets[:, -1:],"),
    ),
}

MORE = (
    """Three lines. Write down for <start> a b <end> what goes in and what should come out, one
    below the other: both have three words. Then the shapes: F.cross_entropy(scores, targets)
    wants scores (batch, vocabulary, words) and targets (batch, words), and it has an option for
    the target that does not count.""",
    """A neighbour, in letters: the word "cat" between ^ and $ is ^cat$. In goes ^cat, out should
    come cat$: for ids = [1, 5, 3, 8, 2] that is [1, 5, 3, 8] and [5, 3, 8, 2]. If the losses of
    the four letters are 1, 2, 3 and 2, and a second word has one letter and its $ with the losses 1
    and 3 and then padding, the result is (1 + 2 + 3 + 2 + 1 + 3) / 6 = 2.""",
)
