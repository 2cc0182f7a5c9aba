# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 10. Transformers at work
#
# {{ colab }}
#
# **One block, stacked: what can it do with tunes, words, pictures and proteins, and is it really
# better than something simpler?**
#
# After this notebook you can
#
# - write a transformer block by hand and show that it equals the one of PyTorch;
# - say what the residual path and the norm are for, with numbers from a deep stack;
# - tell encoder, decoder and encoder-decoder apart by their masks;
# - use the same block for a GPT, a BERT, a vision transformer and a protein classifier;
# - judge each of them beside an honest baseline, on data that neither has seen;
# - explain the key-value cache, and what attention costs.
#
# | | |
# | --- | --- |
# | Time | about 90 minutes, of which the computer works for about two |
# | You need | attention ([notebook 09](09_attention.ipynb)), the limits of recurrence ([notebook 08](08_limits.ipynb)) |
# | Slides | "Applying Multiple Self-Attention Heads", "Self-Attention Applied" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=10)  # before torch is imported

# %%
import math
import time
from functools import partial

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode
from tqdm.auto import trange

from seqlab.claims import claim
from seqlab.data import load, minilm, prepared
from seqlab.models import LSTMLanguageModel, shipped
from seqlab.models.attention import attention, causal_mask
from seqlab.models.transformer import Block, Encoder, TransformerLanguageModel
from seqlab.plots import COLOURS, label_lines, show
from seqlab.stored import read_attempts, shipped_weights
from seqlab.text import Vocabulary, pad
from seqlab.widgets import explore

# %% [markdown]
# ## 1. The block
#
# Attention lets each position *look* at others and fetch what it needs. It only mixes: each output
# is a weighted mean of values. So a second part follows, a small network that works on each
# position alone. Let us say it *thinks* about what was found. Both parts *add* their result to
# what was there. That is the **residual path**: it runs through all blocks, and each part reads
# from it and writes to it.
#
# $$y = x + \mathrm{Attention}(\mathrm{Norm}(x)) \qquad
# z = y + W_2^T\, \mathrm{GELU}(W_1^T\, \mathrm{Norm}(y))$$
#
# The **norm** takes each vector by itself: subtract its mean, divide by its standard deviation. By
# hand, for the vector (1, 2, 6):
#
# **Predict.** What are the mean and the standard deviation of the three numbers that come out?
# What comes out for (10, 20, 60)?

# %%
x = [1.0, 2.0, 6.0]
mean = sum(x) / 3
variance = sum((each - mean) ** 2 for each in x) / 3
print([round((each - mean) / math.sqrt(variance), 3) for each in x])


# %%
def layer_norm(x):
    """Each vector (..., features) by itself to mean 0 and variance 1."""
    mean = x.mean(-1, keepdim=True)
    variance = x.var(-1, correction=0, keepdim=True)
    return (x - mean) / (variance + 1e-5).sqrt()  # the small number: never divide by 0


for x in ([1.0, 2.0, 6.0], [10.0, 20.0, 60.0]):
    print(layer_norm(torch.tensor(x)), F.layer_norm(torch.tensor(x), (3,)))

# %% [markdown]
# The mean is 0 and the standard deviation 1, always. What all numbers of the vector have in common
# is gone, and so is its size. What stays is how the numbers differ from their mean, in proportion.
# (In a trained norm each feature then has a factor and a shift of its own.)
#
# Now the whole block, with `attention` from notebook 09. `GELU` is a smooth relative of ReLU.


# %%
def block(x, W_qkv, W_o, W_1, W_2, heads, mask=None):
    """One block without biases: (batch, time, features) to the same."""
    parts = (layer_norm(x) @ W_qkv).unflatten(-1, (3, heads, -1))  # (batch, time, 3, heads, d)
    q, k, v = parts.permute(2, 0, 3, 1, 4)  # each (batch, heads, time, d)
    found, _ = attention(q, k, v, mask)
    y = x + found.transpose(1, 2).flatten(2) @ W_o  # look
    return y + F.gelu(layer_norm(y) @ W_1) @ W_2  # think


# %%
torch_block = nn.TransformerEncoderLayer(
    16, 4, 64, dropout=0, activation="gelu", batch_first=True, norm_first=True, bias=False
).double()
layers = torch_block.self_attn.out_proj, torch_block.linear1, torch_block.linear2
weights = [torch_block.self_attn.in_proj_weight.T, *(layer.weight.T for layer in layers)]
x = torch.randn(2, 10, 16, dtype=torch.float64)
with torch.no_grad():
    difference = (block(x, *weights, heads=4) - torch_block(x)).abs().max()
claim(
    "transformer-block-equals-torch",
    "The block by hand equals nn.TransformerEncoderLayer (largest difference)",
    difference,
    below=1e-10,
)

# %% [markdown]
# That is all of it. A transformer is this block, several times, with an embedding before and a
# linear layer behind. `seqlab.models.transformer.Block` is the same with biases, dropout, and the
# rotary positions of notebook 09. From here on we use that one.

# %%
for size in (64, 128, 768):
    count = sum(p.numel() for p in Block(size, 4).parameters())
    print(f"size {size:4}: {count:9,} weights in a block, {count / size**2:.1f} times size squared")

# %% [markdown]
# About $12 d^2$: four squares for looking ($W_q$, $W_k$, $W_v$, $W_o$), eight for thinking. Two
# thirds of a transformer's blocks is the part that nobody talks about.
#
# ## 2. What are the path and the norm for?
#
# Take them away and see. We send random vectors through a stack of new blocks with random weights.
# `look` and `think` are the two parts; the four kinds differ only in how a part is put in.


# %%
def random_map(rows, columns):
    return torch.randn(rows, columns) / math.sqrt(rows)  # keeps the size of a random vector


def look(x):
    d = x.shape[-1]
    q, k, v = (x @ random_map(d, d) for _ in range(3))
    return attention(q, k, v)[0] @ random_map(d, d)


def think(x):
    d = x.shape[-1]
    return F.gelu(x @ random_map(d, 4 * d)) @ random_map(4 * d, d)


# %%
PUT_IN = {
    "pre-norm": lambda x, part: x + part(layer_norm(x)),
    "post-norm": lambda x, part: layer_norm(x + part(x)),
    "no norm": lambda x, part: x + part(x),
    "no path": lambda x, part: part(layer_norm(x)),
}

# %% [markdown]
# The paper of 2017 put the norm *after* the sum (post-norm); most models since about 2019 put it
# before (pre-norm), so that nothing stands on the path itself.
#
# We measure three things after each block: the size of the state; how *alike* the positions are
# (the mean cosine of all pairs, 1 when all are equal); and the gradient, without its mean over the
# positions: only what differs can teach the network to tell the positions apart.
#
# **Predict.** 24 blocks. In which kinds do the numbers grow? In which do the positions become
# alike?


# %%
def through(kind, depth=24, time=16, size=64):
    """Size of the states, likeness of the positions, gradient: each (depth + 1,)."""
    x = torch.randn(1, time, size, requires_grad=True)
    states = [x]
    for _ in range(depth):
        x = PUT_IN[kind](x, look)
        x = PUT_IN[kind](x, think)
        states.append(x)
    out = layer_norm(x)
    gradients = torch.autograd.grad((out * torch.randn_like(out)).sum(), states)
    sizes = torch.stack([s.square().mean().sqrt() for s in states])
    alike = torch.stack([F.normalize(s[0], dim=-1).mean(0).square().sum() for s in states])
    apart = torch.stack([(g - g.mean(1, keepdim=True)).norm() for g in gradients])
    return sizes.detach(), alike.detach(), apart / apart[-1]


# %%
QUANTITIES = ("size of the state", "likeness of the positions", "gradient")
measured = {}  # each (quantity, depth + 1): the median of five stacks
for kind in PUT_IN:
    runs = torch.stack([torch.stack(through(kind)) for _ in range(5)])
    measured[kind] = runs.median(0).values
for index, name in enumerate(QUANTITIES):
    print(f"{name:28}" + "".join(f"{kind:>12}" for kind in measured))
    for depth in (0, 6, 12, 24):
        row = "".join(f"{values[index, depth]:12.2g}" for values in measured.values())
        print(f"    after block {depth:2}{'':12}{row}")


# %%
def draw_depth(quantity):
    """Draw one quantity against depth for the four kinds."""
    figure, axes = plt.subplots(figsize=(7, 3.4))
    index, halfway = QUANTITIES.index(quantity), {}
    for (kind, values), style in zip(measured.items(), ("-", "--", "-.", ":"), strict=True):
        axes.plot(values[index], style, label=kind)
        halfway[kind] = values[index, 12].item()
    if quantity != "likeness of the positions":
        axes.set_yscale("log")
    axes.set(title=f"24 new blocks: {quantity}", xlabel="blocks passed", ylabel=quantity)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    listed = ", ".join(f"{kind} {value:.2g}" for kind, value in halfway.items())
    show(figure, alt=f"Four lines over 24 blocks. {quantity} after block 12: {listed}")


explore(draw_depth, quantity=ipywidgets.Dropdown(options=QUANTITIES, value=QUANTITIES[1]))

# %%
claim(
    "transformer-no-norm-explodes",
    "Without the norm the state grows over 24 blocks by a factor of more than a thousand",
    measured["no norm"][0, -1] / measured["no norm"][0, 0],
    above=1e3,
)
claim(
    "transformer-prenorm-grows-slowly",
    "With pre-norm it grows by a small factor",
    measured["pre-norm"][0, -1] / measured["pre-norm"][0, 0],
    above=2,
    below=10,
)

# %%
claim(
    "transformer-no-path-collapses",
    "Without the path all positions are alike after six blocks (mean cosine)",
    measured["no path"][1, 6],
    above=0.99,
)

claim(
    "transformer-no-path-no-gradient",
    "Then no gradient is left that tells them apart (share at block 12, beside the last)",
    measured["no path"][2, 12],
    below=1e-4,
)

# %%
claim(
    "transformer-prenorm-gradient",
    "With pre-norm this gradient arrives as large as it set out (share at block 12)",
    measured["pre-norm"][2, 12],
    above=0.4,
    below=4,
)

# %% [markdown]
# - **No path**: attention is a mean, and a mean of means of means is the same for everybody. After
#   a few blocks all positions are one, and no gradient tells them apart. The norm alone does not
#   help (Dong et al. 2021, "Attention is not all you need").
# - **No norm**: each part makes the state larger, the next part adds more to it, and so on. The
#   gradient grows in the same way, towards the input.
# - **Post-norm**: the numbers stay in bounds, but each norm on the path shrinks what came along it,
#   so what a position had of its own fades with depth. Such stacks can be trained, with a careful
#   warm-up of the learning rate.
# - **Pre-norm**: the path itself is free. The state grows slowly, the gradient arrives. (The
#   positions do become more alike: our random parts all add something common.)
#
# Compare with the LSTM: $c_t$ there is a path over *time* on which things are added. The residual
# path is the same idea over *depth*.
#
# ## 3. Encoder, decoder, both
#
# Three machines are built of the block, and they differ in the **mask**: who may look at whom?
#
# - **Encoder** (BERT): everybody at everybody. Good for understanding a text that is there.
# - **Decoder** (GPT): each position at itself and at those before it. So each position can predict
#   the next one, and nobody can cheat.
# - **Encoder-decoder** (translators): the source is encoded; the target looks at the whole source
#   and at what has been written of itself. It is usually built of two stacks. As one mask over
#   source and target side by side it looks like this:

# %%
T, SOURCE = 9, 4
causal = causal_mask(T, T)
both = causal.clone()
both[:SOURCE] = torch.arange(T) < SOURCE  # the source sees all of itself and nothing else
masks = {"encoder": torch.ones(T, T, dtype=torch.bool), "decoder": causal, "both": both}


def influence(layer, mask):
    """Size of the gradient from each input to each output, (outputs, inputs)."""
    x = torch.randn(1, T, 16, requires_grad=True)
    y, _ = layer(x, mask)
    rows = [torch.autograd.grad(each @ torch.randn(16), x, retain_graph=True)[0] for each in y[0]]
    return torch.cat(rows).norm(dim=-1)


layer = Block(16, 4, rotary=True)
felt = {name: influence(layer, mask) for name, mask in masks.items()}

# %%
figure, panels = plt.subplots(1, 3, figsize=(9, 3.9))
for panel, (name, seen) in zip(panels, felt.items(), strict=True):
    panel.imshow(masks[name], vmin=-0.4, vmax=1.4)
    for row, column in (seen > 0).nonzero().tolist():
        panel.plot(column, row, ".", color="black", markersize=4)
    panel.set(title=name, xlabel="looks at position", xticks=range(T), yticks=range(T))
    panel.grid(False)
panels[0].set(ylabel="position")
figure.suptitle("Who may look at whom (bright), and who does (dots)", x=0.01, ha="left")
panels[2].axvline(SOURCE - 0.5, color="white")
panels[2].axhline(SOURCE - 0.5, color="white")
shares = ", ".join(f"{name} {mask.float().mean():.0%}" for name, mask in masks.items())
show(figure, alt=f"Three square masks. Share of the pairs that may look: {shares}")

# %% [markdown]
# Bright is allowed. The dots were *measured*: there a gradient arrives, so the output does depend
# on that input. They must fill the bright squares and no others. In the last picture the white
# lines part source and target.

# %%
claim(
    "transformer-masks-hold",
    "Gradients arrive where the mask allows it and nowhere else (pairs where it is otherwise)",
    sum(((felt[name] > 0) != mask).sum() for name, mask in masks.items()),
    below=0,
)

# %% [markdown]
# One slip in a mask is a leak, and a leak looks like success: the training loss falls to nothing.
# This little test with gradients finds it in a second. Keep it.
#
# ## 4. GPT: the next character of a tune
#
# A **GPT** is a decoder that was trained to predict the next token. Our data are the tunes of
# Lab 5, and the rival is its LSTM. A rule for a fair race: *the same data, the same loss, as many
# updates, and about as much work in each*. Both read the first 128 characters of a tune.

# %%
tunes = load("tunes")
vocabulary = Vocabulary.from_texts(text for part in tunes.values() for text in part["abc"])
tune_ids = {
    part: sorted((vocabulary.encode(t, ends=True)[:129] for t in rows["abc"]), key=len)
    for part, rows in tunes.items()
}


def draw_tunes(batch=16):
    """A batch of training tunes of about the same length: inputs and targets (batch, time)."""
    first = torch.randint(len(tune_ids["train"]) - batch, ()).item()
    ids, _ = pad(tune_ids["train"][first : first + batch])
    return ids[:, :-1], ids[:, 1:]


# %%
def train(model, steps, lr):
    """Train with so many updates; the learning rate rises, then falls."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    for step in trange(1, steps + 1, leave=False):
        share = step / steps
        optimizer.param_groups[0]["lr"] = lr * min(share / 0.1, 1) * (1 - share)
        inputs, targets = draw_tunes()
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


# %%
@torch.no_grad()
def tune_bits(model):
    """Bits per character on the test tunes, up to character 128."""
    total, count = 0.0, 0
    for k in range(0, len(tune_ids["test"]), 32):
        ids, _ = pad(tune_ids["test"][k : k + 32])
        logits, targets = model(ids[:, :-1])[0].flatten(0, 1), ids[:, 1:].flatten()
        total += F.cross_entropy(logits, targets, ignore_index=0, reduction="sum").item()
        count += (targets != 0).sum().item()
    return total / count / math.log(2)


# %% [markdown]
# How much work is it to read a text? We count the multiplications in the products of matrices. In
# an LSTM each weight is used once in each step. In a transformer there are the comparisons as well,
# and torch counts for us.


# %%
@torch.no_grad()
def multiplications(run):
    """How many multiplications the matrix products of a run make."""
    # the fused attention is not counted, the plain one is
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops() // 2  # each comes with an addition


def used_once(*layers):
    """How many multiplications one step of these layers makes: one for each weight."""
    return sum(W.numel() for layer in layers for W in layer.parameters() if W.dim() == 2)


# %% [markdown]
# For each kind we take sizes with about as much work, and learning rates that did well in trials on
# the validation tunes.
#
# **Predict.** 300 updates each. Who is ahead?
#
# The next cell takes about 15 seconds.

# %%
RACE_STEPS = 300
racers = {
    "LSTM": (LSTMLanguageModel(len(vocabulary), 64, 128), 2e-2),
    "GPT": (TransformerLanguageModel(len(vocabulary), 64, 4, 2), 1e-2),
}
lstm, gpt = (model for model, _ in racers.values())
tokens = torch.randint(3, 50, (1, 128))
work = {
    "LSTM": 128 * used_once(lstm.lstm, lstm.linear),
    "GPT": multiplications(lambda: gpt(tokens)),
}
race, took = {}, {}
for name, (model, lr) in racers.items():
    started = time.process_time()
    train(model, RACE_STEPS, lr)
    took[name] = time.process_time() - started
    race[name] = tune_bits(model)

# %%
for name in racers:
    print(f"{name:5}{work[name]:12,} multiplications to read 128 characters, ", end="")
    print(f"{RACE_STEPS} updates (here in {took[name]:.0f} s): {race[name]:.3f} bits per character")
claim(
    "transformer-race-same-work",
    "For 128 characters the GPT multiplies somewhat more often than the LSTM (ratio)",
    work["GPT"] / work["LSTM"],
    above=1,
    below=1.5,
)
claim(
    "transformer-race-close",
    "After 300 updates each the GPT and the LSTM are close (difference in bits per character)",
    race["GPT"] - race["LSTM"],
    above=-0.15,
    below=0.3,
)

# %% [markdown]
# For as many updates and about as much work the two are close, and most often the LSTM is a little
# ahead. It is born with a good habit, the last characters matter most; the transformer must learn
# even that, from positions that mean nothing to it at first. On the processor that made this page
# the LSTM also needed less time, so in a race by the clock it was far ahead; on another processor
# that can be otherwise. So on little data, or in little time, an LSTM is a serious rival. What a
# longer race brings is the subject of notebook 11.
#
# ## 5. The key-value cache
#
# To write the next character, a decoder needs the keys and values of all characters before it. They
# never change: nobody looks ahead, so what comes later cannot touch them. So we keep them. With
# this **cache** a step computes one position; without it, it computes all of them again.
#
# `TransformerLanguageModel` hands the cache out as its *state*, just as an LSTM does.
#
# **Predict.** What is the state's size after 10 characters, and after 1,000? And for an LSTM?

# %%
tokens = tune_ids["test"][-1][None]  # (1, time)
with torch.no_grad():
    at_once, _ = gpt(tokens)
    state, one_by_one = None, []
    for t in range(tokens.shape[1]):
        logits, state = gpt(tokens[:, t : t + 1], state)
        one_by_one.append(logits)
claim(
    "transformer-cache-is-exact",
    "With the cache come the same logits as without (largest difference)",
    (torch.cat(one_by_one, dim=1) - at_once).abs().max(),
    below=1e-4,
)


# %%
@torch.no_grad()
def next_step(model, length, cache):
    """What computes the next logits after this many tokens."""
    tokens = torch.randint(3, 50, (1, length))
    _, state = model(tokens[:, :-1])
    return lambda: model(tokens[:, -1:], state) if cache else model(tokens)


@torch.no_grad()
def step_seconds(model, length, cache, repeat=5):
    """CPU time for the next logits after this many tokens, the shortest of several."""
    run, times = next_step(model, length, cache), []
    for _ in range(repeat):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def slope(lengths, values):
    """Exponent p of a fit values ~ length^p."""
    x, y = (torch.tensor(each).log() for each in (lengths, values))
    return (((x - x.mean()) * (y - y.mean())).sum() / (x - x.mean()).square().sum()).item()


# %%
LENGTHS = [64.0, 128.0, 256.0, 512.0, 1024.0]
larger = TransformerLanguageModel(len(vocabulary), 128, 4, 4)
ways = {"all read again": False, "with cache": True}
costs = {
    name: [step_seconds(larger, int(length), cache) for length in LENGTHS]
    for name, cache in ways.items()
}
work = {
    name: [multiplications(next_step(larger, int(length), cache)) for length in LENGTHS]
    for name, cache in ways.items()
}
figure, axes = plt.subplots(figsize=(7, 3.2))
for name, seconds in costs.items():
    axes.loglog(LENGTHS, [1000 * each for each in seconds], "o-", label=name)
axes.set(title="With the cache, a long past costs little", xlabel="characters before")
axes.set(ylabel="CPU milliseconds for the next")
label_lines(figure)
listed = ", ".join(f"{name} {1000 * s[-1]:.1f} ms" for name, s in costs.items())
show(figure, alt=f"Two rising lines. After {LENGTHS[-1]:.0f} characters: {listed}")

# %%
slopes = {name: slope(LENGTHS[-3:], counts[-3:]) for name, counts in work.items()}
for name, p in slopes.items():
    print(f"{name:15}{work[name][-1]:14,} multiplications, like length to the power of {p:.2f}")
claim(
    "transformer-cache-saves-work",
    "After 1,024 characters, the next one takes a hundredth of the multiplications or less (ratio)",
    work["all read again"][-1] / work["with cache"][-1],
    above=100,
)
claim(
    "transformer-cache-slope",
    "Without the cache the work for a character grows faster than the length (exponent)",
    slopes["all read again"],
    above=1,
    below=2,
)

# %% [markdown]
# The time shrinks less than the work, because the small step mostly waits for Python. Even with the
# cache a step is not free: the query is compared with every key. At first this is a small part of
# the work, and the line rises late. The price is memory, and section 10 comes back to it.
#
# ## 6. BERT: the hidden word
#
# An encoder sees both sides, so "predict the next token" would be no riddle. **BERT** (Devlin et
# al. 2019) hides some words and has to guess them. Here is the sum of it:
#
# $$h = \mathrm{Encoder}(E\,\tilde x) \qquad \hat y_t = E\,h_t + b$$
#
# at the hidden places, with $\tilde x$ the sentence in which `<mask>` stands in place of what is
# hidden. Our text is Shakespeare; the test plays (*Hamlet* is one of them) are held out. We know
# the 2,000 commonest words and stops, the others are `<rare>`. To learn words takes longer than we
# have here, so a small BERT comes with the course. `course/recipes/transformers.py` trained it.

# %%
plays = load("english")
speeches = {part: [prepared.words_of(t) for t in plays[part]["text"]] for part in plays}
words = prepared.vocabulary_of(speeches["train"], 2000)
rows = {part: prepared.rows_of(speeches[part], words, 32) for part in plays}
never = torch.tensor([words.start, words[prepared.RARE]])  # is never hidden
bert = shipped.build("transformers", words).eval()
bert.load_state_dict(shipped_weights("transformers"))
print(f"{rows['train'].numel():,} words of text, {len(words):,} known")
print(f"BERT: {sum(p.numel() for p in bert.parameters()):,} weights")

# %% [markdown]
# The record of its training says how long that took:

# %%
record = read_attempts("transformers")[0]
print(f"{record['steps']:,} steps, {record['cpu_seconds'] / 60:.0f} minutes of CPU time")

# %% [markdown]
# The rivals only count, in the same training text:
#
# - **unigram**: how common is each word?
# - **left neighbour**: which words followed this one?
# - **two neighbours**: $p(w) \propto p(w \mid \text{left}) \cdot p(\text{right} \mid w)$, both from
#   counted pairs. Rare pairs are smoothed with the unigram, by amounts chosen on the validation
#   plays.
#
# We hide every sixth word, so that the neighbours of a hidden word can always be seen.


# %%
def hide(part, count):
    """Rows of text and which of their words are hidden, both (count, time)."""
    chosen = rows[part][torch.randperm(len(rows[part]))[:count]]
    hidden = torch.zeros_like(chosen, dtype=torch.bool)
    hidden[:, 3::6] = True
    return chosen, hidden & ~torch.isin(chosen, never)


# %%
ids, V = rows["train"].flatten(), len(words)
pairs = torch.zeros(V, V).index_put_((ids[:-1], ids[1:]), torch.ones(1), accumulate=True)
share = torch.bincount(ids, minlength=V) / len(ids)  # of each word in the text, (V,)


def after(smoothing):
    """p(next word | word) from counts, (word, next word)."""
    return (pairs + smoothing * share) / (pairs.sum(1, keepdim=True) + smoothing)


def guessable(p):
    """Leave out what is never hidden: start and rare words."""
    p = p.index_fill(1, never, 0)
    return p / p.sum(1, keepdim=True)


# %%
def two_neighbours(tokens, hidden, k_left, k_right):
    """Probabilities of each hidden word by counting, (hidden places, V)."""
    row, t = hidden.nonzero(as_tuple=True)
    left, right = tokens[row, t - 1], tokens[row, t + 1]
    return guessable(after(k_left)[left] * after(k_right).T[right])


def bits_and_hits(p, wanted):
    """Bits for each hidden word, and share of those that are guessed at once."""
    bits = -p[range(len(wanted)), wanted].log2().mean().item()
    return bits, (p.argmax(1) == wanted).float().mean().item()


# %%
tokens, hidden = hide("validation", 400)
tuned = {}
for smoothing in [(left, right) for left in (80, 320, 1280) for right in (100, 400, 1600)]:
    p = two_neighbours(tokens, hidden, *smoothing)
    tuned[smoothing] = bits_and_hits(p, tokens[hidden])[0]
amounts = min(tuned, key=tuned.get)
print("smoothing left and right:", amounts)

# %%
tokens, hidden = hide("test", 1200)
wanted = tokens[hidden]
row, t = hidden.nonzero(as_tuple=True)
with torch.no_grad():
    guesses = {
        "unigram": guessable(share.expand(len(wanted), V)),
        "left neighbour": guessable(after(amounts[0])[tokens[row, t - 1]]),
        "two neighbours": two_neighbours(tokens, hidden, *amounts),
        "BERT": guessable(bert(tokens, hidden).softmax(-1)),
    }
guesses["mean of the last two"] = (guesses["two neighbours"] + guesses["BERT"]) / 2
masked = {name: bits_and_hits(p, wanted) for name, p in guesses.items()}
print(f"{len(wanted):,} hidden words{'':14}bits    right at once")
for name, (bits, hits) in masked.items():
    print(f"{name:26}{bits:10.2f}{hits:17.1%}")

# %% [markdown]
# Two neighbours, merely counted, are a strong rival: far better than one. BERT is better still, in
# bits more than in hits. The mean of both adds little: BERT knows what the counts know.
#
# What does BERT get from the words that are farther away? Cut the text down to a few words on each
# side of the gap, and ask again.

# %%
read = tokens.masked_fill(hidden, words[prepared.MASK])
nearby = {}
for k in (1, 2, 3):
    around = torch.stack([read[row, t + offset] for offset in range(-k, k + 1)], dim=1)
    gap = torch.zeros_like(around, dtype=torch.bool)
    gap[:, k] = True
    with torch.no_grad():
        p = guessable(bert(around, gap).softmax(-1))
    nearby[k] = bits_and_hits(p, wanted)[0]
    print(f"BERT with {k} on each side: {nearby[k]:.2f} bits")
print(f"BERT with the whole row:  {masked['BERT'][0]:.2f} bits")

# %%
claim(
    "transformer-bert-beats-unigram",
    "BERT needs fewer bits for a hidden word than word frequencies do (bits saved)",
    masked["unigram"][0] - masked["BERT"][0],
    above=1.5,
    below=4,
)
claim(
    "transformer-bert-reads-far",
    "More than the two neighbours helps it (bits saved by the rest of the row)",
    nearby[1] - masked["BERT"][0],
    above=0.1,
    below=1,
)
claim(
    "transformer-bert-and-counts",
    "BERT needs fewer bits than the counts of the two neighbours (bits saved)",
    masked["two neighbours"][0] - masked["BERT"][0],
    above=0.25,
    below=0.9,
)

# %% [markdown]
# Here are some of the held-out places, drawn at random. The hidden word stands in brackets; `|`
# begins a speech.
#
# **Predict.** Cover the brackets with your hand. What would you have said?


# %%
def likeliest(p, count=5):
    """The likeliest words and their probabilities, for p of shape (V,)."""
    best = p.topk(count)
    found = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return "  ".join(f"{words.tokens[word]} {share:.0%}" for word, share in found)


for place in torch.randperm(len(wanted))[:6].tolist():
    line = [words.tokens[i].replace("<start>", "|") for i in tokens[row[place]].tolist()]
    at = t[place].item()
    line[at] = f"[{line[at]}]"
    print(*line[max(0, at - 8) : at + 8])
    for name in ("BERT", "two neighbours"):
        print(f"    {name:15}", likeliest(guesses[name][place]))


# %% [markdown]
# Try a sentence of your own; `___` is the gap.


# %%
def fill(sentence):
    """Print the likeliest words for ___ by BERT and by counting."""
    before, behind = (prepared.words_of(part) for part in sentence.split("___"))
    ids = prepared.encode([*before, prepared.MASK, *(behind or ["."])], words)[None]
    gap = ids == words[prepared.MASK]
    with torch.no_grad():
        print("BERT          ", likeliest(guessable(bert(ids, gap).softmax(-1))[0]))
    print("two neighbours", likeliest(two_neighbours(ids, gap, *amounts)[0]))


explore(fill, sentence=ipywidgets.Text(value="The king is dead, long live the ___!"))

# %% [markdown]
# ## 7. A picture as a sequence: the vision transformer
#
# A **vision transformer** (Dosovitskiy et al. 2020) cuts a picture into patches and reads them as
# if they were words. Our pictures are 8 by 8 pixels, real handwritten digits. In patches of 2 by 2
# a picture is a sequence of 16 "words" with 4 numbers each.

# %%
digits = load("digits")
parts = {"train": ["train"], "test": ["validation", "test"]}
images, labels = {}, {}
for name, members in parts.items():
    images[name] = torch.cat([torch.tensor(digits[m]["image"][:]) for m in members])
    images[name] = images[name].view(-1, 8, 8) / 16  # (images, 8, 8), 0 to 1
    labels[name] = torch.cat([torch.tensor(digits[m]["digit"][:]) for m in members])
print({name: len(each) for name, each in images.items()}, "pictures")


def patches(images):
    """Pictures (batch, 8, 8) to sequences (batch, 16, 4)."""
    return images.unfold(1, 2, 2).unfold(2, 2, 2).flatten(3).flatten(1, 2)


by_loop = [images["train"][0][r : r + 2, c : c + 2] for r in range(0, 8, 2) for c in range(0, 8, 2)]
assert torch.equal(torch.stack(by_loop).flatten(1), patches(images["train"][:1])[0])


# %%
class VisionTransformer(nn.Module):
    """Patches and one token more, which collects the answer; positions are learned."""

    def __init__(self, size=48, classes=10):
        super().__init__()
        self.embed = nn.Linear(4, size)
        self.ask = nn.Parameter(torch.zeros(1, 1, size))
        self.positions = nn.Parameter(0.1 * torch.randn(17, size))
        self.encoder = Encoder(size, num_heads=4, num_layers=2)
        self.linear = nn.Linear(size, classes)

    def forward(self, images):
        """Pictures (batch, 8, 8) to logits (batch, classes)."""
        x = self.embed(patches(images))  # (batch, 16, size)
        x = torch.cat([self.ask.expand(len(x), -1, -1), x], dim=1)  # (batch, 17, size)
        return self.linear(self.encoder(x + self.positions)[:, 0])


# %% [markdown]
# The baselines are old and good. **Nearest neighbour**: the label of the most similar training
# picture. **Logistic regression**: one linear layer on the 64 pixels. And a test that is easy for a
# human: the same held-out pictures, moved by one pixel to the left or to the right. Each method is
# also tried with training pictures that were moved in this way.
#
# **Predict.** Which of the three is best on the pictures as they are? Which suffers least when
# they are moved?


# %%
def moved(images, right):
    """The pictures one pixel to the right (1) or to the left (-1)."""
    return F.pad(images, (right, -right))


def with_moved(images, labels):
    return torch.cat([images, moved(images, 1), moved(images, -1)]), labels.repeat(3)


# %%
def train_classifier(model, x, y, steps, lr=3e-3, batch=64):
    """Train on random batches; return the model in evaluation mode."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=steps)
    for _ in trange(steps, leave=False):
        chosen = torch.randint(len(x), (batch,))
        loss = F.cross_entropy(model(x[chosen]), y[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model.eval()


# %%
def nearest(x, y):
    return lambda new: y[torch.cdist(new.flatten(1), x.flatten(1)).argmin(1)]


def fit_linear(x, y, classes, decay):
    """Logistic regression on features (rows, features), all at once."""
    model = nn.Linear(x.shape[1], classes)
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=100)

    def loss():
        optimizer.zero_grad()
        value = F.cross_entropy(model(x), y) + decay * model.weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return model


# %%
def logistic(x, y):
    model = fit_linear(x.flatten(1), y, classes=10, decay=1e-4)
    return lambda new: model(new.flatten(1)).argmax(1)


def vision(x, y):
    model = train_classifier(VisionTransformer(), x, y, steps=400)
    return lambda new: model(new).argmax(1)


# %%
METHODS = {
    "nearest neighbour": nearest,
    "logistic regression": logistic,
    "vision transformer": vision,
}

# %%
seen = {}  # right answers of each method: as they are, moved
classifiers = {}
for name, learn in METHODS.items():
    for training in ("as they are", "also moved"):
        x, y = images["train"], labels["train"]
        predict = learn(*(with_moved(x, y) if training == "also moved" else (x, y)))
        classifiers[name, training] = predict
        with torch.no_grad():
            tests = (images["test"], moved(images["test"], 1), moved(images["test"], -1))
            right = [(predict(x) == labels["test"]).float().mean().item() for x in tests]
        seen[name, training] = right[0], (right[1] + right[2]) / 2
print(f"{'':21}{'trained on pictures':22}{'tested as they are':>20}{'tested moved':>14}")
for (name, training), (still, shifted) in seen.items():
    print(f"{name:21}{training:22}{still:20.1%}{shifted:14.1%}")

# %%
claim(
    "transformer-vision-not-ahead",
    "On so few pictures the nearest neighbour is as good (its accuracy minus the transformer's)",
    seen["nearest neighbour", "as they are"][0] - seen["vision transformer", "as they are"][0],
    above=-0.02,
    below=0.1,
)
claim(
    "transformer-vision-moved",
    "Moved by one pixel, the pictures are much harder for it (accuracy lost)",
    seen["vision transformer", "as they are"][0] - seen["vision transformer", "as they are"][1],
    above=0.25,
    below=0.7,
)
claim(
    "transformer-vision-repaired",
    "Training pictures that were moved bring most of it back (accuracy on moved ones)",
    seen["vision transformer", "also moved"][1],
    above=0.7,
    below=0.97,
)

# %% [markdown]
# The nearest neighbour, the oldest of the three, is not beaten. And for all three one pixel is a
# catastrophe. For the transformer it is easy to see why: the borders of the patches stay where they
# are, so each stroke lands in other places of its patch, and nothing told the model that this is
# the same stroke. *Data* can tell it: with moved pictures in training all three recover. A
# convolution would know it from the start, by its form. The paper found the same at large:
# vision transformers fall behind on small data sets and win on very large ones.


# %%
def draw_digit(picture, right):
    """Draw a held-out digit, cut into patches, with the answers of the methods."""
    image = F.pad(images["test"][picture], (right, -right))
    figure, axes = plt.subplots(figsize=(4.2, 3))
    axes.imshow(image, cmap="Greys", vmin=0, vmax=1)
    for border in (1.5, 3.5, 5.5):
        axes.axhline(border, color=COLOURS[1], linewidth=1)
        axes.axvline(border, color=COLOURS[1], linewidth=1)
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    with torch.no_grad():
        said = {k: int(predict(image[None])) for k, predict in classifiers.items()}
    told = [f"{name}: {said[name, 'as they are']}" for name in METHODS]
    axes.set_title(
        f"A {labels['test'][picture]}, moved by {right}\n" + "\n".join(told), fontsize=10
    )
    show(figure, alt=f"A {labels['test'][picture]} in 16 patches. " + ", ".join(told))


explore(
    draw_digit,
    picture=ipywidgets.IntSlider(value=0, min=0, max=len(images["test"]) - 1),
    right=ipywidgets.IntSlider(value=1, min=-3, max=3),
)

# %% [markdown]
# ## 8. A protein as a sequence
#
# A protein is a chain of amino acids, written with 20 letters. Some short ones kill microbes. Our
# data set has known killers and other short proteins; the question is which is which. Near copies
# of a protein are never on both sides of the split.
#
# Baselines: logistic regression on the *composition* (how often does each letter occur?) and on
# letters and *pairs* of letters. And one more that we found when we looked at the data: **does the
# chain begin with M?** Whole proteins nearly always do, because every gene says so. Killers are
# mostly cut out of a longer chain.
#
# We measure *balanced accuracy*, the mean of the shares that are right in the two classes: guessing
# gives one half, whatever the classes' sizes.

# %%
LETTERS = "ACDEFGHIKLMNPQRSTVWY"
proteins = load("proteins")
chains, kills = {}, {}
for name, members in parts.items():
    chains[name] = [s[:50] for m in members for s in proteins[m]["sequence"]]
    kills[name] = torch.tensor([k for m in members for k in proteins[m]["antimicrobial"]])
    print(f"{name:6} {len(chains[name])} chains, {kills[name].float().mean():.0%} kill microbes")


def encode_chains(chains):
    """Chains to ids (batch, longest), 0 is padding, and lengths (batch,)."""
    return pad([torch.tensor([LETTERS.index(letter) + 1 for letter in c]) for c in chains])


def balanced(right, y):
    """Mean of the shares of right answers in the two classes."""
    return (right[y == 0].float().mean() + right[y == 1].float().mean()).item() / 2


# %%
def counts(chains, pairs):
    """Shares of the letters, and of pairs if wanted: (chains, 20 or 420)."""
    rows = []
    for chain in chains:
        ids = torch.tensor([LETTERS.index(letter) for letter in chain])
        row = [torch.bincount(ids, minlength=20) / len(ids)]
        if pairs:
            row.append(torch.bincount(20 * ids[:-1] + ids[1:], minlength=400) / len(ids))
        rows.append(torch.cat(row))
    return torch.stack(rows)


# %%
def logistic_on(make):
    """Train logistic regression on features of the chains; return its right answers."""
    x, new = make(chains["train"]), make(chains["test"])
    mean, scale = x.mean(0), x.std(0) + 1e-3
    model = fit_linear((x - mean) / scale, kills["train"], classes=2, decay=1e-3)
    with torch.no_grad():
        return model((new - mean) / scale).argmax(1) == kills["test"]


# %%
class ProteinClassifier(nn.Module):
    """Embedding, encoder with rotary positions, mean over the chain, linear."""

    def __init__(self, size=48):
        super().__init__()
        self.embedding = nn.Embedding(21, size)
        self.encoder = Encoder(size, num_heads=4, num_layers=2, dropout=0.1, rotary=True)
        self.linear = nn.Linear(size, 2)

    def forward(self, ids):
        """Ids (batch, time), 0 is padding, to logits (batch, 2)."""
        there = ids != 0
        h = self.encoder(self.embedding(ids), there.sum(1))  # (batch, time, size)
        mean = (h * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        return self.linear(mean)


# %%
def answers(model, chains, y):
    """Whether the model is right for each chain."""
    with torch.no_grad():
        return model(encode_chains(chains)[0]).argmax(1) == y


protein_model = train_classifier(
    ProteinClassifier(), encode_chains(chains["train"])[0], kills["train"], steps=350, lr=2e-3
)
y = kills["test"]
right = {
    "begins with M": torch.tensor([c[0] != "M" for c in chains["test"]]) == (y == 1),
    "letters": logistic_on(lambda c: counts(c, pairs=False)),
    "letters and pairs": logistic_on(lambda c: counts(c, pairs=True)),
    "transformer": answers(protein_model, chains["test"], y),
}


# %% [markdown]
# How sure can we be with some hundred held-out chains? The **bootstrap** answers: draw as many
# chains as there are, with replacement, a thousand times, and look how the result spreads. The
# *difference* of two methods on the same draws spreads less than each of them, so that is what we
# judge.


# %%
def bootstrap(values, draws=1000):
    """Middle and the 95 % interval of what `values(chosen chains)` returns."""
    results = [values(torch.randint(len(y), (len(y),))) for _ in range(draws)]
    return torch.tensor(results).quantile(torch.tensor([0.5, 0.025, 0.975])).tolist()


print(f"{'':20}balanced accuracy (95 %)")
for name, each in right.items():
    _, low, high = bootstrap(lambda chosen, each=each: balanced(each[chosen], y[chosen]))
    print(f"{name:20}{balanced(each, y):.3f} ({low:.3f} to {high:.3f})")
best, ours = right["letters and pairs"], right["transformer"]
gain, low, high = bootstrap(lambda c: balanced(ours[c], y[c]) - balanced(best[c], y[c]))
print(f"transformer minus letters and pairs: {gain:+.3f} ({low:+.3f} to {high:+.3f})")

# %%
shuffled = ["".join(c[i] for i in torch.randperm(len(c))) for c in chains["test"]]
without_m = [c[1:] if c[0] == "M" else c for c in chains["test"]]
control = {
    "letters shuffled": balanced(answers(protein_model, shuffled, y), y),
    "first M cut off": balanced(answers(protein_model, without_m, y), y),
}
for name, value in control.items():
    print(f"transformer, {name}: {value:.3f}")

# %%
claim(
    "transformer-protein-beats-letters",
    "The transformer does better than the shares of the letters (difference, balanced accuracy)",
    balanced(right["transformer"], y) - balanced(right["letters"], y),
    above=0.02,
    below=0.13,
)
claim(
    "transformer-protein-near-pairs",
    "It is not clearly better than logistic regression on pairs (difference)",
    gain,
    above=-0.06,
    below=0.06,
)
claim(
    "transformer-protein-uses-m",
    "With the first M cut off it loses much of its balanced accuracy (difference)",
    balanced(right["transformer"], y) - control["first M cut off"],
    above=0.05,
    below=0.35,
)

# %% [markdown]
# Three things are worth a second look. "Begins with M" is about as good as the shares of all twenty
# letters. Pairs of letters, counted, are better than both. And the transformer is no better than
# these pairs, as far as we can tell: look at the interval of the difference.
#
# What do the controls say? With the letters shuffled the transformer loses accuracy, so it does use
# their order. With the first M cut off it loses, too: **part of what it knows is that whole
# proteins begin with M**. That is true, and has nothing to do with killing microbes. A model takes
# what helps in the data it is given; whether that is the question we meant, we must ask ourselves.
# (And nobody has tested whether the others are harmless.)
#
# The models on the slides, ESM (Lin et al. 2023) and AlphaFold (Jumper et al. 2021), are built of
# the same attention. They were first trained without labels, ESM as a BERT on hidden amino acids,
# on millions of proteins. That is what our few thousand chains cannot replace.
#
# ## 9. Heads of a real pretrained encoder
#
# Our own models are tiny. Here is a real one: MiniLM has six layers with twelve heads each and was
# trained on more than a billion pairs of sentences. It is an optional download of 84 MB. **Where
# it is not there, the cells say so and the notebook goes on.**

# %%
SENTENCE = "The food was good, not bad at all."  # change it
encoder = None
if minilm.is_there():
    from seqlab.models.pretrained import load_minilm

    encoder = load_minilm()
    ids, mask = encoder.encode([SENTENCE])
    pieces = [encoder.tokenizer.tokens[i] for i in ids[0]]
    print("read as:", *pieces)
else:
    print("MiniLM is not here. To see its heads: run `seqlab data --optional`, then this cell.")

# %% [markdown]
# Which head looks at the *previous* token? The number for a head is the mean weight that it puts
# on the token just before, in many sentences. One half of the sentences serves to find the best
# head, the other to measure it. A control is the same encoder with *random* weights.


# %%
@torch.no_grad()
def weight_on_previous(encoder, sentences):
    """Mean weight on the token just before, without the first and last token, (layer, head)."""
    total, count = 0, 0
    for sentence in sentences:
        weights = encoder(*encoder.encode([sentence]))[1][:, 0]  # (layer, head, query, key)
        before = weights.diagonal(-1, dim1=-2, dim2=-1)[..., 1:-1]  # query t + 1, key t
        total, count = total + before.sum(-1), count + before.shape[-1]
    return total / count


# %%
if encoder:
    news = [s for s in load("sentiment")["test"]["text"] if 40 < len(s) < 120][:60]
    found = weight_on_previous(encoder, news[:30])
    layer, head = divmod(int(found.argmax()), found.shape[1])
    again = weight_on_previous(encoder, news[30:])
    scrambled = load_minilm()
    for matrix in (p for p in scrambled.parameters() if p.dim() == 2):
        matrix.normal_(std=0.02)
    control = weight_on_previous(scrambled, news[30:])
    print(f"weight on the token before, layer {layer}, head {head}: {again[layer, head]:.2f}")
    print(f"mean of all heads {again.mean():.2f}, best with random weights {control.max():.2f}")
    claim(
        "transformer-previous-token-head",
        "A head of MiniLM puts most of its weight on the previous token (on other sentences)",
        again[layer, head],
        above=0.5,
    )


# %%
def draw_heads(layer, head):
    """Draw where each token of the sentence looks."""
    with torch.no_grad():
        weights = encoder(*encoder.encode([SENTENCE]))[1][layer, 0, head]  # (query, key)
    figure, axes = plt.subplots(figsize=(5.2, 4.4))
    picture = axes.imshow(weights, vmin=0, vmax=1)
    figure.colorbar(picture, ax=axes, label="weight")
    axes.set_xticks(range(len(pieces)), pieces, rotation=60, ha="right", fontsize=9)
    axes.set_yticks(range(len(pieces)), pieces, fontsize=9)
    axes.set(title=f"Layer {layer}, head {head}", xlabel="looks at", ylabel="token")
    axes.grid(False)
    on = weights.diagonal(-1).mean()
    show(figure, alt=f"Heat map of {len(pieces)} tokens. Mean weight on the token before: {on:.2f}")


if encoder:
    explore(
        draw_heads,
        layer=ipywidgets.IntSlider(value=layer, min=0, max=5),
        head=ipywidgets.IntSlider(value=head, min=0, max=11),
    )

# %% [markdown]
# Move the sliders, where MiniLM is there. Look for a head that looks at the token behind, and for
# one that puts nearly all its weight on the first token, the last, or the full stop. Clark et al.
# (2019) found many of these in BERT, and call them a place to rest when there is nothing to find.
#
# Weights must fall somewhere, also in a network that knows nothing. That is why the control is
# printed. And remember notebook 09: a map says where a head looks, not what the model makes of it.
#
# ## 10. The wish list again
#
# The slides wish for three things: a **continuous stream**, **parallelisation**, **long memory**.
# Notebook 08 measured where recurrent networks stand. Now the transformer.
#
# **Long memory.** Notebook 07 asked for one symbol, and an LSTM with an open forget gate could
# bring it over hundreds of steps. Here are eight *facts*: eight keys, each with one of four values,
# in any order. Then comes noise, for a *lag*, and at the end one key; its value is wanted. Nobody
# knows before which key it will be, so all eight must be kept. Both networks are trained with lags
# up to 32, and tested much farther.
#
# **Predict.** What will the LSTM do with eight facts? And the transformer, at a lag that is eight
# times as long as any in training?


# %%
KEYS, VALUES = 8, 4


def facts(batch, lag):
    """Eight facts, noise, a key: tokens (batch, 8 + lag + 1), and its value (batch,)."""
    values = torch.randint(VALUES, (batch, KEYS))
    order = torch.rand(batch, KEYS).argsort(1)
    told = VALUES * order + values.gather(1, order)  # one token for a key with its value
    noise = torch.randint(KEYS * VALUES, KEYS * VALUES + 4, (batch, lag))
    asked = torch.randint(KEYS, (batch, 1))
    tokens = torch.cat([told, noise, KEYS * VALUES + 4 + asked], dim=1)
    return tokens, values.gather(1, asked)[:, 0]


# %%
def learn_facts(model, lr, steps=200, longest=32):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in trange(steps, leave=False):
        tokens, wanted = facts(32, int(torch.randint(1, longest + 1, ())))
        loss = F.cross_entropy(model(tokens)[0][:, -1], wanted)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


SYMBOLS = KEYS * VALUES + 4 + KEYS
lstm = LSTMLanguageModel(SYMBOLS, 32, 32)
with torch.no_grad():
    lstm.lstm.bias_ih_l0[32:64] += 3  # an open forget gate, as in notebook 07
memory = {"LSTM": (lstm, 1e-2), "transformer": (TransformerLanguageModel(SYMBOLS, 32, 2, 2), 3e-3)}

# %%
LAGS = (8, 16, 32, 64, 128, 256)
recall = {}
for name, (model, lr) in memory.items():
    learn_facts(model, lr)
    recall[name] = []
    for lag in LAGS:
        tokens, wanted = facts(200, lag)
        with torch.no_grad():
            answer = model(tokens)[0][:, -1].argmax(-1)
        recall[name].append((answer == wanted).float().mean().item())

# %%
figure, axes = plt.subplots(figsize=(7, 3))
for (name, values), style in zip(recall.items(), ("o--", "o-"), strict=True):
    axes.plot(LAGS, values, style, label=name)
axes.axhline(1 / VALUES, color="grey", linestyle=":")
axes.axvline(32, color="grey", linewidth=1)
axes.set_xscale("log", base=2)
axes.set_xticks(LAGS, [str(lag) for lag in LAGS])
axes.text(33, 0.03, "longest in training", color="grey", fontsize=9)
axes.set(title="One of eight facts, after some noise", ylim=(0, 1.05))
axes.set(xlabel="lag (steps)", ylabel="right answers")
label_lines(figure)
listed = "; ".join(f"{n} " + ", ".join(f"{v:.2f}" for v in values) for n, values in recall.items())
show(figure, alt=f"Right answers at lags {LAGS}: {listed}. Blind: {1 / VALUES}")

# %%
claim(
    "transformer-recalls-facts",
    "At lag 32 the transformer finds the fact (share of right answers; blind: 0.25)",
    recall["transformer"][LAGS.index(32)],
    above=0.85,
)
claim(
    "transformer-recalls-more-than-lstm",
    "There it is far ahead of the LSTM after as many updates (difference)",
    recall["transformer"][LAGS.index(32)] - recall["LSTM"][LAGS.index(32)],
    above=0.25,
    below=0.95,
)

# %% [markdown]
# **Work and room against length.** One layer of each, 64 numbers wide, reads a whole sequence. We
# count the multiplications, and look at the time of the CPU here.

# %%
ROOMS = [128.0, 256.0, 512.0, 1024.0, 2048.0]


# %%
@torch.no_grad()
def reading_seconds(layer, length, repeat=3):
    x, times = torch.randn(1, int(length), 64), []
    for _ in range(repeat):
        started = time.process_time()
        layer(x)
        times.append(time.process_time() - started)
    return min(times)


# %%
layers = {"LSTM": nn.LSTM(64, 64, batch_first=True), "transformer block": Block(64, 4)}
reading = {
    name: [reading_seconds(layer, length) for length in ROOMS] for name, layer in layers.items()
}
effort = {
    "LSTM": [int(length) * used_once(layers["LSTM"]) for length in ROOMS],
    "transformer block": [
        multiplications(partial(layers["transformer block"], torch.randn(1, int(length), 64)))
        for length in ROOMS
    ],
}
exponents = {name: slope(ROOMS[-3:], counts[-3:]) for name, counts in effort.items()}
for name, seconds in reading.items():
    print(f"{name:18}", *(f"{each / 1e6:8.1f} M " for each in effort[name]), "multiplications")
    print(f"{'':18}", *(f"{1000 * each:8.1f} ms" for each in seconds))
    print(f"{'':18} work grows at the long end like the length to {exponents[name]:.2f}")


# %%
def kilobytes(state):
    """Room that a model's state takes."""
    if isinstance(state, torch.Tensor):
        return state.numel() * state.element_size() / 1024
    return sum(kilobytes(each) for each in state) if isinstance(state, (tuple, list)) else 0


# %%
with torch.no_grad():
    room = {
        name: [kilobytes(model(facts(1, lag)[0])[1]) for lag in (11, 991)]
        for name, (model, _) in memory.items()
    }
wishes = {
    "continuous stream: kB of state after 20, 1,000": room,
    "parallelisation: steps that wait, of 1,000": {"LSTM": [1000], "transformer": [2]},
    "long memory: a fact recalled at lag 32, 256": {
        n: [recall[n][2], recall[n][-1]] for n in recall
    },
}
print(f"{'':48}{'LSTM':>14}{'transformer':>16}")
for wish, values in wishes.items():
    cells = ["  ".join(f"{v:.4g}" for v in values[n]) for n in ("LSTM", "transformer")]
    print(f"{wish:48}{cells[0]:>14}{cells[1]:>16}")

# %%
claim(
    "transformer-work-grows",
    "The block's work grows faster with the length than the LSTM's (difference of the exponents)",
    exponents["transformer block"] - exponents["LSTM"],
    above=0.4,
    below=1,
)

# %% [markdown]
# - **Continuous stream**: an LSTM's state keeps its size for ever. A transformer's grows with
#   each token, so an endless stream needs a window (the `window` of our model) and then it forgets.
# - **Parallelisation**: in *reading* and in training nothing waits but the layers. In *writing*
#   a transformer goes token by token like everybody else; the cache makes it bearable.
# - **Long memory**: nothing has to survive in between, one look fetches any of the eight facts. The
#   LSTM must squeeze all of them into its state first, and in so short a training it hardly learns
#   to. But see what the transformer's line does far beyond the lengths of its training: there it is
#   on its own, and the more noise there is to look at, the more of its weight gets lost in it.
#
# The price: every pair of positions is compared. Twice the length is four times the comparisons,
# and the cache grows by the same amount with every token. On one CPU core the LSTM is not slow at
# all; what differs is how many steps must wait for each other, and that counts on a GPU, which does
# thousands of things at once.
#
# ## What you know now
#
# - A block looks (attention), then thinks (a small network), and adds both to the residual path.
# - Without the path the positions become one; without the norm the numbers explode. Pre-norm keeps
#   both in order at any depth.
# - Encoder, decoder, both: only the mask differs. A gradient shows whether a mask leaks.
# - GPT predicts the next token, BERT the hidden one; a picture is a sequence of patches, a protein
#   a sequence of letters. The same block serves all of them.
# - On small data, in little time, simple methods are hard to beat. Always put one beside it.
# - The key-value cache gives the same answers, much faster, for memory that grows.
#
# **Think, without code.**
#
# 1. A block has no positions and no mask. You shuffle the input positions. What happens to the
#    output? Where in the block could you put the position to change that?
#
# <details><summary>Answer</summary>
#
# The outputs are shuffled in the same way, and nothing else changes: attention is a mean over a
# set, and the norm and the small network work on each position alone. One can add the position to
# the input of the block (sinusoidal, learned), or turn queries and keys by it inside the attention
# (rotary). A causal mask, too, makes the order count.
#
# </details>
#
# 2. You want to fill a gap in a text. You have a GPT and a BERT. How could you use each of them,
#    and what does each miss?
#
# <details><summary>Answer</summary>
#
# The GPT can write several words for the gap, one after the other, but it sees only the text on the
# left. To use the right side as well, put each candidate into the gap and take the one that makes
# the whole text most likely. The BERT sees both sides at once: put `<mask>` into the gap. But one
# must tell it how many words are missing, and it guesses each of them without knowing its other
# guesses.
#
# </details>
#
# 3. A colleague reports that her transformer finds a disease in X-ray pictures with 99 %. Which
#    baseline and which control do you ask for? (Remember the letter M.)
#
# <details><summary>Answer</summary>
#
# A baseline is to say "healthy" always: if 99 % are healthy, it is as good, so ask for the balanced
# accuracy. Another one is a simple rival that sees only what should not count, such as the edge of
# the picture, the letters on it, or the hospital. As a control, cover the place of the disease: if
# the answers stay right, the network reads something else. And the pictures of one patient must not
# be on both sides of the split.
#
# </details>
#
# **Where to go on.** Vaswani et al., "Attention is all you need" (2017). Xiong et al., "On layer
# normalization in the transformer architecture" (2020), on pre- and post-norm; Dong, Cordonnier
# and Loukas, "Attention is not all you need" (2021), on what happens without the path. Devlin et
# al., "BERT" (2019); Brown et al., "Language models are few-shot learners" (2020); Dosovitskiy et
# al., "An image is worth 16x16 words" (2020); Jumper et al. (2021) and Lin et al. (2023) for
# proteins. Clark et al., "What does BERT look at?" (2019). Geirhos et al., "Shortcut learning in
# deep neural networks" (2020), tells many stories like that of the letter M.
# [Notebook 11](11_music.ipynb) lets an LSTM and a transformer write tunes;
# [notebook 12](12_summary.ipynb) sums up.
