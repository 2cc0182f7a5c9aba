# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 1. A recurrent network from scratch
#
# {{ colab }}
#
# **Can a few matrices tell where your surname comes from?**
#
# You will write every part of a recurrent network yourself: the neuron, the layer, the step, the
# loop over time, the loss and the training. Your network then reads twelve thousand surnames of
# eleven languages, letter by letter. At the end you type your own name, watch the network make up
# its mind, and let it invent new names.
#
# After this lab you can
#
# - write a neuron, a layer and the three activations by their formulas;
# - turn letters into numbers, as one-hot vectors and by an embedding;
# - write one step of recurrence, and unroll it over time for a whole batch;
# - compute a loss over names of different lengths, and train on it;
# - say what reading in order is worth, against a model that only counts letters.
#
# | | |
# | --- | --- |
# | Time | about 75 minutes, of which the computer works for about 1 |
# | You need | Notebooks [02](../notebooks/02_perceptron.ipynb) to [04](../notebooks/04_language.ipynb); Python and tensors |
# | Slides | "The Perceptron Revisited" to "RNNs from Scratch", Lab 1 |

# %% [markdown]
# ## How this lab answers you
#
# Cells with a `# TODO` are yours. Take out the line `raise NotImplementedError(...)` and write
# your answer in its place. The last line of such a cell is `check(...)`. It tries your answer on
# random cases and tells you whether it is right. If it is not, it often knows which mistake
# it is.
#
# Difficulty goes from ● (a line or two) to ●●● (think first). The functions that you write are
# the ones that are trained later, so every exercise counts.
#
# You can stop at any time. What you have done is kept ("7 of 11 done"), and your answers are in the
# notebook. The [start page](../notebooks/00_start.ipynb) shows how far you are with each part of
# the course.
#
# ## When you are stuck
#
# - **A stronger hint.** Put `check(name, more=True)` in place of `check(name)`, and run the cell.
# - **Go on without it.** Write `seqlab.skip("1.4")` in a new cell below the exercise, with its
#   number. A working answer is put in, so that the rest of the lab runs, and the exercise is
#   marked as skipped. Come back when you like: run its own cell with your own answer.
# - **After a pause or a restart.** Click the cell where you stopped and choose **Run > Run All
#   Above Selected Cell**.
#
# **Run All** stops where a cell needs an exercise that is still open. A box there says which
# exercise is next.

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=1)  # before torch is imported

# %%
import math
import random
import unicodedata
from collections import Counter

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import checker
from seqlab.claims import claim
from seqlab.data import load
from seqlab.data.surnames import romanised
from seqlab.plots import show
from seqlab.text import Vocabulary, pad
from seqlab.widgets import explore

check = checker("lab1")

# %% [markdown]
# ## 1. Surnames
#
# Each row is a surname and the language of the table it comes from. Names that occur in several of
# the languages were left out, since they have no right answer. There is a part to train on, one to
# watch the training with (*validation*), and one that nobody looks at until the end (*test*).

# %%
surnames = load("surnames")
languages = sorted(set(surnames["train"]["language"]))
for part, rows in surnames.items():
    print(f"{part:10} {len(rows):6,} surnames")
for language in languages:
    names = [row["surname"] for row in surnames["train"] if row["language"] == language]
    print(f"{language:10} {', '.join(random.sample(names, 6))}")

# %% [markdown]
# Accents would give the game away: `ñ` is Spanish, `ß` is German. So we take them off, write
# everything small, and put Ukrainian names into Latin letters. What is left are 26 letters, the
# space, the hyphen and the apostrophe.

# %%
ALPHABET = " '-abcdefghijklmnopqrstuvwxyz"
SPECIAL = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "’": "'"})


def plain(name: str) -> str:
    """Write a surname in small Latin letters without accents."""
    letters = unicodedata.normalize("NFKD", romanised(name).lower().translate(SPECIAL))
    return "".join(letter for letter in letters if letter in ALPHABET)


names = {part: [plain(name) for name in surnames[part]["surname"]] for part in surnames}
print([plain(name) for name in ("Müller", "Ó Súilleabháin", "Wałęsa", "Шевченко")])

# %% [markdown]
# **Predict.** Somebody answers "Polish" to every name, without reading it. How often is that right?
# Look at the counts before you run the cell after the figure.

# %%
counts = Counter(surnames["train"]["language"])
figure, axes = plt.subplots(figsize=(7, 3.4))
ordered = sorted(languages, key=counts.get)
axes.bar_label(axes.barh(ordered, [counts[name] for name in ordered]), padding=3)
axes.set(title="Some languages have many more surnames than others", xlabel="training surnames")
axes.grid(visible=False)
show(figure, alt="Bars: " + ", ".join(f"{name} {counts[name]}" for name in reversed(ordered)))

# %%
most_common = max(counts, key=counts.get)
majority = surnames["test"]["language"].count(most_common) / len(surnames["test"])
print(f"always {most_common}: right for {majority:.0%} of the test names")

# %% [markdown]
# One in eleven would be 9 %, so this is a low trick that pays. Whatever we build must do better
# than that, and we will also look at the small languages, which the trick never gets right.
#
# ## 2. One neuron, and a layer of them
#
# ### Exercise 1.1: a neuron
#
# *3 minutes, ●.* A perceptron weighs its inputs, adds them up together with a bias, and bends the
# sum into a number from 0 to 1 with the sigmoid:
#
# $$\hat y = g\Big(\sum_i w_i x_i + b\Big) \qquad g(z) = \frac{1}{1 + e^{-z}}$$


# %%
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    ### BEGIN SOLUTION
    z = (x * w).sum() + b
    return 1 / (1 + torch.exp(-z))
    ### END SOLUTION


check(perceptron)

# %% [markdown]
# Our first detector: does a name end in `o`, does it begin with a vowel, is it short? Three inputs,
# each 0 or 1. The weights are set by hand: an `o` at the end speaks strongly for Italian or
# Spanish.

# %%
w, b = torch.tensor([4.0, 0.5, -1.0]), torch.tensor(-2.0)
for name in ("romano", "ivanchuk", "otero", "fox"):
    x = torch.tensor([name.endswith("o"), name[0] in "aeiou", len(name) < 5]).float()
    print(f"{name:10} {x.tolist()}  Italian or Spanish? {perceptron(x, w, b):.2f}")

# %% [markdown]
# To write such detectors by hand for eleven languages would take a year. We shall let the network
# find them.
#
# ### Exercise 1.2: three activations
#
# *5 minutes, ●.* By their formulas, for tensors of any shape, with `torch.exp` but without
# `torch.sigmoid`, `torch.tanh` and `torch.relu`. (The check looks at the numbers only: it is your
# own exercise.)
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}} \qquad
# \mathrm{relu}(z) = \max(0, z)$$


# %%
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    ### BEGIN SOLUTION
    up, down = torch.exp(z), torch.exp(-z)
    return 1 / (1 + down), (up - down) / (up + down), torch.clamp(z, min=0)
    ### END SOLUTION


check(activations)

# %%
z = torch.linspace(-4, 4, 81)
figure, axes = plt.subplots()
for name, values in zip(("sigmoid", "tanh", "relu"), activations(z), strict=True):
    axes.plot(z, values, label=name)
axes.set(title="Two of them level off, one grows for ever", xlabel="z", ylim=(-1.2, 2.2))
axes.set_ylabel("activation of z")
axes.legend()
show(figure, alt="Sigmoid from 0 to 1, tanh from -1 to 1, relu 0 left of zero and rising after it")

# %% [markdown]
# A state that is fed back into itself again and again must not grow without end. This is why
# recurrent networks take tanh: it stays between -1 and 1, and it can say both yes and no.
#
# ### Exercise 1.3: a layer, for a batch
#
# *4 minutes, ●.* A layer is many neurons that look at the same inputs. Put the weights of
# neuron $j$ into column $j$ of a matrix $W$, and the sums of all neurons are one matrix product.
#
# The slide writes $W^T x + b$ for one example, a *column*. A batch has its examples in *rows*, and
# a row stands before the matrix:
#
# $$Y = X W + b \qquad X: (\text{batch}, m) \quad W: (m, n) \quad b: (n)$$
#
# It is the same thing, transposed. **In this course the rows are examples**, and so are the names
# `W_xh` (from $x$ to $h$), `W_hh` and `W_hy`: inputs times outputs. Rows may have more than one
# axis in front: in exercise 1.8 your layer is called with $X$ of the shape (batch, time, m).
#
# From here on the check compares gradients as well, because a network is trained through what you
# write. Stay with tensors: `.item()`, `.detach()` and numpy cut a result off from its weights.


# %%
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation.

    Rows may have more than one axis in front: x (batch, time, m) to (batch, time, n).
    """
    # TODO 1.3: One matrix product and the bias.
    ### BEGIN SOLUTION
    return x @ W + b
    ### END SOLUTION


check(dense)

# %% [markdown]
# ## 3. Letters to numbers
#
# The *vocabulary* gives each letter a number. Three numbers are special: 0 fills up short names
# (*padding*), 1 is the start, 2 is the end. The padding makes names of different lengths fit into
# one tensor.

# %%
vocabulary = Vocabulary(ALPHABET)
encoded, labels = {}, {}
for part in surnames:
    encoded[part] = pad([vocabulary.encode(name, ends=True) for name in names[part]])
    labels[part] = torch.tensor([languages.index(row["language"]) for row in surnames[part]])

ids, lengths = encoded["train"]
print(len(vocabulary), "tokens; all training names:", tuple(ids.shape))
print(names["train"][0], ids[0, : lengths[0] + 2].tolist(), "length", lengths[0].item())

# %% [markdown]
# ### Exercise 1.4: one-hot vectors
#
# *4 minutes, ●.* The number of a letter is a name, not an amount: `c` is not more than `b`. So each
# letter becomes a vector of zeros with a single 1, at the place of its number. The vectors are
# multiplied by weights, so they must be floats of the usual kind, `torch.float32`.


# %%
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    ### BEGIN SOLUTION
    return torch.eye(size)[ids]
    ### END SOLUTION


check(one_hot)

# %% [markdown]
# ### Exercise 1.5: an embedding
#
# *3 minutes, ●.* A vector of its own for each letter, learned like every other weight: row $i$ of
# the matrix $E$ belongs to letter $i$. To embed is to look up rows.


# %%
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.5: Look up the row of each id.
    ### BEGIN SOLUTION
    return E[ids]
    ### END SOLUTION


check(embed)

# %% [markdown]
# **Predict.** What comes out if you multiply the one-hot vectors with $E$?

# %%
E = torch.randn(len(vocabulary), 4)
product = one_hot(ids[:5], len(vocabulary)) @ E  # (batch, time, features)
print("largest difference:", (product - embed(ids[:5], E)).abs().max().item())

# %% [markdown]
# The same, to the last digit: a row of zeros with a single 1 picks out one row of $E$. An embedding
# *is* a layer on one-hot vectors. Nobody does all the multiplications with 0, that is the only
# difference.
#
# ## 4. One step after the other
#
# ### Exercise 1.6: a step of recurrence
#
# *5 minutes, ●●.* The new state depends on the letter and on the old state. For columns, as on the
# slide, and for the rows of a batch, as we write it:
#
# $$h_t = \tanh(W_{hh}^T h_{t-1} + W_{xh}^T x_t) \qquad\qquad
# H_t = \tanh(X_t W_{xh} + H_{t-1} W_{hh} + b_h)$$
#
# The slide leaves out the bias to save room. We keep it.


# %%
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.6: Letter and memory, each through its weights; the bias; one tanh.
    ### BEGIN SOLUTION
    return torch.tanh(x @ W_xh + h @ W_hh + b_h)
    ### END SOLUTION


check(rnn_step)

# %% [markdown]
# By hand, with a state of a single number: $W_{xh} = 1$, $W_{hh} = 0.5$, no bias. A 1 comes in,
# and then nothing more.
#
# **Predict.** What is left of the 1 after three more steps?

# %%
h, W_xh, W_hh = torch.zeros(1, 1), torch.tensor([[1.0]]), torch.tensor([[0.5]])
by_hand = 0.0
for x in (1.0, 0.0, 0.0, 0.0):
    h = rnn_step(torch.tensor([[x]]), h, W_xh, W_hh, torch.zeros(1))
    by_hand = math.tanh(1.0 * x + 0.5 * by_hand)
    print(f"x = {x:.0f}   h = {h.item():.4f}   by hand {by_hand:.4f}")

# %% [markdown]
# The 1 fades a little with each step, but it is still there. This is all the memory that there is:
# a number that goes round. Our network will have 128 of them.
#
# ### Exercise 1.7: unroll over time
#
# *8 minutes, ●●●.* Read a batch of names: at step $t$ letter $t$ of **every** name. Each name has a
# state of its own, a row of $h$; all of them share the weights. Keep the state after each step.


# %%
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.7: Take one step per letter, hand the state on, stack the states along time.
    ### BEGIN SOLUTION
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)
    ### END SOLUTION


check(unroll)

# %% [markdown]
# The check has compared you with `torch.nn.RNN`, states and gradients: what you have written *is*
# that layer.
#
# ## 5. What comes out
#
# ### Exercise 1.8: an output after every letter, or one at the end
#
# *6 minutes, ●●.* The output is a layer on the state, $\hat y_t = W_{hy}^T h_t$ on the slide, here
# `dense(states, W_hy, b_y)`. There are two ways to use it:
#
# - **many to many**: an output after every letter;
# - **many to one**: only the output after the *last* letter.
#
# A name of length 5 in a row of width 12 is followed by seven paddings. The network has read these
# too, but what counts is what it said at the name's own end.


# %%
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.8: The logits after every letter, and those at each name's own end.
    ### BEGIN SOLUTION
    every = dense(states, W_hy, b_y)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return every, last
    ### END SOLUTION


check(outputs)

# %% [markdown]
# ### Exercise 1.9: a loss for names of different lengths
#
# *8 minutes, ●●●.* After every letter the network says how likely each class is, and its loss there
# is $-\ln$ of the probability that it gave to the right one. The loss of a batch is the mean over
# all *letters*. Where the mask is False there is only padding, and it must not count:
#
# $$L = -\frac{1}{\text{number of letters}} \sum_{\text{letters}} \ln p(\text{target})$$
#
# Logits can be large, and then a softmax rounds to 0, and $\ln 0$ is infinite. `F.log_softmax` (or
# `F.cross_entropy`) takes softmax and logarithm in one, and stays finite.


# %%
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    ### BEGIN SOLUTION
    log_p = F.log_softmax(logits, dim=-1)
    log_p_target = log_p.gather(-1, targets[..., None]).squeeze(-1)  # (batch, time)
    return -(log_p_target * mask).sum() / mask.sum()
    ### END SOLUTION


check(masked_loss)

# %% [markdown]
# Now put the parts together. These are all the weights of a recurrent network. `W_hh` starts as a
# rotation, which neither stretches nor shrinks the state; Notebook 06 says why that is wise.

# %%
FEATURES, HIDDEN = 32, 128


def new_weights(size: int) -> dict[str, torch.Tensor]:
    """Fresh weights of a network with so many outputs."""
    weights = {
        "E": torch.randn(len(vocabulary), FEATURES),
        "W_xh": torch.randn(FEATURES, HIDDEN) / FEATURES**0.5,
        "W_hh": nn.init.orthogonal_(torch.empty(HIDDEN, HIDDEN)),
        "b_h": torch.zeros(HIDDEN),
        "W_hy": 0.3 * torch.randn(HIDDEN, size) / HIDDEN**0.5,
        "b_y": torch.zeros(size),
    }
    return {name: weight.requires_grad_() for name, weight in weights.items()}


# %%
def read(weights, x, lengths):
    """Vectors (batch, time, features) to logits: after every letter, and at the end."""
    h = torch.zeros(len(x), HIDDEN)  # every name starts with an empty memory
    states = unroll(x, h, weights["W_xh"], weights["W_hh"], weights["b_h"])
    return outputs(states, lengths, weights["W_hy"], weights["b_y"])


def language_loss(ids, lengths, labels):
    """How badly the network knows the language, after every letter of these names."""
    every, _ = read(reader, embed(ids, reader["E"]), lengths)
    return masked_loss(every, labels[:, None].expand_as(ids), mask=ids != vocabulary.pad)


reader = new_weights(len(languages))
print(f"{sum(weight.numel() for weight in reader.values()):,} weights")

# %% [markdown]
# The target after every letter is the same, the language of the name. So the network learns to say
# what it thinks at any moment, not only at the end. We shall look into this later.
#
# **Predict.** The network knows nothing yet, and there are eleven languages. What is its loss?

# %%
sample = encoded["train"][0][:500], encoded["train"][1][:500], labels["train"][:500]
with torch.no_grad():
    first_loss = language_loss(*sample).item()
print(f"untrained: {first_loss:.3f}, ln {len(languages)} = {math.log(len(languages)):.3f}")
claim(
    "surname-first-loss",
    "An untrained network is as surprised as by a die with eleven faces (ratio of the losses)",
    first_loss / math.log(len(languages)),
    above=0.93,
    below=1.1,
)

# %% [markdown]
# It is $\ln 11$, as it has to be. With a minus forgotten, or a sum in place of the mean, it would
# be far off, before any training. **Know what the first loss has to be.**
#
# ## 6. Train
#
# ### Exercise 1.10: the training loop
#
# *7 minutes, ●●.* One pass over the batches. They come one after the other, each of them once (from
# a generator: it has no length). `loss_of(*batch)` gives the loss of a batch. For each batch:
# compute the loss, clear the old gradients, back-propagate, let the optimizer step, and write down
# the loss as a number.


# %%
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    ### BEGIN SOLUTION
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### END SOLUTION


check(train)

# %% [markdown]
# Some plumbing: batches of 64 names in random order. Names of about the same length come together,
# so that there is little padding. And the share of right answers on names that were not trained on.


# %%
def batches(part: str):
    """Yield shuffled batches of ids, lengths and labels."""
    ids, lengths = encoded[part]
    order = (lengths + 2 * torch.rand(len(lengths))).argsort()
    groups = list(order.split(64))
    random.shuffle(groups)
    for rows in groups:
        yield ids[rows, : lengths[rows].max()], lengths[rows], labels[part][rows]


def accuracy(logits: torch.Tensor, part: str) -> float:
    """Share of names whose largest logit is that of their language."""
    return (logits.argmax(dim=-1) == labels[part]).float().mean().item()


# %%
def train_for(passes: int, weights: dict, loss_of, score) -> list[float]:
    """Train with Adam, the last two passes in small steps; say how it goes."""
    optimizer = torch.optim.Adam(weights.values(), lr=3e-3)
    losses = []
    for k in range(passes):
        if k == passes - 2:
            optimizer.param_groups[0]["lr"] = 5e-4
        losses += train(batches("train"), loss_of, optimizer)
        recent = sum(losses[-100:]) / 100
        print(f"pass {k + 1:2}: training loss {recent:.3f}, held out {score():.3f}")
    return losses


# %% [markdown]
# First a rival that cannot read: a **bag of letters**. It counts how often each letter comes in a
# name, and puts one `dense` layer on the counts. It knows all letters of the name, but not their
# order.

# %%
bag = {
    "W": torch.zeros(len(vocabulary), len(languages), requires_grad=True),
    "b": torch.zeros(len(languages), requires_grad=True),
}


def bag_logits(ids):
    """Ids (batch, time) to logits (batch, languages), from the counts of the letters."""
    counted = one_hot(ids, len(vocabulary)).sum(dim=1)  # (batch, size)
    counted[:, vocabulary.pad] = 0
    return dense(counted, bag["W"], bag["b"])


def bag_loss(ids, lengths, labels):
    return F.cross_entropy(bag_logits(ids), labels)


# %%
@torch.no_grad()
def bag_score(part: str = "validation") -> float:
    return accuracy(bag_logits(encoded[part][0]), part)


bag_losses = train_for(12, bag, bag_loss, bag_score)

# %% [markdown]
# And now yours: a loop in plain Python over the letters, with the functions that you wrote. It
# takes about 15 seconds on a laptop CPU.


# %%
@torch.no_grad()
def read_logits(ids, lengths):
    """Ids to logits after every letter, and at the end."""
    return read(reader, embed(ids, reader["E"]), lengths)


def reader_score(part: str = "validation") -> float:
    return accuracy(read_logits(*encoded[part])[1], part)


losses = train_for(10, reader, language_loss, reader_score)

# %%
smooth = torch.tensor(losses).unfold(0, 50, 10).mean(dim=1)
figure, axes = plt.subplots()
axes.plot(torch.arange(len(smooth)) * 10 + 25, smooth)
axes.axhline(math.log(len(languages)), color="grey", linestyle="--")
axes.text(len(losses), math.log(len(languages)) + 0.05, "knowing nothing", ha="right")
axes.set(title="The loss falls, and faster at first", xlabel="update", ylim=(0, 2.6))
axes.set_ylabel("loss after a letter (nats)")
show(figure, alt=f"Training loss, from {losses[0]:.2f} down to about {smooth[-1]:.2f} nats")

# %% [markdown]
# The curve cannot go to zero: after the first letter of a name nobody can know the language, and
# those letters count as well.
#
# ## 7. What is reading worth?
#
# Now, once, the test names. One more question goes to the network: the same names with their
# letters **shuffled**. A bag of letters would not notice.
#
# **Predict.** Where between "always the most common" and the score on real names will the shuffled
# names be?


# %%
def shuffled(name: str) -> str:
    """Put the letters of a name into a random order."""
    return "".join(random.sample(name, len(name)))


mixed = pad([vocabulary.encode(shuffled(name), ends=True) for name in names["test"]])
_, test_logits = read_logits(*encoded["test"])
right = {
    f"always {most_common}": majority,
    "your network, letters shuffled": accuracy(read_logits(*mixed)[1], "test"),
    "bag of letters": bag_score("test"),
    "your network": accuracy(test_logits, "test"),
}

# %%
figure, axes = plt.subplots(figsize=(7, 2.4))
bars = axes.barh(list(right), list(right.values()))
axes.bar_label(bars, [f"{share:.0%}" for share in right.values()], padding=3)
axes.set(title="Reading in order pays", xlabel="share of right test names", xlim=(0, 1))
axes.grid(visible=False)
show(figure, alt="Bars: " + ", ".join(f"{name} {share:.0%}" for name, share in right.items()))

# %%
claim(
    "surname-majority",
    "The network is right more often than who always names the most common language (difference)",
    right["your network"] - majority,
    above=0.35,
)
claim(
    "surname-order-pays",
    "The network beats a bag of the same letters (difference of the shares of right names)",
    right["your network"] - right["bag of letters"],
    above=0.07,
)
claim(
    "surname-shuffled",
    "With the letters of each name shuffled, the network loses (difference)",
    right["your network"] - right["your network, letters shuffled"],
    above=0.2,
)

# %% [markdown]
# Shuffled names do worse than the bag. The network has learned that places mean something, and
# believes what it reads: an `o` and a space at the beginning, `ski` at the end. The bag makes no
# such mistake, because it has no places to be wrong about.
#
# ### Who is taken for whom?

# %%
guesses = test_logits.argmax(dim=-1)
table = torch.zeros(len(languages), len(languages))
for label, guess in zip(labels["test"], guesses, strict=True):
    table[label, guess] += 1
table /= table.sum(dim=1, keepdim=True)  # each row is one language and adds up to 1

# %%
figure, axes = plt.subplots(figsize=(7, 5.5))
axes.imshow(table, vmin=0, vmax=1)
places = range(len(languages))
for i in places:
    for j in places:
        if (share := table[i, j].item()) >= 0.05:
            colour = "black" if share > 0.5 else "white"
            axes.text(j, i, f"{share:.0%}".rstrip("%"), ha="center", va="center", color=colour)
axes.set_xticks(places, languages, rotation=45, ha="right")
axes.set_yticks(places, languages)
axes.set(title="In each row: where 100 names of a language go", xlabel="the network says")
axes.set_ylabel("the name is")
axes.grid(visible=False)
hits = ", ".join(f"{name} {table[i, i]:.0%}" for i, name in enumerate(languages))
show(figure, alt=f"Confusion matrix; recognised: {hits}")


# %%
def mean_hit_rate(guesses: torch.Tensor) -> float:
    """Share of right names, each language with the same weight."""
    hit = guesses == labels["test"]
    shares = [hit[labels["test"] == k].float().mean().item() for k in range(len(languages))]
    return sum(shares) / len(shares)


with torch.no_grad():
    bag_mean = mean_hit_rate(bag_logits(encoded["test"][0]).argmax(dim=-1))
print(f"bag of letters {bag_mean:.0%}, your network {mean_hit_rate(guesses):.0%}")
rate = {name: table[k, k].item() for k, name in enumerate(languages)}
claim(
    "surname-finnish",
    "With about as few examples as English, French and German, Finnish is found more often "
    "(difference of the shares)",
    rate["Finnish"] - (rate["English"] + rate["French"] + rate["German"]) / 3,
    above=0.05,
)
claim(
    "surname-small-languages",
    "Where each language has the same weight, the network beats the bag too (difference)",
    mean_hit_rate(guesses) - bag_mean,
    above=0.07,
)

# %% [markdown]
# Look at the diagonal. Irish is easy, because of its small words `o` and `mac` with a space behind.
# English, French and German lose many names to others. They have few examples, and in doubt the
# network says what is common: good for the accuracy, and hard on the small. But few examples are
# not all of it. Finnish has as few, and is found by endings such as `nen`. And many errors are
# honest ones: the surnames of a country hold names that came from elsewhere.
#
# ## 8. Watch it make up its mind
#
# The network was asked after every letter. So we can look on while it reads.
#
# **Predict.** After how many letters is half of the names right?

# %%
every, _ = read_logits(*encoded["test"])
seen = {}
for letters in range(9):
    place = torch.clamp(encoded["test"][1] - 2, max=letters)  # a short name ends before
    seen[letters] = accuracy(every[torch.arange(len(place)), place], "test")
print("  ".join(f"{letters}: {share:.0%}" for letters, share in seen.items()))
last_letter = every[torch.arange(len(place)), encoded["test"][1] - 2]
print(f"after the last letter {accuracy(last_letter, 'test'):.1%}", end=", ")
print(f"after the end mark {right['your network']:.1%}")
claim(
    "surname-three-letters",
    "After three letters more than half of the names are recognised, but far from all",
    seen[3],
    above=0.5,
    below=0.68,
)

# %% [markdown]
# Before the first letter the network says what is most common: it has learned how many names each
# language has. Then every letter helps. Compare the last two numbers as well: the mark for the end
# is no letter, but it tells that the letters just read were an *ending*.
#
# Type a name, your own first, and press Enter. Accents and Ukrainian letters are welcome. Five
# languages are drawn, those that the network likes best at any moment.


# %%
def watch(surname: str) -> None:
    """Draw what the network thinks after each letter of a surname."""
    name = plain(surname)
    ids = vocabulary.encode(name, ends=True)[None]
    probability = read_logits(ids, torch.tensor([ids.shape[1]]))[0][0].softmax(dim=-1)
    figure, axes = plt.subplots(figsize=(8, 3.8))
    for k in sorted(probability.max(dim=0).values.topk(5).indices.tolist()):
        axes.plot(probability[:, k], marker="o", label=languages[k])
    best = int(probability[-1].argmax())
    axes.set(title=f"{surname}: {languages[best]}, says the network", ylim=(-0.02, 1.02))
    axes.set_xticks(range(len(name) + 2), ["start", *name.replace(" ", "␣"), "end"])
    axes.set(xlabel="what it has just read", ylabel="probability")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure, alt=f"{surname}: {languages[best]} with probability {probability[-1, best]:.2f}")


explore(watch, surname=ipywidgets.Text(value="Шевченко"))

# %% [markdown]
# Try `Romano` and `Romanov`, `Smit` and `Smith`, `Kowalski` and `Ковальський`. The network changes
# its mind in the middle of a name, and often at the very end.
#
# **Whatever it says, it is a guess from letters.** It knows eleven languages only and must name one
# of them. A surname does not say where a person comes from, and a program that decided about
# people by such a guess would often be wrong, and always unfair.
#
# ## 9. New names
#
# The same architecture can write. It reads the start and predicts the first letter, reads that and
# predicts the second, and so on: many to many, with the *next letter* as the target. It is told the
# language by a second embedding, which is added to that of each letter.

# %%
writer = new_weights(len(vocabulary))
writer["E_language"] = torch.randn(len(languages), FEATURES).requires_grad_()


def letter_loss(ids, lengths, labels):
    """How badly the network knows the next letter."""
    x = embed(ids[:, :-1], writer["E"]) + embed(labels[:, None], writer["E_language"])
    every, _ = read(writer, x, lengths - 1)
    return masked_loss(every, ids[:, 1:], mask=ids[:, 1:] != vocabulary.pad)


# %% [markdown]
# Your `masked_loss`, `unroll`, `outputs` and `train` work as they are. About 15 seconds:


# %%
@torch.no_grad()
def writer_score(part: str = "validation") -> float:
    """Loss on the next letter of held-out names, in bits."""
    return letter_loss(*encoded[part], labels[part]).item() / math.log(2)


uniform = math.log2(len(vocabulary))
print(f"all tokens equally likely: {uniform:.2f} bits for a letter")
writer_losses = train_for(10, writer, letter_loss, writer_score)

# %% [markdown]
# "Held out" is now a number of bits for each letter: fewer are better.
#
# ### Exercise 1.11: let it write
#
# *8 minutes, ●●●.* `read(token, h)` reads one id and returns the logits for the next one together
# with the new state. Begin with the start and the state $h$. Draw the next id by its probability
# (`torch.multinomial`), read it, and so on, until the end is drawn or the name has `max_length`
# letters. `read` takes an id as a plain number, and so do you return them: `.item()`.


# %%
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ### BEGIN SOLUTION
    token, ids = start, []
    while len(ids) < max_length:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), num_samples=1).item()
        if token == end:
            break
        ids.append(token)
    return ids
    ### END SOLUTION


check(write_name)


# %%
@torch.no_grad()
def invent(language: str, count: int) -> list[str]:
    """Write surnames of a language."""
    of_language = writer["E_language"][languages.index(language)]

    def read_one(token: int, h):
        x = writer["E"][token] + of_language
        h = rnn_step(x[None], h, writer["W_xh"], writer["W_hh"], writer["b_h"])
        return dense(h, writer["W_hy"], writer["b_y"])[0], h

    empty = torch.zeros(1, HIDDEN)
    start, end = vocabulary.start, vocabulary.end
    return [vocabulary.decode(write_name(read_one, empty, start, end, 30)) for _ in range(count)]


for language in languages:
    print(f"{language:10}", ", ".join(name.title() for name in invent(language, 6)))

# %% [markdown]
# Read them aloud. Some you would believe.
#
# ### How good are they?
#
# Let us write two hundred names of each language and ask two questions. Does the *reader*, trained
# apart, find the language that was asked for? And is a name copied from the training names, a real
# one that was held out, or new? About 10 seconds.

# %%
written = {language: invent(language, 200) for language in languages}
asked = torch.arange(len(languages)).repeat_interleave(200)  # the language of each written name
every_name = [name for group in written.values() for name in group]
known = pad([vocabulary.encode(name, ends=True) for name in every_name])
found = (read_logits(*known)[1].argmax(dim=-1) == asked).float().mean().item()
ideal = mean_hit_rate(guesses)
print(
    f"the reader finds the language of {found:.0%} of the written names; of real ones {ideal:.0%}"
)

held_out = {*names["validation"], *names["test"]}
copied = sum(name in set(names["train"]) for name in every_name) / len(every_name)
real = [name for name in every_name if name in held_out]
new = 1 - copied - len(real) / len(every_name)
print(f"copied {copied:.1%}, real but never seen {len(real) / len(every_name):.2%}, new {new:.1%}")
print("real, and never seen:", ", ".join(sorted({name.title() for name in real})))

# %%
claim(
    "surname-written-language",
    "The reader finds the language of a written name nearly as often as that of a real one (ratio)",
    found / ideal,
    above=0.7,
    below=1.3,
)
claim(
    "surname-written-new",
    "Nine in ten written names are new: neither training names nor held-out ones",
    new,
    above=0.9,
)

# %% [markdown]
# Most are new, few are copied. And now and then it may write a real name that it was never shown:
# look at the list. That is partly luck. Here is a measure without luck: how many bits does the
# writer need for a letter of a name that it was trained on, and for one of a name never seen?

# %%
with torch.no_grad():
    some = torch.randperm(len(labels["train"]))[:1000]
    trained_on = letter_loss(*(values[some] for values in (*encoded["train"], labels["train"])))
bits = trained_on.item() / math.log(2), writer_score("test")
print(f"training names {bits[0]:.2f} bits for a letter, test names {bits[1]:.2f}")
claim(
    "surname-written-not-by-heart",
    "For a letter of a name never seen, the writer needs hardly more bits than for a known one "
    "(ratio)",
    bits[1] / bits[0],
    above=0.9,
    below=1.15,
)

# %% [markdown]
# It has not learned the names by heart. It has learned how names are made.
#
# Choose a language, and how many:


# %%
def write(language: str, count: int) -> None:
    """Print invented names; a star marks a real surname of the tables."""
    real = {*names["train"], *held_out}
    for name in invent(language, count):
        print(name.title(), "*" if name in real else "")


explore(
    write,
    language=ipywidgets.Dropdown(options=languages, value="Ukrainian"),
    count=ipywidgets.IntSlider(value=8, min=1, max=20),
)

# %% [markdown]
# ## What you know now
#
# *Has **Run All** brought you here, and exercises are still open?*
# [Go to the box that says which is next](#next-exercise).
#
# - A layer is a matrix product, and an embedding is a layer on one-hot vectors.
# - A recurrent network is one step, used again and again with the same weights; the state hands on
#   what was read. In a batch every row is a name with a state of its own.
# - Padding is read, but it must not count: not in the loss, and not as the last output.
# - The same parts read (many to one), judge after every letter (many to many), and write.
# - Order is worth something: a bag of the same letters is beaten, and shuffled names are lost.
#
# **Think, without code.**
#
# 1. We asked for the language after every letter. What would the curves of section 8 look like if
#    only the last output had been trained?
# 2. The reader finds Polish names more easily than French ones. What would you change so that every
#    language is treated alike, and what would it cost?
# 3. The state of the reader has 128 numbers, and a name rarely more than twelve letters. Why would
#    a network with a state of 12 numbers not simply store the letters?
#
# **Where to go on.** [Lab 2](../labs/lab2_gradients.ipynb) looks at the gradients that `backward`
# computed here, and [Notebook 06](../notebooks/06_gradients.ipynb) at what becomes of them over a
# hundred steps. Elman, "Finding structure in time" (1990), is the first network of this kind, and
# reads well; Sutskever, Martens and Hinton, "Generating text with recurrent neural networks"
# (2011), made one write.
