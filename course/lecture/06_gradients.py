# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06. Exploding and vanishing gradients
#
# {{ colab }}
#
# **A gradient has to go back through many steps. Why does it arrive far too small or far too large,
# and what can be done about it?**
#
# After this notebook you can
#
# - write the gradient across time as a product of matrices, and prove it right;
# - say which number of a matrix decides in the end, and which one in the first steps;
# - show on a task that a network with a vanishing gradient learns the near and misses the far;
# - clip a gradient by norm and by value, and say which one keeps the direction;
# - use the three tricks of the slides, and say where each of them fails.
#
# | | |
# | --- | --- |
# | Time | about 60 minutes, of which the computer works for less than one |
# | You need | back-propagation through time ([notebook 05](05_bptt.ipynb)), eigenvalues help |
# | Slides | "Exploding Gradients" to "Trick #3: Gated Cells" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=6)  # before torch is imported

# %%
import math

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd import grad
from torch.autograd.functional import jacobian
from torch.optim import SGD, Adam
from tqdm.auto import trange

from seqlab.claims import claim
from seqlab.plots import COLOURS, show
from seqlab.widgets import explore

# %% [markdown]
# ## 1. One number, multiplied again and again
#
# In notebook 05 the gradient went back from each state to the one before. In a network with one
# number as its state, $h_t = \tanh(w_{hh} h_{t-1} + x_t)$, each step back multiplies by
#
# $$\frac{\partial h_t}{\partial h_{t-1}} = (1 - h_t^2)\, w_{hh}$$
#
# Three steps back means three such factors, by the chain rule. First by hand, then by autograd:

# %%
w_hh, x = 0.8, [0.5, -0.3, 0.2]
h_1 = math.tanh(w_hh * 0.0 + x[0])
h_2 = math.tanh(w_hh * h_1 + x[1])
h_3 = math.tanh(w_hh * h_2 + x[2])
factors = [(1 - h**2) * w_hh for h in (h_1, h_2, h_3)]
print("factors:", *(f"{factor:.4f}" for factor in factors))

h_0 = torch.zeros((), dtype=torch.float64, requires_grad=True)
h = h_0
for x_t in x:
    h = torch.tanh(w_hh * h + x_t)
(judge,) = grad(h, h_0)
print(f"dh_3/dh_0: product {math.prod(factors):.6f}, autograd {judge:.6f}")

# %% [markdown]
# Without tanh all factors are the same number $w_{hh}$, and after $n$ steps the gradient has been
# multiplied by $w_{hh}^n$.
#
# **Predict.** Two networks differ by one fifth in their weight: 0.9 and 1.1. By what factor do
# their gradients differ after 50 steps: about 10, about 1,000, or more than 10,000?

# %%
for w in (0.5, 0.9, 1.0, 1.1, 1.5):
    print(f"w_hh = {w}: after 10 steps {w**10:8.2g}, after 50 steps {w**50:8.2g}")
print(f"0.9 against 1.1 after 50 steps: a factor of {(1.1 / 0.9) ** 50:,.0f}")

# %% [markdown]
# More than 10,000. Below 1 the product **vanishes**, above 1 it **explodes**, and only 1 itself
# keeps it. This is the whole trouble; the rest of the notebook is about what it looks like in
# networks of many units, and what can be done.
#
# ## 2. With vectors: a product of Jacobians
#
# Now the state is a vector. As before, a state is a row, so the network is
#
# $$a_t = x_t W_{xh} + h_{t-1} W_{hh} \qquad h_t = f(a_t)$$
#
# The derivative of a vector with respect to a vector is a matrix, the *Jacobian*: row $j$, column
# $i$ says how much unit $j$ moves when unit $i$ was moved one step before. And the chain rule
# multiplies these matrices:
#
# $$\frac{\partial h_t}{\partial h_{t-1}} = \mathrm{diag}(f'(a_t))\, W_{hh}^T \qquad
# \frac{\partial h_T}{\partial h_0} = \prod_{t=T}^{1} \mathrm{diag}(f'(a_t))\, W_{hh}^T$$
#
# The slide says it in words: "many factors of $W_{hh}$" and "repeated gradient computation", which
# are the factors $f'$. In code:


# %%
def product_of_jacobians(h, x, W_xh, W_hh):
    """State (hidden,), inputs (time, features): last state and dh_T/dh_0 (hidden, hidden)."""
    product = torch.eye(len(h), dtype=h.dtype)
    for x_t in x:
        h = torch.tanh(x_t @ W_xh + h @ W_hh)
        product = torch.diag(1 - h**2) @ W_hh.T @ product  # the newest factor stands left
    return h, product


# %%
x = torch.randn(20, 3, dtype=torch.float64)  # (time, features)
W_xh = torch.randn(3, 5, dtype=torch.float64)
W_hh = torch.randn(5, 5, dtype=torch.float64) / 5**0.5
h_0 = torch.zeros(5, dtype=torch.float64)
_, product = product_of_jacobians(h_0, x, W_xh, W_hh)
judge = jacobian(lambda h: product_of_jacobians(h, x, W_xh, W_hh)[0], h_0)
claim(
    "gradient-jacobians",
    "The product of 20 Jacobians equals autograd's Jacobian (relative difference)",
    (product - judge).norm() / judge.norm(),
    below=1e-9,
)

# %% [markdown]
# ## 3. "Many values above 1": which values?
#
# The slides say: many values above 1, and the gradient explodes; many values below 1, and it
# vanishes. Which values of the matrix $W_{hh}$? There are three candidates:
#
# - its **entries**;
# - its **spectral radius** $\rho$: the largest absolute value of its eigenvalues;
# - its **largest singular value** $\sigma$: by how much it can stretch a vector in one step.
#
# To see clearly we leave out $f$ for now. Then $n$ steps back are the matrix power $W_{hh}^n$.
#
# **Predict.** In matrix A every entry is 0.1. In matrix B one entry is 5. Which one explodes?

# %%
A = torch.full((32, 32), 0.1, dtype=torch.float64)
B = torch.tensor([[0.9, 5.0], [0.0, 0.9]], dtype=torch.float64)


def radius(W):
    """Largest absolute eigenvalue of each matrix, (..., n, n) to (...)."""
    return torch.linalg.eigvals(W).abs().amax(-1)


def stretch(W):
    """Largest singular value of each matrix, (..., n, n) to (...)."""
    return torch.linalg.matrix_norm(W, ord=2)


for name, W in (("A", A), ("B", B)):
    print(f"{name}: radius {radius(W):.2f}, largest singular value {stretch(W):.2f}", end="; ")
    powers = [stretch(torch.linalg.matrix_power(W, n)).item() for n in (1, 10, 100)]
    print("after 1, 10, 100 steps:", *(f"{power:.2g}" for power in powers))

# %% [markdown]
# It is A, whose entries are all small: there are many of them, and they all push the same way. The
# entries are not what counts. B, with its large entry, first stretches and then vanishes. With a
# pencil you can see why: $B^n$ has $0.9^n$ on its diagonal and $n \cdot 0.9^{n-1} \cdot 5$ in its
# corner. First $n$ wins, in the end $0.9^n$ does.
#
# So radius and stretch say different things. The radius is the rate **in the end**: it holds that
# $\sigma(W^n)^{1/n} \to \rho$ (Gelfand's formula). The largest singular value is the most that can
# happen **in one step**, and so $\sigma^n$ is only an upper limit. A matrix whose eigenvectors
# stand at right angles to each other, such as a symmetric one, is called *normal*. For it the two
# are equal. For most other matrices $\sigma$ is larger than $\rho$.
#
# Three matrices, all with radius 0.9: a symmetric one; a random one; and a chain, in which each
# unit also passes its value on to its neighbour.

# %%
G = torch.randn(8, 8, dtype=torch.float64)
symmetric, chain = G + G.T, torch.eye(8, dtype=torch.float64)
kinds = {
    "symmetric": 0.9 * symmetric / radius(symmetric),
    "random": 0.9 * G / radius(G),
    "chain": 0.9 * chain + 0.4 * chain.roll(1, 1).triu(),
}
sizes = {}
for name, W in kinds.items():
    powers = [torch.linalg.matrix_power(W, n) for n in range(601)]
    sizes[name] = torch.stack([stretch(power) for power in powers])
    print(f"{name:10} radius {radius(W):.2f}, largest singular value {stretch(W):.2f}")

# %%
figure, axes = plt.subplots()
for name, values in sizes.items():
    axes.semilogy(values[:301], label=name)
axes.legend()
axes.axhline(1, color="black", linewidth=0.8)
axes.set(title="One radius, three beginnings", xlim=(0, 300))
axes.set(xlabel="steps back n", ylabel=r"largest singular value of $W_{hh}^n$")
tops = ", ".join(f"{name} {values.max():.3g}" for name, values in sizes.items())
show(figure, alt=f"Stretch of the matrix power against n, radius 0.9. Highest values: {tops}")

# %%
rates = {name: (values[600] / values[500]) ** 0.01 for name, values in sizes.items()}
for name, rate in rates.items():
    print(f"{name:10} from step 500 to 600 a factor of {rate:.3f} per step")
claim(
    "gradient-radius-in-the-end",
    "In the end all three matrices of radius 0.9 shrink by about 0.9 per step (largest deviation)",
    max(abs(rate - 0.9) for rate in rates.values()),
    below=0.025,
)
claim(
    "gradient-stretch-at-first",
    "Before that, the chain of radius 0.9 stretches the gradient over 100 times (largest factor)",
    sizes["chain"].max(),
    above=100,
)

# %% [markdown]
# The symmetric matrix shrinks from the first step. The random one holds out a little longer. The
# chain stretches the gradient enormously and needs a long time to come down. Within the length of
# an ordinary sequence this network explodes, although its radius is below 1. In the end all three
# shrink at the same rate, and the rate is the radius.
#
# ## 4. In a network: the activation has its say
#
# Now with $f$. We make many networks at once, run them on noise, put a random loss on the last
# state, and measure the norm of $\partial L/\partial h_t$ at each step. To have many networks, each
# tensor gets one more dimension in front. The formula stays as it is.

# %%
ACTIVATIONS = {"linear": lambda a: a, "tanh": torch.tanh, "ReLU": torch.relu}
STEPS, BATCH, HIDDEN = 50, 16, 32


def flow(W_hh, f, size=0.5):
    """Matrices (networks, hidden, hidden) to norms of dL/dh_t and of h_t, each (networks, time)."""
    x = size * torch.randn(
        STEPS, BATCH, W_hh.shape[-1], dtype=W_hh.dtype
    )  # what arrives from the input
    h = torch.zeros_like(x[0]).repeat(len(W_hh), 1, 1).requires_grad_()
    states = []
    for x_t in x:
        h = f(x_t + h @ W_hh)  # (networks, batch, hidden)
        states.append(h)
    loss = (h * torch.randn_like(h[0])).sum()
    back = torch.stack(grad(loss, states))  # (time, networks, batch, hidden)
    return [each.norm(dim=-1).mean(-1).T for each in (back, torch.stack(states).detach())]


# %% [markdown]
# **Predict.** Three radii: 0.8, 1.0, 1.25. Three activations. Which of the nine gradients explode?
# Does ReLU, whose slope is 1 where it is not 0, keep the gradient at radius 1?

# %%
RADII, MANY = (0.8, 1.0, 1.25), 20
G = torch.randn(len(RADII), MANY, HIDDEN, HIDDEN, dtype=torch.float64)
W = torch.tensor(RADII).view(-1, 1, 1, 1) * G / radius(G)[..., None, None]
norms, states = {}, {}
for name, f in ACTIVATIONS.items():
    back, size = flow(W.flatten(0, 1), f)
    shape = (len(RADII), MANY, STEPS)
    norms[name] = (back / back[:, -1:]).view(shape)  # as a share of the gradient at step T
    states[name] = size.view(shape)

# %%
figure, panels = plt.subplots(1, 3, sharey=True, figsize=(8, 3.4))
t = range(1, STEPS + 1)
for axes, (name, values) in zip(panels, norms.items(), strict=True):
    for W_radius, lines, colour in zip(RADII, values, COLOURS, strict=False):
        axes.semilogy(t, lines.median(0).values, color=colour, label=f"radius {W_radius}")
        axes.fill_between(t, lines.amin(0), lines.amax(0), color=colour, alpha=0.2)
    axes.axhline(1, color="black", linewidth=0.8)
    axes.set(title=name, xlabel="step t", xlim=(1, STEPS))
panels[0].set_ylabel(r"$\|\partial L/\partial h_t\|$, share of the last")
panels[0].legend(loc="lower right", fontsize=9)
figure.suptitle("The same matrices, three activations", x=0.02, ha="left")
ends = "; ".join(
    f"{name} " + ", ".join(f"{value:.1g}" for value in values[:, :, 0].median(1).values)
    for name, values in norms.items()
)
show(figure, alt=f"Gradient norm against t. Median at step 1 for radii {RADII}: {ends}")

# %%
first = {name: values[:, :, 0].median(1).values for name, values in norms.items()}
relu_rate = first["ReLU"][1] ** (1 / (STEPS - 1))
print(f"ReLU, radius 1: factor per step {relu_rate:.3f}, the root of one half is {0.5**0.5:.3f}")
print(
    f"tanh, radius 1.25: mean square of the states {(states['tanh'][2] ** 2).mean() / HIDDEN:.2f}"
)

# %%
claim(
    "gradient-vanishes",
    "tanh, radius 0.8: of the last gradient less than a hundred millionth reaches the first step",
    first["tanh"][0],
    below=1e-8,
)
claim(
    "gradient-explodes",
    "No activation, radius 1.25: the gradient at the first step is over 1,000 times the last",
    first["linear"][2],
    above=1e3,
)
claim(
    "gradient-relu-halves",
    "ReLU, radius 1: the gradient still shrinks at each step (factor per step)",
    relu_rate,
    above=0.5,
    below=0.75,
)

# %% [markdown]
# Read the panels from right (the loss) to left. The bands go from the lowest to the highest of 20
# networks. Typically only one of the nine explodes: linear, with radius 1.25.
#
# - **Linear**: the radius decides, as in section 3.
# - **tanh**: its slope $1 - h^2$ is never above 1, so everything lies lower. It also guards against
#   the explosion: large states have small slopes. The price is that here even a radius above 1
#   vanishes.
# - **ReLU**: the slide says that it "prevents $f'$ from shrinking the gradients when $x > 0$". The
#   condition matters. About half of the units stand at 0 and let nothing through. So at each step
#   about half of the squared length is lost, and the factor printed above is close to the root of
#   one half. And the networks differ widely: at radius 1.25 some explode and some vanish.
#
# A whole map of it: each row is one radius, each column one step. White means that the gradient is
# as large as at the last step.


# %%
def matrices(kind, radii):
    """One random matrix of the wanted kind, scaled to each radius: (radii, hidden, hidden)."""
    W = torch.randn(HIDDEN, HIDDEN, dtype=torch.float64)
    if kind == "orthogonal":
        W = torch.linalg.qr(W).Q
    if kind == "symmetric":
        W = W + W.T
    if kind == "identity":
        W = torch.eye(HIDDEN, dtype=torch.float64)
    return radii.view(-1, 1, 1) * W / radius(W)


# %%
def draw_map(activation: str, matrix: str, input_size: float) -> None:
    """Draw the gradient norm over radius and step."""
    radii = torch.linspace(0.5, 2, 31, dtype=torch.float64)
    back, _ = flow(matrices(matrix, radii), ACTIVATIONS[activation], input_size)
    powers = (back / back[:, -1:]).clamp(min=1e-12).log10()
    figure, axes = plt.subplots(figsize=(7, 3.6))
    picture = axes.pcolormesh(range(1, 51), radii, powers, cmap="PuOr", vmin=-8, vmax=8)
    axes.contour(range(1, 51), radii, powers, levels=[-2, 2], colors="black", linewidths=0.8)
    figure.colorbar(picture, label="power of ten", extend="both")
    kept = f"{(powers[:, 0].abs() < 2).sum()} of {len(radii)} radii"
    axes.set_title(f"{activation}, {matrix}: {kept} keep the gradient within a factor of 100")
    axes.set(xlabel="step t (loss at step 50)", ylabel="spectral radius")
    axes.grid(False)
    show(figure, alt=f"Heat map of the gradient norm, {activation}, {matrix}: {kept} keep it")


# %%
explore(
    draw_map,
    activation=ipywidgets.ToggleButtons(options=list(ACTIVATIONS), value="tanh"),
    matrix=ipywidgets.ToggleButtons(options=["random", "orthogonal", "symmetric", "identity"]),
    input_size=ipywidgets.FloatSlider(value=0.5, min=0, max=2, step=0.1),
)

# %% [markdown]
# Between the black lines the gradient has changed by less than a factor of 100. Try three things:
#
# - "linear": the band is thin and lies around 1. Above and below it, everything is lost.
# - "tanh" with larger inputs: the band moves up and leaves the map. Saturated units let nothing
#   through.
# - "ReLU" with "identity": with this matrix the gradient is kept at radius 1. Remember it for
#   trick 2.
#
# ## 5. Why it matters: the near is learned, the far is not
#
# The slide gives the sentence "I grew up in France, ... and I speak fluent ___". What is near is
# easy, what is far is hard, the slide says. We make it a task with a known distance: the first word
# is one of four countries, then follow filler words, and at the end the network is asked.

# %%
WORDS = ["France", "Ukraine", "Japan", "Spain", "and", "so", "then", "now"]


def sentences(lag, count=32):
    """One country, then `lag` fillers: word numbers (count, 1 + lag)."""
    words = torch.randint(4, 8, (count, 1 + lag))
    words[:, 0] -= 4
    return words


for sentence in sentences(lag=8, count=2):
    print(" ".join(WORDS[word] for word in sentence), "... I speak fluent ___")

# %% [markdown]
# The network is asked two questions: which was the **first** word, and which was the **last** one?
# Both are one word of four. So blind guessing is right in a quarter of the cases.
#
# We train five networks at once, as in section 4. They start as `nn.RNN` does: all weights at
# random between $-1/\sqrt{n}$ and $1/\sqrt{n}$ for $n$ hidden units.

# %%
UNITS, NETWORKS = 24, 5


def usual(*shape, networks=NETWORKS):
    """As nn.RNN starts: uniform, and smaller for larger networks."""
    return (2 * torch.rand(networks, *shape) - 1) / UNITS**0.5


def start(W_hh, bias=1.0, asked=1):
    """Weights of all networks around a given W_hh (networks, hidden, hidden); bias=0: none."""
    n = len(W_hh)
    W_xh, b = usual(len(WORDS), UNITS, networks=n), bias * usual(1, UNITS, networks=n)
    W_hy = usual(UNITS, 4 * asked, networks=n)
    return [W.requires_grad_() for W in (W_hh, W_xh, b, W_hy)]


def read(weights, words, f):
    """Words (batch, time) to logits (networks, batch, 4 for each question)."""
    W_hh, W_xh, b, W_hy = weights
    x = W_xh[:, words] + b[:, None]  # (networks, batch, time, hidden)
    h = torch.zeros_like(x[:, :, 0])
    for x_t in x.unbind(2):
        h = f(x_t + h @ W_hh)
    return h @ W_hy


# %% [markdown]
# One word about `W_xh[:, words]`: a one-hot vector times a matrix picks a row of it, so we pick the
# row at once. The training loop counts the right answers *before* each update. The sentences
# are always new, so this is an honest test. (`clip` comes in section 6.)


# %%
def clip(weights, limit):
    """Scale down the gradient of each network to the norm `limit`; return the norms before."""
    norm = sum(W.grad.flatten(1).square().sum(1) for W in weights).sqrt()  # (networks,)
    for W in weights:
        W.grad *= (limit / norm).clamp(max=1).view(-1, 1, 1)
    return norm


# %%
def train(weights, f, lag, steps=120, rate=0.005, limit=1.0, kind=Adam, asked=(0,)):
    """Return the right answers (steps, networks, asked) and gradient norms (steps, networks)."""
    optimizer = kind(weights, lr=rate)
    right, norms = [], []
    for _ in trange(steps, leave=False):
        words = sentences(lag)
        logits = read(weights, words, f).unflatten(-1, (len(asked), 4))
        labels = (words[:, asked] % 4).expand(logits.shape[:-1])  # (networks, batch, asked)
        loss = F.cross_entropy(logits.flatten(0, 2), labels.flatten(), reduction="sum")
        optimizer.zero_grad()
        (loss / len(words)).backward()  # a sum over networks: they do not mix
        norms.append(clip(weights, limit))
        optimizer.step()
        right.append((logits.argmax(-1) == labels).float().mean(1))
    return torch.stack(right), torch.stack(norms)


# %% [markdown]
# **Predict.** The distance grows from 2 to 25 words. When does the network stop learning the first
# word? And the last word? (About 5 s.)

# %%
LAGS = (2, 5, 10, 15, 25)
learned = []
for lag in LAGS:
    weights = start(usual(UNITS, UNITS), asked=2)
    right, _ = train(weights, torch.tanh, lag, asked=(0, -1))
    learned.append(right[-20:].mean(0))  # (networks, asked)
learned = torch.stack(learned)  # (lags, networks, asked)

# %%
figure, axes = plt.subplots()
for question, name in ((1, "last word"), (0, "first word")):
    values, colour = learned[..., question], COLOURS[question]
    axes.plot(LAGS, values.median(1).values, marker="o", color=colour, label=name)
    axes.fill_between(LAGS, values.amin(1), values.amax(1), color=colour, alpha=0.2)
axes.axhline(0.25, color="black", linewidth=0.8, linestyle="--")
axes.text(LAGS[0], 0.18, "guessing")
axes.set(title="What is near is learned, what is far is not", ylim=(0, 1.05))
axes.set(xlabel="distance of the first word (steps)", ylabel="right answers (share)")
axes.legend(loc=(0.03, 0.5))
medians = zip(LAGS, learned[..., 0].median(1).values, strict=True)
middle = ", ".join(f"{lag}: {value:.2f}" for lag, value in medians)
show(figure, alt=f"Right answers about the first word by distance: {middle}; last word near 1")

# %%
claim(
    "gradient-near-is-learned",
    "Asked for the last word, the network is right after 120 steps (mean of all distances)",
    learned[..., 1].mean(),
    above=0.97,
)
claim(
    "gradient-far-is-missed",
    "Asked for a word 25 steps back, it guesses (median of five networks; blind: 0.25)",
    learned[-1, :, 0].median(),
    below=0.4,
)

# %% [markdown]
# Lines are the median of five networks, bands go from the lowest to the highest. The last word is
# always learned. The first word is learned as well, up to a distance at which the networks begin to
# guess, and the edge is sharp. (Now and then a lucky one finds it farther out.) This is
# what the slide calls a bias to the short term. Nothing in the *network* forbids the long link:
# section 7 will learn it with as many units. Learning does not find it, because the signal
# that would have to point there has almost vanished. How much of it arrives? We measure as in
# section 4, at the start of the training:

# %%
back, _ = flow(usual(UNITS, UNITS).double(), torch.tanh)
share = (back / back[:, -1:]).median(0).values.flip(0)  # share[k]: k steps before the loss
for lag in LAGS:
    print(f"{lag:2} steps back arrives {share[lag]:.1e} of the gradient")
claim(
    "gradient-usual-start",
    "With the usual start, 25 steps back less than a ten thousandth of the gradient arrives",
    share[25],
    below=1e-4,
)

# %% [markdown]
# The loss still falls, because the near steps get their part. So nothing looks wrong from outside.
#
# ## 6. Too large: clipping
#
# ### 6.1 Two ways to clip
#
# The slide: "gradient clipping to scale big gradients". If the gradient $g$ is longer than a limit
# $c$, make it as long as $c$:
#
# $$g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|}\right)$$
#
# This is clipping **by norm**. The other way, **by value**, cuts each number to the interval from
# $-c$ to $c$.
#
# **Predict.** The gradient is $(0.5, 4)$ and the limit is 1. What is left of it by norm, and by
# value? Which of the two still points in the same direction?

# %%
g = torch.tensor([0.5, 4.0])
by_norm = g * min(1.0, 1.0 / g.norm())
by_value = g.clamp(-1.0, 1.0)


def angle(a, b):
    """Angle between two vectors, in degrees."""
    return F.cosine_similarity(a.double(), b.double(), dim=0).clamp(-1, 1).acos().rad2deg().item()


for name, clipped in (("by norm", by_norm), ("by value", by_value)):
    numbers = ", ".join(f"{number:.3f}" for number in clipped)
    print(f"{name:8}: ({numbers}), turned by {angle(g, clipped):.1f} degrees")

# %% [markdown]
# By norm the direction is kept. By value the large number is cut and the small one is not, so the
# gradient turns. And in a real network? We take one whose gradient is large at the start (a ReLU
# network from the identity, section 7), and clip with the library's functions. Ours must agree:

# %%
weights = start(torch.eye(UNITS).repeat(NETWORKS, 1, 1), bias=0.0)
words = sentences(lag=20)
F.cross_entropy(read(weights, words, torch.relu)[0], words[:, 0]).backward()
g = torch.cat([W.grad[0].flatten() for W in weights])  # of the first network
clip(weights, limit=1.0)
ours = torch.cat([W.grad[0].flatten() for W in weights])

library, limit = nn.Parameter(torch.zeros_like(g)), g.abs().quantile(0.9).item()
library.grad = g.clone()
nn.utils.clip_grad_norm_(library, 1.0)
by_norm, library.grad = library.grad, g.clone()
nn.utils.clip_grad_value_(library, limit)  # the limit cuts the largest tenth
print(f"norm before {g.norm():.1f}, ours after {ours.norm():.3f}, library {by_norm.norm():.3f}")
print(f"ours and the library's differ by {(ours - by_norm).abs().max():.0e}")

# %%
claim(
    "gradient-clip-norm-direction",
    "Clipping by norm keeps the direction (degrees turned)",
    angle(g, ours),
    below=0.1,
)
claim(
    "gradient-clip-value-direction",
    "Clipping the largest tenth by value turns the gradient (degrees turned)",
    angle(g, library.grad),
    above=5,
    below=60,
)

# %% [markdown]
# A gradient that has been turned still points downhill (the angle is below 90 degrees), but no
# longer where the slope is steepest. So clipping by norm is the usual choice. One detail: the norm
# is that of *all* weights together. A norm for each matrix by itself would turn the gradient again.
#
# ### 6.2 The cliff
#
# Why does a large gradient do harm at all? Is a steep slope not a good thing? Look at the loss of
# the smallest network: one state, a weight $w$ and a bias $b$, no input, 15 steps.
#
# $$h_t = \tanh(w\, h_{t-1} + b) \qquad h_0 = 0.5 \qquad L = (h_{15} - 0.7)^2$$


# %%
def cliff_loss(w, b, steps=15):
    """Loss of the scalar network, for numbers or whole grids."""
    h = torch.full_like(w, 0.5)
    for _ in range(steps):
        h = torch.tanh(w * h + b)
    return (h - 0.7) ** 2


def descend(w, b, rate, limit, steps=200):
    """Gradient descent from many points at once: (points,) to path (steps + 1, points, 2)."""
    path = [torch.stack([w, b], dim=-1)]
    for _ in range(steps):
        at = path[-1].clone().requires_grad_()
        (g,) = grad(cliff_loss(*at.unbind(-1)).sum(), at)
        length = g.norm(dim=-1, keepdim=True)
        path.append(path[-1] - rate * g * (limit / length).clamp(max=1))
    return torch.stack(path)


# %% [markdown]
# **Predict.** The figure shows the loss as colour, dark is low. Two walks start at the same point,
# one without clipping and one with. Where does the first one go when it meets the wall?


# %%
def draw_cliff(learning_rate: float, limit: float) -> None:
    """Draw the loss over w and b, and two walks, without and with clipping."""
    b, w = torch.meshgrid(torch.linspace(-2, 0.5, 250), torch.linspace(0.5, 4, 250), indexing="ij")
    figure, axes = plt.subplots(figsize=(7, 4))
    picture = axes.pcolormesh(w, b, cliff_loss(w, b), norm="log", vmin=1e-4, vmax=3)
    figure.colorbar(picture, label="loss", extend="min")
    at, said = (torch.tensor([2.5]), torch.tensor([-0.2])), []
    for name, cut, colour in (("no clipping", math.inf, "#d55e00"), ("clipped", limit, "white")):
        path = descend(*at, learning_rate, cut)[:, 0]
        axes.plot(*path.T, ".-", color=colour, linewidth=1, markersize=4, label=name)
        said.append(f"{name}: loss {cliff_loss(*path[-1]):.2g}")
    axes.set(xlim=(0.5, 4), ylim=(-2, 0.5), xlabel="weight w", ylabel="bias b")
    axes.set_title("After 200 steps, " + "; ".join(said))
    axes.legend(labelcolor="white", facecolor="#444444", frameon=True, loc="lower left")
    axes.grid(False)
    show(figure, alt="Loss over w and b with a steep wall. After 200 steps: " + "; ".join(said))


# %%
explore(
    draw_cliff,
    learning_rate=ipywidgets.FloatLogSlider(value=0.1, min=-2, max=0, step=0.25),
    limit=ipywidgets.FloatLogSlider(value=0.5, min=-1, max=2, step=0.25),
)

# %% [markdown]
# The valley runs along the foot of a wall. On the wall a small change of $b$ decides whether the
# state ends near 1 or near -1: a product of 15 factors above 1. A walker who steps on it gets a
# huge gradient, and one single step throws it out of the picture, onto a plain where the gradient
# is almost 0. It never comes back. Clipped, it takes one small step back and goes on down the
# valley.
#
# One start can be luck. So 200 random starts near this one:

# %%
w, b = 2 + torch.rand(200), -0.5 + 0.7 * torch.rand(200)
arrived = {}
for name, limit in (("no clipping", math.inf), ("clipped", 0.5)):
    end = descend(w, b, rate=0.1, limit=limit)[-1]
    arrived[name] = (cliff_loss(*end.unbind(-1)) < 0.01).float().mean().item()
    print(f"{name:12} {arrived[name]:.0%} arrive in the valley")
claim(
    "gradient-cliff",
    "At the cliff, clipping brings more walkers into the valley (difference of the shares)",
    arrived["clipped"] - arrived["no clipping"],
    above=0.3,
)

# %% [markdown]
# Not all of them arrive even with clipping: it keeps the step small, but it does not say where the
# valley is.
#
# ### 6.3 Training with and without
#
# Now the task of section 5, at a distance of 20. Ten ReLU networks start from the identity. The
# optimiser is plain gradient descent, the method of the slides. (About 5 s.)
#
# **Predict.** The third run has tanh networks with the usual start, whose gradient vanishes. Does
# clipping help them?

# %%
eye = torch.eye(UNITS).repeat(10, 1, 1)
plans = {
    "ReLU, no clipping": (eye, torch.relu, math.inf),
    "ReLU, clipped": (eye, torch.relu, 1.0),
    "tanh, clipped": (usual(UNITS, UNITS, networks=10), torch.tanh, 1.0),
}
share, largest = {}, {}
for name, (W_hh, f, limit) in plans.items():
    weights = start(W_hh.clone(), bias=0.0)
    right, norms = train(weights, f, lag=20, steps=150, rate=0.03, limit=limit, kind=SGD)
    share[name] = right[-20:].mean(0).flatten()  # (networks,)
    largest[name] = norms.nan_to_num(math.inf).amax(0)
    print(f"{name:18} right {share[name].mean():.2f}, largest norm {largest[name].median():.1e}")

# %%
claim(
    "gradient-clipping-helps",
    "With clipping the ReLU networks learn more (difference of the mean shares of right answers)",
    share["ReLU, clipped"].mean() - share["ReLU, no clipping"].mean(),
    above=0.25,
)
claim(
    "gradient-clipping-no-cure",
    "Clipping does nothing for a gradient that vanishes (mean share; blind: 0.25)",
    share["tanh, clipped"].mean(),
    below=0.35,
)

# %% [markdown]
# Without clipping, one step with a huge gradient is enough, and what was learned is gone: these
# networks guess. Clipped, they get somewhere, and some all the way. And the third line: a gradient
# that is too small is never above the limit. Clipping is a remedy for explosions only.
#
# ## 7. Too small: three tricks
#
# The slides name three:
#
# 1. **Activation**: ReLU in place of tanh.
# 2. **Initialisation**: $W_{hh}$ starts as the identity matrix, the biases start at zero. "This
#    helps prevent the weights from shrinking to zero", says the slide. More exactly: not
#    the weights shrink, but the gradient. At the start $h_t = f(h_{t-1} + \ldots)$, and a state
#    that is not negative is simply kept.
# 3. **Gated cells**: a network that decides by itself what it keeps. The best known is the
#    LSTM. Here it is a box, `nn.LSTM`; notebook 07 opens it.
#
# We add a fourth: an **orthogonal** matrix, with tanh. Like the identity it changes no length
# ($\rho = \sigma = 1$), but it mixes the units.
#
# **Predict.** The task of section 5 at a distance of 25. Which of these will learn it in 120 steps:
# ReLU alone, ReLU with the identity, tanh with an orthogonal matrix? (About 10 s.)

# %%
LAG, STEPS_7 = 25, 120


def identity():
    return torch.eye(UNITS).repeat(NETWORKS, 1, 1)


def orthogonal():
    return torch.linalg.qr(torch.randn(NETWORKS, UNITS, UNITS)).Q


print(f"radius of the usual start: {radius(usual(UNITS, UNITS)).mean():.2f} (mean of five)")
tricks = {
    "tanh, usual start": (usual(UNITS, UNITS), 1.0, torch.tanh),
    "ReLU, usual start": (usual(UNITS, UNITS), 1.0, torch.relu),
    "ReLU, identity": (identity(), 0.0, torch.relu),
    "tanh, orthogonal": (orthogonal(), 0.0, torch.tanh),
}
curves = {}
for name, (W_hh, bias, f) in tricks.items():
    right, _ = train(start(W_hh, bias), f, LAG, STEPS_7)
    curves[name] = right.squeeze(-1)  # (steps, networks)

# %% [markdown]
# The LSTM comes next, one network after the other. One of its gates is called the *forget gate*,
# and its bias decides how much the cell keeps at the start. At 0 it keeps about one half at each
# step, and one half to the power of 25 is next to nothing. At 4 it keeps
# $1 / (1 + e^{-4})$, which is close to 1. We try both. (About 10 s.)


# %%
def train_lstm(keep):
    """Train one LSTM; return its right answers (steps,)."""
    lstm, linear = nn.LSTM(len(WORDS), UNITS, batch_first=True), nn.Linear(UNITS, 4)
    nn.init.constant_(lstm.bias_hh_l0[UNITS : 2 * UNITS].data, keep)  # the forget gate
    weights = [*lstm.parameters(), *linear.parameters()]
    optimizer, right = Adam(weights, lr=0.01), []
    for _ in range(STEPS_7):
        words = sentences(LAG)
        states, _ = lstm(F.one_hot(words, len(WORDS)).float())  # (batch, time, hidden)
        logits = linear(states[:, -1])
        optimizer.zero_grad()
        F.cross_entropy(logits, words[:, 0]).backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        right.append((logits.argmax(-1) == words[:, 0]).float().mean())
    return torch.stack(right)


for name, keep in (("LSTM, half open", 0.0), ("LSTM, open", 4.0)):
    runs = [train_lstm(keep) for _ in trange(NETWORKS, leave=False)]
    curves[name] = torch.stack(runs, dim=1)

# %%
figure, axes = plt.subplots(figsize=(7, 4))
for (name, right), colour in zip(curves.items(), ("C0", "C4", "C1", "C2", "C5", "C3"), strict=True):
    smooth = right.unfold(0, 10, 5).mean(-1)  # means of ten steps, (points, networks)
    steps = range(10, STEPS_7 + 1, 5)
    axes.plot(steps, smooth.median(1).values, color=colour, label=name)
    _, low, _, high, _ = smooth.sort(dim=1).values.T
    axes.fill_between(steps, low, high, color=colour, alpha=0.2)
axes.axhline(0.25, color="black", linewidth=0.8, linestyle="--")
axes.set(title=f"A word {LAG} steps back, six ways to look for it", ylim=(0, 1.03))
axes.set(xlabel="training step", ylabel="right answers (share)")
figure.legend(*axes.get_legend_handles_labels(), loc="outside right center")
final = {name: right[-20:].mean(0).median().item() for name, right in curves.items()}
listed = ", ".join(f"{name} {value:.2f}" for name, value in final.items())
show(figure, alt=f"Right answers against training step; median of five at the end: {listed}")

# %%
for name, right in curves.items():
    print(f"{name:18}", *(f"{value:.2f}" for value in right[-20:].mean(0)))
claim(
    "gradient-relu-alone",
    "Trick 1 alone does not help: ReLU with the usual start guesses (median; blind: 0.25)",
    final["ReLU, usual start"],
    below=0.4,
)
claim(
    "gradient-identity",
    "Tricks 1 and 2 together find the first word (median of five networks; blind: 0.25)",
    final["ReLU, identity"],
    above=0.7,
)
claim(
    "gradient-orthogonal",
    "tanh with an orthogonal matrix finds it too (median of five networks)",
    final["tanh, orthogonal"],
    above=0.9,
)
# %%
claim(
    "gradient-gates",
    "Trick 3, an LSTM that starts open, finds it (median of five networks; blind: 0.25)",
    final["LSTM, open"],
    above=0.7,
)
claim(
    "gradient-gates-half-open",
    "An LSTM whose forget gate starts half open guesses (median of five networks; blind: 0.25)",
    final["LSTM, half open"],
    below=0.4,
)

# %% [markdown]
# Lines are the median of five networks, bands hold the middle three. The table has all five.
#
# - **tanh with the usual start** guesses for a long time. Now and then a network begins to find the
#   word late.
# - **ReLU alone** does not help. Its slope is 1 or 0, but the usual start has a radius well below
#   1, and half of the units are shut.
# - **ReLU with the identity** learns it, and so does tanh with an orthogonal matrix. So the start
#   is what counts here, more than the activation.
# - **The LSTM** learns it if it starts open. A gate alone does not help either: half open, it loses
#   half at each step, like a weight of one half.
#
# A band that stays at one half or three quarters is a network that takes two countries for one.
#
# ## 8. Where the advice fails
#
# **The identity wants small learning rates.** The identity stands right at the edge: a little above
# 1, and ReLU has nothing that holds the state back.
#
# **Predict.** The learning rate was 0.005. What happens at four times, and at ten times the rate?
# (About 6 s.)

# %%
RATES = (0.005, 0.02, 0.05)
by_rate = {"ReLU, identity": [final["ReLU, identity"]]}
by_rate["tanh, orthogonal"] = [final["tanh, orthogonal"]]
for rate in RATES[1:]:
    for name, W_hh, f in (
        ("ReLU, identity", identity(), torch.relu),
        ("tanh, orthogonal", orthogonal(), torch.tanh),
    ):
        right, _ = train(start(W_hh, 0.0), f, LAG, 100, rate=rate)
        by_rate[name].append(right[-20:].mean(0).median().item())
for name, values in by_rate.items():
    print(f"{name:18}", *(f"rate {r}: {v:.2f}" for r, v in zip(RATES, values, strict=True)))

# %%
claim(
    "gradient-identity-rate",
    "At ten times the learning rate the identity start loses the task (median of five networks)",
    by_rate["ReLU, identity"][-1],
    below=0.5,
)
claim(
    "gradient-orthogonal-rate",
    "At four times the rate the orthogonal start with tanh still learns it (median)",
    by_rate["tanh, orthogonal"][1],
    above=0.9,
)

# %% [markdown]
# The identity start breaks down; the orthogonal one with tanh bears more: tanh holds the state. The
# authors of the identity start (Le, Jaitly and Hinton, 2015) searched for a learning rate for each
# task, and clipped the gradient. The slide leaves this out.
#
# **ReLU may explode the state.** tanh keeps every state between -1 and 1. ReLU has no upper end.
# Random matrices as in section 4, 50 steps of noise, and now the size of the *state*:

# %%
grown = {}
W = torch.randn(MANY, HIDDEN, HIDDEN, dtype=torch.float64)
W = W / radius(W)[:, None, None]
for rho in (1.0, 1.5, 2.0):
    for name in ("tanh", "ReLU"):
        _, size = flow(rho * W, ACTIVATIONS[name])
        grown[name, rho] = (size[:, -1] / size[:, 0]).median().item()
        print(f"radius {rho}, {name}: the state has grown by a factor of {grown[name, rho]:.3g}")
claim(
    "gradient-relu-state",
    "At radius 2, 50 steps of ReLU make the state over 100 times as large (median)",
    grown["ReLU", 2.0],
    above=100,
)

# %% [markdown]
# In section 4, half of the units of a ReLU network were shut. A larger radius makes up for it, and
# the price is this: where the gradient grows, the state grows as well, until the numbers overflow.
# tanh loses the gradient, ReLU may lose the state. No activation settles the matter alone.
#
# ## What you know now
#
# - The gradient across $n$ steps is a product of $n$ Jacobians $\mathrm{diag}(f'(a_t))\, W_{hh}^T$.
#   It vanishes or explodes exponentially.
# - In the end the spectral radius decides; in the first steps the largest singular value; the
#   entries never.
# - A vanished gradient does not stop learning. It makes it short-sighted, which is harder to see.
# - Clipping by norm keeps the direction and saves you at the cliff. It cures explosions only.
# - The start matters more than the activation: identity with ReLU, orthogonal with tanh. Gates are
#   the third way: notebook 07.
#
# **Think, without code.**
#
# 1. A friend clips the norm at 1 and sees that *every* step is clipped. What does the training do
#    then, and what has become of the learning rate?
#
# <details><summary>Answer</summary>
#
# Each gradient is scaled to length 1. So with plain gradient descent all steps have the same
# length, and only the direction of the gradient counts. The learning rate is now the length of a
# step. Near a minimum the steps do not become shorter, as long as the norm is above 1: one has to
# lower the learning rate, or to raise the limit.
#
# </details>
#
# 2. $W_{hh}$ is a rotation by 90 degrees in the plane. How large are its entries, its radius and
#    its largest singular value? What happens to the gradient in a linear network?
#
# <details><summary>Answer</summary>
#
# The entries are 0, 1 and -1. The eigenvalues are $i$ and $-i$, so the radius is 1. A rotation
# changes no length, so the largest singular value is 1 as well. In a linear network the gradient
# keeps its length for ever; each step back turns it by 90 degrees, and after four steps it points
# as at the beginning.
#
# </details>
#
# 3. The loss goes down nicely. How could you find out that the network learns only the near?
#
# <details><summary>Answer</summary>
#
# Measure the near and the far apart, as in section 5: ask for a word that is far back, and see
# whether the answers are better than guessing. Or measure $\|\partial L / \partial h_t\|$ at each
# step, and see what is left at the first ones. Or change an early input, and see whether the last
# output changes at all. The loss alone cannot tell, because it falls when only the near is learned.
#
# </details>
#
# **Where to go on.** Hochreiter (1991) and Bengio, Simard and Frasconi, "Learning long-term
# dependencies with gradient descent is difficult" (1994), found the problem. Pascanu, Mikolov and
# Bengio, "On the difficulty of training recurrent neural networks" (2013), have the product, the
# cliff and clipping by norm. Le, Jaitly and Hinton, "A simple way to initialize recurrent
# networks of rectified linear units" (2015), is the identity start; Saxe, McClelland and Ganguli
# (2014) studied orthogonal ones. Trefethen and Embree, "Spectra and pseudospectra" (2005), is the
# book about non-normal matrices. In [Lab 2](../labs/lab2_gradients.ipynb) you examine and cure
# four networks that are ill in these ways.
