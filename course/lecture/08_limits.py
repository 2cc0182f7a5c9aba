# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08. What recurrent networks do, and where they end
#
# {{ colab }}
#
# **Which tasks can a recurrent network take on, and what stops it?**
#
# After this notebook you can
#
# - name the four shapes of a task with sequences, and build a small working model of each;
# - build an encoder-decoder that translates, and score a model against an honest baseline;
# - measure the three limits of the lecture: encoding bottleneck, no parallelisation, short memory;
# - say why one large dense network is no way out.
#
# | | |
# | --- | --- |
# | Time | about 70 minutes, of which the computer works for about two |
# | You need | recurrence ([notebook 03](03_recurrence.ipynb)), LSTM and GRU ([notebook 07](07_lstm.ipynb)) |
# | Slides | the four tasks, "Limitations of RNNs", "Desired Capabilities", "Idea I" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=8)  # before torch is imported

# %%
import re
import time
from collections import Counter, defaultdict

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from IPython.display import Markdown, display
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from tqdm.auto import trange

from seqlab.claims import claim
from seqlab.data import load
from seqlab.data.pairs import numeral_pairs
from seqlab.data.prepared import letters_of_names, read_names
from seqlab.plots import label_lines, show
from seqlab.stored import shipped_weights
from seqlab.text import Vocabulary, pad
from seqlab.widgets import explore

# %% [markdown]
# ## 1. Four shapes of a task
#
# The first slides of the lecture sort tasks by what goes in and what comes out.
#
# | shape | task on the slide | in | out |
# | --- | --- | --- | --- |
# | one to one | "Will I pass this class?" | one vector | one answer |
# | many to one | sentiment of a tweet | a sequence | one answer |
# | one to many | caption of a picture | one picture | a sequence |
# | many to many | translation | a sequence | a sequence of another length |
#
# We build a small model for each. The data are small, so the scores are modest. What matters is
# that each model is tested on what it has not seen, beside a **baseline**: a simple rule that needs
# no network. A score without a baseline says nothing.
#
# One training loop does for all four. It takes a function that returns the loss of a fresh batch.


# %%
def train(model, batch_loss, steps, lr=1e-2):
    """Take `steps` steps of Adam; the learning rate rises for a tenth of them, then falls."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, steps, pct_start=0.1)
    for _ in trange(steps, leave=False, mininterval=2):
        loss = batch_loss(model)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model.eval()


# %% [markdown]
# ### One to one: "Will I pass this class?"
#
# The slide knows two things of a student: lectures attended, and hours spent on the final project.
# We have no real students to show, so these are **simulated**, by a rule that we choose. Each
# lecture and each hour raises the chance to pass; luck decides the rest. That has one advantage: we
# know how good the best possible forecast is. It says "pass" where the true chance is over one
# half, and still it is wrong where luck was against it.


# %%
def students(count):
    """Lectures attended (0 to 12), hours on the project (0 to 40), true chance, and outcome."""
    lectures = torch.randint(0, 13, (count,)).float()
    hours = 40 * torch.rand(count)
    chance = torch.sigmoid(0.5 * lectures + 0.15 * hours - 6)
    return torch.stack([lectures / 12, hours / 40], dim=1), chance, torch.bernoulli(chance)


x, _, passed = students(500)


def pass_loss(net):
    return F.binary_cross_entropy_with_logits(net(x)[:, 0], passed)


perceptron = train(nn.Linear(2, 1), pass_loss, steps=200, lr=0.3)

# %%
x_new, chance, passed_new = students(2000)
share = passed_new.mean().item()
with torch.no_grad():
    accuracy = ((perceptron(x_new)[:, 0] > 0) == passed_new.bool()).float().mean().item()
best = ((chance > 0.5) == passed_new.bool()).float().mean().item()
print(f"always the more frequent answer {max(share, 1 - share):.3f}")
print(f"perceptron {accuracy:.3f}, best possible {best:.3f}")
with torch.no_grad():
    slide = torch.sigmoid(perceptron(torch.tensor([[4 / 12, 5 / 40]]))).item()
print(f"4 lectures, 5 hours: chance to pass {slide:.2f}")
claim(
    "limits-one-to-one",
    "One neuron forecasts nearly as well as anyone could (accuracy behind the best possible)",
    best - accuracy,
    above=-0.02,
    below=0.03,
)

# %% [markdown]
# One vector in, one answer out: nothing is recurrent here, and one neuron is enough, because the
# true rule is a sum. Note the third number. Even the best forecast is far from 1. Where luck
# decides, no network can help.
#
# ### Many to one: the feeling of a tweet
#
# About twenty people have judged each of these tweets. We keep those that are clearly positive or
# negative. An LSTM reads the words. The mean of all its $h_t$ goes into one neuron. (Lab 3 does
# this with care, and asks where word order pays.)

# %%
tweets = {}
for part, rows in load("sentiment").items():
    kept = [r for r in rows if r["source"] == "tweets" and abs(r["score"]) > 0.5]
    texts = [re.findall(r"[\w'#@]+|[^\w\s]", r["text"].lower()) for r in kept]
    tweets[part] = texts, torch.tensor([float(r["score"] > 0) for r in kept])
counts = Counter(word for text in tweets["train"][0] for word in text)
words = Vocabulary(word for word, count in counts.items() if count > 1)


def word_ids(text):
    """Numbers of the words; one that is unknown becomes padding, and is not counted."""
    return words.encode([word if word in words else "<pad>" for word in text])


tweet_ids = {  # (tweets, time), at most 40 words
    part: pad([word_ids(text[:40]) for text in texts])[0] for part, (texts, _) in tweets.items()
}
print({part: tuple(ids.shape) for part, ids in tweet_ids.items()}, "tweets and words at most")


# %%
class TweetReader(nn.Module):
    """Read the words, take the mean of all states, decide."""

    def __init__(self, hidden_size=32):
        super().__init__()
        self.embedding = nn.Embedding(len(words), 32)
        self.dropout = nn.Dropout(0.5)
        self.lstm = nn.LSTM(32, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, 1)

    def forward(self, ids):  # (batch, time)
        known = (ids > 0)[..., None]
        h, _ = self.lstm(self.dropout(self.embedding(ids)))  # (batch, time, hidden)
        mean = (h * known).sum(1) / known.sum(1).clamp(min=1)  # (batch, hidden)
        return self.linear(self.dropout(mean))[:, 0]  # (batch,)


# %% [markdown]
# The baselines: always say the more frequent answer; and a bag of words, one weight for each word,
# which are added up. The bag cannot know the order of the words.
#
# **Predict.** Tweets have a dozen or two words. Will the LSTM be far ahead of the bag?


# %%
def tweet_loss(net):
    drawn = torch.randint(len(tweet_ids["train"]), (64,))
    logits = net(tweet_ids["train"][drawn]).flatten()
    return F.binary_cross_entropy_with_logits(logits, tweets["train"][1][drawn])


reader = train(TweetReader(), tweet_loss, steps=250)
bag = train(nn.EmbeddingBag(len(words), 1, mode="mean", padding_idx=0), tweet_loss, 250, lr=0.3)

# %%
held_out = torch.cat([tweets[part][1] for part in ("validation", "test")]).bool()
right = {"more frequent answer": held_out.float().mean().item()}
with torch.no_grad():
    for name, net in (("bag of words", bag), ("LSTM", reader)):
        said = [net(tweet_ids[part]).flatten() > 0 for part in ("validation", "test")]
        right[name] = (torch.cat(said) == held_out).float().mean().item()
for name, share in right.items():
    print(f"{name:20} {share:.3f} of {len(held_out)} held-out tweets")
claim(
    "limits-many-to-one",
    "The LSTM beats the more frequent answer on held-out tweets (difference of the accuracies)",
    right["LSTM"] - right["more frequent answer"],
    above=0.02,
    below=0.25,
)

# %%
slide_tweet = (
    "The @MIT Introduction to #DeepLearning is definitely one of the best courses of its kind "
    "currently available online introtodeeplearning.com"
)
for text in (slide_tweet, *(" ".join(text) for text in tweets["test"][0][:4])):
    ids = word_ids(re.findall(r"[\w'#@]+|[^\w\s]", text.lower()))[None]
    with torch.no_grad():
        print(f"positive {torch.sigmoid(reader(ids)).item():.2f}  {text[:80]}")

# %% [markdown]
# A few thousand short tweets are little, and the bag of words is hard to beat with them. The order
# of the words pays where there is a "not" or a "but", and that is rare. The first line is the tweet
# of the slide.
#
# ### One to many: a caption for a picture
#
# Our pictures are 16 by 16 pixels. They are painted from words, so each has a right caption, such
# as "a small red disc left of a large blue square". One picture goes in and becomes the first state
# $h_0$. From there a GRU writes, one word after the other.

# %%
INKS = {"red": (0.9, 0.2, 0.1), "green": (0.1, 0.7, 0.2), "blue": (0.1, 0.3, 0.9)}
RADII = {"small": 2, "large": 3}
SHAPES = ("square", "disc", "cross")


def stamp(picture, thing, row, column):
    """Paint a thing such as "a small red disc" around a pixel."""
    _, size, ink, shape = thing.split()
    y, x = np.mgrid[:16, :16]
    dy, dx, radius = abs(y - row), abs(x - column), RADII[size]
    inside = {
        "square": np.maximum(dy, dx) <= radius,
        "disc": dy**2 + dx**2 <= radius**2,
        "cross": (np.minimum(dy, dx) == 0) & (np.maximum(dy, dx) <= radius),
    }[shape]
    picture[inside] = INKS[ink]


# %%
def paint(caption):
    """Paint what the caption says, (16, 16, 3); what it leaves open is drawn by chance."""
    picture = np.ones((16, 16, 3), dtype=np.float32)
    named = re.split(" left of | above | at the ", caption)
    near, far, middle = 4, 11, 8
    if "left of" in caption:
        places = [(middle, near), (middle, far)]
    elif "above" in caption:
        places = [(near, middle), (far, middle)]
    else:
        vertical, horizontal = named.pop().split()
        places = [(near if vertical == "top" else far, near if horizontal == "left" else far)]
    for thing, (row, column) in zip(named, places, strict=True):
        stamp(picture, thing, row - np.random.randint(2), column + np.random.randint(2))
    return picture


# %% [markdown]
# All captions of our grammar are divided into three parts. Those with a *blue cross* are kept for
# the hardest test: in training there are blue things, and there are crosses, but no blue cross. Of
# the other captions a fifth is never used in training: *new sentences* about known things.

# %%
things = [f"a {size} {ink} {shape}" for size in RADII for ink in INKS for shape in SHAPES]
captions = [f"{a} {where} {b}" for a in things for where in ("left of", "above") for b in things]
corners = [f"{v} {h}" for v in ("top", "bottom") for h in ("left", "right")]
captions += 4 * [f"{thing} at the {corner}" for thing in things for corner in corners]
parts = defaultdict(list)
fresh = {caption: torch.rand(()).item() < 0.2 for caption in dict.fromkeys(captions)}
for caption in captions:
    new = "new sentence" if fresh[caption] else "known sentence"
    parts["blue cross" if "blue cross" in caption else new].append(caption)
caption_words = Vocabulary.from_texts(caption.split() for caption in captions)
print({part: len(set(texts)) for part, texts in parts.items()}, "captions")


# %%
class Captioner(nn.Module):
    """A picture becomes the first state; a GRU writes from there."""

    def __init__(self, hidden_size=128):
        super().__init__()
        self.look = nn.Sequential(
            nn.Flatten(), nn.Linear(16 * 16 * 3, 128), nn.ReLU(), nn.Linear(128, hidden_size)
        )
        self.embedding = nn.Embedding(len(caption_words), 32)
        self.gru = nn.GRU(32, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, len(caption_words))

    def forward(self, pictures, written):
        """Pictures (batch, 16, 16, 3) and words (batch, time) to logits (batch, time, V)."""
        h_0 = torch.tanh(self.look(1 - pictures))[None]  # (1, batch, hidden)
        return self.linear(self.gru(self.embedding(written), h_0)[0])


# %% [markdown]
# In training the GRU reads the right words so far and predicts the next one (*teacher forcing*).
# Later it reads what it has written itself.

# %%
known = parts["known sentence"]
shown = torch.tensor(np.stack([paint(caption) for caption in 8 * known]))
target, _ = pad([caption_words.encode(caption.split(), ends=True) for caption in 8 * known])


def caption_loss(net):
    drawn = torch.randint(len(shown), (64,))
    logits = net(shown[drawn], target[drawn, :-1])
    return F.cross_entropy(logits.transpose(1, 2), target[drawn, 1:], ignore_index=0)


captioner = train(Captioner(), caption_loss, steps=600, lr=3e-3)


# %%
@torch.no_grad()
def describe(pictures):
    """The likeliest word at each step, until all captions have ended."""
    ids = torch.full((len(pictures), 1), caption_words.start)
    for _ in range(target.shape[1] - 1):
        likeliest = captioner(pictures, ids)[:, -1:].argmax(-1)  # (batch, 1)
        ids = torch.cat([ids, likeliest], dim=1)
    texts = [" ".join(caption_words.tokens[i] for i in row) for row in ids[:, 1:].tolist()]
    return [text.partition(" <end>")[0] for text in texts]


# %% [markdown]
# The baseline copies the caption of the training picture that is most similar, pixel by pixel. Both
# are scored strictly: every word must be right.
#
# **Predict.** How many captions will the copier get right among the new sentences? And will the
# network say "blue cross"?

# %%
exact = {}
for part, texts in parts.items():
    sample = [texts[i] for i in torch.randperm(len(texts))[:150]]
    pictures = torch.tensor(np.stack([paint(caption) for caption in sample]))
    nearest = torch.cdist(pictures.flatten(1), shown.flatten(1)).argmin(1)
    copied = [(8 * known)[i] for i in nearest]
    written = describe(pictures)
    exact[part] = [
        np.mean([a == b for a, b in zip(t, sample, strict=True)]) for t in (written, copied)
    ]
    print(f"{part:14} network {exact[part][0]:.2f}, copier {exact[part][1]:.2f}")
    print(f"    is: {sample[0]}\n    it says: {written[0]}")

# %%
claim(
    "limits-one-to-many",
    "Captions of new sentences are right to the last word (share; a copier: 0)",
    exact["new sentence"][0],
    above=0.25,
)
claim(
    "limits-new-combination",
    "With a colour and a shape that never met in training, fewer are right (difference)",
    exact["new sentence"][0] - exact["blue cross"][0],
    above=0.2,
)


# %%
def draw_caption(size, ink, shape, where, neighbour):
    """Paint one or two things and let the network say what it sees."""
    caption = f"a {size} {ink} {shape} {where}" + (f" {neighbour}" if "at" not in where else "")
    picture = paint(caption)
    said = describe(torch.tensor(picture)[None])[0]
    figure, axes = plt.subplots(figsize=(5, 3.2))
    axes.imshow(picture, extent=(0, 16, 16, 0))
    axes.spines[:].set_visible(True)
    axes.set(xticks=[], yticks=[])
    axes.set_title(f"It says: {said}", fontsize=10)
    show(figure, alt=f"Picture of {caption}. The network says: {said}")


explore(
    draw_caption,
    size=ipywidgets.Dropdown(options=[*RADII]),
    ink=ipywidgets.Dropdown(options=[*INKS], value="green"),
    shape=ipywidgets.Dropdown(options=[*SHAPES], value="cross"),
    where=ipywidgets.Dropdown(options=["left of", "above", "at the top left"]),
    neighbour=ipywidgets.Dropdown(options=things, value="a large blue square"),
)

# %% [markdown]
# The copier cannot say what nobody has said before, so it gets no new sentence right. The network
# puts known words together in new ways: it has learned to see colour, size and place as separate
# things, more or less. But a blue cross? It says something that it has seen, a blue disc or a green
# cross. New *sentences* are easier for it than new *combinations inside* a thing. Watch out for
# this difference whenever you read "held-out data".
#
# ### Many to many: translation
#
# Input and output have different lengths, and the first word of the translation may depend on the
# last word of the source. So one network reads to the end (**encoder**), hands over its last state,
# and another writes from it (**decoder**):
#
# $$h_t = \mathrm{GRU}(x_t, h_{t-1}) \qquad s_0 = h_T \qquad s_k = \mathrm{GRU}(y_{k-1}, s_{k-1})$$


# %%
class Translator(nn.Module):
    """Encoder and decoder; between them nothing but one state."""

    def __init__(self, source_size, target_size, embedding_size, hidden_size):
        super().__init__()
        self.source_embedding = nn.Embedding(source_size, embedding_size)
        self.encoder = nn.GRU(embedding_size, hidden_size, batch_first=True)
        self.target_embedding = nn.Embedding(target_size, embedding_size)
        self.decoder = nn.GRU(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, target_size)

    def encode(self, source, lengths):
        states, _ = self.encoder(self.source_embedding(source))  # (batch, time, hidden)
        return states[torch.arange(len(source)), lengths - 1][None]  # each row's last

    def decode(self, target, state):
        states, state = self.decoder(self.target_embedding(target), state)
        return self.linear(states), state

    def forward(self, source, lengths, target):
        return self.decode(target, self.encode(source, lengths))[0]


# %%
@torch.no_grad()
def translate(model, source, lengths, vocabulary, longest=40):
    """Write the likeliest token at each step; lists of tokens."""
    state = model.encode(source, lengths)
    token, written = torch.full_like(source[:, :1], vocabulary.start), []
    for _ in range(longest):
        logits, state = model.decode(token, state)
        token = logits.argmax(-1)  # (batch, 1)
        written.append(token)
    rows = torch.cat(written, dim=1).tolist()
    ends = [row.index(vocabulary.end) if vocabulary.end in row else longest for row in rows]
    return [[vocabulary.tokens[i] for i in row[:end]] for row, end in zip(rows, ends, strict=True)]


# %% [markdown]
# The first task are numerals, from English to Ukrainian. That is a small language with a grammar of
# its own: *two* is два, but *two thousand* is дві тисячі, and *two hundred* is one word, двісті. A
# library makes the pairs (`seqlab.data.pairs`). No number of the test is in the training.

# %%
digits = torch.randint(1, 10, (6500,))  # numbers of one to nine digits
numbers = sorted({int(torch.rand(()) * 10 ** int(d)) for d in digits})
numbers = [numbers[i] for i in torch.randperm(len(numbers))]
pairs = [(a.split(), b.split()) for a, b in numeral_pairs(numbers)]
test, training = pairs[:600], sorted(pairs[600:], key=lambda pair: len(pair[0]))
english, ukrainian = (Vocabulary.from_texts(side) for side in zip(*pairs, strict=True))
print(len(training), "pairs to train on;", len(english), "and", len(ukrainian), "tokens")
for source, translation in test[:3]:
    print(" ".join(source), "→", " ".join(translation))


# %%
def padded(pairs):
    """Source (batch, time), its lengths, target (batch, time), with start and end."""
    source, lengths = pad([english.encode(a, ends=True) for a, _ in pairs])
    return source, lengths, pad([ukrainian.encode(b, ends=True) for _, b in pairs])[0]


batches = [padded(training[i : i + 64]) for i in range(0, len(training), 64)]


def numeral_loss(net):
    source, lengths, target = batches[torch.randint(len(batches), ())]  # of about one length
    logits = net(source, lengths, target[:, :-1])
    return F.cross_entropy(logits.transpose(1, 2), target[:, 1:], ignore_index=0)


# %% [markdown]
# We train three sizes at once, because we shall need them in section 2. Together they take about
# half a minute. The baseline is a dictionary: each English word is replaced by the Ukrainian one,
# as it stands there by itself.

# %%
translators = {
    hidden_size: train(Translator(len(english), len(ukrainian), 32, hidden_size), numeral_loss, 450)
    for hidden_size in (32, 64, 128)
}

# %%
source, lengths, _ = padded(test)
correct = {}
for hidden_size, model in translators.items():
    written = translate(model, source, lengths, ukrainian)
    correct[hidden_size] = np.array([a == b for a, (_, b) in zip(written, test, strict=True)])
alone = {
    a.removeprefix("one "): b.split()[-1] for a, b in numeral_pairs([*range(101), 1000, 10**6])
}
by_word = [[alone[word] for word in a if word != "and"] for a, _ in test]
dictionary = np.mean([a == b for a, (_, b) in zip(by_word, test, strict=True)])
print(f"dictionary, word for word: {dictionary:.2f} right")
for hidden_size, rights in correct.items():
    print(f"{hidden_size:3} units: {rights.mean():.2f} right")

# %%
claim(
    "limits-many-to-many",
    "128 units translate more numerals without an error than the dictionary (difference)",
    correct[128].mean() - dictionary,
    above=0.3,
)
for (a, b), said in [*zip(test, written, strict=True)][:4]:
    print(" ".join(a), "\n   is", " ".join(b), "\n    ", "right" if said == b else " ".join(said))


# %%
def draw_numeral(number, units):
    """Write a number in English, as it is in Ukrainian, and as the network translates it."""
    ((a, b),) = numeral_pairs([number])
    ids = english.encode(a.split(), ends=True)[None]
    said = " ".join(translate(translators[units], ids, torch.tensor([ids.shape[1]]), ukrainian)[0])
    print(f"{number:,}: {a}\n     is {b}\nit says {said}\n", "right" if said == b else "wrong")


explore(
    draw_numeral,
    number=ipywidgets.BoundedIntText(value=342, min=1, max=999_999_999),
    units=ipywidgets.Dropdown(options=[*translators], value=128),
)

# %% [markdown]
# Try numbers of your own, short ones and long ones.
#
# Now **real names**: countries and languages in English and Ukrainian, a letter at a time. Nearly
# seven thousand pairs need more training than we have here, so this network of the same class was
# trained before, for a few minutes (`python -m course.recipes.limits` does it again). The baseline
# is a table of letters: each English letter becomes the Ukrainian one that most often stands at the
# same place, in training names whose two sides are equally long.

# %%
names = {part: read_names(part) for part in ("train", "test")}
letters, letters_uk = letters_of_names()
speller = Translator(len(letters), len(letters_uk), embedding_size=64, hidden_size=192)
speller.load_state_dict(shipped_weights("limits"))
beside = defaultdict(Counter)
for name, translation in names["train"]:
    if len(name) == len(translation):
        for letter, other in zip(name, translation, strict=True):
            beside[letter][other] += 1
table = {letter: counter.most_common(1)[0][0] for letter, counter in beside.items()}

# %%
ids, lengths = pad([letters.encode(name, ends=True) for name, _ in names["test"]])
spelled = ["".join(tokens) for tokens in translate(speller, ids, lengths, letters_uk)]
by_table = ["".join(table.get(letter, "") for letter in name) for name, _ in names["test"]]
named = np.array(
    [(a == b, c == b) for a, c, (_, b) in zip(spelled, by_table, names["test"], strict=True)]
)
network, by_letters = named.mean(0)
print(f"{len(named)} held-out names right: network {network:.2f}, table {by_letters:.2f}")
for (name, right), said in [*zip(names["test"], spelled, strict=True)][4:600:60]:
    print(f"{name:28} {right:28} {'right' if said == right else said}")

# %% [markdown]
# **The table is not beaten!** That is why one needs a baseline. Most of these names are only
# spelled anew, letter by letter, and a table does just that. But look where the network fails: the
# beginnings are right, and in long names it loses its way. Let us count by length.

# %%
size = np.array([len(name) for name, _ in names["test"]])
for low, high in [(1, 4), (5, 6), (7, 8), (9, 12), (13, 18)]:
    network, by_letters = named[(size >= low) & (size <= high)].mean(0)
    print(f"{low:2} to {high:2} letters: network {network:.2f}, table {by_letters:.2f}")
few, many = (named[(size >= low) & (size <= high)].mean(0) for low, high in ((1, 6), (9, 18)))
claim(
    "limits-names-short",
    "Of names up to six letters the network gets more right than the table (difference)",
    few[0] - few[1],
    above=0.02,
)
claim(
    "limits-names-long",
    "Of names of 9 to 18 letters it gets fewer right (difference)",
    many[1] - many[0],
    above=0.1,
)

# %% [markdown]
# In short names the network is ahead: it knows which letters sound together. The table needs no
# memory, it carries one letter at a time; so length hurts it less. The network must first read the
# whole name and then write it from one vector. That is the first limit.
#
# ## 2. Limit one: the encoding bottleneck
#
# All that the decoder knows of the source is $h_T$, a vector of fixed length. Four words must fit
# into it, or seventeen.
#
# **Predict.** How will the share of correct translations depend on the length of the source, and on
# the size of the state?

# %%
words_in = np.array([len(a) for a, _ in test])
edges = [(1, 4), (5, 7), (8, 10), (11, 13), (14, 17)]
by_length = {
    hidden_size: [rights[(words_in >= low) & (words_in <= high)].mean() for low, high in edges]
    for hidden_size, rights in correct.items()
}
figure, axes = plt.subplots(figsize=(7, 3.6))
for hidden_size, shares in by_length.items():
    axes.plot(shares, "o-", label=f"{hidden_size} units")
axes.set_xticks(range(len(edges)), [f"{low} to {high}" for low, high in edges])
axes.set(title="Longer sources are lost first, and small states lose more", ylim=(-0.03, 1.03))
axes.set(xlabel="words in the source", ylabel="translated without an error (share)")
axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
at_ends = ", ".join(f"{size}: {s[0]:.2f} to {s[-1]:.2f}" for size, s in by_length.items())
show(figure, alt=f"Three falling lines. Share right, shortest to longest sources: {at_ends}")

# %%
claim(
    "limits-bottleneck-length",
    "With 128 units, far fewer of the longest sources are right than of the shortest (difference)",
    by_length[128][0] - by_length[128][-1],
    above=0.2,
)
claim(
    "limits-bottleneck-size",
    "On sources of 8 to 10 words a state four times as large gets more right (difference)",
    by_length[128][2] - by_length[32][2],
    above=0.3,
)

# %% [markdown]
# Is it the vector, or is it that the training was short? Both. With more steps each line moves to
# the right, and none of these numerals is too long for 128 numbers in principle. But the curve
# keeps its shape: what must be carried grows with the sentence, and the state does not. Sutskever
# et al. (2014) needed four layers of a thousand units, and Cho et al. (2014) drew this very
# curve for sentences of newspapers.
#
# ## 3. Limit two: no parallelisation
#
# $h_t$ needs $h_{t-1}$, so step 1000 waits for 999 others. To see it without a clock, look at the
# graph of the computation: what is the longest chain of operations, each of which needs the result
# of the one before? However many processors you own, this chain is done one link at a time.
#
# We compare a recurrence with self-attention of the same width. How attention works is the topic of
# notebook 09. For now it is enough that it is made of a few large matrix products over all steps.

# %%
WIDTH = 64
W_xh, W_hh, W_q, W_k, W_v = (torch.randn(WIDTH, WIDTH) / WIDTH**0.5 for _ in range(5))


def recurrence(x):
    """Inputs (time, width) to all states, one step after the other."""
    h, states = torch.zeros(WIDTH), []
    for x_t in x:
        h = torch.tanh(h @ W_hh + x_t @ W_xh)
        states.append(h)
    return torch.stack(states)


def self_attention(x):
    """Inputs (time, width) to outputs of the same shape, all steps at once."""
    scores = (x @ W_q) @ (x @ W_k).T / WIDTH**0.5  # (time, time)
    return scores.softmax(-1) @ (x @ W_v)


# %%
def longest_chain(output):
    """Length of the longest chain of operations that leads to this tensor."""
    length, todo = {}, [output.grad_fn]
    while todo:
        before = [node for node, _ in todo[-1].next_functions if node]
        unknown = [node for node in before if node not in length]
        todo += unknown
        if not unknown:
            length[todo.pop()] = 1 + max((length[node] for node in before), default=0)
    return length[output.grad_fn]


def chain_of(layer, steps):
    return longest_chain(layer(torch.randn(steps, WIDTH, requires_grad=True)))


for steps in (10, 100, 1000):
    print(
        f"{steps:5} steps: chain {chain_of(recurrence, steps)}, {chain_of(self_attention, steps)}"
    )

# %%
claim(
    "limits-chain-rnn",
    "Each step makes the chain of the recurrence longer by this many operations",
    (chain_of(recurrence, 1000) - chain_of(recurrence, 100)) / 900,
    above=1,
    below=6,
)
claim(
    "limits-chain-attention",
    "The chain of self-attention does not grow with the length (difference)",
    chain_of(self_attention, 1000) - chain_of(self_attention, 100),
    above=0,
    below=0,
)

# %% [markdown]
# That is the limit itself. The other question is how much *work* there is: how many numbers are
# multiplied in all? We count it for the loop, for the library's `nn.LSTM` (its loop runs in
# compiled code), and for self-attention. What the clock says depends on the machine; we look at it
# as well.
#
# **Predict.** Attention compares each step with each other step. If the sequence is twice as long,
# how much more work is it for each of the three? And how much more time, on one processor?


# %%
def multiplications(layer, steps):
    """How many multiplications the matrix products make for one sequence."""
    if isinstance(layer, nn.LSTM):  # each weight is used once in each step
        return steps * sum(W.numel() for W in layer.parameters() if W.dim() == 2)
    with FlopCounterMode(display=False) as counter:
        layer(torch.randn(steps, WIDTH))
    return counter.get_total_flops() // 2  # each comes with an addition


@torch.no_grad()
def best_seconds(layer, steps, repeat=5):
    """Shortest of some times for one sequence."""
    x, times = torch.randn(steps, WIDTH), []
    for _ in range(repeat):
        started = time.perf_counter()
        layer(x)
        times.append(time.perf_counter() - started)
    return min(times)


library = nn.LSTM(WIDTH, WIDTH)
LAYERS = {"loop": recurrence, "nn.LSTM": library, "self-attention": self_attention}
LENGTHS = [64, 128, 256, 512, 1024, 2048, 4096]
work = {name: [multiplications(f, n) for n in LENGTHS] for name, f in LAYERS.items()}
seconds = {name: [best_seconds(f, n) for n in LENGTHS] for name, f in LAYERS.items()}

# %%
figure, panels = plt.subplots(1, 2, figsize=(9, 3.8))
for name in LAYERS:
    panels[0].plot(LENGTHS, work[name], "o-", label=name)
    panels[1].plot(LENGTHS, [1000 * each for each in seconds[name]], "o-")
for axes, title in zip(panels, ("multiplications", "milliseconds, here"), strict=True):
    axes.set(xscale="log", yscale="log", xlabel="steps in the sequence", title=title)
    axes.set_xticks(LENGTHS, [str(n) for n in LENGTHS])
    axes.minorticks_off()
panels[0].legend()
last = "; ".join(f"{n} {work[n][-1]:.2g}, {1000 * seconds[n][-1]:.0f} ms" for n in LAYERS)
show(figure, alt=f"Rising lines. Multiplications and time for {LENGTHS[-1]} steps: {last}")


# %%
def slope(values):
    """Slope of the long end on log axes."""
    return np.polyfit(np.log(LENGTHS[-4:]), np.log(values[-4:]), 1)[0]


for name in LAYERS:
    more, longer = 2 ** slope(work[name]), 2 ** slope(seconds[name])
    print(f"{name:15} twice as long: {more:.1f} times the work, {longer:.1f} times the time")

# %%
claim(
    "limits-loop-linear",
    "The work of the loop grows in proportion to the length (slope on log axes)",
    slope(work["loop"]),
    above=0.9,
    below=1.1,
)
claim(
    "limits-attention-grows",
    "The work of self-attention grows faster than that of the loop (difference of the slopes)",
    slope(work["self-attention"]) - slope(work["loop"]),
    above=0.5,
)
claim(
    "limits-short-attention-same-work",
    "At 256 steps self-attention multiplies no less than nn.LSTM (how many times as much)",
    work["self-attention"][2] / work["nn.LSTM"][2],
    above=1,
    below=2,
)

# %% [markdown]
# So be careful with the word *slow*. A recurrence does work that grows with the length, attention
# does work that grows with its **square**. And yet at 256 steps attention, which multiplies more
# than `nn.LSTM` there, took less time on the machine that made this page: its work is a few large
# products, and a processor is good at these. On long sequences it loses this lead on a CPU, which
# does one thing after the other anyway. Its strength is that its work can be done at the same
# time. A GPU with thousands of small processors does it in few waves, while for the recurrence
# they must wait. The loop in Python pays for each step once more, and `nn.LSTM` does not; but
# inside it the steps wait for each other just the same. (Where the time of attention grows more
# than its work, its table of all pairs no longer fits into the fast memory of the processor.)
#
# ## 4. Limit three: short memory
#
# Notebook 07 asked whether a network can bring *one* thing over a distance. A stream asks for more:
# everything that comes may be needed later. Here a network reads a stream of symbols out of four.
# After each step it must say the symbols of 1, 2, 4, 8, 16 and 32 steps ago.
#
# **Predict.** An LSTM with 32 units: which of the six will it know?

# %%
DISTANCES = (1, 2, 4, 8, 16, 32)


class Recaller(nn.Module):
    """Read a stream; after each step say what came some steps ago."""

    def __init__(self, layer, hidden_size=32):
        super().__init__()
        self.recurrent = layer(4, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, 4 * len(DISTANCES))

    def forward(self, symbols):  # (batch, time) to (batch, time, distances, 4)
        states, _ = self.recurrent(F.one_hot(symbols, 4).float())
        return self.linear(states).unflatten(-1, (len(DISTANCES), 4))


def earlier(symbols, steps=64):
    """The symbols asked for at the last steps, (batch, steps, distances)."""
    time = symbols.shape[1]
    return torch.stack([symbols[:, time - steps - d : time - d] for d in DISTANCES], dim=-1)


# %%
def recall_loss(net):
    symbols = torch.randint(4, (32, 96))
    return F.cross_entropy(net(symbols)[:, -64:].flatten(0, 2), earlier(symbols).flatten())


recall = {}
for name, layer in (("RNN", nn.RNN), ("LSTM", nn.LSTM)):
    net = train(Recaller(layer), recall_loss, steps=250)
    symbols = torch.randint(4, (100, 96))
    with torch.no_grad():
        right = net(symbols)[:, -64:].argmax(-1) == earlier(symbols)
    recall[name] = right.float().mean((0, 1)).tolist()
    print(
        name, *(f"{d} ago: {share:.2f} " for d, share in zip(DISTANCES, recall[name], strict=True))
    )

# %%
figure, axes = plt.subplots(figsize=(7, 3.4))
for name, shares in recall.items():
    axes.plot(DISTANCES, shares, "o-", label=name)
axes.axhline(0.25, color="grey", linestyle=":")
axes.text(1, 0.27, "blind guessing", color="grey", fontsize=9)
axes.set(xscale="log", xlabel="steps ago", ylabel="right answers (share)", ylim=(0, 1.03))
axes.set_xticks(DISTANCES, [str(d) for d in DISTANCES])
axes.minorticks_off()
axes.set_title("A stream is remembered for a few steps")
axes.legend(loc="upper right")
at_end = ", ".join(f"{name} {shares[0]:.2f} to {shares[-1]:.2f}" for name, shares in recall.items())
show(figure, alt=f"Lines that fall from near 1 to blind guessing. From 1 to 32 steps ago: {at_end}")

# %%
claim(
    "limits-recall-near",
    "The LSTM knows the symbol before (share of right answers)",
    recall["LSTM"][0],
    above=0.9,
)
claim(
    "limits-recall-far",
    "Of 32 steps ago it knows nothing (share of right answers; blind: 0.25)",
    recall["LSTM"][-1],
    above=0.2,
    below=0.35,
)
claim(
    "limits-recall-gates",
    "Its gates do not help here (RNN minus LSTM, mean over the distances)",
    np.mean(recall["RNN"]) - np.mean(recall["LSTM"]),
    above=-0.05,
    below=0.3,
)

# %% [markdown]
# Compare the two lines: the gates that helped to keep *one* thing in notebook 07 do not help to
# keep *everything*. A short training makes the curve fall early, but it must fall somewhere.
# Thirty-two symbols out of four are 64 bits, all to be kept and shifted by one place at every step,
# in a state of 32 numbers. Longer training and more units push the edge farther out. They do not
# remove it.
#
# ## 5. What we wish for
#
# The lecture puts three wishes against the three limits. This table is filled in by code. Notebook
# 10 fills it in once more.

# %%
long, short = f"{edges[-1][0]} to {edges[-1][1]}", f"{edges[0][0]} to {edges[0][1]}"
rows = [
    "| limit | wish | measured here |",
    "| --- | --- | --- |",
    f"| encoding bottleneck | continuous stream | sources translated without an error: of {short} "
    f"words {by_length[128][0]:.0%}, of {long} words {by_length[128][-1]:.0%} |",
    "| slow, no parallelisation | parallelisation | chain of operations for 1,000 steps: "
    f"{chain_of(recurrence, 1000):,} (attention: {chain_of(self_attention, 1000)}) |",
    f"| not long memory | long memory | a symbol of 4 steps ago: {recall['LSTM'][2]:.0%} right, of "
    f"32 steps ago: {recall['LSTM'][-1]:.0%} (blind: 25%) |",
]
display(Markdown("\n".join(rows)))

# %% [markdown]
# ## 6. Idea I: feed everything into a dense network
#
# *Can we eliminate the need for recurrence entirely?* The first idea on the slide is the simplest
# one: put all steps side by side into one long vector, and that into a dense network. Then nothing
# waits for anything. The slide gives it one tick and three crosses: **no recurrence; but not
# scalable, no order, no long memory.** We try each of them.
#
# **Not scalable.** The first layer has a weight for each feature *of each step* and each unit.


# %%
def draw_sizes(features, units):
    """Draw the weights of the first layer against the length of the input."""
    lengths = [10, 100, 1_000, 10_000, 100_000]
    dense = [features * length * units for length in lengths]
    recurrent = [(features + units) * units for _ in lengths]
    figure, axes = plt.subplots(figsize=(7, 3.2))
    axes.plot(lengths, dense, "o-", label="dense")
    axes.plot(lengths, recurrent, "o-", label="recurrent")
    axes.set(xscale="log", yscale="log", xlabel="steps in the input", ylabel="weights")
    axes.set_title("A dense layer grows with the input, a recurrent one does not")
    label_lines(figure)
    show(figure, alt=f"At {lengths[-1]:,} steps: dense {dense[-1]:,}, recurrent {recurrent[-1]:,}")


explore(
    draw_sizes,
    features=ipywidgets.IntSlider(value=52, min=1, max=300),
    units=ipywidgets.IntSlider(value=128, min=8, max=512, step=8),
)

# %%
counts = [nn.Linear(52 * steps, 128).weight.numel() for steps in (100, 1_000)]
claim(
    "limits-dense-grows",
    "Ten times the length makes ten times the weights",
    counts[1] / counts[0],
    above=10,
    below=10,
)

# %% [markdown]
# **No order, and no shift.** A small task: somewhere in a row of letters stands one of four words,
# *abc*, *acb*, *bca* or *cab*; around it are other letters. Which word is it? In training the word
# begins at the first, third, fifth ... place. In the test it stands **one step later**.
#
# Three networks learn it: a dense one, a GRU, and a convolution, which looks through a window of
# three letters at each place and keeps the strongest answer.

# %%
MOTIFS = torch.tensor([[0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1]])  # a, b, c are 0, 1, 2


def rows_of_letters(count, begins, length=16):
    """Letters one-hot (count, length, 6), and which word begins at one of these places."""
    letters = torch.randint(3, 6, (count, length))
    word = torch.randint(4, (count,))
    begin = torch.tensor(begins)[torch.randint(len(begins), (count,))]
    letters.scatter_(1, begin[:, None] + torch.arange(3), MOTIFS[word])
    return F.one_hot(letters, 6).float(), word


TRAINED, SHIFTED = [*range(0, 13, 2)], [*range(1, 14, 2)]
x, word = rows_of_letters(8, TRAINED)
for row, label in zip(x[:3], word, strict=False):
    print("".join("abcdef"[i] for i in row.argmax(-1)), "holds word", label.item())


# %%
class ByGRU(nn.Module):
    """Read the row; the last state decides."""

    def __init__(self):
        super().__init__()
        self.gru, self.linear = nn.GRU(6, 32, batch_first=True), nn.Linear(32, 4)

    def forward(self, x):
        return self.linear(self.gru(x)[0][:, -1])


class ByWindow(nn.Module):
    """Look at three letters at a time; the largest answer over all places decides."""

    def __init__(self):
        super().__init__()
        self.look, self.linear = nn.Conv1d(6, 64, 3), nn.Linear(64, 4)

    def forward(self, x):
        return self.linear(torch.relu(self.look(x.mT)).amax(-1))  # (batch, 64) before linear


def dense():
    return nn.Sequential(nn.Flatten(), nn.Linear(16 * 6, 64), nn.ReLU(), nn.Linear(64, 4))


# %% [markdown]
# Each is tested on new rows with the word at the trained places, one step later, and in a row four
# times as long. And a fourth test, for *order*: all rows, in training and test, get their letters
# shuffled by one fixed permutation. To us the words become unreadable.
#
# **Predict.** Which network does not even notice the shuffling?


# %%
@torch.no_grad()
def share_right(net, x, word):
    return (net(x).argmax(-1) == word).float().mean().item()


def letter_loss(order):
    """A loss on fresh rows whose steps stand in this order."""

    def loss(net):
        x, word = rows_of_letters(128, TRAINED)
        return F.cross_entropy(net(x[:, order]), word)

    return loss


# %%
in_order, shuffled = torch.arange(16), torch.randperm(16)
x, word = rows_of_letters(1000, TRAINED)
solved, learned = {}, {}
for name, make in (("dense", dense), ("GRU", ByGRU), ("window", ByWindow)):
    learned[name] = net = train(make(), letter_loss(in_order), 200)
    confused = train(make(), letter_loss(shuffled), 200)
    solved[name] = {
        "as trained": share_right(net, x, word),
        "one step later": share_right(net, *rows_of_letters(1000, SHIFTED)),
        "shuffled": share_right(confused, x[:, shuffled], word),
    }
    print(f"{name:7}", *(f"{test} {share:.2f}  " for test, share in solved[name].items()))

# %%
claim(
    "limits-dense-shift",
    "One step later the dense network is lost (share of right answers; blind: 0.25)",
    solved["dense"]["one step later"],
    below=0.6,
)
claim(
    "limits-shared-weights-shift",
    "A network that uses the same weights at each step is not (the worse of GRU and window)",
    min(solved[name]["one step later"] for name in ("GRU", "window")),
    above=0.7,
)
claim(
    "limits-dense-no-order",
    "Shuffling the steps changes little for the dense network (difference of the shares)",
    solved["dense"]["as trained"] - solved["dense"]["shuffled"],
    above=-0.1,
    below=0.1,
)
claim(
    "limits-window-neighbours",
    "It costs the window, which lives from neighbours, some of the words (difference)",
    solved["window"]["as trained"] - solved["window"]["shuffled"],
    above=0.03,
)

# %% [markdown]
# The dense network has its own weights for each place. What it learned about place 3 it does not
# know about place 4. And it never knew that place 4 comes *after* place 3: for it the sixteen
# places are a list without neighbours, so a fixed shuffling changes nothing. The two others use the
# same weights at each step, and so they know the word wherever it stands. The window pays for the
# shuffling, since it sees three places at a time. (The GRU reads all places, and can learn any
# fixed order.)
#
# **No long memory.** What lies outside the input does not exist.

# %%
longer, word = rows_of_letters(1000, [*range(62)], length=64)
try:
    learned["dense"](longer)
except RuntimeError as error:
    print("dense:", error)
for name in ("GRU", "window"):
    print(f"{name}: {share_right(learned[name], longer, word):.2f} right in rows of 64")

# %% [markdown]
# The dense network cannot even be asked: its input has a fixed size. The networks that share their
# weights take the longer rows. The GRU does worse there than in rows of sixteen: it has to keep its
# answer over more steps than it was trained for.
#
# The window solves this task best of all. Why not stop here? Because it sees three letters. Whoever
# needs the first word and the last together needs another idea: *identify and attend to what is
# important*. That is notebook 09.
#
# ## What you know now
#
# - Tasks have four shapes. A many-to-many model is a many-to-one model that hands its last state to
#   a one-to-many model.
# - A score needs held-out data, a baseline, and a look at what exactly is new in the test.
# - **Bottleneck:** all of the source must fit into one vector; long sources are lost first.
# - **No parallelisation:** the chain of operations grows with the length. The clock agrees where
#   there are many processors; on one CPU attention pays for its square.
# - **Short memory:** a fixed state cannot hold a growing past.
# - One large dense network avoids the recurrence and loses everything else: size, order, length.
#
# **Think, without code.**
#
# 1. Reading the source backwards helped early translators. Which words come nearer to each other,
#    and which go farther away?
#
# <details><summary>Answer</summary>
#
# Let source and translation have $n$ words each, in the same order. Read forwards, every word is
# $n$ steps away from its translation. Read backwards, the first word is 1 step away, the second 3
# steps, and the last $2n - 1$. So the first words come nearer, the last ones go farther away, and
# the mean stays $n$.
#
# </details>
#
# 2. The decoder could get $h_T$ at every step, not only at the first. Which of the three limits
#    does that touch?
#
# <details><summary>Answer</summary>
#
# The third, short memory, on the side of the decoder: it no longer has to carry $h_T$ through all
# of its own steps. The bottleneck stays, because the same vector of fixed size must hold the whole
# source. And nothing becomes parallel, because each state still needs the one before.
#
# </details>
#
# 3. A live translator must begin before the speaker has ended. Which shape of task is that, and
#    which of our models could do it?
#
# <details><summary>Answer</summary>
#
# It is many to many, but the output begins before the input has ended. Our encoder-decoder cannot
# do it: it hands over its state only after the last word. A recurrent network that answers after
# every step can, as the one that reads a stream in section 4. It would need one more answer,
# "wait", for the places where the next word of the translation depends on words that are still to
# come.
#
# </details>
#
# **Where to go on.** Sutskever, Vinyals and Le, "Sequence to sequence learning with neural
# networks" (2014), and Cho et al., "On the properties of neural machine translation" (2014),
# translate without attention; the second shows the curve of section 2. Vinyals et al., "Show and
# tell" (2015), writes captions. Lake and Baroni, "Generalization without systematicity" (2018),
# asks what becomes of new combinations. Karpathy, "The unreasonable effectiveness of recurrent
# neural networks" (2015), has the picture of the four shapes.
# [Lab 4](../labs/lab4_attention.ipynb) adds attention to the translator.
