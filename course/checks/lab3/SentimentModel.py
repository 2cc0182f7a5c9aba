"""3.10 SentimentModel(vocab_size, embedding_size, hidden_size, dropout)(ids, mask) -> logits."""

from unittest import mock

import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import WrongForm
from seqlab.check.shared import draw_integers, draw_number
from seqlab.checks.lab3.common import SHAPES, draw_lengths, mask_of

LAYERS = ("embedding", "lstm", "linear")


class Reference(nn.Module):
    """Reads sentence by sentence, each without its padding."""

    def __init__(self, vocab_size, embedding_size, hidden_size, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.p = dropout

    def forward(self, ids, mask):
        """Ids and mask (batch, time) to logits (batch,)."""
        rows = []
        for sentence, is_word in zip(ids, mask, strict=True):
            words = F.dropout(self.embedding(sentence[is_word]), self.p, self.training)
            states, (h, _) = self.lstm(words[None])
            rows.append(torch.cat([h[0, 0], states[0].mean(0), words.mean(0)]))
        return self.linear(F.dropout(torch.stack(rows), self.p, self.training)).squeeze(1)


def filled(model, seed):
    """Return the model, its weights drawn with this seed."""
    weights = dict(model.named_parameters()) if isinstance(model, nn.Module) else {}
    if weights.keys() != dict(Reference(1, 1, 1, 0.0).named_parameters()).keys():
        raise WrongForm("Keep the layers of __init__ as they are: " + ", ".join(LAYERS) + ".")
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name in sorted(weights):
            weights[name].normal_(0.2, 1.0, generator=generator)
    return model


def scaled(x, p=0.5, training=True, inplace=False):
    return x / (1 - p) if training else x


def tried(model, seed, ids, mask):
    """Fill the model, and read the sentences with it, in the exam and in training.

    Dropout drops nothing here, it only divides by 1 - p: without chance it can be compared.
    """
    filled(model, seed)
    with mock.patch.object(F, "dropout", scaled):
        logits = model.eval()(ids, mask)
        in_training = model.train()(ids, mask)
    return {"logits": logits, "logits in training": in_training, **gradients(model, logits)}


def case(generator, size):
    batch, time, features = SHAPES[size]
    hidden, vocab_size = (features, 3, 4)[size % 3], 6 + size
    mask = mask_of(draw_lengths(generator, batch, time), time)
    return {
        "vocab_size": vocab_size,
        "embedding_size": features,
        "hidden_size": hidden,
        "dropout": 0.25 + 0.25 * draw_number(generator, 0, 2),
        "seed": draw_number(generator, 0, 1000),
        "ids": draw_integers(generator, 1, vocab_size, batch, time) * mask,
        "mask": mask,
    }


def call(answer, vocab_size, embedding_size, hidden_size, dropout, seed, ids, mask):
    return tried(answer(vocab_size, embedding_size, hidden_size, dropout), seed, ids, mask)


def gradients(model, logits):
    """Gradients of each layer's first weights; zeros where none gets there."""
    firsts = {name: next(getattr(model, name).parameters()) for name in LAYERS}
    found = [None] * len(firsts)
    if isinstance(logits, torch.Tensor) and logits.requires_grad:
        found = torch.autograd.grad(logits.sum(), list(firsts.values()), allow_unused=True)
    return {
        f"gradient of {name}": torch.zeros_like(weight) if gradient is None else gradient
        for (name, weight), gradient in zip(firsts.items(), found, strict=True)
    }


def shown(name, vocab_size, embedding_size, hidden_size, dropout, seed, ids, mask):
    return (
        "from seqlab.checks.lab3.SentimentModel import tried\n"
        "tried(\n"
        f"    {name}({vocab_size}, {embedding_size}, {hidden_size}, {dropout}),\n"
        f"    seed={seed},\n"
        f"    ids={ids},\n"
        f"    mask={mask},\n"
        ")"
    )


def expected(**arguments):
    return call(Reference, **arguments)


LAST, STATES, WORDS = (
    "last_valid(states, mask)",
    "masked_mean(states, mask)",
    "masked_mean(words, mask)",
)
PARTS, END = f"{LAST}, {STATES}, {WORDS}", ".squeeze(1)"
FIRST, SECOND = "self.dropout(self.embedding(ids))", "self.dropout(torch.cat(parts, dim=1))"

MISTAKES = {
    "last_after_the_padding": (
        "The last state is that of the end of the row, after the padding. Use your last_valid.",
        (LAST, "states[:, -1]"),
    ),
    "padding_in_the_means": (
        "The padding is in the means. Use your masked_mean.",
        (STATES, "states.mean(dim=1)"),
        (WORDS, "words.mean(dim=1)"),
    ),
    "mask_ignored": (
        """The mask is not used at all, so the answer to a sentence hangs on how much padding
        follows it. Use last_valid and masked_mean.""",
        (PARTS, "states[:, -1], states.mean(dim=1), words.mean(dim=1)"),
    ),
    "column": (
        """The logits stand in a column, (batch, 1). One number for each sentence, (batch,):
        with a column, the loss would compare every sentence with every label.""",
        (END, ""),
    ),
    "sigmoid": (
        """The output went through the sigmoid. Return the logits: the loss takes the sigmoid
        itself, and twice flattens what the model learns.""",
        (END, f"{END}.sigmoid()"),
    ),
    "means_swapped": (
        "The two means have changed places: first that of the states, then that of the words.",
        (PARTS, f"{LAST}, {WORDS}, {STATES}"),
    ),
    "means_first": (
        "The last state comes first, then the means, of the states and of the words.",
        (PARTS, f"{STATES}, {WORDS}, {LAST}"),
    ),
    "words_twice": (
        """The mean of the words is there twice, that of the states is missing. The LSTM's
        states are its first result: states, _ = self.lstm(words).""",
        (STATES, WORDS),
    ),
    "states_twice": (
        "The mean of the states is there twice, that of the word vectors is missing.",
        (WORDS, STATES),
    ),
    "last_in_the_middle": (
        """The last state and the mean of the states have changed places. The order is: last
        state, mean state, mean word.""",
        (PARTS, f"{STATES}, {LAST}, {WORDS}"),
    ),
    "words_first": (
        """The mean of the words stands first. The order is: last state, mean state, mean word.
        Another order would be as good a network, but the weights of this test stand in this
        one.""",
        (PARTS, f"{WORDS}, {LAST}, {STATES}"),
    ),
    "parts_reversed": (
        """The three parts stand in the order from the last to the first. The order is: last
        state, mean state, mean word.""",
        (PARTS, f"{WORDS}, {STATES}, {LAST}"),
    ),
    "squeeze_all": (
        """.squeeze() without a number takes out *every* axis of length 1: with a batch of one
        sentence, the batch is lost as well. Name the axis: .squeeze(1).""",
        (END, ".squeeze()"),
    ),
    "no_dropout": (
        """In training, dropout is missing in both places. self.dropout(...) is called like a
        function: after the embedding, and before the linear layer.""",
        (FIRST, "self.embedding(ids)"),
        (SECOND, "torch.cat(parts, dim=1)"),
    ),
    "no_dropout_of_words": (
        """In training, dropout is missing after the embedding: the word vectors go through it
        before the LSTM reads them, and before their mean is taken.""",
        (FIRST, "self.embedding(ids)"),
    ),
    "no_dropout_at_the_end": (
        "In training, dropout is missing before the linear layer: on the three parts side by side.",
        (SECOND, "torch.cat(parts, dim=1)"),
    ),
    "dropout_always": (
        """Words are dropped in the exam, too: F.dropout(x, p) does not know whether the model is
        in training. self.dropout(x) knows it.""",
        (FIRST, "nn.functional.dropout(self.embedding(ids), self.dropout.p)"),
        (SECOND, "nn.functional.dropout(torch.cat(parts, dim=1), self.dropout.p)"),
    ),
    "dropout_always_of_words": (
        """The word vectors are dropped in the exam, too: F.dropout(x, p) does not know whether
        the model is in training. self.dropout(x) knows it.""",
        (FIRST, "nn.functional.dropout(self.embedding(ids), self.dropout.p)"),
    ),
    "dropout_always_at_the_end": (
        """Before the linear layer something is dropped in the exam, too: F.dropout(x, p) does not
        know whether the model is in training. self.dropout(x) knows it.""",
        (SECOND, "nn.functional.dropout(torch.cat(parts, dim=1), self.dropout.p)"),
    ),
    "dropout_of_states": (
        """In training, the states of the LSTM went through dropout by themselves. Dropout stands
        in two places only: after the embedding, and before the linear layer.""",
        ("(batch, time, hidden)", "(batch, time, hidden)\n        states = self.dropout(states)"),
    ),
    "dropout_of_the_logits": (
        """In training, the logits went through dropout. It stands *before* the linear layer, on
        its input: the answer itself is not dropped.""",
        (SECOND, "torch.cat(parts, dim=1)"),
        ("self.linear(", "self.dropout(self.linear("),
        (END, f"){END}"),
    ),
    "lstm_without_dropout": (
        """In training, the LSTM reads the word vectors before dropout, and only their mean is
        taken after it. Both use the same vectors: dropout first, then the LSTM and the mean.""",
        (FIRST, "self.embedding(ids)"),
        (WORDS, "masked_mean(self.dropout(words), mask)"),
    ),
    "decision": (
        """These are decisions, True or False. Return the logits themselves: the loss needs the
        numbers, and no gradient passes through a comparison.""",
        (END, f"{END} > 0"),
    ),
    "sum_of_the_parts": (
        """The three parts were added up. Put them side by side instead, torch.cat(..., dim=1), so
        that the linear layer has weights of its own for each.""",
        ("torch.cat(parts, dim=1)", "sum(parts)"),
    ),
    "one_below_the_other": (
        """The three parts stand one below the other, as if they were other sentences. Put them
        side by side: torch.cat(..., dim=1).""",
        ("torch.cat(parts, dim=1)", "torch.cat(parts)"),
    ),
    "ids_read": (
        """The LSTM was given the ids. It reads vectors: self.embedding(ids) looks them up.""",
        (FIRST, "ids"),
    ),
    "lstm_result_not_taken_apart": (
        """self.lstm returns two things, the states and a pair (h, c). Take them apart: states, _ =
        self.lstm(words).""",
        ("states, _ =", "states ="),
    ),
    "cut_off": (
        """No gradient gets through to the layers: .detach(), .data,
        .item(), numpy, torch.tensor(...) and torch.no_grad() all cut.""",
        (END, f"{END}.detach()"),
    ),
    "padding_in_the_mean_state": (
        "The padding is in the mean of the states. Use your masked_mean.",
        (STATES, "states.mean(dim=1)"),
    ),
    "padding_in_the_mean_word": (
        "The padding is in the mean of the word vectors. Use your masked_mean.",
        (WORDS, "words.mean(dim=1)"),
    ),
    "last_twice": (
        "The last state is there twice, the mean of the states is missing.",
        (STATES, LAST),
    ),
    "last_word": (
        "The vector of the last word was taken. The mean of all word vectors is asked for.",
        (WORDS, "last_valid(words, mask)"),
    ),
    "mask_turned_round": (
        """The means are taken over the *padding*, and where there is none they are not a number.
        The mask is True at words: hand it on as it is.""",
        (STATES, "masked_mean(states, ~mask)"),
        (WORDS, "masked_mean(words, ~mask)"),
    ),
    "states_of_the_padding": (
        """The mean state is taken over the *padding*, and where there is none it is not a number.
        The mask is True at words: hand it on as it is.""",
        (STATES, "masked_mean(states, ~mask)"),
    ),
    "cell_read": (
        """The cell c of the LSTM was taken for the last state, and the padding was read, too. What
        an LSTM shows is h: use your last_valid of the states.""",
        ("states, _ =", "states, (_, c) ="),
        (LAST, "c[0]"),
    ),
    "no_linear_layer": (
        "These are the three parts side by side. The linear layer makes one logit of them.",
        (f"self.linear({SECOND}){END}", SECOND),
    ),
    "squashed_at_the_end": (
        """The logits went through tanh. Return them as they are: a logit may be of any size, and
        the loss takes the sigmoid itself.""",
        (END, f"{END}.tanh()"),
    ),
}

MORE = (
    """Follow the shapes. ids (batch, time); word vectors (batch, time, embedding), through dropout;
    states of the LSTM (batch, time, hidden). Then three tensors with one row for each sentence:
    your last_valid of the states, your masked_mean of the states, your masked_mean of the word
    vectors. torch.cat with dim=1 puts them side by side; dropout; self.linear gives (batch, 1).
    The last axis goes.""",
    """The same on another task, a network that judges songs by their notes and by their length:
    notes = self.embedding(ids); mood, _ = self.gru(notes); summary = torch.cat([mood.mean(dim=1),
    length[:, None]], dim=1), which is (batch, hidden + 1); return self.out(summary)[:, 0], which is
    (batch,). Dropout is a layer as well: x = self.dropout(x) wherever it stands.""",
)
