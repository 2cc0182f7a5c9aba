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
# eleven languages, letter by letter. At the end you type your own name and watch the network
# decide. Then you let it invent new names, and see them get better while it learns.
#
# After this lab you can
#
# - write a neuron, and find the bugs in a step of its training;
# - turn letters into numbers, as one-hot vectors and by an embedding;
# - write one step of recurrence, and unroll it over time for a whole batch;
# - say what softmax and surprise are, and compute a loss over names of different lengths;
# - say what reading in order is worth, against a model that only counts letters.
#
# | | |
# | --- | --- |
# | Time | about 120 minutes, of which the computer works for about 1 |
# | You need | Notebooks [02](../notebooks/02_perceptron.ipynb) to [04](../notebooks/04_language.ipynb); Python and tensors |
# | Slides | "The Perceptron Revisited" to "RNNs from Scratch", Lab 1 |
#
# Cells that only draw, load or measure are folded away. Run them as they are. To read one, open it.

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
# You can stop at any time; a good place is the end of section 7. What you have done is kept ("7 of 11
# done"), and your answers are in the notebook. The [start page](../notebooks/00_start.ipynb) shows
# how far you are with each part of the course.
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

# %% tags=["aside"]
# @title Set up (on Colab this installs the helper package)
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

import seqlab

seqlab.setup(seed=1, part="{{ part }}")  # before torch is imported

# %% tags=["aside"]
# @title Import torch, and what checks, draws, loads and asks
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
from seqlab.data.surnames import LETTERS, romanised
from seqlab.plots import drawable, show
from seqlab.predict import predict, quiz, reveal
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
# **What "right" means here.** The tables are lists of names that are borne in a country; nobody was
# asked where the name comes from. So *Sullivan* counts as English, *Schmitt* as French and
# *Rackham* as Dutch, and whoever says Irish, German and English is counted as wrong.
#
# Accents would make it too easy: `ñ` is Spanish, `ß` is German. So we take them off, write
# everything small, and put Ukrainian names into Latin letters. What is left are 26 letters, the
# space, the hyphen and the apostrophe.

# %%
ALPHABET = " '-abcdefghijklmnopqrstuvwxyz"
SPECIAL = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "’": "'"})


def plain(name: str) -> str:
    """Write a surname in small Latin letters without accents."""
    ukrainian = any(letter.isalpha() and letter in LETTERS for letter in name.lower())
    latin = romanised(name) if ukrainian else name
    letters = unicodedata.normalize("NFKD", latin.lower().translate(SPECIAL))
    return "".join(letter for letter in letters if letter in ALPHABET)


names = {part: [plain(name) for name in surnames[part]["surname"]] for part in surnames}
print([plain(name) for name in ("Müller", "Ó Súilleabháin", "Wałęsa", "O'Brien", "Шевченко")])

# %% tags=["aside"]
# @title How many surnames each language has
counts = Counter(surnames["train"]["language"])
ordered = sorted(languages, key=counts.get)
figure, axes = plt.subplots(figsize=(7, 3.4))
axes.bar_label(axes.barh(ordered, [counts[name] for name in ordered]), padding=3)
axes.set(title="Some languages have many more surnames than others", xlabel="training surnames")
axes.grid(visible=False)
show(
    figure,
    alt=f"Bars: {ordered[-1]} has by far the most training surnames, {counts[ordered[-1]]}, then "
    f"{ordered[-2]}; {ordered[0]} has the fewest, {counts[ordered[0]]}",
)

# %% tags=["aside"]
# @title Predict: how often is it right to say always the same?
predict(
    "surnames-majority",
    "Somebody answers Polish to every test name, without reading it. How many percent is right?",
    unit="%",
    near=5,
    low=0,
    high=100,
    too_low="One in eleven would be 9 %, but Polish is the longest table: look at its bar.",
    too_high="Polish is the longest table, but not half of all names: add up the bars.",
)

# %%
most_common = max(counts, key=counts.get)
majority = surnames["test"]["language"].count(most_common) / len(surnames["test"])

# %% tags=["aside"]
# @title What was measured
reveal("surnames-majority", 100 * majority)

# %% [markdown]
# Whatever we build must do better than that. We will also look at the small languages: who always
# says the same never finds them.
#
# ## 2. One neuron, and how it learns
#
# ### Exercise 1.1: a neuron
#
# *3 minutes, ●.* A perceptron weighs its inputs, adds them up together with a bias, and bends the
# sum into a number from 0 to 1 with the sigmoid:
#
# $$\hat y = g\Big(\sum_i w_i x_i + b\Big) \qquad g(z) = \frac{1}{1 + e^{-z}}$$
#
# The check compares gradients as well, here and in every exercise that is trained later. Stay with
# tensors: `.item()`, `.detach()` and numpy cut a result off from its weights.


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
# Our first detector is for names that are Italian or Spanish. It asks three questions: does the
# name end in `o`, does it begin with a vowel, is it short? Each answer is 0 or 1. The weights are
# set by hand: an `o` at the end speaks strongly for it.


# %%
def three_questions(name: str) -> torch.Tensor:
    return torch.tensor([name.endswith("o"), name[0] in "aeiou", len(name) < 5]).float()


w, b = torch.tensor([4.0, 0.5, -1.0]), torch.tensor(-2.0)
for name in ("romano", "ivanchuk", "otero", "fox"):
    x = three_questions(name)
    print(f"{name:10} {x.tolist()}  Italian or Spanish? {perceptron(x, w, b):.2f}")

# %% [markdown]
# Nobody wants to set such weights by hand for eleven languages. The neuron can find them. Give it
# a name; it says how probable it is that the name is Italian or Spanish. If it gave the truth the
# probability $p$, its **surprise** is $-\ln p$: 0 if it was sure and right, 0.7 if it gave one
# half, and very large if it was sure and wrong. `surprise.backward()` computes the gradient for
# each weight: how much the surprise grows when this weight grows. A step against the gradient makes
# the surprise smaller.
#
# ### Exercise 1.2: find the bugs
#
# *7 minutes, ●●.* Somebody has written that step. It should change the weights of the neuron and
# forget the gradients, so that the next `backward` starts afresh. It has three bugs, and no error
# message tells of them:
#
# ```python
# def descend(weights, rate):
#     for weight in weights:
#         weight = weight + rate * weight.grad
# ```
#
# Write it without the bugs. One message will come when you are nearly done: torch does not allow
# that a weight is changed in place while it keeps track of how results were computed. Tell it not
# to, with `with torch.no_grad():` around the loop.


# %%
def descend(weights: list[torch.Tensor], rate: float) -> None:
    """Take one step against the gradients, in place, and clear the gradients."""
    # TODO 1.2: Change each weight itself, downhill; then its gradient must be gone.
    ### BEGIN SOLUTION
    with torch.no_grad():
        for weight in weights:
            weight -= rate * weight.grad
            weight.grad = None
    ### END SOLUTION


check(descend)

# %% [markdown]
# Now it learns: two thousand names, one step for each.

# %%
w, b = torch.zeros(3, requires_grad=True), torch.zeros((), requires_grad=True)
some = random.sample(range(len(names["train"])), 2000)
for k in some:
    p = perceptron(three_questions(names["train"][k]), w, b)
    true = surnames["train"]["language"][k] in ("Italian", "Spanish")
    surprise = -torch.log(p if true else 1 - p)
    surprise.backward()
    descend([w, b], rate=0.1)
for question, weight in zip(("ends in o", "begins with a vowel", "short"), w, strict=True):
    print(f"{question:20} {weight.item():5.2f}")
print(f"{'bias':20} {b.item():5.2f}")

# %% [markdown]
# It has found for itself that the `o` at the end is what counts. But the three questions are still
# ours. A network that reads letters finds its own.
#
# ## 3. A layer
#
# ### Exercise 1.3: a layer, for a batch
#
# *4 minutes, ●.* A layer is many neurons that look at the same inputs. Put the weights of
# neuron $j$ into column $j$ of a matrix $W$, and the sums of all neurons are one matrix product:
#
# $$Y = X W + b \qquad X: (\text{batch}, m) \quad W: (m, n) \quad b: (n)$$
#
# **In this course each row is an example, and a matrix of weights is (inputs, outputs)**:
# `W_xh` leads from $x$ to $h$, and so on. The slide writes $W^T x + b$ with the same $W$, for one
# example that is a *column*. [Notebook 02](../notebooks/02_perceptron.ipynb) says how `nn.Linear`
# stores it. Rows may have more than one axis in front: in exercise 1.7 your layer is called with
# $X$ of the shape (batch, time, m).


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
# ## 4. Letters to numbers
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
# The start and the end are tokens like the letters, so they count in the length: six letters, and
# the length is 8.
#
# The number of a letter is a name, not an amount: `c` is not more than `b`. One way to say this is
# a **one-hot** vector: zeros, with a single 1 at the place of the number.


# %%
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return F.one_hot(ids, size).float()


print(one_hot(torch.tensor([[2, 0]]), 4))

# %% [markdown]
# ### Exercise 1.4: an embedding
#
# *3 minutes, ●.* A vector of its own for each letter, learned like every other weight: row $i$ of
# the matrix $E$ belongs to letter $i$. To embed is to look up rows.


# %%
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    ### BEGIN SOLUTION
    return E[ids]
    ### END SOLUTION


check(embed)

# %% tags=["aside"]
# @title Predict: one-hot vectors times E
predict(
    "one-hot-times-table",
    "What comes out if you multiply the one-hot vectors with `E`?",
    {
        "the same as `embed`": "A row of zeros with a single 1 picks out one row of E. An "
        "embedding is a layer on one-hot vectors.",
        "the mean of all rows of `E`": "For a mean every row would need the same weight. In a "
        "one-hot vector all weights but one are zero.",
        "the columns of `E`": "In a product of matrices, what stands on the left mixes the rows "
        "of what stands on the right.",
    },
)

# %%
E = torch.randn(len(vocabulary), 4)
product = one_hot(ids[:5], len(vocabulary)) @ E  # (batch, time, features)
difference = (product - embed(ids[:5], E)).abs().max().item()

# %% tags=["aside"]
# @title What was measured
answer = "the same as `embed`" if difference < 1e-6 else "the columns of `E`"
reveal("one-hot-times-table", answer, measured=f"largest difference {difference:.0e}")

# %% [markdown]
# An embedding *is* a layer on one-hot vectors. Nobody does all the multiplications with 0, that is
# the only difference.
#
# ## 5. One step after the other
#
# ### Exercise 1.5: a step of recurrence
#
# *5 minutes, ●●.* The new state depends on the letter and on the old state. For the rows of a
# batch, as we write it, and for one column, as on the slide:
#
# $$H_t = \tanh(X_t W_{xh} + H_{t-1} W_{hh} + b_h) \qquad\qquad
# h_t = \tanh(W_{hh}^T h_{t-1} + W_{xh}^T x_t)$$
#
# The slide leaves out the bias to save room. We keep it. Why tanh? A state that is fed back into
# itself again and again must not grow without end, and tanh keeps it between $-1$ and 1.


# %%
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    ### BEGIN SOLUTION
    return torch.tanh(x @ W_xh + h @ W_hh + b_h)
    ### END SOLUTION


check(rnn_step)

# %% [markdown]
# By hand, with a state of a single number: $W_{xh} = 1$, $W_{hh} = 0.5$, no bias. A 1 comes in,
# and then nothing more: three zeros.

# %% tags=["aside"]
# @title Predict: what is left of the 1?
predict(
    "one-number-of-memory",
    "What is left in the state after the three zeros?",
    {
        "nothing": "The state is multiplied by 0.5, not by 0: it gets small, but never 0.",
        "about a tenth": "The tanh makes 0.76 of the 1, and each step about halves it: 0.36, "
        "0.18, 0.09.",
        "about a half": "It is halved at each of the three steps, not only once.",
        "nearly all": "Nothing new comes in, but at each step the state goes through 0.5.",
    },
)

# %%
h, W_xh, W_hh = torch.zeros(1, 1), torch.tensor([[1.0]]), torch.tensor([[0.5]])
by_step, by_hand = [], [0.0]
for x in (1.0, 0.0, 0.0, 0.0):
    h = rnn_step(torch.tensor([[x]]), h, W_xh, W_hh, torch.zeros(1))
    by_step.append(h.item())
    by_hand.append(math.tanh(1.0 * x + 0.5 * by_hand[-1]))
at_the_end = by_step[-1]

# %% tags=["aside"]
# @title What was measured
amounts = ["nothing", "about a tenth", "about a half", "nearly all"]
left = amounts[sum(at_the_end > border for border in (0.02, 0.25, 0.75))]
states = ", ".join(f"{value:.3f}" for value in by_step)
sums = ", ".join(f"{value:.3f}" for value in by_hand[1:])
reveal("one-number-of-memory", left, measured=f"your step {states}; by hand {sums}")

# %% [markdown]
# The 1 is about halved at each step. This is all the memory that there is: a number that goes
# round. Our network will have 128 of them.
#
# ### Exercise 1.6: unroll over time
#
# *8 minutes, ●●●.* Read a batch of names: at step $t$ letter $t$ of **every** name. Each name has a
# state of its own, a row of $h$; all of them share the weights. Keep the state after each step.


# %%
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
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
# ## 6. What comes out
#
# ### Exercise 1.7: an output after every letter, or one at the end
#
# *6 minutes, ●●.* The output is a layer on the state, $\hat y_t = W_{hy}^T h_t$ on the slide, here
# `dense(states, W_hy, b_y)`. There are two ways to use it:
#
# - **many to many**: an output after every letter;
# - **many to one**: only the output after the *last* token of the name.
#
# The name `fox` has the length 5, with start and end. In a row of width 12 it is followed by seven
# paddings. The network has read these too, but what counts is what it said at the name's own end.


# %%
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    ### BEGIN SOLUTION
    every = dense(states, W_hy, b_y)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return every, last
    ### END SOLUTION


check(outputs)

# %% [markdown]
# ### Exercise 1.8: from names to answers
#
# *6 minutes, ●●.* Put your parts together: the whole way through the network, from ids to outputs.
# Every name starts with an empty memory, so the first state is zeros. How many rows and how many
# columns has it?


# %%
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    """Ids (batch, time), lengths (batch,) to logits: every (batch, time, n), last (batch, n)."""
    # TODO 1.8: Embed, make the empty memory, unroll, return what `outputs` returns.
    ### BEGIN SOLUTION
    h = torch.zeros(len(ids), len(b_h))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    return outputs(states, lengths, W_hy, b_y)
    ### END SOLUTION


check(read)

# %% [markdown]
# These are all the weights of a recurrent network. `W_hh` starts as an orthogonal matrix, which
# leaves the length of the state as it is; [Notebook 06](../notebooks/06_gradients.ipynb) says why
# that is wise.

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
reader = new_weights(len(languages))
print(f"{sum(weight.numel() for weight in reader.values()):,} weights")
every, last = read(ids[:3], lengths[:3], **reader)
print("logits after every letter:", tuple(every.shape), "and at the end:", tuple(last.shape))

# %% [markdown]
# ## 7. Softmax and surprise
#
# The outputs are called **logits**: one number for each language, of any size. **Softmax** makes
# probabilities of them. $e^z$ makes each number positive, and division by the sum makes them add up
# to 1:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# Only differences count: with 1 more on every logit, the probabilities are the same. With two
# classes, softmax is the sigmoid of the difference.
#
# How good are the probabilities? We ask as we asked the neuron: what probability $p$ did the
# network give to the *right* language? Its surprise is $-\ln p$. The mean surprise is called
# **cross-entropy**, and it is the loss of nearly every classifier.

# %%
logits = torch.tensor([2.0, 1.0, 0.0])
p = torch.exp(logits) / torch.exp(logits).sum()
print("probabilities", [round(value, 3) for value in p.tolist()])
print("surprise if it is class 0, 1 or 2", [round(value, 3) for value in (-p.log()).tolist()])

logits = torch.tensor([0.0, 200.0])
print("log of softmax", F.softmax(logits, dim=-1).log().tolist())
print("log_softmax   ", F.log_softmax(logits, dim=-1).tolist())

# %% [markdown]
# The last two lines should be the same. But a probability of $e^{-200}$ is too small for a number of
# 32 bits. It becomes 0, and $\ln 0$ is minus infinity: a loss that nobody can train on.
# `F.log_softmax` computes $z_k - \ln \sum_j e^{z_j}$, where nothing gets so small.
#
# ### Exercise 1.9: a loss for names of different lengths
#
# *8 minutes, ●●●.* After every letter the network says how likely each class is, and its loss there
# is its surprise at the right one. The loss of a batch is the mean over all tokens of the names.
# Where the mask is False there is only padding, and it must not count:
#
# $$L = -\frac{1}{\text{number of tokens}} \sum_{\text{tokens}} \ln p(\text{target})$$
#
# Use `F.log_softmax`, or `F.cross_entropy`, which takes logits and does the same inside.


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
# The target after every letter is the same, the language of the name. So the network learns to say
# what it thinks at any moment, not only at the end. We shall look into this later.


# %%
def language_loss(ids, lengths, labels):
    """How badly the network knows the language, after every letter of these names."""
    every, _ = read(ids, lengths, **reader)
    return masked_loss(every, labels[:, None].expand_as(ids), mask=ids != vocabulary.pad)


# %% tags=["aside"]
# @title Predict: the loss before any training
predict(
    "surname-untrained-loss",
    "The network knows nothing yet, and there are eleven languages. What is its loss?",
    {
        "about 0": "A loss of 0 means that it is sure and right, before it has learned anything.",
        "about 1": "A surprise of 1 means that the right language got 1 / e, more than a third. It "
        "cannot know which one deserves that.",
        "about 2.4": "Each language gets about 1/11, and the surprise is ln 11 = 2.40.",
        "about 11": "A surprise of 11 means that the right language got a probability of e to the "
        "power of -11: it would be sure of something wrong.",
    },
)

# %%
with torch.no_grad():
    first_loss = language_loss(ids[:500], lengths[:500], labels["train"][:500]).item()

# %% tags=["aside"]
# @title What was measured
claim(
    "surname-first-loss",
    "An untrained network is as surprised as by a die with eleven faces (ratio of the losses)",
    first_loss / math.log(len(languages)),
    above=0.93,
    below=1.1,
)
losses_asked = ["about 0", "about 1", "about 2.4", "about 11"]
answer = losses_asked[sum(first_loss > border for border in (0.5, 1.7, 6))]
reveal("surname-untrained-loss", answer, measured=f"{first_loss:.3f}")

# %% [markdown]
# It is $\ln 11$, as it has to be. With a minus forgotten, or a sum in place of the mean, it would
# be far off, before any training. **Know what the first loss has to be.**
#
# ## 8. Train
#
# ### Exercise 1.10: the training loop
#
# *7 minutes, ●●.* One pass over the batches. They come one after the other, each of them once (from
# a generator: it has no length). `loss_of(*batch)` gives the loss of a batch. The `optimizer` is
# given: `zero_grad` clears the old gradients, `step` changes the weights. For each batch: compute
# the loss, clear the old gradients, back-propagate, let the optimizer step, and write down the loss
# as a number.


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
# Batches of 64 names, in random order. Names of about the same length come together, so that there
# is little padding. And the share of right answers on names that were not trained on.


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


# %% [markdown]
# The optimizer is plain gradient descent: `torch.optim.SGD` steps exactly as your `descend` does.
# For the last two passes the steps are a sixth as long, so that the weights come to rest. Many
# programs take **Adam** instead. It divides the step of each weight by how large its gradients
# usually are, so that the choice of the rate is easier. Here it does about as well. (The rates below
# were chosen on the validation names among 0.1, 0.3, 1 and 3. For the reader 1 is as good as 0.3,
# but more of its steps are too long.)


# %%
def train_for(passes: int, weights: dict, loss_of, rate: float, report) -> list[float]:
    """Train by gradient descent; print a report before it and after every pass."""
    optimizer = torch.optim.SGD(weights.values(), lr=rate)
    losses = []
    print(f"{0:5} updates: {report()}")
    for k in range(passes):
        if k == passes - 2:
            optimizer.param_groups[0]["lr"] = rate / 6
        losses += train(batches("train"), loss_of, optimizer)
        print(f"{len(losses):5} updates: {report()}")
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
def bag_score(part: str) -> float:
    return accuracy(bag_logits(encoded[part][0]), part)


def bag_report() -> str:
    return f"{bag_score('validation'):.1%} of the validation names right"


bag_losses = train_for(10, bag, bag_loss, rate=1.0, report=bag_report)

# %% [markdown]
# A second rival sees a little order: a **bag of pairs**. Each pair of neighbours, such as `sk` or
# `o` and the end, has a row in a table and votes for the languages with it. The votes are added up.
# Where a pair stands in the name does not count. Your `embed` looks up the rows.

# %%
pair_table = torch.zeros(len(vocabulary) ** 2, len(languages), requires_grad=True)


def pair_logits(ids):
    """Ids (batch, time) to logits (batch, languages): the sum of the votes of all pairs."""
    pairs = ids[:, :-1] * len(vocabulary) + ids[:, 1:]  # (batch, time - 1)
    is_real = ids[:, 1:] != vocabulary.pad
    return (embed(pairs, pair_table) * is_real[..., None]).sum(dim=1)


def pair_loss(ids, lengths, labels):
    return F.cross_entropy(pair_logits(ids), labels)


# %%
@torch.no_grad()
def pair_score(part: str) -> float:
    return accuracy(pair_logits(encoded[part][0]), part)


def pair_report() -> str:
    return f"{pair_score('validation'):.1%} of the validation names right"


pair_losses = train_for(10, {"E": pair_table}, pair_loss, rate=3.0, report=pair_report)

# %% [markdown]
# And now yours: a loop in plain Python over the letters, with the functions that you wrote. It
# takes about 20 seconds on a laptop CPU.


# %%
@torch.no_grad()
def read_logits(ids, lengths):
    """Ids to logits after every letter, and at the end."""
    return read(ids, lengths, **reader)


def reader_report() -> str:
    share = accuracy(read_logits(*encoded["validation"])[1], "validation")
    return f"{share:.1%} of the validation names right"


losses = train_for(10, reader, language_loss, rate=0.3, report=reader_report)

# %% tags=["aside"]
# @title How the loss fell
smooth = torch.tensor(losses).unfold(0, 50, 10).mean(dim=1)
figure, axes = plt.subplots()
axes.plot(torch.arange(len(smooth)) * 10 + 25, smooth)
axes.axhline(math.log(len(languages)), color="grey", linestyle="--")
axes.text(len(losses), math.log(len(languages)) + 0.05, "knowing nothing", ha="right")
axes.set(title="The loss falls, and faster at first", xlabel="update", ylim=(0, 2.6))
axes.set_ylabel("loss after a letter (nats)")
show(
    figure,
    alt=f"The training loss begins at {losses[0]:.1f} nats, that of knowing nothing. It falls "
    f"steeply at first, then more and more slowly, to about {smooth[-1]:.1f} nats",
)

# %% [markdown]
# Did the share of right names fall for a while, and the loss jump up? Then a step was too long. A
# gradient can be very large for a moment; [Lab 2](../labs/lab2_gradients.ipynb) tames such steps.
#
# The curve cannot go to zero: after the first letter of a name nobody can know the language, and
# those letters count as well.
#
# ## 9. What is reading worth?
#
# Now, once, the test names. One more question goes to the network: the same names with their
# letters **shuffled**. A bag of letters would not notice.

# %% tags=["aside"]
# @title Predict: names with their letters shuffled
predict(
    "surname-shuffled-rank",
    "How often is the network right about the shuffled names?",
    {
        "as often as about the real names": "Then it would be a bag of letters itself. It has "
        "learned endings such as `ski`, and they are gone.",
        "as often as the bag of letters": "Both see the same letters. But the network believes in "
        "places: what stands at the end by chance, it takes for an ending.",
        "less often than the bag of letters": "It believes in places, and they mislead it now. "
        "The bag has no places to be wrong about.",
    },
)


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
    "bag of pairs": pair_score("test"),
    "your network": accuracy(test_logits, "test"),
}

# %% tags=["aside"]
# @title What was measured
figure, axes = plt.subplots(figsize=(7, 2.8))
bars = axes.barh(list(right), list(right.values()))
axes.bar_label(bars, [f"{share:.0%}" for share in right.values()], padding=3)
axes.set(
    title="Order pays, and pairs of letters hold much of it",
    xlabel="share of right test names",
    xlim=(0, 1),
)
axes.grid(visible=False)
shuffled_share, bag_share, pair_share, network_share = list(right.values())[1:]
show(
    figure,
    alt=f"Bars: your network is right for {network_share:.0%} of the test names, the bag of pairs "
    f"for {pair_share:.0%}, the bag of letters for {bag_share:.0%}, your network with shuffled "
    f"letters for {shuffled_share:.0%}, and who always says {most_common} for {majority:.0%}",
)
ahead = shuffled_share - bag_share
ranks = ["less often than the bag of letters", "as often as the bag of letters"]
ranks += ["as often as about the real names"]
reveal(
    "surname-shuffled-rank",
    ranks[(ahead > -0.02) + (shuffled_share > network_share - 0.02)],
    measured=f"{shuffled_share:.0%}, the bag {bag_share:.0%}, real names {network_share:.0%}",
)

# %% tags=["aside"]
# @title The claims
claim(
    "surname-majority",
    "The network is right more often than who always names the most common language (difference)",
    network_share - majority,
    above=0.35,
)
claim(
    "surname-order-pays",
    "After the same ten passes, each at a rate chosen from four, the network beats a bag of the "
    "same letters (difference of the shares of right names)",
    network_share - bag_share,
    above=0.07,
)

# %% tags=["aside"]
# @title The claims about pairs, and about shuffled letters
claim(
    "surname-pairs-are-strong",
    "After the same ten passes, each at a rate chosen from four, the network is not clearly better "
    "than a bag of pairs (difference of the shares of right names)",
    network_share - pair_share,
    above=-0.08,
    below=0.02,
)
claim(
    "surname-shuffled",
    "With the letters of each name shuffled, the network loses (difference)",
    network_share - shuffled_share,
    above=0.2,
)

# %% [markdown]
# Shuffled names do worse than the bag. The network has learned that places mean something, and
# believes what it reads: an `o` and a space at the beginning, `ski` at the end.
#
# And look at the bag of pairs. It is as good as your network or better, though it knows nothing of
# places and trains in a second. Much of the order of a name is in its pairs, and ten thousand names
# are few for a network that has to find out by itself what to look at. Compare with such a count
# before you call a network good. What a count of pairs cannot do comes next: say what it thinks
# after each letter with all that was read before in mind, and write names.
#
# ### Who is taken for whom?

# %%
guesses = test_logits.argmax(dim=-1)
table = torch.zeros(len(languages), len(languages))
for label, guess in zip(labels["test"], guesses, strict=True):
    table[label, guess] += 1
table /= table.sum(dim=1, keepdim=True)  # each row is one language and adds up to 1

# %% tags=["aside"]
# @title Where the names of each language go
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
rate = {name: table[k, k].item() for k, name in enumerate(languages)}
*worst, best = sorted(languages, key=rate.get)
show(
    figure,
    alt=f"A table of who is taken for whom. Of the {best} names {rate[best]:.0%} are found, of the "
    f"{worst[0]} names {rate[worst[0]]:.0%} and of the {worst[1]} names {rate[worst[1]]:.0%}",
)


# %%
def mean_hit_rate(guesses: torch.Tensor) -> float:
    """Share of right names, each language with the same weight."""
    hit = guesses == labels["test"]
    shares = [hit[labels["test"] == k].float().mean().item() for k in range(len(languages))]
    return sum(shares) / len(shares)


with torch.no_grad():
    bag_mean = mean_hit_rate(bag_logits(encoded["test"][0]).argmax(dim=-1))
print(f"bag of letters {bag_mean:.0%}, your network {mean_hit_rate(guesses):.0%}")

# %% tags=["aside"]
# @title The claims
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
# ## 10. Watch it make up its mind
#
# The network was asked after every letter. So we can look on while it reads.

# %% tags=["aside"]
# @title Predict: how many letters does it need?
predict(
    "surname-letters-for-half",
    "After how many letters is the network right for at least half of the names?",
    unit="letters",
    near=1,
    low=0,
    high=12,
    too_low="Without a letter it can only say what is most common, and that is far from half.",
    too_high="The first letters tell much already: `Ó`, `Mac`, `van`, `Sz`.",
)

# %%
every, _ = read_logits(*encoded["test"])
test_lengths = encoded["test"][1]
seen = []
for letters in range(9):
    place = torch.clamp(test_lengths - 2, max=letters)  # a short name ends before
    seen.append(accuracy(every[torch.arange(len(place)), place], "test"))
last_letter = accuracy(every[torch.arange(len(place)), test_lengths - 2], "test")

# %% tags=["aside"]
# @title What was measured
figure, axes = plt.subplots(figsize=(7, 3.2))
axes.plot(range(9), seen, marker="o")
axes.axhline(last_letter, color="grey", linestyle="--")
axes.text(0, last_letter - 0.01, "all letters, without the end mark", va="top")
axes.axhline(network_share, color="grey")
axes.text(0, network_share + 0.01, "and with it", va="bottom")
axes.set(title="Each letter helps, and so does the end mark", xlabel="letters read", ylim=(0, 1))
axes.set_ylabel("share of right test names")
enough = next((k for k, share in enumerate(seen) if share >= 0.5), 12)
show(
    figure,
    alt=f"Without a letter {seen[0]:.0%} of the test names are right. Each letter adds to it, the "
    f"first ones most; half is reached after {enough}. After the last letter it is "
    f"{last_letter:.0%}, after the end mark {network_share:.0%}",
)
claim(
    "surname-three-letters",
    "After three letters more than half of the names are recognised, but far from all",
    seen[3],
    above=0.5,
    below=0.68,
)
shares = f"{seen[1]:.0%}, {seen[2]:.0%} and {seen[3]:.0%} after one, two and three letters"
reveal("surname-letters-for-half", enough, measured=shares)

# %% [markdown]
# Before the first letter the network says what is most common: it has learned how many names each
# language has. Then every letter helps. Compare the two grey lines as well: the mark for the end is
# no letter, but it tells that the letters just read were an *ending*.
#
# Type a name, your own first, and press Enter. Accents and Ukrainian letters are welcome. Five
# languages are drawn, those that the network likes best at any moment.


# %% tags=["aside"]
# @title Which names it can read
def readable(surname: str) -> str:
    """Return a typed surname in the network's letters; ValueError says what it cannot read."""
    signs = [sign for sign in surname if sign.isalnum() and sign.lower() not in LETTERS]
    if unknown := [sign for sign in dict.fromkeys(signs) if not plain(sign)]:
        raise ValueError(
            f"The network has never seen {', '.join(unknown)}: use Latin or Ukrainian letters."
        )
    if not any(letter.isalpha() for letter in plain(surname)):
        raise ValueError("There is nothing to read: type at least one letter.")
    return plain(drawable(surname))


# %% tags=["aside"]
# @title How the network's opinion is drawn
def draw_opinion(surname: str, name: str, probability: torch.Tensor) -> None:
    """Draw probability (time, languages): five languages, after each letter of a name."""
    figure, axes = plt.subplots(figsize=(8, 3.8))
    for k in sorted(probability.max(dim=0).values.topk(5).indices.tolist()):
        axes.plot(probability[:, k], marker="o", label=languages[k])
    best, before = int(probability[-1].argmax()), int(probability[0].argmax())
    axes.set(title=f"{surname}: {languages[best]}, says the network", ylim=(-0.02, 1.02))
    axes.set_xticks(range(len(name) + 2), ["start", *name.replace(" ", "␣"), "end"])
    axes.set(xlabel="what it has just read", ylabel="probability")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    show(
        figure,
        alt=f"Before the first letter of {surname} the network thinks most of {languages[before]}. "
        f"At the end it says {languages[best]}, with probability {probability[-1, best]:.2f}",
    )


# %%
def watch(surname: str) -> None:
    """Show what the network thinks after each letter of a surname."""
    try:
        name = readable(surname)
    except ValueError as problem:
        print(problem)
        return
    ids = vocabulary.encode(name, ends=True)[None]
    every, _ = read_logits(ids, torch.tensor([ids.shape[1]]))
    draw_opinion(surname.strip(), name, F.softmax(every[0], dim=-1))


explore(watch, surname=ipywidgets.Text(value="Шевченко"))

# %% [markdown]
# Try `Romano` and `Romanov`, `Smit` and `Smith`, `Kowalski` and `Ковальський`. The network changes
# its mind in the middle of a name, and often at the very end.
#
# **Whatever it says, it is a guess from letters.** It knows eleven languages only and must name one
# of them. A surname does not say where a person comes from, and a program that decided about
# people by such a guess would often be wrong, and always unfair.
#
# ## 11. New names
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
    h = torch.zeros(len(ids), HIDDEN)
    states = unroll(x, h, writer["W_xh"], writer["W_hh"], writer["b_h"])
    every = dense(states, writer["W_hy"], writer["b_y"])
    return masked_loss(every, ids[:, 1:], mask=ids[:, 1:] != vocabulary.pad)


# %% [markdown]
# ### Exercise 1.11: let it write
#
# *8 minutes, ●●●.* `read(token, h)` reads one id and returns the logits for the next one together
# with the new state. (It is handed to your function, and is not your `read` of exercise 1.8.) Begin
# with the start and the state $h$. Draw the next id by its probability (`torch.multinomial`), read
# it, and so on, until the end is drawn or the name has `max_length` letters. `read` takes an id as
# a plain number, and so do you return them: `.item()`.


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
    return [vocabulary.decode(write_name(read_one, empty, start, end, 20)) for _ in range(count)]


# %% [markdown]
# Your `unroll`, `masked_loss` and `train` work as they are. While it learns, it writes three names
# after each pass of 162 updates: a Ukrainian, an Italian and a Finnish one. Watch them get better.
# We measure its surprise in *bits* for each letter ($\log_2$ in place of $\ln$): fewer are better.
# If all tokens were equally likely, each would cost 5 bits. About 20 seconds.


# %%
@torch.no_grad()
def bits_per_letter(part: str) -> float:
    """Surprise at the next letter of the names of a part, in bits."""
    return letter_loss(*encoded[part], labels[part]).item() / math.log(2)


def writer_report() -> str:
    written = [invent(language, 1)[0] for language in ("Ukrainian", "Italian", "Finnish")]
    return f"{bits_per_letter('validation'):.2f} bits a letter   {', '.join(written)}"


writer_losses = train_for(10, writer, letter_loss, rate=1.0, report=writer_report)

# %%
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
print(f"the reader finds the language of {found:.0%} of the written names; of real {ideal:.0%}")

held_out = {*names["validation"], *names["test"]}
copied = sum(name in set(names["train"]) for name in every_name) / len(every_name)
real = [name for name in every_name if name in held_out]
new = 1 - copied - len(real) / len(every_name)
print(f"copied {copied:.1%}, real but never seen {len(real) / len(every_name):.2%}, new {new:.1%}")
print("real, and never seen:", ", ".join(sorted({name.title() for name in real})))

# %% tags=["aside"]
# @title The claims
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
bits = trained_on.item() / math.log(2), bits_per_letter("test")
print(f"training names {bits[0]:.2f} bits for a letter, test names {bits[1]:.2f}")

# %% tags=["aside"]
# @title The claim
claim(
    "surname-written-not-by-heart",
    "For a letter of a name never seen, the writer needs only about a tenth more bits than for a "
    "known one (ratio)",
    bits[1] / bits[0],
    above=0.95,
    below=1.2,
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
# - Softmax makes probabilities of logits; the loss is the mean surprise at what was right. Padding
#   is read, but it must not count: not in the loss, and not as the last output.
# - The same parts read (many to one), judge after every letter (many to many), and write.
# - Order is worth something: a bag of the same letters is beaten, and shuffled names are lost. But
#   a bag of pairs is a strong rival: measure the cheap model first.
#
# **Four questions.** They come back in some days, on the [start page](../notebooks/00_start.ipynb).

# %% tags=["aside"]
# @title Question: the shape of a product
quiz(
    "lab1-shapes",
    "`x` has the shape (64, 12, 32) and `W_xh` has (32, 128). What is the shape of `x @ W_xh`?",
    {
        "(64, 12, 128)": "The last axis goes through the matrix; the axes in front of it stay.",
        "(64, 128)": "That would be one vector for each name: the axis of time does not go away.",
        "none: the matrix must be transposed": "Weights are (inputs, outputs) here, and 32 meets "
        "32. Transposed, 32 would meet 128.",
    },
    right="(64, 12, 128)",
)

# %% tags=["aside"]
# @title Question: what is not cleared
quiz(
    "lab1-not-cleared",
    "You forget `zero_grad`. What does the second step follow?",
    {
        "the gradient of the second batch": "`backward` does not overwrite: it adds to what is "
        "there.",
        "the sum of the gradients of both batches": "`backward` adds to what is there, and the "
        "first gradient was still there.",
        "nothing, there is an error": "There is no message. The training only gets worse, and that "
        "is why this bug is hard to find.",
    },
    right="the sum of the gradients of both batches",
)

# %% tags=["aside"]
# @title Question: the end of a name
quiz(
    "lab1-padding",
    "A row of the batch is `fox` and seven paddings. You take `every[:, -1]` as its answer. Why is "
    "this wrong?",
    {
        "the padding has no vector": "It has one, row 0 of the table, and it is read like the rest.",
        "it is the state after reading seven paddings too": "The answer of the name is the one at "
        "its own end, at the place lengths - 1.",
        "it is right: paddings change nothing": "Each padding is a step like any other: the state "
        "goes through W_hh and tanh once more.",
    },
    right="it is the state after reading seven paddings too",
)

# %% tags=["aside"]
# @title Question: a state that is thrown away
quiz(
    "lab1-state-carried",
    "`write_name` throws away the state that `read` returns, and hands in the empty one each time. "
    "What do the names look like?",
    {
        "each letter follows from the one before it only": "Without the state nothing older than "
        "the last letter is known: it writes by pairs of letters.",
        "they are all the same": "That happens with argmax in place of a draw. Here it still draws.",
        "they never end": "The end is drawn after some letters all the same. Only where, it knows "
        "less well.",
    },
    right="each letter follows from the one before it only",
)

# %% [markdown]
# **Think, without code.**
#
# 1. We asked for the language after every letter. What would the curves of section 10 look like if
#    only the last output had been trained?
#
# <details><summary>Answer</summary>
#
# Only the last point of each curve would mean something. Nobody asked for the outputs before it, so
# they could say anything. The state would still hold what was read, in whatever form helps at the
# end.
#
# </details>
#
# 2. The reader finds Polish names more easily than French ones. What would you change so that every
#    language is treated alike, and what would it cost?
#
# <details><summary>Answer</summary>
#
# Let each language count the same in the loss: weigh each name by one over the number of names of
# its language, or draw the batches so. The small languages are found more often then, and Polish
# names are taken for others more often, so that fewer names are right in all. More French names
# would help without that cost.
#
# </details>
#
# 3. The state of the reader has 128 numbers, and a name rarely more than twelve letters. Why would
#    a network with a state of 12 numbers not simply store the letters?
#
# <details><summary>Answer</summary>
#
# A single number could store a whole name, as digits. But the network has no such program: it must
# find weights by small steps, and use the same ones for each letter. Each step adds up old and new
# in the same numbers and bends them with tanh. With few numbers the letters lie on top of each
# other.
#
# </details>
#
# **Where to go on.** [Lab 2](../labs/lab2_gradients.ipynb) looks at the gradients that `backward`
# computed here, and [Notebook 06](../notebooks/06_gradients.ipynb) at what becomes of them over a
# hundred steps. Elman, "Finding structure in time" (1990), is the first network of this kind, and
# reads well; Sutskever, Martens and Hinton, "Generating text with recurrent neural networks"
# (2011), made one write.
