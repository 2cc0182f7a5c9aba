# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 3. Gates and feelings
#
# {{ colab }}
#
# **Can a network that reads a tweet word by word say how its writer feels?**
#
# You will build an LSTM out of its gates, let it read thousands of real tweets and reviews, find
# out which words it listens to, and then write sentences that fool it.
#
# After this lab you can
#
# - write an LSTM by hand, and say what each of its gates does;
# - turn real text into numbers, with words that were never met before;
# - read sentences of different lengths in one batch, without reading the padding as words;
# - judge a classifier where one class is twice as frequent as the other, against a strong rival;
# - ask a trained network which words made its decision.
#
# | | |
# | --- | --- |
# | Time | about 75 minutes, of which the computer works for about 2 |
# | You need | [Lab 1](../labs/lab1_rnn.ipynb), LSTM ([notebook 07](../notebooks/07_lstm.ipynb)) |
# | Slides | "LSTM", "Sentiment classification", "Tweet sentiment classification" |

# %% [markdown]
# ## How this lab answers you
#
# Cells with a `# TODO` are yours. Take out the line `raise NotImplementedError(...)` and write
# your answer in its place. The last line of such a cell is `check(...)`. It tries your answer on
# random cases and tells you whether it is right. If it is not, it often knows which mistake
# it is.
#
# Difficulty goes from ● (a line or two) to ●●● (think first).
#
# You can stop at any time. What you have done is kept ("7 of 12 done"), and your answers are in the
# notebook. The [start page](../notebooks/00_start.ipynb) shows how far you are with each part of
# the course.
#
# ## When you are stuck
#
# - **A stronger hint.** Put `check(name, more=True)` in place of `check(name)`, and run the cell.
# - **Go on without it.** Write `seqlab.skip("3.4")` in a new cell below the exercise, with its
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

seqlab.setup(seed=3)  # before torch is imported

# %%
import random
import re
import time
from collections import Counter
from itertools import pairwise

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import minimize
from scipy.sparse import csr_array, diags_array
from scipy.special import expit
from torch import nn

from seqlab.check import checker
from seqlab.claims import claim
from seqlab.data import load
from seqlab.plots import COLOURS, label_lines, show
from seqlab.training import fit, warmup_cosine
from seqlab.widgets import explore

check = checker("lab3")

# %% [markdown]
# ## 1. Sentences that people judged
#
# About twenty people read each of these sentences and said how it feels, from -4 (very bad) to 4
# (very good). The *score* is the mean of what they said.

# %%
sentences = load("sentiment")
for source in ("tweets", "movies", "products", "news"):
    rows = [row for row in sentences["train"] if row["source"] == source]
    print(f"\n{source}: {len(rows)} to train on")
    for row in random.sample([row for row in rows if len(row["text"]) < 90], 3):
        print(f"  {row['score']:+.1f}  {row['text']}")

# %% [markdown]
# We want a yes or a no: is the feeling **positive**? The exam is on tweets and reviews whose score
# is not close to 0; there even people do not agree. For the training we use everything that we can
# get. One tweet is kept aside from all of it, the one of the slide:

# %%
SLIDE = (
    "The @MIT Introduction to #DeepLearning is definitely one of the best courses of its kind "
    "currently available online introtodeeplearning.com"
)
everything = [row["text"].lower() for part in sentences.values() for row in part]
assert not any("deeplearning" in text for text in everything)  # nobody has seen it


# %%
def in_exam(row) -> bool:
    """Say whether a sentence is a tweet or a review with a clear feeling."""
    return row["source"] != "news" and abs(row["score"]) > 0.5


exam = {part: [row for row in rows if in_exam(row)] for part, rows in sentences.items()}
truth = {part: torch.tensor([row["score"] > 0 for row in rows]) for part, rows in exam.items()}
print({part: len(rows) for part, rows in exam.items()})

# %% [markdown]
# **Predict.** Somebody says "positive" to every tweet without reading it. How often is that right?

# %%
happy = Counter((row["source"], row["score"] > 0) for row in exam["train"])
shares = {}
for name in ("tweets", "movies", "products"):
    shares[name] = happy[name, True] / (happy[name, True] + happy[name, False])
    print(f"{name:10} {shares[name]:.0%} positive")
claim(
    "feelings-tweets-unbalanced",
    "About two tweets in three are positive (share)",
    shares["tweets"],
    above=0.6,
    below=0.75,
)

# %% [markdown]
# Two times in three, and this judge has learned nothing. Keep that in mind when somebody reports
# an accuracy of 70 % on tweets. We shall come back to it.
#
# ## 2. From text to numbers
#
# ### Exercise 3.1: cut a text into tokens
#
# *6 minutes, ●●.* A token is a word (`don't` is one), a smiley, or one of `!` and `?`. The pattern
# `TOKEN` finds them; all other signs are skipped. Write everything small. Names of users such as
# `@MIT` become `@user`, and addresses (they have `://` in them) become `<url>`: nearly every one of
# them is new, so nothing could be learned about it.

# %%
TOKEN = re.compile(r"https?://\S+|@\w+|[:;=]-?[()dp](?!\w)|<3|\w+(?:'\w+)*|[!?]")


def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    # TODO 3.1: Make it small, let TOKEN find the tokens, replace names and addresses.
    ### BEGIN SOLUTION
    tokens = []
    for token in TOKEN.findall(text.lower()):
        if token.startswith("@"):
            token = "@user"
        elif "://" in token:
            token = "<url>"
        tokens.append(token)
    return tokens
    ### END SOLUTION


check(tokenize)

# %%
print(tokenize("@bob The film wasn't bad, really :-) http://t.co/1"))
print(tokenize(SLIDE))
tokens = {part: [tokenize(row["text"]) for row in rows] for part, rows in sentences.items()}
exam_tokens = {part: [tokenize(row["text"]) for row in rows] for part, rows in exam.items()}

# %% [markdown]
# ### Exercise 3.2: a vocabulary
#
# *7 minutes, ●●.* Each word that comes at least `min_count` times in the **training** sentences
# gets a number. Two entries come first: `<pad>` is 0 and fills up short sentences, `<unknown>` is 1
# and stands for all other words. Then come the words, in the order of the alphabet, from 2 on.


# %%
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    # TODO 3.2: Count, keep the frequent words, sort them, number them after the two specials.
    ### BEGIN SOLUTION
    counts = Counter(token for document in documents["train"] for token in document)
    words = sorted(word for word, count in counts.items() if count >= min_count)
    return {word: place for place, word in enumerate(["<pad>", "<unknown>", *words])}
    ### END SOLUTION


check(build_vocabulary)

# %% [markdown]
# **Predict.** The table knows every word that the training sentences have twice or more. Of a
# hundred words in *new* sentences, how many will it not know?

# %%
word_to_id = build_vocabulary(tokens, min_count=2)
PAD, UNKNOWN = word_to_id["<pad>"], word_to_id["<unknown>"]
fresh = [token for sentence in exam_tokens["validation"] for token in sentence]
unknown_share = sum(token not in word_to_id for token in fresh) / len(fresh)
print(f"{len(word_to_id):,} entries; unknown: {[t for t in fresh if t not in word_to_id][:8]}")
claim(
    "feelings-unknown-words",
    "Of the words in new sentences, one in ten to one in thirty is unknown (share)",
    unknown_share,
    above=0.03,
    below=0.1,
)

# %% [markdown]
# A sentence of twenty words has one of them, on average. It will not do to stop there with an
# error.
#
# ### Exercise 3.3: encode a sentence
#
# *3 minutes, ●.* Turn tokens into ids. A word that is not in the table becomes `<unknown>`.


# %%
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    # TODO 3.3: Look up each token; the id of <unknown> where there is none.
    ### BEGIN SOLUTION
    unknown = word_to_id["<unknown>"]
    return torch.tensor([word_to_id.get(token, unknown) for token in tokens])
    ### END SOLUTION


check(encode)

# %% [markdown]
# ### Exercise 3.4: a batch, and its mask
#
# *5 minutes, ●●.* Sentences of different lengths go into one tensor, the shorter ones filled up
# with 0 at the end. The **mask** says where there are words. For two sentences `5 8 2` and `7`:
#
# | ids | mask |
# | --- | --- |
# | `5 8 2` | `True True True` |
# | `7 0 0` | `True False False` |


# %%
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    # TODO 3.4: Fill up with 0 at the end; True where there is a word.
    ### BEGIN SOLUTION
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=0)
    return ids, ids != 0
    ### END SOLUTION


check(pad_batch)

# %%
ids, mask = pad_batch([encode(tokenize(text), word_to_id) for text in (SLIDE, "So good :-)")])
print(ids)
print(mask.int())

# %% [markdown]
# Look at the 1s: `introtodeeplearning` and the hashtag are unknown words.
#
# ## 3. A cell with gates
#
# A plain recurrent network rewrites its whole state at every word, and what it read ten words ago
# is soon gone. An LSTM has a second memory beside the state $h$: the **cell** $c$. It is changed
# only where *gates* let something through. A gate is a number from 0 (closed) to 1 (open):
#
# $$\begin{aligned}
# i_t &= \sigma(x_t W_{xh} + h_{t-1} W_{hh} + b) &&\text{input gate} \\
# f_t &= \sigma(x_t W_{xh} + h_{t-1} W_{hh} + b) &&\text{forget gate} \\
# g_t &= \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b) &&\text{new content} \\
# o_t &= \sigma(x_t W_{xh} + h_{t-1} W_{hh} + b) &&\text{output gate} \\
# c_t &= f_t \odot c_{t-1} + i_t \odot g_t &&\text{keep some of the old, add some of the new} \\
# h_t &= o_t \odot \tanh(c_t) &&\text{show some of it}
# \end{aligned}$$
#
# with weights of its own for each of the four. The sign $\odot$ is multiplication number by number.
# The slide tells it in four steps: *forget* is $f_t \odot c_{t-1}$, *store* is $i_t \odot g_t$,
# *update* is their sum, the new $c_t$, and *output* is $h_t$.
#
# By hand, with a single number: the cell holds 2, the forget gate is 0.9, the input gate 0.5, the
# new content -1 and the output gate 1.
#
# **Predict.** What is in the cell now? What does it show?

# %%
c = 0.9 * 2.0 + 0.5 * -1.0
print(f"c = {c:.2f}, h = {1.0 * np.tanh(c):.3f}")

# %% [markdown]
# Most of the 2 is still there, and something was taken off.
#
# ### Exercise 3.5: a step of the LSTM
#
# *10 minutes, ●●●.* As in torch, the weights of the four lie side by side in one matrix, so that
# one product does it all: `W_xh` is `(features, 4 * hidden)`, `W_hh` is `(hidden, 4 * hidden)`, `b`
# is `(4 * hidden,)`. The four quarters come in torch's order: **i, f, g, o**. `chunk` cuts.


# %%
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    # TODO 3.5: The four sums in one, cut into i, f, g, o, squashed; then the new c and h.
    ### BEGIN SOLUTION
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)  # each (batch, hidden)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    c = f * c + i * g
    return o * torch.tanh(c), c
    ### END SOLUTION


check(lstm_step)

# %% [markdown]
# ### Exercise 3.6: read a sentence
#
# *7 minutes, ●●.* Begin with an empty memory: zeros for $h$ and for $c$. Take one step for each
# word, hand both on, keep every $h$.


# %%
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    # TODO 3.6: Zeros, then a step per word; hand h and c on; stack the states along time.
    ### BEGIN SOLUTION
    h = c = torch.zeros(len(x), len(W_hh))
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)
    ### END SOLUTION


check(unroll_lstm)

# %% [markdown]
# Is this torch's LSTM? We give yours the weights of an `nn.LSTM` and compare. Torch holds its
# matrices the other way round, and it has two biases that it adds up.

# %%
lstm = nn.LSTM(32, 64, batch_first=True)
x = torch.randn(64, 30, 32)
with torch.no_grad():
    weights = lstm.weight_ih_l0.T, lstm.weight_hh_l0.T, lstm.bias_ih_l0 + lstm.bias_hh_l0
    difference = (unroll_lstm(x, *weights) - lstm(x)[0]).abs().max().item()
claim(
    "gates-own-lstm",
    "Your LSTM and torch's give the same numbers (largest difference)",
    difference,
    below=1e-5,
)


# %%
def seconds(function) -> float:
    """The best of five tries: other programs can only slow it down."""
    tries = []
    for _ in range(5):
        started = time.perf_counter()
        function().sum().backward()
        tries.append(time.perf_counter() - started)
    return min(tries)


weights = [weight.clone().requires_grad_() for weight in weights]
yours = seconds(lambda: unroll_lstm(x, *weights))
torchs = seconds(lambda: lstm(x)[0])
print(f"a batch forth and back: yours {1000 * yours:.0f} ms, torch's {1000 * torchs:.0f} ms")

# %% [markdown]
# The same numbers. Torch's loop runs outside Python and saves some time, so it does the training.
# From here on `nn.LSTM` is a word for what you have written.
#
# ### Exercise 3.7: begin with an open forget gate
#
# *3 minutes, ●.* Before any training the weights are small, so a gate is about $\sigma(b)$. With a
# bias of 0 the forget gate is at one half, and each step halves the memory. So nothing comes
# back from far away, and the gate cannot learn that it should be open. The remedy is old and simple
# (Gers et al., 2000): give the forget gate a bias of **1** at the start, all others 0. These
# are floats of 32 bits, as all weights of a network are.


# %%
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,), float32, in the order i, f, g, o."""
    # TODO 3.7: Zeros, and ones in the quarter of the forget gate.
    ### BEGIN SOLUTION
    b = torch.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = 1.0
    return b
    ### END SOLUTION


check(initial_bias)

# %% [markdown]
# **Predict.** A cell holds 1, and nothing comes in for twenty steps. How much is left with a bias
# of 0? With a bias of 1? Which bias would keep nine tenths of it?


# %%
def left_in_the_cell(scale: float, steps: int = 20) -> list[float]:
    """What your LSTM keeps of a 1 if no input comes; the bias is multiplied with scale."""
    h, c, kept = torch.zeros(1, 1), torch.ones(1, 1), [1.0]
    no_input, no_weights = torch.zeros(1, 1), torch.zeros(1, 4)
    for _ in range(steps):
        h, c = lstm_step(no_input, h, c, no_weights, no_weights, scale * initial_bias(1))
        kept.append(c.item())
    return kept


# %%
def draw_memory(forget_bias: float) -> None:
    """Draw what is left for a bias of 0, 1 and the chosen one."""
    figure, axes = plt.subplots()
    for bias in sorted({0.0, 1.0, forget_bias}):
        axes.plot(left_in_the_cell(bias), label=f"bias {bias:g}")
    axes.set(title="The bias of the forget gate decides how long a memory lasts")
    axes.set(xlabel="steps without input", ylabel="left in the cell", ylim=(0, 1.05), xlim=(0, 20))
    axes.set_xticks(range(0, 21, 5))
    axes.legend()
    left = left_in_the_cell(forget_bias)[-1]
    show(figure, alt=f"With a bias of {forget_bias:g}, {left:.2g} of 1 is left after 20 steps")


explore(draw_memory, forget_bias=ipywidgets.FloatSlider(value=3, min=-1, max=6, step=0.5))

# %%
kept = left_in_the_cell(1.0)[-1] / left_in_the_cell(0.0)[-1]
print(f"after 20 steps: {left_in_the_cell(0.0)[-1]:.1e} and {left_in_the_cell(1.0)[-1]:.1e}")
claim(
    "gates-forget-bias",
    "After twenty steps, a forget gate with bias 1 has kept two thousand times as much (ratio)",
    kept,
    above=1900,
    below=2100,
)

# %% [markdown]
# With a bias of 1 little is left, too, but two thousand times as much is enough for training to
# find it and to open the gate further. To keep nine tenths over twenty steps, each step must keep
# 0.995: that is a bias above 5. Try it with the slider.
#
# ## 4. From states to one answer
#
# There is a state after every word, and the answer should be one number. Two ways to get there:
# the state after the **last** word, and the **mean** of what was seen.
#
# ### Exercise 3.8: the last valid state
#
# *6 minutes, ●●.* A short sentence in a long row is followed by padding. The LSTM does not know
# what padding is; it goes on changing its state. Take the state at the last place where the mask is
# True.


# %%
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    # TODO 3.8: Find the last word of each sentence, take the state there.
    ### BEGIN SOLUTION
    lengths = mask.sum(dim=1)
    return states[torch.arange(len(states)), lengths - 1]
    ### END SOLUTION


check(last_valid)

# %% [markdown]
# ### Exercise 3.9: the mean over the words
#
# *5 minutes, ●●.* The mean over all *words* of a sentence. Padding must not count, neither in the
# sum nor in the number that you divide by.


# %%
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    # TODO 3.9: Add up where the mask is True, divide by the number of words.
    ### BEGIN SOLUTION
    total = (vectors * mask[..., None]).sum(dim=1)
    return total / mask.sum(dim=1, keepdim=True)
    ### END SOLUTION


check(masked_mean)

# %% [markdown]
# ### Exercise 3.10: the whole network
#
# *8 minutes, ●●.* Words become vectors, the LSTM reads them, and one linear layer looks at three
# things side by side, in this order: the last state, the mean of the states, and the mean of the
# word vectors. The last one knows nothing of order. It is a bag of words inside the network, so
# that the LSTM has time for what a bag cannot say.
#
# Return one logit for each sentence, `(batch,)`: above 0 is positive. Dropout stands after the
# embedding and before the linear layer.


# %%
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        # TODO 3.10: Embed, read, join last state, mean state and mean word, and take the logit.
        ### BEGIN SOLUTION
        words = self.dropout(self.embedding(ids))  # (batch, time, embedding)
        states, _ = self.lstm(words)  # (batch, time, hidden)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)
        ### END SOLUTION


check(SentimentModel)

# %%
EMBEDDING_SIZE, HIDDEN_SIZE, DROPOUT = 100, 64, 0.5
model = SentimentModel(len(word_to_id), EMBEDDING_SIZE, HIDDEN_SIZE, DROPOUT)
with torch.no_grad():
    model.embedding.weight.mul_(0.3)  # small vectors are quicker to change
    model.lstm.bias_ih_l0.copy_(initial_bias(HIDDEN_SIZE))
    model.lstm.bias_hh_l0.zero_()
print(f"{sum(parameter.numel() for parameter in model.parameters()):,} weights")

# %% [markdown]
# A test that costs nothing: the answer to a sentence must not hang on the company that it has in
# its batch. We read "so good" alone, and then beside the long tweet of the slide.

# %%
model.eval()
short, long = (encode(tokenize(text), word_to_id) for text in ("So good", SLIDE))
with torch.no_grad():
    alone, together = model(*pad_batch([short])), model(*pad_batch([short, long]))
claim(
    "feelings-padding-is-not-read",
    "The answer to a sentence is the same with padding and without (difference of the logits)",
    abs(alone[0] - together[0]).item(),
    below=1e-5,
)

# %% [markdown]
# ## 5. A fair exam
#
# ### Exercise 3.11: balanced accuracy
#
# *4 minutes, ●.* Where one class is larger, accuracy flatters whoever prefers that class.
# **Balanced accuracy** asks each class for itself: the share of right answers among the truly
# positive, the share among the truly negative, and the mean of the two.


# %%
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    # TODO 3.11: The share of right answers in each class; their mean.
    ### BEGIN SOLUTION
    among_positive = predicted[truth].float().mean()
    among_negative = (~predicted[~truth]).float().mean()
    return (among_positive + among_negative).item() / 2
    ### END SOLUTION


check(balanced_accuracy)

# %% [markdown]
# **Predict.** Which balanced accuracy does the judge get who says "positive" to every tweet?

# %%
tweets = {part: torch.tensor([row["source"] == "tweets" for row in exam[part]]) for part in exam}
feelings = truth["test"][tweets["test"]]
always = torch.ones_like(feelings)
print(f"accuracy {(always == feelings).float().mean():.2f}")
claim(
    "feelings-always-positive",
    "Who always says positive has a balanced accuracy of one half",
    balanced_accuracy(always, feelings),
    above=0.499,
    below=0.501,
)

# %% [markdown]
# ### The rival: a bag of words and of pairs
#
# Before a network is praised, it should meet the best simple method there is. It counts the words
# and the pairs of neighbours in a sentence, gives rare ones more weight (TF-IDF), and puts a single
# neuron on top: *logistic regression*. Each of some hundred thousand words and pairs has a weight
# of its own.


# %%
def grams(sentence: list[str]) -> list[str]:
    """The words of a sentence, then its pairs of neighbours."""
    return sentence + [" ".join(pair) for pair in pairwise(sentence)]


gram_counts = Counter(gram for s in exam_tokens["train"] for gram in set(grams(s)))
gram_to_id = {gram: place for place, gram in enumerate(gram_counts)}
idf = np.log(len(exam["train"]) / np.array(list(gram_counts.values()))) + 1


# %%
def tf_idf(sentences: list[list[str]]) -> csr_array:
    """Lists of tokens to rows of TF-IDF numbers, each of length 1."""
    places = [[gram_to_id[g] for g in grams(s) if g in gram_to_id] for s in sentences]
    rows = np.repeat(np.arange(len(places)), [len(row) for row in places])
    columns = np.concatenate([np.array(row, dtype=int) for row in places])
    matrix = csr_array((idf[columns], (rows, columns)), shape=(len(places), len(idf)))
    lengths = np.sqrt((matrix * matrix).sum(axis=1))
    return diags_array(1 / np.maximum(lengths, 1e-9)) @ matrix


# %%
def logistic_regression(x: csr_array, target: np.ndarray, strength: float = 10.0) -> np.ndarray:
    """Find the weights, and the bias as the last of them."""

    def objective(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        error = strength * (expit(z) - target)
        loss = strength * (np.logaddexp(0, z) - target * z).sum() + 0.5 * w[:-1] @ w[:-1]
        return loss, np.append(x.T @ error + w[:-1], error.sum())

    start = np.zeros(x.shape[1] + 1)
    return minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x


# %% [markdown]
# What shall the target be? Yes or no throws away how *strong* the feeling is. We can also ask for a
# share, $\sigma(1.5 \cdot \text{score})$: 0.95 for a score of 2, 0.57 for 0.2. Such **soft
# targets** are fair to the rival only if it may have them, too. So we let it choose, on the
# validation sentences.


# %%
def soft(rows) -> torch.Tensor:
    """The targets of sentences, from 0 (bad) to 1 (good)."""
    return torch.sigmoid(1.5 * torch.tensor([row["score"] for row in rows]))


grams_of = {part: tf_idf(exam_tokens[part]) for part in exam}
targets = {"yes or no": truth["train"].double().numpy(), "soft": soft(exam["train"]).numpy()}
rivals = {}
for name, target in targets.items():
    w = logistic_regression(grams_of["train"], target)
    logits = {part: torch.tensor(grams_of[part] @ w[:-1] + w[-1]) for part in exam}
    accuracy = ((logits["validation"] > 0) == truth["validation"]).double().mean().item()
    rivals[name] = accuracy, logits
    print(f"bag of words and pairs, {name:9} targets: {accuracy:.1%} of validation right")
rival = max(rivals.values(), key=lambda pair: pair[0])[1]

# %% [markdown]
# This rival is strong: it knows that `not good` is one thing and `good` another. It does not know
# what is more than one word away.
#
# ## 6. Train
#
# The loss is the cross-entropy between the target and the sigmoid of the logit. One more trick
# against learning by heart: in training, one word in ten is turned into `<unknown>`. So the network
# learns to go on without it.


# %%
def training_step(model, optimizer, batch, state):
    """Make one update; return the loss, and no state: sentences do not go on."""
    ids, mask, target = batch
    ids = torch.where((torch.rand(ids.shape) < 0.1) & mask, UNKNOWN, ids)
    loss = F.binary_cross_entropy_with_logits(model(ids, mask), target)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss, None


# %% [markdown]
# Plumbing: the network may learn from all sentences, also from the news and from those without a
# clear feeling. Sentences of about the same length come together, so that there is little padding.

# %%
train_ids = [encode(sentence, word_to_id) for sentence in tokens["train"]]
train_targets = soft(sentences["train"])
EPOCHS, BATCH = 5, 128


def epoch_batches() -> list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """All training sentences once, in shuffled batches of ids, mask and targets."""
    order = [int(k) for k in torch.randperm(len(train_ids))]
    pools = [order[k : k + 20 * BATCH] for k in range(0, len(order), 20 * BATCH)]
    by_length = [k for pool in pools for k in sorted(pool, key=lambda k: len(train_ids[k]))]
    cuts = [by_length[k : k + BATCH] for k in range(0, len(by_length), BATCH)]
    random.shuffle(cuts)
    return [(*pad_batch([train_ids[k] for k in cut]), train_targets[cut]) for cut in cuts]


batches = [batch for _ in range(EPOCHS) for batch in epoch_batches()]


# %%
@torch.no_grad()
def logits_of(model, sentences: list[list[str]]) -> torch.Tensor:
    """Lists of tokens to logits, in batches of about the same length."""
    model.eval()
    order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
    logits = torch.zeros(len(sentences))
    for start in range(0, len(order), 256):
        cut = order[start : start + 256]
        logits[cut] = model(*pad_batch([encode(sentences[k], word_to_id) for k in cut]))
    return logits


def validation_loss(model) -> float:
    """The loss on the validation sentences of the exam."""
    logits = logits_of(model, exam_tokens["validation"])
    return F.binary_cross_entropy_with_logits(logits, soft(exam["validation"])).item()


# %% [markdown]
# About a minute on a laptop CPU.

# %%
history = fit(
    model,
    batches,
    training_step,
    torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.0),
    steps=len(batches),
    schedule=warmup_cosine(len(batches), warmup=50),
    validate=validation_loss,
    every=len(batches) // (2 * EPOCHS),
    checkpoint="runs/lab3.pt",
)
print(f"{len(history.losses)} steps in {history.seconds:.0f} s")

# %%
smooth = np.convolve(history.losses, np.ones(50) / 50, mode="valid")
figure, axes = plt.subplots()
axes.plot(np.arange(49, 49 + len(smooth)), smooth, label="training")
axes.plot(history.valid_steps, history.valid_losses, marker="o", label="held out")
axes.set(title="The loss falls, also on new sentences", xlabel="step", ylabel="cross-entropy")
label_lines(figure)
last = history.valid_losses[-1]
show(
    figure,
    alt=f"Training loss and held-out loss against the step; the last one held out {last:.3f}",
)

# %% [markdown]
# The two curves are not of the same kind. In training, words are dropped and dropout is on, and
# there are news and lukewarm sentences.
#
# **Predict.** Who wins the exam, the network or the rival? On the tweets, too? And a judge who
# takes the sum of what both say?
#
# All choices were made with the validation sentences. Now the test, once:


# %%
def measure(logits: torch.Tensor) -> dict[str, float]:
    """Three figures for the answers to the test sentences."""
    right = (logits > 0) == truth["test"]
    of_tweets = tweets["test"]
    balanced = balanced_accuracy(logits[of_tweets] > 0, truth["test"][of_tweets])
    return {
        "all": right.double().mean().item(),
        "tweets": right[of_tweets].double().mean().item(),
        "tweets, balanced": balanced,
    }


# %%
network = logits_of(model, exam_tokens["test"]).double()
judges = {
    "always positive": torch.ones(len(network)),
    "words and pairs": rival["test"],
    "your network": network,
    "both together": network / network.std() + rival["test"] / rival["test"].std(),
}
results = {name: measure(logits) for name, logits in judges.items()}
print(f"{'right answers':18}" + "".join(f"{name:>18}" for name in results["your network"]))
for name, figures in results.items():
    print(f"{name:18}" + "".join(f"{value:18.1%}" for value in figures.values()))
print(f"uncertain (one standard error): about {(0.82 * 0.18 / len(network)) ** 0.5:.1%}, for all")

# %%
claim(
    "feelings-network-against-bag",
    "On new sentences the network and the strong bag are about equally good (difference)",
    results["your network"]["all"] - results["words and pairs"]["all"],
    above=-0.02,
    below=0.03,
)
claim(
    "feelings-both-together",
    "Both together are as good as the bag alone, or better (difference; a hair is allowed)",
    results["both together"]["all"] - results["words and pairs"]["all"],
    above=-0.015,
)
claim(
    "feelings-balanced",
    "On tweets, the network's balanced accuracy is far above that of always saying positive",
    results["your network"]["tweets, balanced"],
    above=0.8,
)

# %% [markdown]
# On short texts a bag with pairs is hard to beat: most sentences give their feeling away in a word
# or two, and our sentences are few for a network that has to learn from nothing what `not` does.
# The difference between the two is smaller than the uncertainty, and with another seed the other
# one may be ahead. So say "about as good", and not "better". The sum of both is a little better in
# most runs, because they make different mistakes, and in some it is not. On the tweets both are far
# above the judge who always says positive; balanced accuracy shows it more clearly than accuracy.
#
# ## 7. Does it use the order?
#
# The network has a bag of words inside. Perhaps it uses nothing else? Here is a test: shuffle the
# words of every test sentence. For a bag of single words nothing changes.
#
# **Predict.** To how many of a hundred sentences does the network now give another answer?

# %%
shuffled = [random.sample(sentence, len(sentence)) for sentence in exam_tokens["test"]]
disordered = logits_of(model, shuffled)
changed = ((disordered > 0) != (network > 0)).double().mean().item()
print(f"right in order {results['your network']['all']:.1%}")
print(f"right shuffled {measure(disordered)['all']:.1%}")
claim(
    "feelings-order-counts",
    "Shuffling the words changes the answer to some sentences, not to many (share)",
    changed,
    above=0.01,
    below=0.15,
)

# %% [markdown]
# So it does use the order, and it loses little without it: some answers go from wrong to right, and
# most feelings do not need the order at all.
#
# ## 8. Which words does it listen to?
#
# ### Exercise 3.12: occlusion
#
# *6 minutes, ●●.* Cover one word, read the rest, and see how far the logit moves:
#
# $$\text{change}_k = \text{logit(sentence)} - \text{logit(sentence without word } k)$$
#
# A word that speaks for a good feeling gets a positive number. Covering works with every model,
# one needs no look inside.


# %%
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    # TODO 3.12: Drop one token at a time, and compare with the whole sentence.
    ### BEGIN SOLUTION
    whole = logit_of(tokens)
    return [whole - logit_of(tokens[:k] + tokens[k + 1 :]) for k in range(len(tokens))]
    ### END SOLUTION


check(occlusion)


# %%
def logit_of(sentence: list[str]) -> float:
    """The network's logit for one list of tokens."""
    return logits_of(model, [sentence or ["<unknown>"]]).item()


# %%
def draw_words(text: str) -> None:
    """Draw the probability of a good feeling, and what each word adds to the logit."""
    words = tokenize(text) or ["<unknown>"]
    changes = occlusion(logit_of, words)
    good = expit(logit_of(words))
    figure, axes = plt.subplots(figsize=(7, 0.8 + 0.24 * len(words)))
    colours = [COLOURS[0] if change > 0 else COLOURS[1] for change in changes]
    axes.barh(range(len(words)), changes, color=colours)
    labels = [word if word in word_to_id else f"{word} (unknown)" for word in words]
    axes.set_yticks(range(len(words)), labels)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.set_axisbelow(True)
    axes.set(title=f"Good feeling: {good:.0%}", xlabel="change of the logit by this word")
    ranked = sorted(zip(changes, words, strict=True), key=lambda pair: -abs(pair[0]))[:3]
    heard = ", ".join(f"{word} {change:+.2f}" for change, word in ranked)
    show(figure, alt=f"Good feeling {good:.0%} for: {text}. Most change by: {heard}")


# %% [markdown]
# **Predict.** The tweet of the slide, which nobody has shown to the network: which word decides?

# %%
draw_words(SLIDE)

# %%
claim(
    "feelings-slide-tweet",
    "The tweet of the slide is positive (probability)",
    expit(logit_of(tokenize(SLIDE))),
    above=0.7,
)
claim(
    "feelings-best",
    "In it, the word best speaks for a good feeling (change of the logit)",
    occlusion(logit_of, tokenize(SLIDE))[tokenize(SLIDE).index("best")],
    above=0.1,
)

# %% [markdown]
# It is the praise that counts, as it should be: `best`. Does a small word have a long bar, too?
# Such words have no feeling, but habits: people who put an address into a tweet often recommend
# something. And the last words weigh more, because the last state is read by itself.
#
# ## 9. Fool it
#
# The two sentences of lecture 04 consist of the same words. Their feelings are opposite:

# %%
TWINS = ("The food was good, not bad at all.", "The food was bad, not good at all.")
for text in TWINS:
    print(f"{expit(logit_of(tokenize(text))):.0%} good: {text}")

# %% [markdown]
# Here are some pairs with a negation or a turn. The first of each pair is the better one.
#
# **Predict.** In how many of them will the network think so, too?

# %%
PAIRS = [
    TWINS,
    ("I like it", "I don't like it"),
    ("It is good", "It is not good"),
    ("It is not bad", "It is bad"),
    ("This film works", "This film doesn't work"),
    ("I was never bored", "I was bored"),
    ("It looks cheap but it is great", "It looks great but it is cheap"),
    ("It is slow, but I loved it", "I loved it, but it is slow"),
    ("Nobody could hate this", "Everybody could hate this"),
    ("I can't complain", "I can complain"),
]
gaps = [logit_of(tokenize(better)) - logit_of(tokenize(worse)) for better, worse in PAIRS]
for gap, (better, worse) in zip(gaps, PAIRS, strict=True):
    print(f"{'right' if gap > 0 else 'WRONG':6} {gap:+.2f}  {better} | {worse}")
print(f"{sum(gap > 0 for gap in gaps)} of {len(PAIRS)}")
claim(
    "feelings-negation",
    "The network knows that not good is worse than good (gap of the logits)",
    gaps[2],
    above=0.5,
)

# %% [markdown]
# Where a turn is common, as in `not good`, it has learned what to do. A negated *bad* word, as in
# `never bored`, is rare in what it has read, and there it mostly adds up good words and bad words.
#
# Now it is your turn: write a sentence that any child would understand and that the network gets
# wrong. Try negation, `but`, irony, a rare word.

# %%
explore(draw_words, text=ipywidgets.Text(value="What a great way to waste an evening"))

# %% [markdown]
# Nothing is wrong with your network that would not be wrong with any that learned from so little.
# In lecture 10 you will meet models that have read billions of words before they see the first
# judged sentence.
#
# ## What you know now
#
# *Has **Run All** brought you here, and exercises are still open?*
# [Go to the box that says which is next](#next-exercise).
#
# - An LSTM has a cell beside its state. The forget gate keeps, the input gate adds, the output gate
#   shows; a forget gate that starts open helps to learn over many steps.
# - A vocabulary is made of training sentences alone, and unknown words have an entry of their own.
# - Padding is read by the LSTM, but a mask keeps it out of the answer.
# - With unbalanced classes, report balanced accuracy too, and always a simple rival.
# - On short texts a bag of words and pairs is about as good; order pays where there is a turn.
#
# **Think, without code.**
#
# 1. A cell must count how many words it has read. Which values do its three gates need?
#
# <details><summary>Answer</summary>
#
# The forget gate is 1, so that the count is kept. The input gate is the same for every word, and so
# is the new content, for example $i \cdot g = 0.05$. The output gate is 1, so that the count is
# seen. A small amount is better than 1, because the cell shows $\tanh(c)$, and $\tanh(3)$ is
# already 0.995. (A sigmoid is never quite 1, so a real cell loses a little of its count.)
#
# </details>
#
# 2. Somebody builds the vocabulary from all sentences, "because no labels are used". What is wrong?
#
# <details><summary>Answer</summary>
#
# Then words are known that stand in the test sentences only, and the test is no longer made of new
# sentences. In use about one word in twenty is unknown (section 2), and the test would not show
# what the network does with such words. The vectors of words that no training sentence has are
# never trained: they stay random.
#
# </details>
#
# 3. Covering `not` moves the logit of a sentence by nearly nothing. Does the network ignore it?
#    What would you cover next?
#
# <details><summary>Answer</summary>
#
# Not necessarily. Another negation in the sentence can do the same work, or two effects of `not`
# can cancel each other. Cover the other negation as well, or `not` together with the word that it
# belongs to. If covering both moves the logit by another amount than the two single changes added
# up, the network does connect the two words.
#
# </details>
#
# **Where to go on.** [Lab 4](../labs/lab4_attention.ipynb) builds attention, which looks back at
# all words at once. Hochreiter and Schmidhuber, "Long short-term memory" (1997), is the
# beginning; Gers, Schmidhuber and Cummins, "Learning to forget" (2000), added the forget gate;
# Wang and Manning, "Baselines and bigrams" (2012), is about how hard the rival is to beat. The
# sentences are from Hutto and Gilbert, "VADER" (2014).
