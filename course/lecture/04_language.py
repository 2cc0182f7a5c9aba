# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04. Language as a sequence
#
# {{ colab }}
#
# **What must a network be able to do to read a sentence, and can a recurrent network do it?**
#
# After this notebook you can
#
# - turn words into indices, one-hot vectors and embeddings, and say why the last two agree;
# - put sentences of different lengths into one batch without an error that nobody sees;
# - test each of the four design criteria of sequence models by an experiment;
# - train a model that predicts the next word of real text, and say how good it is.
#
# | | |
# | --- | --- |
# | Time | about 60 minutes, of which the computer works for one |
# | You need | recurrence and `nn.RNN` ([notebook 03](03_recurrence.ipynb)) |
# | Slides | "Design Criteria" and "Predict the Next Word" to "Differences in Sequence Order" |

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
import math
import random
import re
from collections import Counter
from itertools import pairwise
from statistics import mean, median

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from seqlab.claims import claim
from seqlab.data import load
from seqlab.models import NGramModel
from seqlab.plots import COLOURS, show
from seqlab.text import Vocabulary, WindowStream, pad
from seqlab.training import fit, warmup_cosine
from seqlab.widgets import explore

# %% [markdown]
# ## 1. The next word
#
# > This morning I took my cat for a ...
#
# You know how it may go on. You have read *this morning*, *took* and *cat*, you know that a noun
# comes after *a*, and you know what people do with cats. Predicting the next word is a small
# question that needs all of language. At the end of this notebook a network will try.
#
# First it must be able to read. **A network cannot interpret words, it needs numbers.** The slides
# go there in three steps.
#
# ### Vocabulary and indexing
#
# The *vocabulary* is the list of all words that we know. Each word gets its place in the list as
# its *index*.

# %%
sentence = "this morning i took my cat for a walk"
words = sorted(set(sentence.split()))
index_of = {word: index for index, word in enumerate(words)}
print(index_of)
indices = torch.tensor([index_of[word] for word in sentence.split()])  # (time,)
print(indices)

# %% [markdown]
# The numbers are names and nothing more. That *cat* has index 1 and *walk* the last one does not
# make a walk more than a cat. So the index must not go into the network as a quantity.
#
# ### One-hot
#
# A *one-hot* vector has one place for each word: a 1 at the index of the word, and 0 elsewhere. Now
# all words are equally far from each other.

# %%
one_hot = torch.zeros(len(indices), len(words))  # (time, V)
for t, index in enumerate(indices):
    one_hot[t, index] = 1.0
assert one_hot.equal(F.one_hot(indices, len(words)).float())  # the library's own
print("cat =", one_hot[sentence.split().index("cat")].int().tolist())

# %% [markdown]
# ### Embedding
#
# An *embedding* transforms an index into a vector of a fixed size. It is a table $E$ with one row
# for each word. There are two ways to get the row of a word: multiply the one-hot vector with the
# table, or look into the table.
#
# $$e_t = x_t^T E = E_{\text{row } i_t}$$
#
# **Predict.** Which of the two is exact, and which is an approximation?

# %%
E = torch.randn(len(words), 4)  # (V, embedding_size)
by_hand = torch.stack([sum(x * row for x, row in zip(one, E, strict=True)) for one in one_hot])
by_product = one_hot @ E  # (time, V) @ (V, embedding) -> (time, embedding)
by_lookup = E[indices]
by_library = nn.Embedding.from_pretrained(E)(indices)
ways = (by_hand, by_product, by_lookup, by_library)
print([tuple(way.shape) for way in ways])

# %%
claim(
    "language-lookup-is-product",
    "One-hot times the table equals looking up a row (largest difference of four ways)",
    max((way - by_lookup).abs().max().item() for way in ways),
    below=1e-6,
)

# %% [markdown]
# Both are exact: all other rows are multiplied by 0. So an embedding is a linear layer
# without bias on one-hot vectors, and it is learned like any other weight. The lookup only
# saves the multiplications with zero. Before training the rows are random. What becomes of them
# you will see in section 8.
#
# ## 2. Four design criteria
#
# The slides say what a model of sequences must do:
#
# 1. handle sequences of **variable length**;
# 2. track **long-term** dependencies;
# 3. keep information about **order**;
# 4. **share parameters** across the sequence.
#
# "Recurrent neural networks meet these criteria." We test each one. To know what the answer has
# to be, we generate the sentences ourselves. Three models will read them:

# %%
EMBEDDING_SIZE, HIDDEN_SIZE = 16, 32


class RNNReader(nn.Module):
    """Read the words one by one; answer from the last state."""

    def __init__(self, vocab_size: int, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE)
        self.rnn = nn.RNN(EMBEDDING_SIZE, HIDDEN_SIZE, batch_first=True)
        self.linear = nn.Linear(HIDDEN_SIZE, classes)  # W_hy

    def forward(self, ids, lengths):  # ids: (batch, time), lengths: (batch,)
        embedded = self.embedding(ids)  # (batch, time, embedding)
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        _, h_last = self.rnn(packed)  # (1, batch, hidden)
        return self.linear(h_last[0])  # logits: (batch, classes)


# %%
class BagOfWords(nn.Module):
    """Take the mean of all embeddings; the order of the words plays no part."""

    def __init__(self, vocab_size: int, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE)
        self.linear = nn.Linear(EMBEDDING_SIZE, classes)

    def forward(self, ids, lengths):
        mask = (ids != 0).unsqueeze(-1)  # (batch, time, 1), False where there is padding
        total = (self.embedding(ids) * mask).sum(dim=1)  # (batch, embedding)
        return self.linear(total / lengths.unsqueeze(-1))


# %%
class FixedWindow(nn.Module):
    """Put the embeddings of a fixed number of words side by side; own weights for each place."""

    def __init__(self, vocab_size: int, classes: int, width: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE)
        self.hidden = nn.Linear(width * EMBEDDING_SIZE, HIDDEN_SIZE)
        self.linear = nn.Linear(HIDDEN_SIZE, classes)

    def forward(self, ids, lengths):
        side_by_side = self.embedding(ids).flatten(start_dim=1)  # (batch, width * embedding)
        return self.linear(torch.relu(self.hidden(side_by_side)))


# %% [markdown]
# All three are trained in the same way. This is the loop:


# %%
def train(model, ids, lengths, labels, steps: int = 300) -> None:
    """Train on random batches of 64 sentences."""
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(steps):
        rows = torch.randint(len(labels), (64,))
        loss = F.cross_entropy(model(ids[rows], lengths[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


@torch.no_grad()
def accuracy(model, ids, lengths, labels) -> float:
    """Return the share of right answers."""
    return (model(ids, lengths).argmax(dim=-1) == labels).float().mean().item()


# %% [markdown]
# ## 3. Variable length
#
# The three sentences of the slides have four, six and nine words:

# %%
sentences = [
    "the food was great",
    "we visited a restaurant for lunch",
    "we were hungry but cleaned the house before eating",
]
vocabulary = Vocabulary.from_texts(text.split() for text in sentences)
ids, lengths = pad([vocabulary.encode(text.split()) for text in sentences])
print(ids)
print("lengths:", lengths.tolist())
print("mask:\n", (ids != vocabulary.pad).int(), sep="")

# %% [markdown]
# A batch is a rectangle, so the shorter sentences are filled up with 0, the *padding*. The *mask*
# says what is real. A network with a fixed window needs the rectangle for ever. A recurrent
# network does not: it can read each sentence alone, and this is what is right by definition.
#
# **Predict.** Now it reads the padded batch. Is the last state of the first sentence the same as
# when it reads this sentence alone? And that of the third?

# %%
embedding, rnn = nn.Embedding(len(vocabulary), 16), nn.RNN(16, 32, batch_first=True)
with torch.no_grad():
    embedded = embedding(ids)  # (3, 9, 16)
    alone = torch.cat([rnn(row[:n])[1] for row, n in zip(embedded, lengths, strict=True)])
    outputs, h_padded = rnn(embedded)  # (3, 9, 32), (1, 3, 32)
    by_mask = torch.stack([states[n - 1] for states, n in zip(outputs, lengths, strict=True)])
    packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
    h_packed = rnn(packed)[1][0]

for name, states in {"padded": h_padded[0], "state n-1": by_mask, "packed": h_packed}.items():
    change = (states - alone).norm(dim=-1) / alone.norm(dim=-1)
    print(f"{name:10} relative change of the state: {[round(c, 3) for c in change.tolist()]}")

# %% [markdown]
# The third sentence is the longest and has no padding: nothing changes. The other two are read on
# through the zeros, and the state changes with each of them. There are two cures. Take the state
# at the last real word, or *pack* the batch: `pack_padded_sequence` tells the network where each
# sentence ends, and the network stops there.

# %%
claim(
    "language-packing-is-exact",
    "Packed, each sentence gives the state it gives alone (largest difference)",
    (h_packed - alone).abs().max().item(),
    below=1e-5,
)

# %% [markdown]
# Is a changed state harmful? We train a reader that forgets to pack, to tell good food from bad.
# It will be tested twice with the same sentences: in a batch, as in training, and one by one, as
# when somebody uses it.

# %%
GOOD, BAD, FILLER = (
    line.split()
    for line in (
        "good great tasty fresh lovely perfect excellent delicious",
        "bad awful stale cold horrible burnt terrible bland",
        "and but we now live in boston then there here with my our cat dog work walk at on from "
        "every day night morning house friend train city garden coffee old new small long often",
    )
)
known = Vocabulary([*GOOD, *BAD, *FILLER, "the", "food", "was"])


def some_filler(least: int, most: int) -> list[str]:
    """Return so many words that do not matter."""
    return random.choices(FILLER, k=random.randint(least, most))


def reviews(count: int):
    """Return padded ids, lengths and labels of reviews, one good or bad word in each."""
    labels = torch.randint(2, (count,))
    texts = [
        ["the", "food", "was", random.choice(GOOD if label else BAD), *some_filler(0, 12)]
        for label in labels
    ]
    return *pad([known.encode(text) for text in texts]), labels


# %%
class ForgetfulReader(RNNReader):
    """The same reader, but the padding is forgotten."""

    def forward(self, ids, lengths):
        return self.linear(self.rnn(self.embedding(ids))[1][0])


def one_by_one(model, ids, lengths, labels) -> float:
    """Return the accuracy when each sentence comes alone, without padding."""
    rows = zip(ids, lengths, labels, strict=True)
    return mean(accuracy(model, row[None, :n], n[None], label) for row, n, label in rows)


# %% [markdown]
# **Predict.** How will the forgetful reader do in the batch? And one by one?

# %%
training, held_out = reviews(2000), reviews(200)
scores = {}
for reader in (RNNReader(len(known), 2), ForgetfulReader(len(known), 2)):
    train(reader, *training, steps=200)
    name = type(reader).__name__
    scores[name] = accuracy(reader, *held_out), one_by_one(reader, *held_out)
    print(f"{name:16} in a batch {scores[name][0]:.0%}, one by one {scores[name][1]:.0%}")

# %%
claim(
    "language-padding-forgotten",
    "The reader that forgot the padding loses at least 20 points when a sentence comes alone",
    scores["ForgetfulReader"][0] - scores["ForgetfulReader"][1],
    above=0.2,
)
claim(
    "language-packed-reader",
    "The reader that packs is right in nearly all sentences that come alone",
    scores["RNNReader"][1],
    above=0.95,
)

# %% [markdown]
# In the batch nobody sees the mistake, because both training and test have it. It appears
# on the day when the first sentence comes alone. Without an error message: this is why padding
# is worth a section. **Test: a sentence's answer must not depend on its company in the batch.**
#
# The bag of words needs the mask for the same reason: look at its `forward` above.
#
# ## 4. Long-term dependencies
#
# > **France** is where I grew up, but I now live in Boston. I speak fluent ...
#
# The word that decides is far back. We make such sentences: a country, then words that do not
# matter, then "I speak fluent". The *distance* is the number of steps from the country to the
# last word that is read.

# %%
SPOKEN = {
    "france": "french",
    "germany": "german",
    "greece": "greek",
    "italy": "italian",
    "poland": "polish",
    "ukraine": "ukrainian",
}
places = Vocabulary([*SPOKEN, *FILLER, "i", "speak", "fluent"])
country_ids, between_ids = places.encode(SPOKEN), places.encode(FILLER)
question_ids = places.encode(["i", "speak", "fluent"])


# %%
def biographies(count: int, distance: int):
    """Return ids (count, distance + 1), lengths and the index of the language."""
    labels = torch.randint(len(SPOKEN), (count,))
    drawn = torch.randint(len(between_ids), (count, distance - len(question_ids)))
    parts = country_ids[labels, None], between_ids[drawn], question_ids.expand(count, -1)
    ids = torch.cat(parts, dim=1)
    return ids, torch.full((count,), ids.shape[1]), labels


ids, _, labels = biographies(2, distance=10)
for row, label in zip(ids, labels, strict=True):
    print(" ".join(places.tokens[i] for i in row), "→", list(SPOKEN.values())[label])

# %% [markdown]
# For each distance a new network is trained, always for the same number of steps, and three times
# with different random weights. The sentences never come twice.
#
# **Predict.** Draw the curve: accuracy against distance. One of six answers is right by chance.


# %%
def learn(model, distances: list[int]) -> None:
    """Train one step of 32 fresh sentences for each of the distances."""
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for distance in distances:
        ids, lengths, labels = biographies(32, distance)
        loss = F.cross_entropy(model(ids, lengths), labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


# %%
STEPS = 200
DISTANCES = (4, 8, 16)
CHANCE = 1 / len(SPOKEN)
right = {}
for distance in DISTANCES:
    networks = [RNNReader(len(places), len(SPOKEN)) for _ in range(3)]
    for network in networks:
        learn(network, [distance] * STEPS)
    right[distance] = [accuracy(network, *biographies(300, distance)) for network in networks]
    print(f"distance {distance:2}: {[f'{share:.0%}' for share in right[distance]]}")

# %%
medians = [median(right[distance]) for distance in DISTANCES]
figure, axes = plt.subplots()
axes.plot(DISTANCES, medians, marker="o")
for distance in DISTANCES:
    axes.plot([distance] * 3, right[distance], ".", color=COLOURS[0], alpha=0.4)
axes.axhline(CHANCE, color=COLOURS[6], linestyle="--")
axes.annotate("chance", (DISTANCES[0], CHANCE), xytext=(0, 5), textcoords="offset points")
axes.set(
    title="The farther the country, the harder to learn",
    xlabel="distance from the country to the question (words)",
    ylabel="accuracy",
    ylim=(0, 1.05),
)
values = ", ".join(f"{share:.0%} at {d}" for d, share in zip(DISTANCES, medians, strict=True))
show(figure, alt=f"Median accuracy of three networks against the distance: {values}")

# %%
claim(
    "language-near-is-learned",
    f"A country {DISTANCES[0]} words back is used (median accuracy of three networks)",
    medians[0],
    above=0.9,
)
claim(
    "language-far-is-not",
    f"A country {DISTANCES[-1]} words back is hardly used after the same training (median)",
    medians[-1],
    below=0.5,
)

# %% [markdown]
# Within a few words of distance the accuracy falls to chance. The small dots are the three
# networks; where they differ, the random weights of the start decide.
#
# Is the memory of the network too short? Try the same network with another order of lessons: at
# first short distances, then longer and longer ones, and never more than 20.
#
# **Predict.** Does it help at distance 16? And at 40, which it has never seen?

# %%
pupils = [RNNReader(len(places), len(SPOKEN)) for _ in range(3)]
for pupil in pupils:
    learn(pupil, [random.randint(4, 4 + 16 * step // 400) for step in range(400)])
for distance in (4, 16, 40):
    shares = [accuracy(pupil, *biographies(300, distance)) for pupil in pupils]
    print(f"distance {distance}: {[f'{share:.0%}' for share in shares]}")

# %%
at_last = median(accuracy(pupil, *biographies(300, DISTANCES[-1])) for pupil in pupils)
claim(
    "language-short-lessons-first",
    f"With short lessons first, a country {DISTANCES[-1]} words back is used (median)",
    at_last,
    above=0.8,
)

# %% [markdown]
# The same network, the same size of memory. So the slides need a closer look: an RNN *can* carry a
# country over many words. What it could not do is *find out* that it should. The error is noticed
# at the end of the sentence, and the message to the first word is lost on the way back. Notebooks
# 05 and 06 follow this message; notebook 07 builds a cell that lets it through.
#
# Ask both networks yourself: the last one with short lessons first, and the last one that was
# trained at one long distance only. The bar of the right language is blue.


# %%
def ask(network: RNNReader, country: str, distance: int) -> None:
    """Draw what the network expects after a sentence about this country."""
    between = between_ids[torch.randint(len(between_ids), (distance - len(question_ids),))]
    ids = torch.cat([country_ids[[list(SPOKEN).index(country)]], between, question_ids])
    with torch.no_grad():
        chances = network(ids[None], torch.tensor([len(ids)])).softmax(dim=-1)[0].tolist()
    figure, axes = plt.subplots(figsize=(7, 2.8))
    colours = [COLOURS[0] if name == country else COLOURS[5] for name in SPOKEN]
    axes.barh(list(SPOKEN.values()), chances, color=colours)
    title = f"After {country.title()}, {distance} words back: I speak fluent ..."
    axes.set(title=title, xlabel="probability", xlim=(0, 1))
    axes.invert_yaxis()
    said = ", ".join(f"{w} {p:.0%}" for w, p in zip(SPOKEN.values(), chances, strict=True))
    show(figure, alt=f"{title} Bars: {said}")


explore(
    ask,
    network=ipywidgets.Dropdown(
        options=[("short lessons first", pupils[-1]), ("long distance only", networks[-1])]
    ),
    country=ipywidgets.Dropdown(options=list(SPOKEN), value="france"),
    distance=ipywidgets.IntSlider(value=14, min=4, max=100),
)

# %% [markdown]
# ## 5. Order
#
# > The food was good, not bad at all.
# >
# > The food was bad, not good at all.
#
# The same words, the opposite meaning. We make such twins with eight good and eight bad words. In
# the test are pairs of words that never stood together in training, the pair *good* and *bad* of
# the slides among them.
#
# **Predict.** What is the accuracy of the bag of words, on training and test? Give the number.


# %%
DISHES = ["food", "soup", "bread", "pizza"]


def twins(pairs: list[tuple[str, str]]):
    """Return ids (batch, 8), lengths and labels of both twins for each pair and four dishes."""
    texts, labels = [], []
    for good, bad in pairs:
        for dish in DISHES:
            for first, second in ((good, bad), (bad, good)):
                texts.append(f"the {dish} was {first} not {second} at all".split())
                labels.append(int(first == good))
    return *pad([menu.encode(text) for text in texts]), torch.tensor(labels)


menu = Vocabulary([*GOOD, *BAD, *DISHES, "the", "was", "not", "at", "all"])
pairs = [(good, bad) for good in GOOD for bad in BAD if (good, bad) != ("good", "bad")]
random.shuffle(pairs)
training, held_out = twins(pairs[15:]), twins([("good", "bad"), *pairs[:15]])
print(len(training[2]), "sentences to train on,", len(held_out[2]), "held out")

# %%
for reader in (BagOfWords(len(menu), 2), RNNReader(len(menu), 2), FixedWindow(len(menu), 2, 8)):
    train(reader, *training, steps=200)
    name = type(reader).__name__
    scores[name] = accuracy(reader, *held_out)
    print(f"{name:12} training {accuracy(reader, *training):.1%}, held out {scores[name]:.1%}")

# %%
claim(
    "language-bag-cannot-tell-twins",
    "A bag of words is right in one of two twins, whatever it has learned",
    scores["BagOfWords"],
    above=0.49,
    below=0.51,
)
claim(
    "language-rnn-tells-twins",
    "The RNN tells twins apart whose two words it never saw together",
    scores["RNNReader"],
    above=0.95,
)

# %% [markdown]
# One half, exactly, whatever is trained: the twins have the same words, so they have the same mean,
# so they get the same answer, and one of the two is wrong. This is a proof, and the number only
# confirms it.
#
# The RNN reads the first word in another state than the second. Be fair to the fixed window: it
# too keeps the order, because each place has its own weights. What it cannot do comes next.
#
# Be fair to the bag of words too. Twins are rare in real texts. On real tweets and reviews it is
# hard to beat, as notebook 08 will measure.
#
# ## 6. Shared parameters
#
# A recurrent network uses the same weights at every step. What is it good for? The learner sees the
# decisive word among the first six places only, and then is tested with up to six more words
# before it.
#
# **Predict.** Which of the three models know *good* and *bad* at places where they never saw them?

# %%
WIDTH = 16


def shifted(count: int, least: int, most: int):
    """Return ids (count, WIDTH), lengths, labels; least to most words before the decisive one."""
    labels, rows = torch.randint(2, (count,)), torch.zeros(count, WIDTH, dtype=torch.long)
    for row, label in zip(rows, labels, strict=True):
        text = [*some_filler(least, most), "good" if label else "bad", *some_filler(0, 3)]
        row[: len(text)] = known.encode(text)
    return rows, (rows != known.pad).sum(dim=1), labels


# %%
training, seen, new = shifted(1500, 0, 5), shifted(500, 0, 5), shifted(500, 6, 11)
for reader in (
    FixedWindow(len(known), 2, WIDTH),
    BagOfWords(len(known), 2),
    RNNReader(len(known), 2),
):
    train(reader, *training)
    name = type(reader).__name__
    scores[name] = accuracy(reader, *new)
    print(f"{name:12} known places {accuracy(reader, *seen):.0%}, new places {scores[name]:.0%}")

# %%
claim(
    "language-window-does-not-transfer",
    "At new places the fixed window is near chance",
    scores["FixedWindow"],
    above=0.3,
    below=0.7,
)
claim(
    "language-rnn-transfers",
    "At new places the RNN knows the word all the same",
    scores["RNNReader"],
    above=0.95,
)

# %% [markdown]
# The fixed window has to learn *good* anew for each place, since each place has its own weights.
# For the RNN there are no places, only a next word. The same holds for the number of weights: it
# grows with the width of the window, and not at all with the length that an RNN reads.
#
# | | variable length | long-term | order | shared parameters |
# | --- | --- | --- | --- | --- |
# | fixed window | no | within the window | yes | no |
# | bag of words | yes, with a mask | yes | no | yes |
# | RNN | yes, with packing | can carry, learns it badly | yes | yes |
#
# ## 7. The next word of real text
#
# Now the sentence of the beginning. The text are real English sentences: tweets, reviews of films
# and products, newspaper articles. The vocabulary has the 2,000 commonest words of the training
# part; all others become one word, `<unk>` for *unknown*.

# %%
UNKNOWN = "<unk>"


def tokens_of(text: str) -> list[str]:
    """Cut a text into words in small letters, numbers and punctuation marks."""
    return re.findall(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[.,!?]", text.lower())


texts = {
    part: [tokens_of(text) for text in rows["text"]] for part, rows in load("sentiment").items()
}
counts = Counter(word for text in texts["train"] for word in text)
english = Vocabulary([UNKNOWN, *(word for word, _ in counts.most_common(2000))])
known_share = sum(counts[word] for word in english.tokens) / counts.total()
print(f"{counts.total():,} words, {len(counts):,} different; 2,000 of them cover {known_share:.0%}")
print({word: counts[word] for word in ("morning", "took", "cat", "walk")})


# %%
def encode(text: list[str]) -> torch.Tensor:
    """Return the ids of a text with its start and end, unknown words replaced."""
    return english.encode([w if w in english else UNKNOWN for w in text], ends=True)


ids_of = {part: [encode(text) for text in rows if text] for part, rows in texts.items()}
print(ids_of["train"][0].tolist())

# %% [markdown]
# The model is an embedding, a recurrent layer and $W_{hy}$. Three choices make the training short:
#
# - The recurrent layer is a *gated* one, `nn.GRU`. It stands where `nn.RNN` would stand; what the
#   gates do is the subject of notebook 07.
# - $W_{hy}$ and the embedding are one table. A word that is expected is then a word that is near
#   the state (Press and Wolf 2017).
# - The bias of the output starts with the logarithm of how often each word occurs. So the
#   untrained network guesses by frequency, and does not have to learn that first.


# %%
class NextWord(nn.Module):
    def __init__(self, hidden_size: int, frequencies: torch.Tensor) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(frequencies), hidden_size)
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.rnn = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, len(frequencies))  # W_hy
        self.linear.weight = self.embedding.weight
        self.linear.bias.data = frequencies.log()

    def forward(self, ids, mask):
        """Ids and mask (batch, time) to logits (real words, V): padding is left out."""
        states, _ = self.rnn(self.embedding(ids))  # (batch, time, hidden)
        return self.linear(states[mask])


# %% [markdown]
# Padding again: here it stands *after* the words, and an RNN reads from left to right. So the
# states of the real words are right without packing. It is enough to leave the padding out of the
# loss. The mask does this, and saves the largest product for words that are not there.


# %%
def next_word_loss(model, batch) -> torch.Tensor:
    """Return the mean cross-entropy of the real next words, in nats."""
    mask = batch.targets != english.pad  # (batch, time)
    return F.cross_entropy(model(batch.inputs, mask), batch.targets[mask])


def step(model, optimizer, batch, state):
    loss = next_word_loss(model, batch.to(device))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), None


# %% [markdown]
# About 15 seconds on a laptop CPU:

# %%
device = seqlab.device()
targets = torch.cat([ids[1:] for ids in ids_of["train"]])  # what is to be predicted
occurrences = torch.bincount(targets, minlength=len(english)) + 0.5
unigram = occurrences / occurrences.sum()  # (V,)
model = NextWord(hidden_size=96, frequencies=unigram).to(device)
STEPS = 400
history = fit(
    model,
    WindowStream(ids_of["train"], batch_size=32, window=100, seed=random.randrange(1000)),
    step,
    torch.optim.Adam(model.parameters(), lr=0.02),
    steps=STEPS,
    schedule=warmup_cosine(STEPS, warmup=50),
)
print(f"{len(history.losses)} steps in {history.seconds:.0f} s")

# %% [markdown]
# ### How good is it?
#
# The *perplexity* is $e^{\text{loss}}$: between how many equally likely words the model hesitates.
# We compare on held-out sentences with two models that only count. The *unigram* model knows how
# often each word occurs. The *bigram* model also knows the word before, and nothing else.


# %%
@torch.no_grad()
def perplexity(model, sequences: list[torch.Tensor]) -> float:
    """Return e to the mean loss over all words of held-out sequences."""
    total, count = 0.0, 0
    for start in range(0, len(sequences), 64):
        ids = pad(sequences[start : start + 64])[0].to(device)
        mask = ids[:, 1:] != english.pad
        logits = model(ids[:, :-1], mask)
        total += F.cross_entropy(logits, ids[:, 1:][mask], reduction="sum").item()
        count += mask.sum().item()
    return math.exp(total / count)


# %%
test = sorted(ids_of["test"], key=len)
bigram = NGramModel(len(english), order=2).fit(ids.tolist() for ids in ids_of["train"])
result = {
    "unigram": math.exp(-torch.cat([unigram[ids[1:]] for ids in test]).log().mean().item()),
    "bigram": 2 ** bigram.bits_per_char(ids.tolist() for ids in test),
    "network": perplexity(model, test),
}
for name, value in result.items():
    print(f"{name:8} {value:6.1f}")
claim(
    "language-beats-bigram",
    "On held-out text the network is less perplexed than the bigram model (ratio)",
    result["network"] / result["bigram"],
    below=0.99,
)

# %% [markdown]
# On so little text counting is hard to beat, and the training was short. The network is ahead, and
# not by much. Do not compare these perplexities with those of other texts or vocabularies:
# `<unk>` is one word that stands for thousands, and easy to guess.
#
# ### This morning I took my cat for a ...
#
# **Predict.** Which five words will the network put first? Does it know what people do with cats?


# %%
@torch.no_grad()
def next_words(beginning: str) -> torch.Tensor:
    """Return the probability of each word (V,) after this beginning; <unk> is left out."""
    ids = encode(tokens_of(beginning))[None, :-1].to(device)
    probabilities = model(ids, ids != english.pad)[-1].softmax(dim=-1).cpu()
    probabilities[[english[UNKNOWN], english.pad, english.start]] = 0
    return probabilities / probabilities.sum()


def top(beginning: str, count: int = 5) -> str:
    values, best = next_words(beginning).topk(count)
    return ", ".join(f"{english.tokens[i]} {p:.1%}" for i, p in zip(best, values, strict=True))


CAT = "This morning I took my cat for a"
for beginning in (CAT, "It was one of the", "I love", "The battery", "We were", "They don't"):
    print(f"{beginning} ... {top(beginning)}")

# %%
expected = next_words(CAT)
order = expected.argsort(descending=True).tolist()
print("walk is number", order.index(english["walk"]) + 1, "of", len(english))

after_a = {b for text in texts["train"] for a, b in pairwise(text) if a == "a"}
fits = torch.tensor([token in after_a and token != UNKNOWN for token in english.tokens])
print(f"words seen after 'a': {fits.sum()}")
by_frequency = (unigram[fits].sum() / (1 - unigram[english[UNKNOWN]])).item()
print(f"on them: unigram {by_frequency:.0%}, network {expected[fits].sum():.0%} of the probability")
claim(
    "language-words-after-a",
    "On words that were seen after 'a', the network puts more probability than the unigram "
    "(difference)",
    expected[fits].sum().item() - by_frequency,
    above=0.15,
)

# %% [markdown]
# The sentence goes on sensibly in its form: adjectives and nouns come first, as they must after
# *a*. And some tell what the network has read: many reviews of films and products. It has *not*
# learned what one does with a cat, and *walk* is far down the list. The counts in section 7 say
# why: in these texts cats are rare, and walks too. A model cannot know what nobody told it. What is
# missing is not a better formula first of all, but a thousand times more text.
#
# Does it look farther back than the bigram model, for which only the *a* counts? Change the words
# before and see whether the distribution changes.

# %%
other = next_words("This is the best camera for a")
shift = (expected - other).abs().sum().item() / 2  # total variation: 0 equal, 1 nothing in common
claim(
    "language-looks-farther-back",
    "Another beginning before 'for a' moves this share of the probability (bigram model: 0)",
    shift,
    above=0.05,
)
print("This is the best camera for a ...", top("This is the best camera for a"))

# %% [markdown]
# Let it write. Each drawn word is fed back as the next input; that was the loop of notebook 03.

# %%
for _ in range(4):
    written = CAT
    while len(written.split()) < 18 and not written.endswith(("<end>", ".", "!", "?")):
        probabilities = next_words(written) ** (1 / 0.7)  # a little more careful: Lab 5 says why
        written += " " + english.tokens[torch.multinomial(probabilities, 1).item()]
    print(written)

# %% [markdown]
# The pieces are English, two or three words at a time; the whole says nothing. A state that
# was trained for seconds holds the last words well, and the sense of a sentence hardly.
#
# ## 8. What the embedding has learned
#
# The rows of the table began as random numbers. Nobody told the network what a pronoun is.
#
# **Predict.** Which words will lie next to *she*? Next to *could*? Next to *good*: also *bad*?

# %%
table = F.normalize(model.embedding.weight.detach().cpu(), dim=1)  # rows of length 1
for word in ("she", "could", "two", "my", "movie", "good"):
    cosines = table @ table[english[word]]  # (V,)
    nearest = cosines.topk(6).indices[1:]  # the first is the word itself
    print(f"{word:6} is near", ", ".join(english.tokens[i] for i in nearest))

# %%
LISTS = {
    "pronouns": "i you he she it we they",
    "possessives": "my your his her their",
    "auxiliaries": "can could would should must",
    "numbers": "two three four five six",
    "praise and blame": "good great bad nice excellent terrible funny",
}
SHADES = (*COLOURS[:4], COLOURS[6])  # dark enough for words
KINDS = {name: words.split() for name, words in LISTS.items()}
chosen = [word for kind in KINDS.values() for word in kind]
kind_of = torch.tensor([i for i, kind in enumerate(KINDS.values()) for _ in kind])
cosines = table[english.encode(chosen)] @ table[english.encode(chosen)].T  # (words, words)
same = kind_of[:, None] == kind_of
same_other = same & ~torch.eye(len(chosen), dtype=torch.bool)
inside, across = cosines[same_other].mean().item(), cosines[~same].mean().item()
print(f"mean cosine: {inside:.2f} inside a kind, {across:.2f} between kinds")
claim(
    "language-kinds-lie-together",
    "Words of a kind are nearer to each other than to other kinds (difference of mean cosines)",
    inside - across,
    above=0.25,
)

# %%
centred = table[english.encode(chosen)] - table[english.encode(chosen)].mean(dim=0)
plane = (centred @ torch.linalg.svd(centred).Vh[:2].T).tolist()  # the two widest directions
figure, axes = plt.subplots(figsize=(7, 5))
for (x, y), word, kind in zip(plane, chosen, kind_of, strict=True):
    axes.text(x, y, word, color=SHADES[kind], ha="center", va="center", fontsize=10)
for kind, name in enumerate(KINDS):
    axes.plot([], [], "s", color=SHADES[kind], label=name)
axes.update_datalim(plane)
axes.autoscale_view()
axes.margins(0.08)
axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=3)
axes.set(title="Words of a kind come to lie together", xlabel="direction 1", ylabel="direction 2")
said = "; ".join(f"{name}: {' '.join(kind)}" for name, kind in KINDS.items())
show(figure, alt=f"Map of word embeddings, one colour for each kind. {said}")

# %% [markdown]
# Not every neighbour is a good one: of a word that was read a few times little is known. But on the
# whole, words lie together that can stand in each other's place. That is grammar first, and meaning
# only as far as it decides which words come next. *Good* and *bad* stand in the same places, so
# they lie close to each other: good for predicting the next word, awkward for telling a good
# review from a bad one. (The map shows two directions of 96; the cosines use all.)
#
# ## What you know now
#
# - Words become indices, and indices rows of a table that is learned. One-hot times the table is
#   the same as a lookup.
# - Padding must not be read. Pack, or mask; test that an answer does not depend on its company.
# - A bag of words cannot know the order, and a fixed window learns each word anew for each place.
#   An RNN has neither problem.
# - An RNN can carry a word over a long distance. Learning that it should is the hard part.
# - A next-word model learns grammar from little text, and knowledge of the world only from much.
#
# **Think, without code.**
#
# 1. A friend pads on the left instead of the right. What changes for `nn.RNN` without packing? Is
#    the state of the last word right?
#
# <details><summary>Answer</summary>
#
# The padding is now read before the first word and not after the last one. So the first word does
# not meet the state 0, and the last state is nearly right, but not exactly. With padding on the
# right it is far off: the padding is read after the last word.
# Packing is no cure here: `pack_padded_sequence` expects the padding on the right.
#
# </details>
#
# 2. Would a bag of *pairs* of neighbouring words tell the twins of section 5 apart? And "The food
#    was not at all good" from the same without *not*?
#
# <details><summary>Answer</summary>
#
# Yes, the twins have different pairs: only the first one has "was good". The other two sentences
# differ as well, in the pair "not at" for example. But each pair has one fixed weight. That of "not
# at" would have to be negative enough to turn "all good" into blame, and positive enough to turn
# "all bad" into praise: it cannot be both.
#
# </details>
#
# 3. The networks of section 4 that failed answer like dice. How could you tell a network whose
#    memory is too short from one that has never found out what to remember?
#
# <details><summary>Answer</summary>
#
# Keep the network and its size, and make it easier to find out what to remember: short lessons
# first, as in section 4. If it then succeeds at the same distance, its memory was long enough. If
# it still fails, that proves nothing yet. Give the same lessons to networks with larger states: if
# these reach farther, the size of the memory was a limit.
#
# </details>
#
# **Where to go on.** [Notebook 05](05_bptt.ipynb) computes the message on its way back by hand,
# [notebook 06](06_gradients.ipynb) shows where it is lost. Bengio et al., "A neural probabilistic
# language model" (2003), was the first to learn embeddings by predicting the next word; Mikolov
# et al., "Recurrent neural network based language model" (2010), made it recurrent; Press and
# Wolf, "Using the output embedding to improve language models" (2017), tied the two tables.
