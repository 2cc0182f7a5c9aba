"""5.4 class TuneModel(vocab_size, embedding_size, hidden_size): forward(tokens, state)."""

import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import WrongForm
from seqlab.check.shared import draw_integers, draw_normal
from seqlab.checks.lab5.common import pair

# Vocabulary, embedding, hidden, batch, time: also one step of one tune, and all equal.
SIZES = [(5, 3, 4, 2, 3), (6, 4, 5, 3, 5), (7, 5, 6, 1, 1), (4, 4, 4, 4, 4), (9, 7, 8, 5, 6)]
ALIKE = "after model.eval(), the same result when called twice"
FLOW = "a gradient can flow back to the embedding"
DROPPED = "all dropped (training, dropout=1)"


def case(generator, size):
    """A tune begins, without a state, in one of the sizes."""
    vocabulary, embedding, hidden, batch, time = SIZES[size]
    state = tuple(draw_normal(generator, 1, batch, hidden) for _ in range(2))
    return {
        "vocab_size": vocabulary,
        "embedding_size": embedding,
        "hidden_size": hidden,
        "tokens": draw_integers(generator, 0, vocabulary, batch, time),
        "state": None if size == 1 else state,
    }


def layers(vocab_size, embedding_size, hidden_size):
    """The layers as the learner's own __init__ draws them after torch.manual_seed(0)."""
    torch.manual_seed(0)
    return nn.ModuleDict(
        {
            "embedding": nn.Embedding(vocab_size, embedding_size),
            "lstm": nn.LSTM(embedding_size, hidden_size, batch_first=True),
            "linear": nn.Linear(hidden_size, vocab_size),
        }
    )


def reaches(logits, weights):
    if not getattr(logits, "requires_grad", False):
        return False
    return torch.autograd.grad(logits.sum(), weights, allow_unused=True)[0] is not None


def call(answer, vocab_size, embedding_size, hidden_size, tokens, state):
    """Where all is dropped, dropout leaves nothing to chance."""
    sizes = vocab_size, embedding_size, hidden_size
    model, weights = answer(*sizes, 1.0), layers(*sizes).state_dict()
    if not isinstance(model, nn.Module) or model.state_dict().keys() != weights.keys():
        raise WrongForm("Keep the three layers of __init__ as they are: embedding, lstm, linear.")
    model.load_state_dict(weights)
    logits, after = pair(model.eval()(tokens, state), "logits", "state")
    again, _ = pair(model(tokens, state), "logits", "state")
    in_training, state_in_training = pair(model.train()(tokens, state), "logits", "state")
    h, c = pair(after, "h", "c") if not isinstance(after, torch.Tensor) else (after, None)
    return {
        ALIKE: not isinstance(logits, torch.Tensor) or torch.equal(logits, again),
        "logits": logits,
        "h": h,
        "c": c,
        FLOW: reaches(logits, model.embedding.weight),
        f"logits with {DROPPED}": in_training,
        f"h with {DROPPED}": state_in_training[0],
    }


def shown(name, vocab_size, embedding_size, hidden_size, tokens, state):
    sizes = f"{vocab_size}, {embedding_size}, {hidden_size}"
    tensors = f"some_tokens = {tokens}\nsome_state = {state}"
    make = f"torch.manual_seed(0)\nsmall = {name}({sizes}, dropout=1.0)"
    calls = (f"small.{mode}()(some_tokens, some_state)" for mode in ("eval", "train"))
    return "\n".join([tensors, make, ", ".join(calls)])


def expected(vocab_size, embedding_size, hidden_size, tokens, state):
    mine = layers(vocab_size, embedding_size, hidden_size)
    embedded = F.embedding(tokens, mine["embedding"].weight)
    hidden, (h, c) = mine["lstm"](embedded, state)
    _, (h_dropped, _) = mine["lstm"](torch.zeros_like(embedded), state)
    logits = F.linear(hidden, mine["linear"].weight, mine["linear"].bias)
    return {
        ALIKE: True,
        "logits": logits,
        "h": h,
        "c": c,
        FLOW: True,
        f"logits with {DROPPED}": mine["linear"].bias.expand_as(logits),
        f"h with {DROPPED}": h_dropped,
    }


EMBEDDED, HIDDEN = "self.dropout(self.embedding(tokens))", "self.dropout(hidden)"
OUT, RUN = "self.linear(self.dropout(hidden)), state", "self.lstm(embedded, state)"

MISTAKES = {
    "state_ignored": (
        """The state that was handed in is not used: self.lstm(embedded, state). Without it the
        model forgets everything between two calls.""",
        (RUN, "self.lstm(embedded)"),
    ),
    "softmax": (
        """The output went through softmax. Return the logits: the loss takes the softmax
        itself, and twice flattens what the model learns.""",
        (OUT, "self.linear(self.dropout(hidden)).softmax(dim=-1), state"),
    ),
    "log_softmax": (
        "The output went through log_softmax. Return the logits: the loss does that itself.",
        (OUT, "self.linear(self.dropout(hidden)).log_softmax(dim=-1), state"),
    ),
    "last_step_only": (
        "Only the last step is predicted. Each step has its own target: keep the time axis.",
        (OUT, "self.linear(self.dropout(hidden[:, -1])), state"),
    ),
    "old_state": (
        "The state returned is the one that came in. Return the one that the LSTM gives back.",
        ("hidden, state = self.lstm", "hidden, _ = self.lstm"),
    ),
    "logits_only": (
        "The state is missing: return logits, state. The next window starts from it.",
        (OUT, "self.linear(self.dropout(hidden))"),
    ),
    "swapped": (
        "The two have changed places: the logits first, then the state.",
        (OUT, "state, self.linear(self.dropout(hidden))"),
    ),
    "h_only": (
        """The state returned is h alone. The state of an LSTM is two things, (h, c): hand on both,
        as self.lstm gives them back.""",
        (OUT, "self.linear(self.dropout(hidden)), state[0]"),
    ),
    "hidden_as_state": (
        """The second value is the output of the LSTM at all steps. The state is what self.lstm
        returns beside it, (h, c) after the last step.""",
        (OUT, "self.linear(self.dropout(hidden)), (hidden, hidden)"),
    ),
    "no_linear": (
        """The output of the LSTM was returned. self.linear makes of it one logit for each character
        of the vocabulary.""",
        (OUT, "self.dropout(hidden), state"),
    ),
    "no_dropout": (
        """In training nothing is dropped: self.dropout is not used. It stands after the embedding
        and before the linear layer.""",
        (EMBEDDED, "self.embedding(tokens)"),
        (HIDDEN, "hidden"),
    ),
    "no_first_dropout": (
        "Dropout is missing after the embedding. It stands in two places.",
        (EMBEDDED, "self.embedding(tokens)"),
    ),
    "no_second_dropout": (
        "Dropout is missing before the linear layer. It stands in two places.",
        (HIDDEN, "hidden"),
    ),
    "logits_dropped": (
        """The logits themselves went through dropout: then a character that cannot come gets a
        logit of 0, just by chance. The second dropout stands *before* the linear layer, and there
        is no third.""",
        (OUT, "self.dropout(self.linear(hidden)), state"),
    ),
    "always_dropped": (
        """Something is dropped also after model.eval(). F.dropout drops always, unless you hand it
        training=self.training; self.dropout knows by itself.""",
        (EMBEDDED, "nn.functional.dropout(self.embedding(tokens), self.dropout.p)"),
        (HIDDEN, "nn.functional.dropout(hidden, self.dropout.p)"),
    ),
}

MORE = (
    """Write the shape beside each line: tokens (batch, time), after the embedding (batch, time,
    embedding), after the LSTM (batch, time, hidden), after the linear layer (batch, time, V). The
    LSTM is called with two things and returns two things; the second one goes to the caller.
    Dropout changes no shape.""",
    """A neighbour: a model of daily temperatures. It reads x (batch, days, 3) with
    self.rnn = nn.RNN(3, 8, batch_first=True) and self.out = nn.Linear(8, 1). Its forward(x, h) has
    two lines: `seen, h = self.rnn(x, h)` and `return self.out(seen), h`. For x of shape (2, 7, 3)
    the results have the shapes (2, 7, 1) and (1, 2, 8).""",
)
