# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12. Summary: six points and their numbers
#
# {{ colab }}
#
# **The lecture ends with six points. What did this course measure for each of them?**
#
# After this notebook you can
#
# - say each of the six points in your own words, with a number that bears it out;
# - say where the lecture's claims have limits;
# - look up any claim of the course, with its value and its interval;
# - choose what to read next.
#
# | | |
# | --- | --- |
# | Time | about 30 minutes, of which the computer works for seconds |
# | You need | the notebooks before; you may also read this one first, as a map |
# | Slides | "Deep Learning for Sequence Modeling: Summary" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=12)

# %%
import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import Markdown, display

from seqlab.claims import claim, read_ledger
from seqlab.plots import COLOURS, show
from seqlab.widgets import explore

# %% [markdown]
# ## The ledger
#
# Each claim of this course was measured in the notebook that makes it. The value was stored in that
# notebook, together with the interval in which the claim holds. Nothing below is typed: it is read
# from the stored notebooks. If you run a notebook on your machine and store it, its numbers here
# change.

# %%
ledger = read_ledger()
ledger.pop("12_summary", None)  # this notebook does not quote itself
claims = {claim.id: claim for stored in ledger.values() for claim in stored}
print(f"{len(claims)} claims in {len(ledger)} notebooks and solutions")

# %%
figure, axes = plt.subplots(figsize=(7, 4.2))
bars = axes.barh(list(ledger), [len(stored) for stored in ledger.values()], color=COLOURS[0])
axes.bar_label(bars, padding=3)
axes.set(title="Every notebook measures what it says", xlabel="claims")
axes.invert_yaxis()
counts = ", ".join(f"{name} {len(stored)}" for name, stored in ledger.items())
show(figure, alt=f"Number of claims: {counts}")


home = {claim.id: name for name, stored in ledger.items() for claim in stored}


def table(*ids: str) -> None:
    """Show claims with their values and intervals, and link the notebooks that measure them."""
    lines = ["| claim | measured | holds if | in |", "| --- | ---: | --- | --- |"]
    for name in ids:
        found, folder = claims[name], "../solutions/" if home[name].startswith("lab") else ""
        link = f"[{home[name].partition('_')[0]}]({folder}{home[name]}.ipynb)"
        statement = found.statement.replace("|", r"\|")
        lines.append(f"| {statement} | {found.value:.3g} | {found.interval} | {link} |")
    display(Markdown("\n".join(lines)))


# %% [markdown]
# Before each point, say the number to yourself, then look.
#
# ## 1. RNNs are well suited for sequence modelling tasks
#
# **Predict.** A bag of words and an RNN read "The food was good, not bad at all" and its twin "The
# food was bad, not good at all". Of the two, how many does the bag get right? How many the RNN?

# %%
table(
    "language-bag-cannot-tell-twins",
    "language-rnn-tells-twins",
    "language-rnn-transfers",
    "ball-net-needs-history",
    "surname-order-pays",
)

# %% [markdown]
# The bag has no order, so it must be wrong in one of the two. The RNN reads in order, and it uses
# the same weights at each place, so it knows a word wherever it stands.
#
# The limit: where a few words give the answer away, order is worth little. On tweets and film
# reviews a strong bag of words is as good as an LSTM.

# %%
table("feelings-network-against-bag", "feelings-order-counts")

# %% [markdown]
# ## 2. Model sequences via a recurrence relation
#
# $$h_t = f_W(x_t, h_{t-1})$$
#
# **Predict.** A network without a link between the steps answers a question about the past. How
# often is it right, if guessing is right in one of two?

# %%
table(
    "perceptron-cannot-order",
    "recurrence-networks",
    "recurrence-all-agree",
    "recurrence-dense-grows",
    "limits-dense-shift",
    "limits-shared-weights-shift",
)

# %% [markdown]
# One state and one set of weights, used again at each step: that is the whole idea. A dense
# network over the whole sequence needs more weights for each further step, and is lost when
# everything comes one step later.
#
# ## 3. Training RNNs with back-propagation through time
#
# **Predict.** How much of the gradient of the last step reaches a step 25 back, as PyTorch starts a
# network? What do ReLU alone, an identity start, and gates make of it?

# %%
table(
    "bptt-equals-autograd",
    "gradient-explodes",
    "gradient-clipping-helps",
    "gradient-usual-start",
    "gradient-relu-alone",
    "gradient-identity",
    "gradient-gates",
)

# %% [markdown]
# Back-propagation through time is the chain rule, and nothing else. The same factor comes in at
# each step, so gradients vanish or explode. Clipping cures the one, not the other.
#
# The limit of the cure: an LSTM does not remember because it has gates, but because its forget gate
# starts open. As PyTorch starts it, it forgets as fast as a plain RNN.

# %%
MEMORY = {
    "RNN, usual start": "gradient-far-is-missed",
    "LSTM, gate half open": "gradient-gates-half-open",
    "RNN, identity start, ReLU": "gradient-identity",
    "RNN, orthogonal start": "gradient-orthogonal",
    "LSTM, gate open": "gradient-gates",
}
values = [claims[name].value for name in MEMORY.values()]
figure, axes = plt.subplots(figsize=(7, 3))
bars = axes.barh(list(MEMORY), values, color=COLOURS[0])
axes.bar_label(bars, [f"{value:.0%}" for value in values], padding=3)
axes.axvline(0.25, color="black", linestyle=":")
axes.set(
    title="A word of 25 steps ago", xlabel="share of right answers (dotted: blind)", xlim=(0, 1.1)
)
axes.invert_yaxis()
shares = ", ".join(f"{name} {value:.0%}" for name, value in zip(MEMORY, values, strict=True))
show(figure, alt=f"Right answers about a word 25 steps back: {shares}")

# %% [markdown]
# ## 4. Models for music generation, classification, machine translation, and more

# %%
table(
    "lstm-beats-best-rival",
    "valid-tunes",
    "feelings-slide-tweet",
    "limits-one-to-many",
    "limits-many-to-many",
    "translate-numerals",
)

# %% [markdown]
# One to one, one to many, many to one, many to many: the same parts, joined in another way. But
# what is handed over in a state of fixed size is a bottleneck: long sources come out wrong.

# %%
table("limits-bottleneck-length", "limits-recall-far", "limits-chain-rnn")

# %% [markdown]
# ## 5. Self-attention to model sequences without recurrence
#
# $$\mathrm{softmax}\left(\frac{Q K^T}{\sqrt d}\right) V$$

# %%
table(
    "attention-four-ways-agree",
    "attention-scaling-keeps-entropy",
    "attention-blind-to-order",
    "attention-positions-tell-twins",
    "attention-leak-looks-perfect",
    "attention-leak-is-useless",
    "limits-chain-attention",
)

# %% [markdown]
# Each step looks at all others at once, so no step waits for another. The price: without positions
# it is a bag of words again, and the work grows with the square of the length.

# %%
table("limits-attention-grows", "transformer-cache-saves-work", "translate-beyond")

# %% [markdown]
# ## 6. Self-attention is the basis for many large language models

# %%
table(
    "transformer-block-equals-torch",
    "transformer-bert-beats-unigram",
    "transformer-bert-reads-far",
    "transformer-race-close",
    "transformer-vision-not-ahead",
    "transformer-protein-beats-letters",
    "transformer-protein-near-pairs",
    "music-about-equal",
    "music-beat-predicts-better",
)

# %% [markdown]
# The same block reads words, pictures, proteins and tunes. On little data it is seldom far ahead
# of a simple rival, and sometimes behind. Large language models are this block with more data,
# more layers, and more time. What we have measured on a laptop is how the parts work, not what
# they can do at that size.
#
# ## How much can you trust these numbers?
#
# Four checks of the ledger as a whole.

# %%
EXACT = [
    "recurrence-all-agree",
    "bptt-equals-autograd",
    "gradient-jacobians",
    "lstm-equals-torch",
    "gru-equals-torch",
    "attention-four-ways-agree",
    "transformer-block-equals-torch",
    "transformer-cache-is-exact",
]
claim(
    "summary-by-hand-equals-library",
    "What the course wrote by hand equals the library (largest of all differences)",
    max(claims[name].value for name in EXACT),
    below=1e-4,
)

# %%
claim(
    "summary-all-hold",
    "All stored claims lie in their intervals (share)",
    sum(found.holds for found in claims.values()) / len(claims),
    above=1,
)
claim(
    "summary-every-notebook",
    "Every notebook measures several claims (fewest in one)",
    min(len(stored) for stored in ledger.values()),
    above=4,
)
two_sided = [found for found in claims.values() if found.low is not None and found.high is not None]
claim(
    "summary-can-fail-either-way",
    "Some claims would fail if the effect were too strong, too (number with two bounds)",
    len(two_sided),
    above=5,
)

# %% [markdown]
# They hold on the machine that built the notebooks, and on five seeds where a seed matters. They
# are small networks, trained for seconds or minutes, mostly on tasks made to show one thing. That
# is what makes them clear, and it is their limit.
#
# Look up any notebook:


# %%
def look_up(notebook: str) -> None:
    """Show all claims of one notebook."""
    table(*(found.id for found in ledger[notebook]))


explore(look_up, notebook=ipywidgets.Dropdown(options=list(ledger), value="07_lstm"))

# %% [markdown]
# ## What you know now
#
# - You can build each network of the lecture from a matrix product and a loop, and
#   you have seen that it equals the library's.
# - You know what each of them forgets, and how to measure it.
# - You have claims with numbers, and you know how they could have been false.
#
# **Think, without code.**
#
# 1. Choose the claim that surprised you most. Which experiment would you trust to refute it?
#
# <details><summary>Answer</summary>
#
# There are many right answers. A good experiment says before it runs which value would refute the
# claim; it changes one thing only, and it is fair to both sides. For example: in notebook 07 the
# LSTM as PyTorch starts it did worse than the plain RNN, after 150 updates each. Train both much
# longer, with more seeds, each at its own best learning rate. If the LSTM is then ahead, the claim
# holds for short trainings only.
#
# </details>
#
# 2. A new network claims to have no limit of memory, no bottleneck, and linear cost. Which three
#    measurements of this course would you run on it first?
#
# <details><summary>Answer</summary>
#
# Memory: ask for the symbols of a stream, 1 to 32 and more steps back, with states of several sizes
# (notebook 08, section 4). Bottleneck: the share of right translations by the length of the source,
# also longer than in training (notebook 08, section 2, and Lab 4, section 9). Cost:
# multiplications, and the longest chain of operations, for growing lengths (notebook 08, section
# 3). One thing is known before: a state of fixed size cannot hold a past that grows without end.
#
# </details>
#
# 3. Which of the six points would you strike out if the lecture were given ten years later?
#
# <details><summary>Answer</summary>
#
# Nobody knows, and what counts is the reason. Points 4 and 6 say what the networks are used for,
# and that may change soon. Points 2, 3 and 5 say how a network is built and trained; they stay
# true, even if it is used less. Point 1 is open to dispute: what is well suited depends on the
# rivals, and recurrence is coming back (see below).
#
# </details>
#
# **Where to go on.**
#
# - *Books*: Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapter 10, on recurrent
#   networks; Zhang et al., "Dive into Deep Learning" (2023), with code for all that you saw here.
# - *Recurrence comes back*: Gu and Dao, "Mamba" (2023), and Peng et al., "RWKV" (2023), train in
#   parallel and run with a state of fixed size.
# - *Large models*: Brown et al., "Language Models are Few-Shot Learners" (2020), and Kaplan et al.,
#   "Scaling Laws for Neural Language Models" (2020).
# - *Do it*: take a data set of your own that fits on a laptop, write down a claim before you
#   train, and set its interval before you look.
