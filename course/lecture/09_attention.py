# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 09. Attention: a search that can be learned
#
# {{ colab }}
#
# **How can a network look at all of a sequence at once, and find in it what matters?**
#
# After this notebook you can
#
# - explain query, key and value as a search, and run this search on real titles;
# - compute attention with a pencil, in a loop, with matrices, and show that it equals PyTorch's;
# - say what the scaling is for, and measure it;
# - use a causal mask and a padding mask, and recognise what happens when one is forgotten;
# - tell three ways to write down positions, and which of them depend on distance only;
# - draw the attention map of a trained network, and read it with care.
#
# | | |
# | --- | --- |
# | Time | about 75 minutes, of which the computer works for less than one |
# | You need | embeddings and padding ([notebook 04](04_language.ipynb)), next-token training ([notebook 04](04_language.ipynb) or [Lab 5](../labs/lab5_music.ipynb)) |
# | Slides | "Intuition Behind Self-Attention" to "Applying Multiple Self-Attention Heads" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=9)  # before torch is imported

# %%
import math
import random
import re

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from seqlab.claims import claim
from seqlab.data import load, minilm
from seqlab.data.prepared import read_titles
from seqlab.models.attention import MultiHeadAttention, causal_mask, rotate
from seqlab.models.transformer import Block
from seqlab.music import sound
from seqlab.plots import COLOURS, show
from seqlab.text import Vocabulary, pad
from seqlab.widgets import explore

# %% [markdown]
# ## 1. Attention as a search
#
# An RNN hands on one state from step to step, and everything must fit into it. Attention has
# another idea: keep everything, and *look up* what you need when you need it. The slides compare it
# with the search for a video:
#
# - the **query** is what you type;
# - the **keys** are the titles, which are compared with the query;
# - the **values** are the videos, which is what you want to have.
#
# Step 1: how similar is each key to the query? Step 2: return the values of the most similar.
#
# We search in old dance tunes. The titles are keys, the tunes are values. To compare texts we
# need vectors, and they must be *near* for texts of like meaning. A pretrained network, MiniLM, has
# made them: one vector for each title, and one for each of a dozen queries.

# %%
titles, keys, queries, query_vectors = read_titles()
print(f"keys {tuple(keys.shape)}, query vectors {tuple(query_vectors.shape)}")
print("titles, for example:", ", ".join(titles[20:500:80]))
print("queries:", ", ".join(queries))

# %% [markdown]
# How similar two vectors are is said by their **dot product**: multiply number by number, and add.
# By hand on three numbers:

# %%
q, k = [1.0, 2.0, 0.0], [2.0, 1.0, 3.0]
by_hand = q[0] * k[0] + q[1] * k[1] + q[2] * k[2]
by_loop = sum(a * b for a, b in zip(q, k, strict=True))
by_product = (torch.tensor(q) @ torch.tensor(k)).item()
print(by_hand, by_loop, by_product)

# %% [markdown]
# Now for all titles at once. The matrix product of the keys with the query gives one number, the
# **score**, for each title.
#
# **Predict.** The query is *a feline companion*. No title has the word *feline* or *companion*.
# What will be found?


# %%
def search(query, count=5):
    """Query vector (d,) to the places of the most similar keys, and their scores."""
    scores = keys @ query  # (titles, d) @ (d,) -> (titles,)
    best = scores.topk(count)
    return best.indices.tolist(), best.values.tolist()


for text in ("a feline companion", "sailing on the ocean", "beer, wine and spirits"):
    print(text)
    for place, score in zip(*search(query_vectors[queries.index(text)]), strict=True):
        print(f"   {score:.2f}  {titles[place]}")

# %% [markdown]
# It finds the cat. The search goes by meaning, not by letters, as far as the network that made the
# vectors has understood it. (*Kitty* is a girl in these songs. The network has seen more cats.) And
# here is the value of the title that was found for the second query:

# %%
rows = [row for part in load("tunes").values() for row in part]


def letters(text):
    return re.sub("[^a-z]", "", text.lower())


place = search(query_vectors[queries.index("sailing on the ocean")])[0][0]
value = next(row for row in rows if letters(row["title"]).startswith(letters(titles[place])))
print(value["title"])
sound.play(value["abc"], seconds=6)

# %% [markdown]
# Is it good in general? For six queries we write down words that a fitting title may contain, none
# of them from the query. A search by equal words knows nothing of them.

# %%
FITTING = {
    "sailing on the ocean": "ship ships sailor sailors shore waves wave tide sea water seamens",
    "time to get married": "wedding bride marry wife widow widowed maids bachelor",
    "beer, wine and spirits": "whisky whiskey brandy ale punch drink bottle glass jug",
    "farm animals": "cow cows sheep goat goats goose geese pony cock hen colt",
    "soldiers and war": "soldier wounded troop troopers volunteers siege battle",
    "saying goodbye to a friend": "farewell parting part exile leave behind",
}
right, chance = [], []
for text, words in FITTING.items():
    fits = [not set(words.split()).isdisjoint(re.findall("[a-z]+", t.lower())) for t in titles]
    found = search(query_vectors[queries.index(text)])[0]
    right.append(sum(fits[place] for place in found) / len(found))
    chance.append(sum(fits) / len(fits))
    print(f"{text:28} {right[-1]:.0%} of the first five fit, {chance[-1]:.1%} of all titles")

# %%
claim(
    "attention-search-by-meaning",
    "Of the first five titles, most have a fitting word that is not in the query (mean share)",
    sum(right) / len(right),
    above=0.7,
    below=0.95,
)
claim(
    "attention-search-beats-chance",
    "That is at least fifteen times the share among all titles (ratio)",
    sum(right) / sum(chance),
    above=15,
)

# %% [markdown]
# The lists are short and a little unfair: some titles that were found fit, and have none of our
# words. So the real share is higher.
#
# ### From a list to weights
#
# A search engine returns a list. A network must be trained by gradients, and "the first five" has
# no gradient: a title is in or out. So attention takes *all* values, each with a **weight**. The
# weights are positive and add up to one: the softmax of the scores.
#
# $$a_j = \frac{e^{s_j}}{\sum_i e^{s_i}}$$
#
# **Predict.** The scores lie between about 0 and 1. How much of the weight does the best of the 500
# titles get?

# %%
scores = keys @ query_vectors[queries.index("ice and frost")]
for sharpness in (1, 10, 20, 50):
    weights = torch.softmax(sharpness * scores, dim=0)  # (titles,)
    print(f"scores times {sharpness:2}: the best title gets {weights.max():.1%} of the weight")
claim(
    "attention-soft-search-is-flat",
    "With plain scores the best of 500 titles gets less than a hundredth of the weight",
    torch.softmax(scores, dim=0).max(),
    below=0.01,
)

# %% [markdown]
# Nearly nothing: $e^{0.9}$ is not much more than $e^0$, and there are 500 of them. The size of the
# scores decides how *sharp* the search is. Multiply them, and it sharpens. Remember this knob; it
# comes back in section 3. Turn it yourself:


# %%
def draw_search(query, sharpness):
    """Draw the weights of the eight best titles for a query."""
    scores = keys @ query_vectors[queries.index(query)]
    weights = torch.softmax(sharpness * scores, dim=0)
    best = weights.topk(8)
    names = [titles[place] for place in best.indices]
    figure, axes = plt.subplots(figsize=(7, 3.2))
    bars = axes.barh(names, best.values)
    axes.bar_label(bars, [f"{weight:.0%}" for weight in best.values], padding=3)
    axes.set(title=f'Where "{query}" looks, scores times {sharpness:g}', xlim=(0, 1))
    axes.set(xlabel="weight (all 500 add up to 1)")
    axes.invert_yaxis()
    said = ", ".join(f"{name} {w:.0%}" for name, w in zip(names, best.values, strict=True))
    show(figure, alt=f"Bars, the weights for the query {query}: {said}")


# %%
explore(
    draw_search,
    query=ipywidgets.Dropdown(options=queries, value="coins in my purse"),
    sharpness=ipywidgets.FloatSlider(value=20, min=1, max=60),
)

# %% [markdown]
# Not every query is answered well. *Something to eat* finds little: there are few titles about
# food, and the softmax must put its weight somewhere. Attention has no way to say "nothing fits".
#
# With the encoder itself you can ask what you like. It is a download of 84 MB and optional.

# %%
question = "it is raining again"  # write your own

if minilm.is_there():
    from seqlab.models.pretrained import load_minilm

    encoder = load_minilm()
    for place, score in zip(*search(encoder.embed([question])[0]), strict=True):
        print(f"{score:.2f}  {titles[place]}")
else:
    print("Your own questions need the encoder: run `seqlab data --optional`, then this cell.")

# %% [markdown]
# ## 2. A dot product is not yet a cosine
#
# The slides call the dot product "also known as the cosine similarity". That is nearly so:
#
# $$q \cdot k = |q|\,|k| \cos(q, k)$$
#
# The two agree when all vectors have norm 1. Ours have, because their maker divided them by their
# norm. Inside a network nobody does: it makes keys by a matrix, and after that the norms differ.

# %%
made = keys @ torch.randn(384, 32) / math.sqrt(32)
for name, vectors in {"as they come": keys, "after a random matrix": made}.items():
    norms = vectors.norm(dim=-1)
    print(f"{name:22} norms from {norms.min():.2f} to {norms.max():.2f}")

# %% [markdown]
# What do longer keys do? We stretch each key by a random factor between a half and two, and look
# which title comes first.
#
# **Predict.** For how many of the queries will another title come first? With the cosine?

# %%
first = (query_vectors @ keys.T).argmax(dim=-1)  # (queries,)
changed = {"dot product": 0.0, "cosine": 0.0}
for _ in range(100):
    stretched = keys * torch.empty(len(keys), 1).uniform_(0.5, 2)
    by_dot = (query_vectors @ stretched.T).argmax(dim=-1)
    by_cosine = (query_vectors @ F.normalize(stretched, dim=-1).T).argmax(dim=-1)
    changed["dot product"] += (by_dot != first).float().mean().item() / 100
    changed["cosine"] += (by_cosine != first).float().mean().item() / 100
for name, share in changed.items():
    print(f"{name:12} another title comes first in {share:.0%} of the cases")

# %%
claim(
    "attention-dot-is-not-cosine",
    "With keys of different lengths, the dot product often puts another title first (share)",
    changed["dot product"],
    above=0.45,
    below=0.75,
)
claim(
    "attention-cosine-ignores-length",
    "The cosine never does (share)",
    changed["cosine"],
    below=0.001,
)

# %% [markdown]
# With the dot product a *loud* key, a long vector, is found more often than it deserves. Attention
# uses the dot product all the same. A network may learn to make important keys loud, and the
# product costs less. Just do not call it a cosine.
#
# ## 3. Why the scores are scaled
#
# The slide has softmax$\left(\frac{Q \cdot K^T}{\text{scaling}}\right)$. The scaling is
# $\sqrt{d}$, with $d$ the width of the query. Why?
#
# Take queries and keys of random numbers with mean 0 and variance 1. A dot product is the sum of
# $d$ products, each with variance 1. So its variance is $d$: wide vectors have large scores, only
# because they are wide. And large scores make the softmax sharp, as we saw.
#
# How sharp, is measured by the **entropy** in bits. If all 16 keys get the same weight it is 4
# bits, and 0 if one key gets everything.
#
# **Predict.** At which width does the unscaled softmax look at one or two keys only?


# %%
def entropy(weights):
    """Weights (..., keys) to their mean entropy in bits."""
    return -(weights * weights.clamp(min=1e-30).log2()).sum(dim=-1).mean().item()


widths = [2**k for k in range(1, 11)]
spread, unscaled, scaled = [], [], []
for d in widths:
    q, k = torch.randn(300, 1, d), torch.randn(300, 16, d)  # 300 searches among 16 keys
    scores = (q @ k.transpose(1, 2))[:, 0]  # (300, 16)
    spread.append(scores.std().item())
    unscaled.append(entropy(scores.softmax(dim=-1)))
    scaled.append(entropy((scores / math.sqrt(d)).softmax(dim=-1)))

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
left.plot(widths, [math.sqrt(d) for d in widths], "--", color="grey")
left.plot(widths, spread, "o")
left.text(100, 6.5, r"dashed: $\sqrt{d}$", color="grey")
left.set(title="Scores grow with the width", ylabel="standard deviation", yscale="log")
left.set_yticks([2, 4, 8, 16, 32], [2, 4, 8, 16, 32])
right.plot(widths, scaled, "o-", color=COLOURS[2])
right.plot(widths, unscaled, "s-", color=COLOURS[1])
right.axhline(4, color="grey", linestyle=":")
right.text(2, 4.07, "all 16 keys alike", color="grey", fontsize=9)
right.text(60, 3.02, r"divided by $\sqrt{d}$", color=COLOURS[2])
right.text(60, 0.95, "not scaled", color=COLOURS[1])
right.set(title="Unscaled, the search becomes hard", ylim=(0, 4.4))
right.set_ylabel("entropy of the weights (bits)")
for panel in (left, right):
    panel.set(xscale="log", xlabel="width d")
    panel.set_xticks([2, 8, 32, 128, 512], [2, 8, 32, 128, 512])
    panel.minorticks_off()
said = f"at width {widths[-1]}: {unscaled[-1]:.1f} bits unscaled, {scaled[-1]:.1f} bits scaled"
show(figure, alt=f"Scores grow like the root of the width. Entropy {said}")

# %%
hard = next(d for d, bits in zip(widths, unscaled, strict=True) if bits < 1)
print(f"less than one bit, or two keys, from width {hard} on")

# %%
growth = math.log(spread[-1] / spread[0]) / math.log(widths[-1] / widths[0])
claim(
    "attention-scores-grow-like-root",
    "The scores grow with the width to the power of one half (measured power)",
    growth,
    above=0.45,
    below=0.55,
)
claim(
    "attention-unscaled-is-hard",
    f"At width {widths[-1]} the unscaled weights have less than a third of a bit of entropy (of 4)",
    unscaled[-1],
    below=0.3,
)
claim(
    "attention-scaling-keeps-entropy",
    "Scaled, the entropy at the largest width is that at width 8 (difference in bits)",
    abs(scaled[-1] - scaled[widths.index(8)]),
    below=0.15,
)

# %% [markdown]
# At the widths that real heads have, 64 or 128, an unscaled search would see few keys. Why is that
# bad, if we want to find things? Because the search is hard *before it has learned anything*. It
# looks at a random key, and it cannot learn to look elsewhere: where the softmax is saturated, its
# gradient is nearly zero. The derivative of the weights by the scores is the matrix
# $\mathrm{diag}(a) - a a^T$. How large is it?

# %%
size = {}
for name, weights in {"unscaled": scores, "scaled": scores / math.sqrt(d)}.items():
    a = weights.softmax(dim=-1)  # (300, 16), from the largest width
    derivative = torch.diag_embed(a) - a[:, :, None] * a[:, None, :]  # (300, 16, 16)
    size[name] = derivative.flatten(1).norm(dim=-1).median().item()
    print(f"{name:9} median size of the derivative {size[name]:.1e}")
claim(
    "attention-unscaled-gradient",
    f"At width {d} the gradient through the unscaled softmax is at most a hundredth (median ratio)",
    size["unscaled"] / size["scaled"],
    below=0.01,
)

# %% [markdown]
# This is the vanishing gradient of notebook 06 once more, in another place. Scaling keeps the
# *start* soft. Later the network may sharpen a search by making queries and keys larger.
#
# ## 4. Attention by hand
#
# In **self-attention** a sequence searches in itself. Each token asks, each token is a key, each
# token has a value. The three are made from the token's vector $x_t$ by three matrices, and these
# are what is learned:
#
# $$q_t = x_t W_q \qquad k_t = x_t W_k \qquad v_t = x_t W_v$$
#
# $$A = \mathrm{softmax}\left(\frac{Q K^T}{\sqrt{d}}\right) \qquad Z = A V$$
#
# These are steps 2 to 4 of the slides: extract query, key and value; compute the weights; extract
# what they point at. (Step 1, the position, is section 6.)
#
# Three tokens with two features. The last one asks; compute its weights with a pencil first.
#
# **Predict.** Token 3 asks with $q = (1, 2)$. The keys are $(1, 0)$, $(0, 1)$ and $(1, 1)$. Which
# key gets the largest weight?

# %%
x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])  # (time, features)
W_q = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
W_k = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
W_v = torch.tensor([[10.0, 0.0], [0.0, 20.0]])

q3 = [1.0, 2.0]
s = [(1 * 1 + 2 * 0) / math.sqrt(2), (1 * 0 + 2 * 1) / math.sqrt(2), (1 + 2) / math.sqrt(2)]
total = sum(math.exp(each) for each in s)
a = [math.exp(each) / total for each in s]
z3 = [a[0] * 10 + a[1] * 0 + a[2] * 10, a[0] * 0 + a[1] * 20 + a[2] * 20]
print("scores ", [round(each, 3) for each in s])
print("weights", [round(each, 3) for each in a])
print("output ", [round(each, 3) for each in z3])

# %% [markdown]
# The third: its score is the sum of the other two. The output is a mixture of all three values,
# mostly of the third one. Now the same in a loop, for each token that asks:

# %%
d, by_loop = 2, torch.zeros(3, 2)
for t in range(3):  # the token that asks
    q = x[t] @ W_q
    scores = torch.zeros(3)
    for j in range(3):  # the token that is looked at
        scores[j] = q @ (x[j] @ W_k) / math.sqrt(d)
    weights = scores.exp() / scores.exp().sum()
    for j in range(3):
        by_loop[t] += weights[j] * (x[j] @ W_v)
print(by_loop)


# %% [markdown]
# And with matrices. This is the whole of attention, in three lines:


# %%
def attend(Q, K, V, mask=None):
    """Q, K, V (..., time, d) to the output (..., time, d) and weights (..., query, key)."""
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:  # section 5
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ V, weights


Q, K, V = x @ W_q, x @ W_k, x @ W_v
by_matrices, weights = attend(Q, K, V)
by_library = F.scaled_dot_product_attention(Q, K, V)
print(by_library)

# %%
differences = [
    torch.tensor(z3) - by_library[2],
    by_loop - by_library,
    by_matrices - by_library,
]
claim(
    "attention-four-ways-agree",
    "By hand, in a loop, with matrices and by PyTorch: the same (largest difference)",
    max(each.abs().max() for each in differences),
    below=1e-5,
)

# %% [markdown]
# (`seqlab.models.attention` holds the same function; the layers that we use later are built on it.)
#
# No step waits for the one before it: two matrix products, and all tokens have looked at all. That
# is the parallelisation that the RNN could not have. The price is seen in the shape of the weights:
# (time, time). Notebook 10 measures both.
#
# ## 5. Masks, and what happens without them
#
# Sometimes a token may not look at all others. Then the forbidden scores become $-\infty$ *before*
# the softmax, so that their weights are 0 and the others still add up to 1.
#
# ### The causal mask
#
# A language model predicts the next token. In training it reads the whole text at once, so the
# answer stands right beside the question. Each token must look at itself and the past only.

# %%
mask = causal_mask(4, 4)
print(mask.int())
_, weights = attend(*torch.randn(3, 4, 8), mask)
print(weights.round(decimals=2))

# %% [markdown]
# What if one forgets it? We train two networks on the letters of the titles, with and without
# the mask. Each is one block: attention, then a small network (notebook 10). A few seconds each.
#
# **Predict.** Which of the two has the lower training loss? And on held-out titles?


# %%
class NextLetter(nn.Module):
    def __init__(self, vocab_size: int, causal: bool, size: int = 64) -> None:
        super().__init__()
        self.causal = causal
        self.embedding = nn.Embedding(vocab_size, size)
        self.block = Block(size, num_heads=4, rotary=True)
        self.linear = nn.Linear(size, vocab_size)

    def forward(self, ids):
        """Ids (batch, time) to logits for the next letter (batch, time, V)."""
        mask = causal_mask(ids.shape[1], ids.shape[1]) if self.causal else None
        return self.linear(self.block(self.embedding(ids), mask)[0])


# %%
alphabet = Vocabulary.from_texts(title.lower() for title in titles)
ids, _ = pad([alphabet.encode(title.lower(), ends=True) for title in titles])  # (500, time)
shuffled = ids[torch.randperm(len(ids))]
training, held_out = shuffled[:400], shuffled[400:]


# %%
def letter_loss(model, ids):
    """Mean cross-entropy of the next letter, in nats."""
    return F.cross_entropy(model(ids[:, :-1]).transpose(1, 2), ids[:, 1:], ignore_index=0)


models = {name: NextLetter(len(alphabet), name == "causal") for name in ("causal", "no mask")}
curves = {name: [] for name in models}
for name, model in models.items():
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(160):
        loss = letter_loss(model, training[torch.randint(len(training), (20,))])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curves[name].append(loss.item())
    print(f"{name:8} held out: {letter_loss(model, held_out):.2f} nats per letter")

# %% [markdown]
# Without the mask the network is nearly perfect, and on titles that it has never seen, too! So it
# is no learning by heart, and no held-out set of the same form will find the mistake. What
# will find it is *use*: to write a title, the network must predict a letter that is not there yet.
# We measure this honestly: it reads the first $t$ letters and nothing else, for each $t$.


# %%
@torch.no_grad()
def loss_in_use(model, ids):
    """The mean loss when only the letters before are there, one prefix after the other."""
    total, count = 0.0, 0
    for t in range(1, ids.shape[1]):
        rows = ids[ids[:, t] != 0]  # titles that have a letter here
        if len(rows):
            logits = model(rows[:, :t])[:, -1]
            total += F.cross_entropy(logits, rows[:, t], reduction="sum").item()
            count += len(rows)
    return total / count


# %%
@torch.no_grad()
def write(model):
    """Draw letters until the end."""
    ids = [alphabet.start]
    while len(ids) < 30 and ids[-1] != alphabet.end:
        chances = model(torch.tensor([ids]))[0, -1].softmax(dim=-1)
        ids.append(torch.multinomial(chances, 1).item())
    return alphabet.decode(ids)


# %%
losses = {}
for name, model in models.items():
    with torch.no_grad():
        losses[name] = letter_loss(model, held_out).item(), loss_in_use(model, held_out)
    as_trained, in_use = losses[name]
    print(f"{name:8} held out, as in training: {as_trained:5.2f}   in use: {in_use:5.2f}")
    print("   writes:", "  |  ".join(write(model) for _ in range(4)))
blind = math.log(len(alphabet))
print(f"blind guessing among {len(alphabet)} letters: {blind:.2f}")

# %%
figure, axes = plt.subplots(figsize=(7, 3.4))
for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
    axes.plot(curve, color=colour)
    axes.plot([len(curve), 225], [curve[-1], losses[name][1]], ":", color=colour)
    axes.plot(225, losses[name][1], "o", color=colour)
    axes.text(231, losses[name][1], f"{name}, in use", color=colour, va="center")
axes.set(title="The network that sees the answer is perfect until it is used", ylim=(0, None))
axes.set(xlabel="step of training", ylabel="loss (nats per letter)", xlim=(0, 300))
axes.set_xticks(range(0, 161, 40))
said = "; ".join(f"{name} {a:.2f} then {b:.2f}" for name, (a, b) in losses.items())
show(figure, alt=f"Two training curves and the loss in use. As in training, in use: {said}")

# %%
claim(
    "attention-leak-looks-perfect",
    "Without causal mask the held-out loss is below a fifth of the honest one (ratio)",
    losses["no mask"][0] / losses["causal"][0],
    below=0.2,
)
claim(
    "attention-leak-is-useless",
    "In use it is worse than blind guessing (loss over that of guessing, ratio)",
    losses["no mask"][1] / blind,
    above=1.8,
)
claim(
    "attention-causal-is-honest",
    "With the mask, training and use measure the same (difference in nats)",
    abs(losses["causal"][1] - losses["causal"][0]),
    below=1e-4,
)

# %% [markdown]
# **A language model that is too good has seen the answer.** Know what loss to expect (the
# n-gram models of notebook 04 tell), and compare the loss of training with the loss in use once.
#
# ### The padding mask
#
# Titles have different lengths, and short ones are filled up. Padding has an embedding like any
# other token, and attention looks at it, unless it is told not to. The test is that of notebook 04:
# **an answer must not depend on its company in the batch.**

# %%
embedding = nn.Embedding(len(alphabet), 16)
ids, lengths = pad([alphabet.encode(text) for text in ("hey", "the fisherman's song")])
real = torch.arange(ids.shape[1]) < lengths[:, None]  # (batch, time)
with torch.no_grad():
    x, alone = embedding(ids), embedding(ids[:1, :3])
    expected = attend(alone, alone, alone)[0]
    change = {}
    for name, mask in {"forgotten": None, "padding mask": real[:, None, :]}.items():
        output, weights = attend(x, x, x, mask)
        change[name] = ((output[0, :3] - expected[0]).norm() / expected.norm()).item()
        on_padding = weights[0, :3, 3:].sum(dim=-1).mean()
        print(f"{name:12} on padding: {on_padding:.0%}, relative change {change[name]:.1e}")

# %%
claim(
    "attention-padding-forgotten",
    "Without padding mask, the longer neighbour changes the output (relative change)",
    change["forgotten"],
    above=0.02,
)
claim(
    "attention-padding-mask-is-exact",
    "With it, the title gives what it gives alone (relative change)",
    change["padding mask"],
    below=1e-6,
)

# %% [markdown]
# ## 6. Positions
#
# The twins of notebook 04:
#
# > The food was good, not bad at all.
# >
# > The food was bad, not good at all.
#
# **Predict.** Self-attention reads both. Is the output at the word *good* the same?

# %%
sentences = ("the food was good not bad at all", "the food was bad not good at all")
words = Vocabulary(sentences[0].split())
table = nn.Embedding(len(words), 32).weight.detach()
W_q, W_k, W_v = torch.randn(3, 32, 32) / math.sqrt(32)


def read(sentence, positions=0):
    """Output of one head at each word, (time, 32)."""
    x = table[words.encode(sentence.split())] + positions
    return attend(x @ W_q, x @ W_k, x @ W_v)[0]


one, two = (read(sentence) for sentence in sentences)
order = [sentences[1].split().index(word) for word in sentences[0].split()]
claim(
    "attention-blind-to-order",
    "Without positions each word has the same output in both sentences (largest difference)",
    (one - two[order]).abs().max(),
    below=1e-5,
)

# %% [markdown]
# The same: a search does not ask in which order the shelf stands. Shuffle the tokens, and the
# outputs are shuffled with them, nothing else. For an RNN the order was given for nothing. Here
# it must be written down. "Data is fed in all at once! Need to encode position information to
# understand order", say the slides. There are three ways.
#
# **Sinusoidal** (Vaswani et al. 2017): add a vector $p_t$ of sines and cosines of different speeds,
# like the hands of many clocks:
#
# $$p_{t,i} = \sin(\omega_i t) \qquad p_{t,i+d/2} = \cos(\omega_i t) \qquad
# \omega_i = 10000^{-2i/d}$$
#
# **Learned**: add the row $t$ of a table that is trained like an embedding.
#
# **Rotary** (Su et al. 2021): add nothing. Take the features of queries and keys in pairs, and
# turn each pair by an angle $\omega_i t$.


# %%
def sinusoidal(time, d):
    """Position vectors (time, d): first the sines, then the cosines."""
    rates = 10_000.0 ** (-torch.arange(0, d, 2) / d)  # (d/2,), fast to slow
    angles = torch.arange(time)[:, None] * rates  # (time, d/2)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


LENGTH, WIDTH = 64, 32
sines, learned = sinusoidal(LENGTH, WIDTH), torch.randn(LENGTH, WIDTH)
q, k = torch.randn(2, WIDTH)
turned_q, turned_k = (rotate(vector.expand(LENGTH, -1)) for vector in (q, k))

# %%
figure, panels = plt.subplots(1, 3, figsize=(9.5, 3.3), width_ratios=(1, 1, 0.9))
for panel, vectors, name in ((panels[0], sines, "Sinusoidal"), (panels[1], learned, "Learned")):
    panel.imshow(vectors.T, aspect="auto", vmin=-2 if name == "Learned" else -1)
    panel.set(title=name, xlabel="position t", ylabel="feature")
    panel.grid(False)
panels[1].set_title("Learned, at the start")
pair = [0, WIDTH // 2]  # the fastest pair
for t in range(4):
    end = F.normalize(turned_q[t, pair], dim=0).tolist()
    panels[2].annotate("", end, (0, 0), arrowprops={"arrowstyle": "->", "color": COLOURS[t]})
    x, y = (1.2 * each for each in end)
    panels[2].text(x, y, f"t = {t}", color=COLOURS[t], ha="center", va="center", fontsize=9)
panels[2].set(title="Rotary: a pair is turned", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5))
panels[2].set(aspect="equal", xlabel="feature 0", ylabel=f"feature {WIDTH // 2}")
show(figure, alt="Heat maps of sinusoidal waves and of random numbers; a vector turned four times")

# %% [markdown]
# What is it good for? In language the *distance* often counts: two words before, the next word.
# So a query and a key should match by their distance, wherever in the text they stand. We take all
# pairs of positions with the same distance, and look how much their dot products differ.
#
# **Predict.** For which of the three is the dot product the same for equal distance?


# %%
def spread_at(distance, left, right):
    """Spread of the dot products of positions t and t + distance, over all t."""
    products = (left[: len(left) - distance] * right[distance:]).sum(dim=-1)
    return products.std().item()


def head(positions):
    """Queries and keys of one head for a word that stands at every position."""
    return (table[3] + positions) @ W_q, (table[3] + positions) @ W_k


kinds = {
    "sinusoidal": (sines, sines),
    "learned (at the start)": (learned, learned),
    "rotary": (turned_q, turned_k),
    "sinusoidal, in a head": head(sines),
}
spreads = {name: spread_at(5, *pair) for name, pair in kinds.items()}
for name, spread in spreads.items():
    print(f"{name:22} spread of the products at distance 5: {spread:.1e}")

# %%
figure, axes = plt.subplots(figsize=(7, 3.4))
for t, style in ((0, "-"), (10, "--"), (20, ":")):
    reach = range(40)
    axes.plot(reach, (sines[t] * sines[t : t + 40]).sum(-1), style, color=COLOURS[0])
    axes.plot(reach, (learned[t] * learned[t : t + 40]).sum(-1), style, color=COLOURS[1], lw=0.8)
axes.plot([], [], color=COLOURS[0], label="sinusoidal")
axes.plot([], [], color=COLOURS[1], label="learned (at the start)")
axes.set(title="Sinusoidal: three starting points, one curve", xlabel="distance")
axes.set(ylabel="dot product")
axes.legend(title="from positions 0, 10, 20")
show(figure, alt="Dot product against distance: sinusoidal curves coincide, learned ones do not")

# %%
claim(
    "attention-sinusoidal-distance",
    "Products of sinusoidal positions depend on the distance only (spread at distance 5)",
    spreads["sinusoidal"],
    below=1e-4,
)
claim(
    "attention-rotary-distance",
    "Rotary: so do those of any query and key (spread at distance 5)",
    spreads["rotary"],
    below=1e-4,
)
claim(
    "attention-added-positions-mix",
    "Sinusoidal positions that pass through a head lose this (spread at distance 5)",
    spreads["sinusoidal, in a head"],
    above=1,
)

# %% [markdown]
# Two of them, exactly. The sinusoidal curve also falls with the distance, in waves: near positions
# are more alike than far ones. But look at the last line of the table. In a real head the position
# is added to the word, and both go through $W_q$ and $W_k$. Then the product has mixed terms, and
# the pretty property is gone. It *can* be used by a head that learns to, no more. Rotary positions
# act after the matrices, so it holds for every query and key. That is one reason why most large
# models use them today. (Another way to see it: turning both vectors by the same angle changes no
# dot product.)
#
# ### Now it can tell the twins
#
# One head, the mean over the words, a linear layer. The words of the held-out sentences never stood
# together in training, as in notebook 04.

# %%
GOOD, BAD, DISHES, OTHERS = (
    line.split()
    for line in (
        "good great tasty fresh lovely perfect excellent delicious",
        "bad awful stale cold horrible burnt terrible bland",
        "food soup bread pizza",
        "the was not at all",
    )
)
menu = Vocabulary([*GOOD, *BAD, *DISHES, *OTHERS])


# %%
def twins(pairs):
    """Ids (batch, 8) and labels of both twins for each pair and four dishes."""
    texts, labels = [], []
    for good, bad in pairs:
        for dish in DISHES:
            for a, b in ((good, bad), (bad, good)):
                texts.append(menu.encode(f"the {dish} was {a} not {b} at all".split()))
                labels.append(int(a == good))
    return torch.stack(texts), torch.tensor(labels)


pairs = [(good, bad) for good in GOOD for bad in BAD if (good, bad) != ("good", "bad")]
random.shuffle(pairs)
training, held_out = twins(pairs[15:]), twins([("good", "bad"), *pairs[:15]])


# %%
class Reader(nn.Module):
    """One head over the words, with positions of a kind; the mean decides."""

    def __init__(self, kind: str, size: int = 32) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(menu), size)
        self.head = MultiHeadAttention(size, num_heads=1, rotary=kind == "rotary")
        self.linear = nn.Linear(size, 2)
        self.positions = {
            "sinusoidal": sinusoidal(8, size),
            "learned": nn.Parameter(torch.randn(8, size)),
        }.get(kind, torch.zeros(8, size))

    def forward(self, ids):
        x = self.embedding(ids) + self.positions  # (batch, 8, size)
        return self.linear(self.head(x)[0].mean(dim=1))  # (batch, 2)


# %%
told = {}
for kind in ("none", "sinusoidal", "learned", "rotary"):
    reader = Reader(kind)
    optimizer = torch.optim.Adam(reader.parameters(), lr=3e-3)
    for _ in range(150):
        rows = torch.randint(len(training[1]), (64,))
        loss = F.cross_entropy(reader(training[0][rows]), training[1][rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    told[kind] = (reader(held_out[0]).argmax(-1) == held_out[1]).float().mean().item()
    print(f"positions {kind:11} {told[kind]:.1%} of the held-out twins")

# %%
claim(
    "attention-no-position-no-twins",
    "Without positions, one of two twins is right, whatever was trained",
    told["none"],
    above=0.45,
    below=0.55,
)
claim(
    "attention-positions-tell-twins",
    "With positions of any of the three kinds it tells them apart (worst accuracy)",
    min(told[kind] for kind in told if kind != "none"),
    above=0.95,
)

# %% [markdown]
# ## 7. One head, several heads
#
# A **head** is what we have built: three matrices and a search. A head has one map, so it looks at
# one thing at a time (or at a mixture). **Multi-head attention** cuts the features into parts, and
# lets each part search for itself. The results are put side by side and mixed by one more matrix.

# %%
several = MultiHeadAttention(embedding_size=12, num_heads=3)
x = torch.randn(2, 5, 12)  # (batch, time, features)
with torch.no_grad():
    Q, K, V = several.project(x).chunk(3, dim=-1)  # each (batch, time, 12)
    parts = [
        attend(Q[..., i : i + 4], K[..., i : i + 4], V[..., i : i + 4])[0] for i in (0, 4, 8)
    ]  # three heads of width 4, each with its own search
    by_hand = several.merge(torch.cat(parts, dim=-1))
    theirs = nn.MultiheadAttention(12, 3, batch_first=True)
    names = dict(zip(theirs.state_dict(), several.state_dict(), strict=True))
    theirs.load_state_dict({name: several.state_dict()[ours] for name, ours in names.items()})
    outputs = several(x)[0], theirs(x, x, x)[0]
for name, ours in names.items():
    print(f"{name:16} in PyTorch is our {ours}")

# %%
claim(
    "attention-heads-are-slices",
    "Three heads by hand, the course's layer and PyTorch's agree (largest difference)",
    max((by_hand - output).abs().max() for output in outputs),
    below=1e-5,
)
for heads in (1, 2, 3, 4):
    count = sum(p.numel() for p in MultiHeadAttention(12, heads).parameters())
    print(f"{heads} heads: {count} weights")

# %% [markdown]
# More heads cost no more weights: the same matrices are cut in more parts. What do they buy? A task
# in which each token must look at **two** places: say the symbol in the mirror place, and the
# symbol of the right-hand neighbour. Two linear layers read the two answers from one output.
#
# **Predict.** What will a single head do?


# %%
class Looker(nn.Module):
    """Embeddings with learned positions, blocks if wanted, a last layer of attention."""

    def __init__(self, symbols, classes, questions=1, heads=1, blocks=0, causal=False, size=32):
        super().__init__()
        self.embedding, self.position = nn.Embedding(symbols, size), nn.Embedding(16, size)
        self.blocks = nn.ModuleList(Block(size, num_heads=4) for _ in range(blocks))
        self.last = MultiHeadAttention(size, heads)
        self.linear = nn.Linear(size, questions * classes)
        self.causal, self.questions = causal, questions

    def forward(self, ids, allowed=True):
        """Ids (batch, time) to logits (batch, time, question, class) and the last layer's map."""
        time = ids.shape[1]
        mask = causal_mask(time, time) if self.causal else torch.ones(time, time).bool()
        x = self.embedding(ids) + self.position.weight[:time]
        for block in self.blocks:
            x = block(x, mask)[0]
        mask = mask & allowed
        logits = self.linear(self.last(x, mask)[0]).unflatten(-1, (self.questions, -1))
        return logits, self.last.weights(x, mask)


# %%
def train(net, draw, steps=250):
    """Train on fresh ids (batch, time), labels (batch, time, question); -100: not asked."""
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
    for _ in range(steps):
        ids, labels, _ = draw(64)
        loss = F.cross_entropy(net(ids)[0].flatten(0, 2), labels.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
    return net


@torch.no_grad()
def accuracy(net, draw, **options):
    """Share of right answers to each question, on 500 new sequences."""
    ids, labels, _ = draw(500)
    right = (net(ids, **options)[0].argmax(-1) == labels) & (labels != -100)
    return (right.sum((0, 1)) / (labels != -100).sum((0, 1))).tolist()


# %%
LENGTH, SYMBOLS = 10, 8


def two_places(batch):
    """Asked at each place: the symbol in the mirror place, and that of the right neighbour."""
    ids = torch.randint(SYMBOLS, (batch, LENGTH))
    return ids, torch.stack([ids.flip(1), ids.roll(-1, dims=1)], dim=-1), None


answers = {}
for heads in (1, 2):
    net = train(Looker(SYMBOLS, SYMBOLS, questions=2, heads=heads), two_places)
    answers[heads] = accuracy(net, two_places)
    print(f"{heads} head(s): mirror {answers[heads][0]:.0%}, neighbour {answers[heads][1]:.0%}")

# %%
claim(
    "attention-one-head-one-place",
    "A single head cannot serve both questions (worse of its two accuracies)",
    min(answers[1]),
    below=0.55,
)
claim(
    "attention-two-heads-two-places",
    "Two heads can (worse of their two accuracies)",
    min(answers[2]),
    above=0.95,
)

# %% [markdown]
# A single head has one map. It may put two thirds of the weight on one place and one third on the
# other, but then a linear layer cannot tell which symbol came from where, and the louder one wins.
# Two heads keep the answers apart. That is what the slide means by "each head attends to a
# different part of input".
#
# ## 8. Three tasks whose map is known
#
# Pictures of attention are pretty, and easily believed. So we begin with tasks for which we know
# where a network *must* look. Then the map can be marked like an exam.
#
# 1. **Reversal.** Say the symbol in the mirror place. Place $t$ must look at place $T + 1 - t$.
# 2. **Odd one out.** All symbols are letters but one, a digit. Each place must name the digit, so
#    all must look at it, wherever it is.
# 3. **Brackets.** Four kinds of bracket are opened, and closed by a `/` that does not say which
#    kind. At each `/`, name the bracket that it closes. It must look at the bracket that belongs to
#    it.


# %%
def reversal(batch):
    """Ids, labels (batch, time, 1), and the place to look at (batch, time)."""
    ids = torch.randint(SYMBOLS, (batch, LENGTH))
    return ids, ids.flip(1)[..., None], torch.arange(LENGTH).flip(0).expand(batch, -1)


def odd_one_out(batch):
    """As above. Symbols 0 to 3 are the letters ABCD, 4 to 7 the digits 1234."""
    ids = torch.randint(0, 4, (batch, LENGTH))
    digit, place = torch.randint(4, 8, (batch, 1)), torch.randint(LENGTH, (batch, 1))
    ids = ids.scatter(1, place, digit)
    return ids, digit.expand(-1, LENGTH)[..., None], place.expand(-1, LENGTH)


# %%
OPENING, CLOSE = "([{<", 4


def bracket_text(length=12):
    """Tokens, labels and places to look at, of one balanced text."""
    rows, still_open = [], []
    for t in range(length):
        must_close, must_open = len(still_open) == length - t, not still_open
        if must_open or (not must_close and random.random() < 0.5):
            kind = random.randrange(len(OPENING))
            rows.append((kind, -100, t))
            still_open.append((kind, t))
        else:
            rows.append((CLOSE, *still_open.pop()))
    return rows


def brackets(batch):
    """As above; only the closing ones are asked."""
    texts = torch.tensor([bracket_text() for _ in range(batch)])  # (batch, time, 3)
    ids, labels, places = texts.unbind(-1)
    return ids, labels[..., None], places


# %% [markdown]
# **Predict.** One layer of attention is enough for two of the three tasks. For which not?
#
# The training takes about ten seconds.

# %%
TASKS = {
    "reversal": (reversal, Looker(SYMBOLS, SYMBOLS)),
    "odd one out": (odd_one_out, Looker(SYMBOLS, SYMBOLS)),
    "brackets, one layer": (brackets, Looker(5, 4, causal=True)),
    "brackets": (brackets, Looker(5, 4, causal=True, blocks=1)),
}


# %%
@torch.no_grad()
def share_on_right_place(net, draw):
    """The share of the weight that falls on the known place, where something is asked."""
    ids, labels, places = draw(500)
    weights = net(ids)[1][:, 0]  # (batch, query, key)
    return weights.gather(-1, places[..., None])[labels != -100].mean().item()


# %%
share = {}
for name, (draw, net) in TASKS.items():
    before = share_on_right_place(net, draw)
    train(net, draw)
    share[name] = before, share_on_right_place(net, draw)
    right = accuracy(net, draw)[0]
    print(f"{name:20} accuracy {right:.1%}, weight there {before:.0%} → {share[name][1]:.0%}")

# %%
claim(
    "attention-map-reversal",
    "Reversal: the map is the known one (share of the weight on the mirror place)",
    share["reversal"][1],
    above=0.93,
)
claim(
    "attention-map-odd",
    "Odd one out: most of the weight is on the odd place (share; alike for all places: 0.1)",
    share["odd one out"][1],
    above=0.5,
)
claim(
    "attention-map-brackets",
    "Brackets, with a block below: most of the weight is on the bracket that belongs to it",
    share["brackets"][1],
    above=0.75,
)
claim(
    "attention-brackets-need-two-layers",
    "A single layer puts less of its weight there (difference)",
    share["brackets"][1] - share["brackets, one layer"][1],
    above=0.15,
)

# %% [markdown]
# The first two maps are the known ones. (In the odd one out, with another start, the digit may get
# clearly less than all of the weight while every answer is right: a network looks no more sharply
# than it must.)
#
# To find the bracket that belongs to it, one must know how *deep* each bracket lies, and that takes
# counting. A single layer can look at the last bracket that was opened, and that is often the right
# one, so it is not bad either. Does the block below really count? We ask with a linear probe, as in
# notebook 07: how well can the depth be read from the vectors, before the block and after it?


# %%
def depth_in(vectors, depth):
    """Share of the variance of the depth that a linear map of the vectors explains."""
    X, y = F.pad(vectors.flatten(0, 1), (0, 1), value=1.0), depth.flatten()
    half = len(y) // 2  # fitted on one half, judged on the other
    fitted = torch.linalg.lstsq(X[:half], y[:half, None]).solution
    error = y[half:] - (X[half:] @ fitted)[:, 0]
    return 1 - (error.square().mean() / y[half:].var()).item()


# %%
net = TASKS["brackets"][1]
ids, _, _ = brackets(2000)
depth = torch.where(ids == CLOSE, -1.0, 1.0).cumsum(dim=1)  # (batch, time)
with torch.no_grad():
    before = net.embedding(ids) + net.position.weight[: ids.shape[1]]
    after = net.blocks[0](before, causal_mask(ids.shape[1], ids.shape[1]))[0]
counted = depth_in(before, depth), depth_in(after, depth)
print(f"a linear map explains of the depth: before {counted[0]:.0%}, after {counted[1]:.0%}")

# %%
claim(
    "attention-block-counts",
    "After the block more of the depth can be read off (difference in explained variance)",
    counted[1] - counted[0],
    above=0.25,
)

# %% [markdown]
# It counts. Nobody told it to; counting helps to answer. (Before the block something is known as
# well: whether a bracket opens or closes, and how far the text has come.)
#
# Here are the maps. A row is a token that asks; the circles are the places where it should look.


# %%
examples = {name: draw(30) for name, (draw, _) in TASKS.items()}


@torch.no_grad()
def draw_map(task, example):
    """Draw the last layer's map for one sequence of a task."""
    draw, net = TASKS[task]
    ids, labels, places = (each[example : example + 1] for each in examples[task])
    weights, asked = net(ids)[1][0, 0], (labels[0, :, 0] != -100).nonzero()[:, 0]
    names = [(OPENING + "/" if draw is brackets else "ABCD1234")[i] for i in ids[0]]
    figure, axes = plt.subplots(figsize=(5.2, 4.4))
    picture = axes.imshow(weights, vmin=0, vmax=1)
    figure.colorbar(picture, ax=axes, label="weight")
    axes.plot(places[0, asked], asked, "o", color=COLOURS[1], fillstyle="none", ms=15, mew=2)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set(title=f"Map of {task}", xlabel="looks at", ylabel="token that asks")
    axes.grid(False)
    there = weights[asked, places[0, asked]].mean()
    show(figure, alt=f"Heat map of {task} for {' '.join(names)}: {there:.0%} on the known places")


# %%
explore(
    draw_map,
    task=ipywidgets.Dropdown(options=list(TASKS), value="brackets"),
    example=ipywidgets.IntSlider(value=3, min=0, max=29),
)

# %% [markdown]
# ## 9. Reading maps with care
#
# Two maps can look alike for quite different reasons. So compare a map with **controls**:
#
# - **untrained**: the same network before training. How much would fall there by chance?
# - **places alone**: take the mean map over many sequences. It knows the places of query and key,
#   and nothing of their symbols.
# - **tokens alone**: take the mean weight for each pair of symbols. It knows the symbols, and
#   nothing of the places.
#
# If a control does as well as the map, then the map says no more than the control does.
#
# **Predict.** Which control will explain the reversal? The odd one out? The brackets?


# %%
def explained_by(weights, group):
    """Replace each weight (rows, keys) by the mean of its group; rows add up to 1 again."""
    total = torch.bincount(group.flatten(), weights.flatten())
    mean = total / torch.bincount(group.flatten()).clamp(min=1)
    guess = mean[group] * (weights > 0)  # what the mask hides stays hidden
    return guess / guess.sum(dim=-1, keepdim=True)


# %%
@torch.no_grad()
def controls(net, draw):
    """Share of the weight on the right place: of the map, and of what places or tokens tell."""
    ids, labels, places = draw(2000)
    weights, asked, time = net(ids)[1][:, 0], labels[..., 0] != -100, ids.shape[1]
    by_place = (torch.arange(time)[:, None] * time + torch.arange(time)).expand(len(ids), -1, -1)
    by_token = ids[:, :, None] * SYMBOLS + ids[:, None, :]  # both (batch, query, key)
    rows, right = weights[asked], places[asked][:, None]
    maps = {
        "map": rows,
        "places alone": explained_by(rows, by_place[asked]),
        "tokens alone": explained_by(rows, by_token[asked]),
    }
    return {name: each.gather(-1, right).mean().item() for name, each in maps.items()}


# %%
table = {}
for name in ("reversal", "odd one out", "brackets"):
    draw, net = TASKS[name]
    table[name] = {"untrained": share[name][0], **controls(net, draw)}
columns = ("map", "untrained", "places alone", "tokens alone")
print(f"{'weight on the right place':26}" + "".join(f"{column:>14}" for column in columns))
for name, row in table.items():
    print(f"{name:26}" + "".join(f"{row[column]:>14.0%}" for column in columns))

# %%
figure, axes = plt.subplots(figsize=(7.5, 3.4))
for i, column in enumerate(columns):
    at = [k + 0.2 * (i - 1.5) for k in range(len(table))]
    bars = axes.bar(at, [row[column] for row in table.values()], 0.18, label=column)
    axes.bar_label(bars, [f"{row[column]:.0%}" for row in table.values()], fontsize=9)
axes.set_xticks(range(len(table)), list(table))
axes.set(title="Three maps, three reasons", ylabel="weight on the right place")
axes.set_ylim(0, 1.12)
axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
said = "; ".join(f"{name}: {row['map']:.0%}" for name, row in table.items())
show(figure, alt=f"Bars of the table above. Of the maps: {said}")

# %%
claim(
    "attention-reversal-is-places",
    "The places alone explain the map of the reversal (share of its weight on the right place)",
    table["reversal"]["places alone"] / table["reversal"]["map"],
    above=0.95,
)
claim(
    "attention-odd-is-tokens",
    "The tokens alone explain most of the map of the odd one out (the same share)",
    table["odd one out"]["tokens alone"] / table["odd one out"]["map"],
    above=0.6,
)
claim(
    "attention-brackets-is-neither",
    "Neither of them explains the brackets (the better one's share)",
    max(table["brackets"][c] for c in columns[2:]) / table["brackets"]["map"],
    below=0.65,
)

# %% [markdown]
# One map follows places, one follows symbols, and one follows a structure that is in neither alone.
#
# ### Does the network need what it looks at?
#
# A large weight is not yet a reason. To know whether a place matters, take it away: forbid it by
# the mask, and see whether the answers change. The control is to forbid another place.

# %%
draw, net = TASKS["brackets"]
ids, labels, places = draw(1000)
asked = labels[..., 0] != -100
everywhere = torch.arange(ids.shape[1]).expand(*ids.shape, -1)  # (batch, query, key)
visible = everywhere <= torch.arange(ids.shape[1])[:, None]
not_right = visible & (everywhere != places[..., None])
other = (torch.rand(everywhere.shape) * not_right).argmax(dim=-1)  # a random other place
cut = {}
for name, forbidden in {"none": None, "the right place": places, "another": other}.items():
    hidden = everywhere == (-1 if forbidden is None else forbidden[..., None])
    allowed = ~(hidden & asked[..., None])[:, None]  # (batch, 1, query, key)
    with torch.no_grad():
        right = net(ids, allowed)[0].argmax(-1)[..., 0] == labels[..., 0]
    cut[name] = right[asked].float().mean().item()
    print(f"forbidden: {name:16} {cut[name]:.0%} right")

# %%
claim(
    "attention-cut-matters",
    "Without the place it should look at the network is near guessing (accuracy; blind: 0.25)",
    cut["the right place"],
    below=0.45,
)
claim(
    "attention-cut-control",
    "Without another place it loses little (accuracy)",
    cut["another"],
    above=0.9,
)

# %% [markdown]
# So in this network the map tells the truth. In large networks it often does not: a value can be
# almost zero, so that a large weight moves nothing, and later layers mix what earlier ones found.
# The pretrained encoder shows a famous case. Where do its heads look?

# %%
if minilm.is_there():
    ids, mask = encoder.encode(["This morning I took my cat for a walk."])
    _, weights = encoder(ids, mask)  # (layer, batch, head, query, key)
    tokens = encoder.tokenizer.split("This morning I took my cat for a walk.")
    received = weights[:, 0].mean(dim=(1, 2))  # (layer, key): mean over heads and queries
    for layer, row in enumerate(received, start=1):
        best = row.topk(3)
        named = (f"{tokens[i]} {w:.0%}" for i, w in zip(best.indices, best.values, strict=True))
        print(f"layer {layer}: most of all at", ", ".join(named))
else:
    print("To see it, run `seqlab data --optional`, then this cell.")

# %% [markdown]
# If you have run it: in most layers the largest part of the weight goes to `[CLS]`, a mark that
# stands at the beginning of every text and has no meaning of its own. It seems to be where a head
# looks when it finds nothing: as we saw, the softmax must put its weight somewhere. Clark et al.
# (2019) found the same in BERT, there with `[SEP]`, the mark at the end. Notebook 10 looks at
# these heads one by one.
#
# ## What you know now
#
# - Attention is a soft search: scores of a query with all keys, softmax, a mixture of the values.
# - The dot product is a cosine only when norms are 1. Divided by $\sqrt{d}$ it keeps the softmax
#   soft at the start, so that gradients flow.
# - A causal mask keeps the answer from leaking. Forgotten, it makes a perfect loss and a useless
#   model. A padding mask keeps the company out of the answer.
# - Attention does not see order. Positions are added (sinusoidal, learned) or turned into queries
#   and keys (rotary). Only the rotary ones keep "distance alone" inside a head.
# - A head looks at one place at a time; several heads cost no more weights.
# - A map is a measurement. Compare it with controls, and cut what it claims to need.
#
# **Think, without code.**
#
# 1. A friend multiplies the weights by the mask *after* the softmax instead of putting $-\infty$
#    before it. What goes wrong, and for which tokens most?
#
# <details><summary>Answer</summary>
#
# The softmax has already divided by a sum over *all* tokens. So the weights that are left add up to
# less than 1, and the output is too small. How small it is depends on the scores of the forbidden
# tokens, so the future still has an influence. With a causal mask this is worst for the first
# tokens: with equal scores, the first one of $T$ keeps only $1/T$ of the weight.
#
# </details>
#
# 2. A causal network has no positions at all. Can it tell the twins apart? (Look at what the first
#    word sees.)
#
# <details><summary>Answer</summary>
#
# Yes, because the mask itself brings in the order: each word sees only those before it. In the
# first sentence "good" has seen "the food was"; in the second it has also seen "bad" and "not". So
# its output differs. After one layer the words behind both, "at" and "all", still have the same
# output in both sentences, because they see the same words; a second layer, or a mean over all
# words, tells these apart, too.
#
# </details>
#
# 3. A head should always look at the token before. Which of the three kinds of position makes this
#    easiest for texts longer than those in training?
#
# <details><summary>Answer</summary>
#
# Rotary: there the product of query and key depends on the distance, so "one before" is the same
# turn at every place, also behind the last place of the training. A learned table has no trained
# rows there. Sinusoidal positions can be computed for every place, but they are added to the words,
# and the head must first separate the two (section 6). How well a head works on longer texts must
# still be measured.
#
# </details>
#
# **Where to go on.** Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to
# align and translate" (2015), brought attention to recurrent networks. Vaswani et al., "Attention
# is all you need" (2017), left the recurrence out. Su et al., "RoFormer" (2021), is the paper of
# rotary positions. Clark et al., "What does BERT look at?" (2019), read the heads of a real
# model; Jain and Wallace, "Attention is not explanation" (2019), and the answer of Wiegreffe and
# Pinter, "Attention is not not explanation" (2019), argue about what may be read from a map.
# Reimers and Gurevych, "Sentence-BERT" (2019), made the vectors of section 1.
# [Lab 4](../labs/lab4_attention.ipynb) lets you build attention yourself;
# [notebook 10](10_transformers.ipynb) puts it to work.
