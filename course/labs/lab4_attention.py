# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 4. Attention and translation
#
# {{ colab }}
#
# **Can a network without any memory translate, if at each word it may look back at the whole
# sentence?**
#
# You will build a transformer out of one idea, a search. It learns to translate English numerals
# and dates into Ukrainian, and you will see where it looks while it writes each word.
#
# After this lab you can
#
# - write attention by hand: scores, mask, softmax, mixture; with one head and with several;
# - say what a causal mask and a padding mask are for, and what goes wrong without them;
# - give a network that sees all words at once a sense of their order;
# - train a translator with teacher forcing and let it write until it says stop;
# - measure it sentence by sentence, and find out where it stops working;
# - compare an attention map with what it should be, in a number, with controls.
#
# | | |
# | --- | --- |
# | Time | about 90 minutes, of which the computer works for about 2 |
# | You need | Attention ([notebook 09](../notebooks/09_attention.ipynb)), PyTorch basics |
# | Slides | "Intuition behind self-attention" to "Applying multiple self-attention heads" |

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
# - **Go on without it.** Write `seqlab.skip("4.4")` in a new cell below the exercise, with its
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

seqlab.setup(seed=4)  # before torch is imported

# %%
import copy
import math
import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from torch import nn

from seqlab.check import checker
from seqlab.claims import claim
from seqlab.data.pairs import date_pairs, numeral_pairs
from seqlab.plots import COLOURS, label_lines, show
from seqlab.text import Vocabulary, pad
from seqlab.training import fit, warmup_cosine
from seqlab.widgets import explore

check = checker("lab4")

# %% [markdown]
# ## 1. A small piece of a language
#
# Numerals are a language that one can survey: a few dozen words, a strict order, and nobody argues
# about what is right. Look at these pairs. You need not know Ukrainian: which words belong
# together?

# %%
for english, ukrainian in numeral_pairs([2, 200, 1000, 2000, 5000, 42_302]):
    print(f"{english:42} {ukrainian}")
for english, ukrainian in date_pairs([date(1991, 8, 24), date(2012, 6, 8)]):
    print(f"{english:42} {ukrainian}")

# %% [markdown]
# - `two hundred` is one word: `двісті`.
# - `thousand` has three forms: `тисяча` after 1, `тисячі` after 2, 3, 4, and else `тисяч`.
# - `two` is `дві` before thousands, and `два` elsewhere.
# - In a date, day and month change places.
#
# So for one word of the translation, one must look at one, two or three words of the original, and
# not always at the same place. That is what attention is for.
#
# The numbers are drawn so that numerals of all lengths come: two digits are as likely as six. What
# is drawn twice is kept once, and what is in one part is not in another.

# %%
numbers = sorted({int(10 ** random.uniform(0, 6)) for _ in range(30_000)})
first_day = date(1950, 1, 1)
days = [first_day + timedelta(days=k) for k in range((date(2050, 1, 1) - first_day).days)]
random.shuffle(numbers)
random.shuffle(days)
PARTS = {"test": slice(1500), "validation": slice(1500, 1800), "train": slice(1800, None)}
numerals = {part: numeral_pairs(numbers[cut]) for part, cut in PARTS.items()}
dates = {part: date_pairs(days[:8000][cut]) for part, cut in PARTS.items()}
for known in (numerals, dates):
    sources = [english for part in known.values() for english, _ in part]
    assert len(set(sources)) == len(sources)  # no sentence is in two parts
print({part: (len(numerals[part]), len(dates[part])) for part in PARTS})

# %% [markdown]
# To these come numbers in the **millions**, some with thousands, some with a rest. From them we
# train on the short ones only: no sentence in the training has more than eleven English words. The
# longer ones are kept for a question at the end.

# %%
LONGEST = 11  # English words


def draw_millions() -> int:
    """A number of 7 to 9 digits; in many of them the thousands or the rest are 0."""
    thousands = random.choice([0, random.randrange(1, 1000)])
    rest = random.choice([0, random.randrange(1, 100), random.randrange(1, 1000)])
    return random.randrange(1, 1000) * 10**6 + thousands * 1000 + rest


millions = list({draw_millions() for _ in range(16_000)})
random.shuffle(millions)
pairs_of_millions = numeral_pairs(millions)
short = [pair for pair in pairs_of_millions if len(pair[0].split()) <= LONGEST]
long = [pair for pair in pairs_of_millions if len(pair[0].split()) > LONGEST]
test_short, validation_short, train_short = short[:500], short[500:700], short[700:]
print(f"{len(train_short)} to train on, {len(test_short)} short, {len(long)} long to test")

# %%
train = numerals["train"] + dates["train"] + train_short
assert max(len(english.split()) for english, _ in train) == LONGEST
vocabulary = Vocabulary(word for pair in train for text in pair for word in text.split())
print(len(train), "pairs,", len(vocabulary), "words of both languages, and years")

# %% [markdown]
# ### The rival: a dictionary
#
# Which English words make a Ukrainian one? In numerals there is a simple rule: a digit and
# `hundred` go together, `and` goes nowhere, and the order stays. The cell below would stop
# (`strict=True`) if the rule failed for a single pair. The **dictionary** then translates each
# group by its most frequent translation.
#
# **Predict.** How many of a hundred held-out numerals does the dictionary get right from beginning
# to end?


# %%
def word_groups(english: str) -> list[list[int]]:
    """Places of the English words that make the first, second, ... Ukrainian word."""
    words, groups = english.split(), []
    for place, word in enumerate(words):
        if word == "hundred" and groups:
            groups[-1].append(place)
        elif word != "and":
            groups.append([place])
    return groups


def phrases(english: str) -> list[str]:
    """The words of each group as one text."""
    words = english.split()
    return [" ".join(words[place] for place in group) for group in word_groups(english)]


# %%
counts = defaultdict(Counter)
for english, ukrainian in numerals["train"] + train_short:
    for phrase, word in zip(phrases(english), ukrainian.split(), strict=True):
        counts[phrase][word] += 1
dictionary = {phrase: words.most_common(1)[0][0] for phrase, words in counts.items()}
print({phrase: dict(counts[phrase]) for phrase in ("two hundred", "two", "thousand")})

# %%
guesses = [[dictionary[phrase] for phrase in phrases(english)] for english, _ in numerals["test"]]
truths = [ukrainian.split() for _, ukrainian in numerals["test"]]
rights = [guess == truth for guess, truth in zip(guesses, truths, strict=True)]
claim(
    "translate-dictionary",
    "A dictionary of words and phrases gets about six held-out numerals in ten right (share)",
    sum(rights) / len(rights),
    above=0.52,
    below=0.7,
)

# %% [markdown]
# It fails where a word hangs on another one: the forms of the thousand, `два` and `дві`. One has to
# look at more than one place.
#
# ## 2. Attention is a search
#
# Each word asks a question, its **query**. Each word of the memory offers a **key**, by which it
# can be found, and a **value**, which is what one gets. How well does the key fit the query? The
# answer is their dot product. By hand, with two features, for one query and three keys:

# %%
query = torch.tensor([2.0, 1.0])
keys = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.5]])
values = torch.tensor([[10.0, 0.0], [0.0, 10.0], [5.0, 5.0]])
scores = torch.tensor([2 * 1 + 1 * 0, 2 * 0 + 1 * 1, 2 * -1 + 1 * 0.5])
weights = scores.exp() / scores.exp().sum()  # the softmax: positive, and together 1
print("scores ", scores)
print("weights", weights)
print("found  ", weights[0] * values[0] + weights[1] * values[1] + weights[2] * values[2])
assert torch.allclose(scores, keys @ query)

# %% [markdown]
# The first key fits best, so most of what is found is the first value. It is a *soft* search:
# something of all values comes along, and so a gradient can flow to all of them.
#
# ### Exercise 4.1: the scores
#
# *5 minutes, ●●.* All queries and all keys at once, as one product of matrices:
#
# $$\text{scores} = \frac{Q K^T}{\sqrt{d}}$$
#
# where $d$ is the number of features, the last axis. In front of (queries, $d$) there may be no
# axis, one, the batch, or two, batch and heads. So count axes from the end.


# %%
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    # TODO 4.1: Multiply each query with each key; divide by the root of d.
    ### BEGIN SOLUTION
    return query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    ### END SOLUTION


check(attention_scores)

# %% [markdown]
# Why the root? A dot product adds up $d$ products. If these are random numbers of size 1, their sum
# is of size $\sqrt{d}$.
#
# **Predict.** Random queries and ten random keys: how much of the attention does the winner get if
# $d$ is 4, 64, 1024, with and without the root?

# %%
winner = {}
for d in (4, 64, 1024):
    query, key = torch.randn(500, d), torch.randn(10, d)
    scaled = attention_scores(query, key)
    for name, scores in (("scaled", scaled), ("not scaled", math.sqrt(d) * scaled)):
        winner[name, d] = scores.softmax(dim=-1).amax(dim=-1).mean().item()
        print(f"d = {d:4}, {name:10}: the winner gets {winner[name, d]:.0%}")
claim(
    "translate-not-scaled",
    "Without the root, at width 1024 the winner takes nearly all, though all keys are random",
    winner["not scaled", 1024],
    above=0.9,
)

# %% [markdown]
# With the root the width does not matter. Without it the softmax of a wide network takes one word
# and forgets the others, before anything has been learned. Where a weight is 0 or 1 the gradient is
# nearly 0, and nothing *can* be learned.
#
# ## 3. Where one may not look
#
# ### Exercise 4.2: not into the future
#
# *4 minutes, ●.* The translator writes one word after the other. In training it sees the whole
# right translation at once, and must not peek at the words to come. The **causal mask** says where
# a word may look: at itself and at what comes before it. For three words:
#
# ```
# True  False False
# True  True  False
# True  True  True
# ```


# %%
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    # TODO 4.2: True on the diagonal and below it.
    ### BEGIN SOLUTION
    return torch.ones(time, time, dtype=torch.bool).tril()
    ### END SOLUTION


check(causal_mask)

# %% [markdown]
# ### Exercise 4.3: not at the padding
#
# *4 minutes, ●.* Sentences of different lengths share a batch, the shorter ones are filled up with
# 0. Nobody should look there. The mask is the same for all queries of a sentence, so one row for
# each sentence is enough: the shape is `(batch, 1, time)`, and the 1 is stretched where it is used.


# %%
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    # TODO 4.3: Compare with 0, and insert an axis for the queries.
    ### BEGIN SOLUTION
    return (ids != 0)[:, None]
    ### END SOLUTION


check(padding_mask)

# %% [markdown]
# Both together, by `&`: may look back, and there is a word. Here is the mask of the second of two
# sentences, which has two places of padding:

# %%
ids, _ = pad([vocabulary.encode(text.split(), ends=True) for text in ("two hundred", "")])
print(ids)
print((padding_mask(ids) & causal_mask(4))[1].int())

# %% [markdown]
# ### Exercise 4.4: attention
#
# *9 minutes, ●●●.* Now all of it:
#
# 1. the scores;
# 2. where the mask is False, the score becomes minus infinity: `masked_fill(where, value)` fills
#    where its first argument is True;
# 3. the softmax, so that the weights of each *query* add up to 1;
# 4. the output: for each query the mixture of the values, which is again a product of matrices.
#
# $$A = \mathrm{softmax}\!\left(\frac{Q K^T}{\sqrt d} + \text{mask}\right), \qquad Z = A V$$
#
# The mask of the formula holds numbers: 0 where one may look, and $-\infty$ where one may not. Ours
# holds True for the 0 and False for the $-\infty$. So it is not added; step 2 takes its place.
# It need not be as large as the scores: torch stretches missing axes, and axes of length 1, by
# itself.


# %%
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    # TODO 4.4: Scores, minus infinity where one may not look, softmax, mixture of the values.
    ### BEGIN SOLUTION
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights
    ### END SOLUTION


check(attention)

# %% [markdown]
# This is the formula on the slide. Torch has it built in. Is it the same?

# %%
query, key, value = torch.randn(3, 8, 5, 16)  # 8 sentences of 5 words, 16 features
output, weights = attention(query, key, value, causal_mask(5))
torchs = F.scaled_dot_product_attention(query, key, value, causal_mask(5))
print(weights[0].numpy().round(2))
claim(
    "translate-own-attention",
    "Your attention and torch's give the same numbers (largest difference)",
    (output - torchs).abs().max().item(),
    below=1e-5,
)

# %% [markdown]
# Row by row: the first word can only look at itself, the last one at all five.
#
# ## 4. Where is a word?
#
# **Predict.** You shuffle the words of the memory: keys and values together. What happens to the
# output?

# %%
order = torch.randperm(5)
everywhere = torch.ones(5, 5, dtype=torch.bool)
in_order, _ = attention(query, key, value, everywhere)
shuffled, _ = attention(query, key[:, order], value[:, order], everywhere)
print(f"largest difference: {(in_order - shuffled).abs().max():.1e}")

# %% [markdown]
# Nothing happens. Attention sees a bag of words: `two hundred and three` and `three hundred and
# two` are the same to it. So each word must carry its place with it. The **positional encoding**
# is a row of pointers, as on a clock. The first turns fast, the next ones more and more slowly,
# and each shows its height (sine) and its side (cosine). For position $t$ and pair $k$:
#
# $$P_{t,\,2k} = \sin\frac{t}{10000^{2k/d}} \qquad P_{t,\,2k+1} = \cos\frac{t}{10000^{2k/d}}$$
#
# ### Exercise 4.5: positions
#
# *8 minutes, ●●.* Make this table, in torch's usual floats (32 bits). $k$ runs from 0 to
# $d/2 - 1$.


# %%
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    # TODO 4.5: An angle for each position and each pair; sines at 0, 2, ..., cosines at 1, 3, ...
    ### BEGIN SOLUTION
    pairs = torch.arange(0, d, 2)  # 2k
    angles = torch.arange(time)[:, None] / 10_000 ** (pairs / d)  # (time, d / 2)
    encoding = torch.zeros(time, d)
    encoding[:, 0::2], encoding[:, 1::2] = angles.sin(), angles.cos()
    return encoding
    ### END SOLUTION


check(positional_encoding)

# %%
encoding = positional_encoding(20, 64)
similar = encoding @ encoding.T / 32
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
for axes, table, low in ((left, encoding, -1), (right, similar, 0.5)):
    figure.colorbar(axes.imshow(table, aspect="auto", vmin=low, vmax=1), ax=axes)
    axes.grid(visible=False)
    axes.set_ylabel("position")
left.set(title="Fast pointers and slow ones", xlabel="feature")
right.set(title="Near positions are alike", xlabel="position")
show(
    figure,
    alt="Positional encoding of 20 positions in 64 features, and the similarity of each position "
    f"to each: 1 to itself, {similar[0, 1]:.2f} to the next one, {similar[0, 9]:.2f} nine away",
)

# %% [markdown]
# Left, each row is the name of a position. Right, how similar two positions are: it hangs on their
# distance alone, and so a head can learn to look "one to the left".
#
# ## 5. Several heads
#
# To write `дві тисячі` one must look at `two` *and* at `thousand`, for different reasons. A softmax
# has one winner. So attention is done several times side by side, by **heads**: each works on its
# own share of the features, and searches in its own way.
#
# ### Exercise 4.6: cut into heads
#
# *5 minutes, ●●.* Share out the features: the first `d / heads` of them go to the first head, and
# so on. The heads come second, so that all of them read whole sentences.


# %%
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    # TODO 4.6: Cut the last axis into (heads, size), then bring the heads before time.
    ### BEGIN SOLUTION
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(1, 2)
    ### END SOLUTION


check(split_heads)

# %% [markdown]
# ### Exercise 4.7: and back again
#
# *4 minutes, ●●.* Put what the heads have found side by side.


# %%
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    # TODO 4.7: Undo split_heads.
    ### BEGIN SOLUTION
    return x.transpose(1, 2).flatten(2)
    ### END SOLUTION


check(merge_heads)

# %%
x = torch.arange(24.0).reshape(1, 2, 12)
assert torch.equal(merge_heads(split_heads(x, 3)), x)  # nothing is lost on the way
print(split_heads(x, 3))

# %% [markdown]
# ### Exercise 4.8: the layer
#
# *9 minutes, ●●●.* What makes queries, keys and values out of words is learned: one linear layer
# for each. `x` are the words that search, `memory` those that are searched. In self-attention they
# are the same; the caller passes `x` twice.
#
# 1. queries from `x`, keys and values from `memory`, each cut into heads;
# 2. attention; the mask `(batch, queries, keys)` needs an axis for the heads; its batch or its
#    queries may have length 1, as in a causal mask or a padding mask;
# 3. merge the heads; the layer `out` mixes what they found.


# %%
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        In the mask, batch and queries may be 1: the same for all sentences, or for all queries.
        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        # TODO 4.8: Project and split, attend, merge, project again; return output and weights.
        ### BEGIN SOLUTION
        query = split_heads(self.query(x), self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return self.out(merge_heads(output)), weights
        ### END SOLUTION


check(MultiHeadAttention)

# %% [markdown]
# The check has compared your layer with torch's `nn.MultiheadAttention`, weights and gradients
# included. From here on everything runs on yours.
#
# ## 6. The translator
#
# ```
#  English words ──> embedding + position ──> encoder block ──> memory
#                                                                 │  looked up at each word
#  Ukrainian words ─> embedding + position ──> decoder block <────┘
#  written so far                                  └──> linear ──> logits for the next word
# ```
#
# The parts between are short. Each part *adds* to what came in (`x + ...`), after a `LayerNorm`
# that keeps the numbers in size; the small network `think` works on each word for itself. In the
# encoder, the words look at each other. In the decoder they look at what is written so far, and
# then at the memory.


# %%
def think(d: int) -> nn.Module:
    """A small network that works on each word for itself."""
    return nn.Sequential(nn.Linear(d, 2 * d), nn.ReLU(), nn.Linear(2 * d, d))


class EncoderBlock(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.look_around = MultiHeadAttention(d, heads)
        self.think = think(d)
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(2))

    def forward(self, x, mask):
        words = self.norms[0](x)
        x = x + self.look_around(words, words, mask)[0]
        return x + self.think(self.norms[1](x))


# %%
class DecoderBlock(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.look_back = MultiHeadAttention(d, heads)
        self.look_up = MultiHeadAttention(d, heads)
        self.think = think(d)
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(3))

    def forward(self, x, mask, memory, memory_mask):
        words = self.norms[0](x)
        x = x + self.look_back(words, words, mask)[0]
        found, weights = self.look_up(self.norms[1](x), memory, memory_mask)
        x = x + found
        return x + self.think(self.norms[2](x)), weights


# %%
class Translator(nn.Module):
    def __init__(self, vocab_size: int, d: int, heads: int, positions: bool = True) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d)
        self.register_buffer("places", positions * positional_encoding(100, d))
        self.encoder, self.decoder = EncoderBlock(d, heads), DecoderBlock(d, heads)
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(2))
        self.linear = nn.Linear(d, vocab_size)

    def encode(self, source):
        x = self.embedding(source) + self.places[: source.shape[1]]
        return self.norms[0](self.encoder(x, padding_mask(source)))  # (batch, time, d)

    def decode(self, inputs, memory, source):
        x = self.embedding(inputs) + self.places[: inputs.shape[1]]
        mask = causal_mask(inputs.shape[1])[None]
        x, weights = self.decoder(x, mask, memory, padding_mask(source))
        self.looked_at = weights.detach()  # (batch, heads, words, source), to be drawn later
        return self.linear(self.norms[1](x))  # (batch, words, V)

    def forward(self, source, inputs):
        return self.decode(inputs, self.encode(source), source)


# %% [markdown]
# The decoder needs no padding mask of its own: padding stands at the end, and the causal mask
# hides it from all words before it.

# %%
D, HEADS = 64, 4
model = Translator(len(vocabulary), D, HEADS)
print(f"{sum(p.numel() for p in model.parameters()):,} parameters")

# %% [markdown]
# ### Exercise 4.9: teacher forcing
#
# *7 minutes, ●●.* In training the decoder does not read what it has written itself, but the right
# words: the teacher's. For `<start> сто два <end>` it gets `<start> сто два` and should say
# `сто два <end>`. All steps are done at once; the causal mask keeps each from seeing its answer.
#
# The loss is the mean cross-entropy over all target words; 0 is padding and does not count.
# `F.cross_entropy` wants the vocabulary on the *second* axis.


# %%
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    # TODO 4.9: Cut inputs and targets, ask the model, take the cross-entropy without padding.
    ### BEGIN SOLUTION
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)  # (batch, words, V)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)
    ### END SOLUTION


check(translation_loss)


# %%
def to_batch(pairs) -> tuple[torch.Tensor, torch.Tensor]:
    """Pairs of texts to source (batch, time) and target (batch, words)."""
    columns = zip(*pairs, strict=True)
    return tuple(
        pad([vocabulary.encode(text.split(), ends=True) for text in column])[0]
        for column in columns
    )


# about the same mixture as in the training
validation = to_batch(numerals["validation"] + dates["validation"][:150] + validation_short)


@torch.no_grad()
def validation_loss(model) -> float:
    """The loss on sentences that are not trained on."""
    return translation_loss(model, *validation).item()


# %% [markdown]
# **Predict.** What is the first loss, before any training?

# %%
untrained_ratio = validation_loss(model) / math.log(len(vocabulary))
claim(
    "translate-untrained",
    "The untrained translator is about as good as blind guessing (its loss divided by ln V)",
    untrained_ratio,
    above=0.95,
    below=1.15,
)

# %% [markdown]
# ### Exercise 4.10: write until the end
#
# *10 minutes, ●●●.* Nobody gives the right words when it has to translate. It starts with
# `<start>`, takes the likeliest next word, appends it, asks again. That is **greedy** decoding. The
# model has no state: it is shown *everything* written so far, each time. The source is read once.
#
# Write for all sentences of a batch at once, and stop when each of them has said `<end>`, or after
# `max_length` words. Return one list of ids for each sentence: without `<start>`, and cut at the
# first `<end>`. With two sentences it goes like this:
#
# ```
# step 1   <start> сто                  <start> два
# step 2   <start> сто два              <start> два <end>
# step 3   <start> сто два <end>        <start> два <end> два     all have ended: stop
# result   сто два                      два
# ```
#
# The parts of the model are `memory = model.encode(source)` and
# `model.decode(ids, memory, source)`, which returns logits (batch, words so far, vocabulary).


# %%
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    # TODO 4.10: Encode once; decode, append the likeliest id, until all have ended; cut.
    ### BEGIN SOLUTION
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)  # (batch, words so far, V)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]
    ### END SOLUTION


check(greedy_decode)


# %%
def translate(model, texts: list[str]) -> list[str]:
    """English texts to Ukrainian ones."""
    source, _ = pad([vocabulary.encode(text.split(), ends=True) for text in texts])
    rows = greedy_decode(model, source, vocabulary.start, vocabulary.end, max_length=25)
    return [" ".join(vocabulary.tokens[i] for i in row) for row in rows]


print(translate(model, ["two hundred"]))  # untrained: rubbish, without end

# %% [markdown]
# ### Exercise 4.11: right or wrong
#
# *6 minutes, ●●.* A number with one wrong word is another number. So a translation is right only if
# *all* of it is right: **exact match**. And one figure for everything hides where it fails, so we
# want a share for each length of the source, also 0 where nothing is right. The order of the
# lengths does not matter.


# %%
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of words or ids), the lengths of their sources (integers).

    Returns for each length the share of translations that are right from beginning to end.
    """
    # TODO 4.11: Group by length; in each group, the share of translations equal to the truth.
    ### BEGIN SOLUTION
    groups = defaultdict(list)
    for one, other, length in zip(predicted, truth, lengths, strict=True):
        groups[length].append(one == other)
    return {length: sum(rights) / len(rights) for length, rights in sorted(groups.items())}
    ### END SOLUTION


check(exact_match_by_length)


# %%
def exam(model, pairs) -> dict[int, float]:
    """Exact match by the length of the English sentence, in words."""
    predicted = []
    for k in range(0, len(pairs), 250):
        predicted += translate(model, [english for english, _ in pairs[k : k + 250]])
    truth = [ukrainian.split() for _, ukrainian in pairs]
    lengths = [len(english.split()) for english, _ in pairs]
    shares = exact_match_by_length([text.split() for text in predicted], truth, lengths)
    return dict(sorted(shares.items()))


def exact_match(model, pairs) -> float:
    """Exact match over all sentences."""
    counts = Counter(len(english.split()) for english, _ in pairs)
    shares = exam(model, pairs)
    return sum(shares[length] * count for length, count in counts.items()) / len(pairs)


# %% [markdown]
# ## 7. Train
#
# Plumbing: batches of sentences of about the same length, so that there is little padding.

# %%
STEPS, BATCH = 700, 64


def make_batches(steps: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Random batches, each of sentences of about the same length."""
    batches = []
    while len(batches) < steps:
        pool = sorted(random.sample(train, 20 * BATCH), key=lambda pair: len(pair[0].split()))
        cuts = [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
        batches += [to_batch(cut) for cut in random.sample(cuts, len(cuts))]
    return batches[:steps]


# %%
def training_step(model, optimizer, batch, state):
    """Make one update; return the loss, and no state: sentences do not go on."""
    loss = translation_loss(model, *batch)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), None


# %%
def train_translator(model, name: str):
    """Train a translator on fresh batches and return what happened."""
    return fit(
        model,
        make_batches(STEPS),
        training_step,
        torch.optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.98)),
        steps=STEPS,
        schedule=warmup_cosine(STEPS),
        validate=validation_loss,
        every=STEPS // 14,
        checkpoint=f"runs/{name}.pt",
    )


# %% [markdown]
# About half a minute on a laptop CPU.

# %%
history = train_translator(model, "lab4")
print(f"{len(history.losses)} steps in {history.seconds:.0f} s")

# %%
smooth = torch.tensor(history.losses).unfold(0, 25, 1).mean(dim=1)
figure, axes = plt.subplots()
axes.plot(range(24, len(history.losses)), smooth, label="training, mean of 25 steps")
axes.plot(history.valid_steps, history.valid_losses, marker="o", markersize=4, label="held out")
axes.set(title="After a few hundred steps little loss is left", xlabel="step", ylabel="loss (nats)")
axes.set_yscale("log")
axes.legend()
show(
    figure,
    alt=f"Training loss and held-out loss, from {history.losses[0]:.1f} down to "
    f"{min(history.valid_losses):.4f} after {STEPS} steps",
)

# %% [markdown]
# The axis is logarithmic. Sentences that it has never seen are no harder for it than those it has:
# it has not learned them by heart.
#
# ## 8. The exam
#
# **Predict.** The dictionary had about six in ten. And the network?

# %%
for english, ukrainian in zip(
    texts := [english for english, _ in numerals["test"][:5] + dates["test"][:2]],
    translate(model, texts),
    strict=True,
):
    print(f"{english}\n    {ukrainian}")

# %%
results = {
    "numerals up to 999,999": exact_match(model, numerals["test"]),
    "dates": exact_match(model, dates["test"]),
    "millions of 11 words at most": exact_match(model, test_short),
}
for name, share in results.items():
    print(f"{name:30} {share:.1%} right from beginning to end")
claim(
    "translate-numerals",
    "At least 98 % of the held-out numerals up to 999,999 are right from beginning to end",
    results["numerals up to 999,999"],
    above=0.98,
)
claim(
    "translate-dates",
    "Nearly all held-out dates are right from beginning to end (share)",
    results["dates"],
    above=0.9,
)

# %% [markdown]
# ### Does it need the positions?
#
# **Predict.** The same network, trained as long, without the positional encoding. Which numerals
# will it still get right? And the dates? (About half a minute again.)

# %%
bag = Translator(len(vocabulary), D, HEADS, positions=False)
train_translator(bag, "lab4_bag")
twins = ["two hundred and three", "three hundred and two"]
print(translate(model, twins), "with positions")
print(translate(bag, twins), "without")

# %%
by_length = {
    "with positions": exam(model, numerals["test"]),
    "without": exam(bag, numerals["test"]),
}
figure, axes = plt.subplots()
for (name, shares), marker in zip(by_length.items(), "os", strict=True):
    axes.plot(list(shares), list(shares.values()), marker=marker, label=name)
axes.set(
    title="Without positions it only gets short numerals right",
    xlabel="length of the English numeral (words)",
    ylabel="exact match (share)",
    ylim=(-0.03, 1.05),
)
label_lines(figure)
told = "; ".join(
    f"{name}: {', '.join(f'{n} words {share:.0%}' for n, share in shares.items())}"
    for name, shares in by_length.items()
)
show(figure, alt=f"Exact match on held-out numerals by length. {told}")

# %%
long_ones = [pair for pair in numerals["test"] if len(pair[0].split()) >= 8]
claim(
    "translate-bag-numerals",
    "Without positions, few numerals of eight words or more are right (share)",
    exact_match(bag, long_ones),
    below=0.2,
)
claim(
    "translate-bag-dates",
    "Without positions, most dates are still right (share)",
    exact_match(bag, dates["test"]),
    above=0.8,
)

# %% [markdown]
# Twins get the same translation: a bag of words cannot tell them apart. In a date each word says by
# itself whether it is a day, a month or a year, so there the order does not matter, and the bag is
# enough.
#
# ## 9. Beyond what it has seen
#
# In the training no sentence had more than eleven words. The millions that we kept aside have up to
# seventeen. All their *words* are known, and the rule is the same: `five million`, then a number as
# before.
#
# **Predict.** What happens at twelve words? At fifteen?

# %%
many = exam(model, numerals["test"] + test_short)
beyond = exam(model, [pair for pair in long if len(pair[0].split()) <= 17][:1500])
figure, axes = plt.subplots()
axes.plot(list(many), list(many.values()), marker="o", color=COLOURS[0])
axes.plot(list(beyond), list(beyond.values()), marker="s", color=COLOURS[1])
axes.axvline(LONGEST + 0.5, color="black", linewidth=1, linestyle="--")
axes.annotate("longest in training ", (LONGEST + 0.5, 0.5), ha="right")
axes.set(
    title="Sentences longer than those in training break it",
    xlabel="length of the English numeral (words)",
    ylabel="exact match (share)",
    ylim=(-0.03, 1.05),
)
told = ", ".join(f"{n} words {share:.0%}" for n, share in {**many, **beyond}.items())
show(figure, alt=f"Exact match by length: {told}")

# %%
for english, ukrainian in [pair for pair in long if len(pair[0].split()) == 15][:2]:
    print(f"{english}\n  right  {ukrainian}\n  says   {translate(model, [english])[0]}\n")
far = [pair for pair in long if len(pair[0].split()) >= 14][:500]
claim(
    "translate-beyond",
    "Three words longer than the longest in training, hardly anything is right (share)",
    exact_match(model, far),
    below=0.1,
)

# %% [markdown]
# Why? One suspicion: it has never met these *positions*. That can be tested. We take short numerals
# that it knows well, of six words at most, and tell the network that they begin at a later place:
# all positions are counted from there.
#
# **Predict.** If it had understood that only the order matters, what would you see?


# %%
def moved(model, first: int):
    """The same translator, for which every sentence begins at position first."""
    other = copy.deepcopy(model)
    other.places = model.places[first:]
    return other


easy = [pair for pair in numerals["test"] if len(pair[0].split()) <= 6][:300]
starts = [0, 1, 2, 3, 4, 6, 8, 10, 12]
after_move = [exact_match(moved(model, first), easy) for first in starts]
figure, axes = plt.subplots()
axes.plot(starts, after_move, marker="o")
axes.set(
    title="Counted from a later position, the same sentences fail",
    xlabel="position of the first word",
    ylabel="exact match (share)",
    ylim=(-0.03, 1.05),
)
told = ", ".join(f"from {n}: {share:.0%}" for n, share in zip(starts, after_move, strict=True))
show(figure, alt=f"Exact match of short numerals by the position of their first word: {told}")

# %%
claim(
    "translate-moved",
    "Short numerals that it knows are mostly wrong when counted from position 10 (share right)",
    after_move[starts.index(10)],
    below=0.3,
)

# %% [markdown]
# The suspicion is right. Whoever had understood the order would not mind where the counting begins:
# the line would stay at the top. The network does mind, after a few places already. What it has
# learned is tied to the places where it learned it. It is no rule as you would tell it: a person
# who has understood `two hundred and three thousand` needs no training for the millions.
#
# This is a common weakness of transformers, and an honest question to every result: *is the exam
# longer, or otherwise different, than the training?* Encodings of the *distance* between words
# (lecture 09) help, and so do longer examples. An experiment for a long evening: let each training
# sentence begin at a random position. Does the curve above stay up? What does it cost?
#
# ## 10. Where does it look?
#
# While it writes a word, `look_up` has weights over the English words. For numerals and dates we
# know where one *should* look: the word groups of section 1. Here is a map, the mean of the heads,
# with frames around the known places.


# %%
def known_places(english: str) -> list[list[int]]:
    """For each Ukrainian word the places of its English words; [] where there are none."""
    words = english.split()
    if not any(word.isdigit() for word in words):
        return word_groups(english)
    return [[0], [2], [1], [3], []] if len(words) == 4 else []  # weekday, month, day, year


def look(model, english: str):
    """Translate one sentence; return its words and the weights (heads, words, source)."""
    words = translate(model, [english])[0].split()
    source = vocabulary.encode(english.split(), ends=True)[None]
    inputs = vocabulary.encode(["<start>", *words])[None]
    with torch.no_grad():
        model(source, inputs)
    return [*words, "<end>"], model.looked_at[0]


# %%
def draw_map(axes, english: str) -> None:
    """Draw where the translator looks, mean over the heads, with the known places framed."""
    words, weights = look(model, english)
    axes.imshow(weights.mean(dim=0), vmin=0, vmax=1, aspect="auto")
    source = ["<start>", *english.split(), "<end>"]
    axes.set_xticks(range(len(source)), source, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(words)), words)
    axes.grid(visible=False)
    for row, places in enumerate(known_places(english)[: len(words)]):
        for place in places:  # <start> is in front, so each is one further
            corner = place + 0.55, row - 0.45
            axes.add_patch(Rectangle(corner, 0.9, 0.9, fill=False, edgecolor=COLOURS[1], lw=2))


examples = numeral_pairs([302_041])[0][0], date_pairs([date(2024, 2, 29)])[0][0]
titles = "Mostly the frames, and their neighbours", "Day and month cross over"
figure, both = plt.subplots(1, 2, figsize=(9, 3.8), width_ratios=[10, 6])
for axes, english, title in zip(both, examples, titles, strict=True):
    draw_map(axes, english)
    axes.set_title(title)
show(
    figure,
    alt=f"Attention maps for {examples[0]} and {examples[1]}: one row for each Ukrainian word, one "
    "column for each English word; the known places are framed",
)

# %% [markdown]
# Read it row by row: each row is one word that is written, and its weights add up to 1. Day and
# month cross over. A picture can please the eye, though, and prove little. So we measure.
#
# ### Exercise 4.12: the share on the right words
#
# *6 minutes, ●●.* For each word of the translation, add up the weights that lie on its known source
# words. Then take the mean over all words *that have any*: `<end>` and padding have none. A word
# whose share is 0 counts.


# %%
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    # TODO 4.12: Sum over the source where alignment is True; mean over the words that have some.
    ### BEGIN SOLUTION
    on_them = (weights * alignment).sum(dim=-1)  # (batch, words)
    return on_them[alignment.any(dim=-1)].mean().item()
    ### END SOLUTION


check(attention_share)


# %%
def alignment_of(pairs) -> torch.Tensor:
    """The known places of pairs as booleans (batch, words, source)."""
    source, target = to_batch(pairs)
    alignment = torch.zeros(len(pairs), target.shape[1] - 1, source.shape[1], dtype=torch.bool)
    for k, (english, _) in enumerate(pairs):
        for row, places in enumerate(known_places(english)):
            for place in places:
                alignment[k, row, place + 1] = True  # <start> is in front
    return alignment


@torch.no_grad()
def weights_of(model, pairs) -> torch.Tensor:
    """Where a model looks while it reads the right words: (batch, heads, words, source)."""
    source, target = to_batch(pairs)
    model(source, target[:, :-1])
    return model.looked_at


# %% [markdown]
# A share means nothing without controls. We take three: attention spread **evenly** over the
# sentence; the same network **untrained**; and a straight **line**, which never reads a word, but
# goes through the sentence from left to right at a steady pace.
#
# **Predict.** In numerals the order stays. How far does the line get there? And in dates?


# %%
def straight_line(pairs) -> torch.Tensor:
    """All the weight on one place, in proportion to how much has been written."""
    line = torch.zeros(alignment_of(pairs).shape)
    for k, (english, ukrainian) in enumerate(pairs):
        places, rows = len(english.split()), len(ukrainian.split())
        for row in range(rows):
            line[k, row, 1 + int((row + 0.5) / rows * places)] = 1.0
    return line


def shares_of(pairs) -> dict[str, float]:
    """The share on the known words, for each head and for the controls."""
    alignment, source = alignment_of(pairs), to_batch(pairs)[0]
    even = (padding_mask(source) / padding_mask(source).sum(-1, keepdim=True)).expand_as(alignment)
    weights = weights_of(model, pairs)
    untrained = weights_of(Translator(len(vocabulary), D, HEADS), pairs).mean(dim=1)
    controls = {"evenly": even, "untrained": untrained, "a line": straight_line(pairs)}
    heads = {f"head {k + 1}": weights[:, k] for k in range(HEADS)}
    both = {**controls, **heads, "all heads": weights.mean(dim=1)}
    return {name: attention_share(one.contiguous(), alignment) for name, one in both.items()}


# %%
shares = {"numerals": shares_of(numerals["test"]), "dates": shares_of(dates["test"])}
figure, both = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
for axes, (name, found) in zip(both, shares.items(), strict=True):
    grey = ["#999999" if k < 3 else COLOURS[0] for k in range(len(found))]
    bars = axes.barh(list(found), list(found.values()), color=grey)
    axes.bar_label(bars, [f"{share:.0%}" for share in found.values()], padding=3)
    axes.set(xlabel=f"{name}: share on the known words", xlim=(0, 1.1))
    axes.grid(axis="y", visible=False)
both[0].invert_yaxis()
both[0].set_title("Where the order stays, a line gets far, too")
both[1].set_title("Where it changes, one must read")
told = "; ".join(
    f"{name}: " + ", ".join(f"{who} {share:.0%}" for who, share in found.items())
    for name, found in shares.items()
)
show(figure, alt=f"Share of the attention on the known words. {told}")

# %%
claim(
    "translate-share-numerals",
    "In numerals, more than half of the attention lies on the known words (share)",
    shares["numerals"]["all heads"],
    above=0.5,
)
claim(
    "translate-share-even",
    "Spread evenly, it would be an eighth (share)",
    shares["numerals"]["evenly"],
    above=0.1,
    below=0.15,
)

# %%
claim(
    "translate-share-untrained",
    "Untrained, it is no more than evenly (difference)",
    shares["numerals"]["untrained"] - shares["numerals"]["evenly"],
    above=-0.03,
    below=0.03,
)
claim(
    "translate-share-dates",
    "In dates, where the order changes, the heads are far above the line (difference)",
    shares["dates"]["all heads"] - shares["dates"]["a line"],
    above=0.2,
)

# %% [markdown]
# Nobody has told the network which words belong together. It found out, because it helps to write
# the right word. Not all of its weight is there: the words of the encoder have already looked at
# each other, so the neighbour of a word knows something about it, too.
#
# ### A tempting story
#
# Look at the row of `дві` in the map: some of its weight lies on `thousand`. Of course, one might
# say: whether it is `два` or `дві` hangs on that word. So the map *explains* the grammar.
#
# **Predict.** Which other words would you look at, to test this story?

# %%
on_thousand = defaultdict(list)
weights = weights_of(model, numerals["test"]).mean(dim=1)  # (batch, words, source)
for k, (english, ukrainian) in enumerate(numerals["test"]):
    groups, words = word_groups(english), ukrainian.split()
    for row in range(len(words) - 1):
        if words[row + 1].startswith("тисяч"):  # so the next group is thousand
            kind = words[row] if words[row] in ("одна", "дві") else "any other word"
            on_thousand[kind].append(weights[k, row, groups[row + 1][0] + 1].item())
for kind, found in on_thousand.items():
    print(f"{kind:16} before thousand: {sum(found) / len(found):.0%} of its attention lies on it")

# %% [markdown]
# The other words before `thousand` (three, nine, twenty, ...) are the control. Their form is the
# same everywhere, so they have no need to look there, and still they do: it is a habit to look at
# the next word, too. Only what `одна` and `дві` have *beyond* that can have to do with grammar. **A
# map shows where something was read, not why a word was chosen.**
#
# ## 11. Yours
#
# Type a number, a day as year-month-day (from 1950 to 2049), or English words.


# %%
def to_pair(text: str) -> tuple[str, str]:
    """What was typed to English words, and the right translation if it is known."""
    if text.replace(",", "").isdigit():
        return numeral_pairs([int(text.replace(",", ""))])[0]
    try:
        return date_pairs([date.fromisoformat(text)])[0]
    except ValueError:
        return text.lower().replace("-", " ").replace(",", " "), ""


# %%
def show_translation(text: str) -> None:
    """Translate what was typed, and show where the network looked."""
    english, right = to_pair(text.strip())
    try:
        ukrainian = translate(model, [english])[0]
    except ValueError as error:  # a word that it has never met
        print(str(error).split(";")[0])
        return
    remark = f"   WRONG, it is: {right}" if right and right != ukrainian else ""
    figure, axes = plt.subplots(figsize=(8, 1.6 + 0.3 * len(ukrainian.split())))
    draw_map(axes, english)
    axes.set_title("Where it looks while it writes each word")
    print(f"{english}  →  {ukrainian}{remark}")
    show(figure, alt=f"Attention map: {english} to {ukrainian}")


explore(show_translation, text=ipywidgets.Text(value="41,002"))

# %% [markdown]
# Try your birthday. Try 999999, 2000000 and 7654321. Try `hundred two`, which is no English: the
# network has no way to say that it does not know.
#
# ## What you know now
#
# *Has **Run All** brought you here, and exercises are still open?*
# [Go to the box that says which is next](#next-exercise).
#
# - Attention is a soft search: scores of queries and keys, a softmax over the keys, a mixture of
#   the values. The root of $d$ keeps the softmax from taking one word only.
# - Masks are laid over the scores *before* the softmax: the causal one hides the answer, the
#   padding one what is no word.
# - Without positions a sentence is a bag of words. Heads search in several ways at once.
# - Teacher forcing trains all steps at once. Greedy decoding writes one word at a time, until
#   `<end>`.
# - Exact match by length shows where a translator stops working: here, right behind the longest
#   sentence that it has seen.
#
# **Think, without code.**
#
# 1. Somebody forgets the causal mask. What do the training loss and the translations look like?
#
# <details><summary>Answer</summary>
#
# The losses show nothing: they fall as they do with the mask, because the decoder sees the word that it
# has to predict. But the translations are wrong, and nearly all of them are empty: take the mask out
# of your decoder, train it again, and look. In training, `<end>` was right where no word came next, and while the network writes, no word ever
# comes next.
#
# </details>
#
# 2. Greedy decoding reads everything again for each word. What of it is computed twice, and could
#    be kept?
#
# <details><summary>Answer</summary>
#
# All that belongs to the words already written is computed again: their queries, keys and values,
# and all outputs. They do not change, because the causal mask hides the later words from them, so
# it is enough to keep their keys and values (the key-value cache of notebook 10). The keys and
# values that `look_up` makes of the memory are the same for each word, too. (The source is read
# only once.)
#
# </details>
#
# 3. A head puts all of its weight on `<start>` for many words. Is it useless?
#
# <details><summary>Answer</summary>
#
# Not for this reason alone. The weights must add up to 1, so a head needs a place for them when it
# finds nothing, and for other words it may look elsewhere. In `look_up`, `<start>` is a row of the
# memory, and the encoder may have gathered something from the whole sentence there. An experiment
# tells: switch the head off, and count the right translations.
#
# </details>
#
# **Where to go on.** [Notebook 10](../notebooks/10_transformers.ipynb) stacks such blocks higher.
# Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and
# translate" (2015), had the idea; Vaswani et al., "Attention is all you need" (2017), left out
# everything else; Jain and Wallace, "Attention is not explanation" (2019), warn of reading too
# much into the maps. Harvard NLP's "The annotated transformer" goes through the second paper line
# by line.
