# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05. Back-propagation through time
#
# {{ colab }}
#
# **The network makes a mistake at the last step. How does a weight learn what it did wrong at the
# first one?**
#
# After this notebook you can
#
# - compute the gradient of a small network, and of three time steps, with a pocket calculator;
# - write back-propagation through time in ten lines, and prove each term right;
# - say what it means for the gradient that all steps share one weight;
# - say what back-propagation through time costs, in memory and in time;
# - cut it into windows, and say what is lost.
#
# | | |
# | --- | --- |
# | Time | about 50 minutes, of which the computer works for about half a minute |
# | You need | recurrence and the unrolled graph ([notebook 03](03_recurrence.ipynb)), the chain rule |
# | Slides | "Backpropagation Through Time (BPTT)" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=5)  # before torch is imported

# %%
import math
import statistics
import time
from collections import Counter
from functools import partial

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd import grad
from torch.utils.flop_counter import FlopCounterMode
from tqdm.auto import trange

from seqlab.claims import claim
from seqlab.data import load
from seqlab.diagrams import draw_unrolled
from seqlab.plots import show
from seqlab.text import Vocabulary
from seqlab.widgets import explore

# %% [markdown]
# ## 1. Two layers, by hand
#
# The slide recalls back-propagation in two steps: take the gradient of the loss with respect to
# each parameter; shift the parameters so that the loss gets smaller. We do it once with plain
# numbers. One input, one hidden neuron, one output:
#
# $$a = w_1 x \qquad h = \tanh(a) \qquad y = w_2 h \qquad L = \tfrac12 (y - \text{target})^2$$

# %%
x, target = 2.0, 1.0
w_1, w_2 = 0.5, 2.0
a = w_1 * x
h = math.tanh(a)
y = w_2 * h
loss = (y - target) ** 2 / 2
print(f"a = {a:.4f}, h = {h:.4f}, y = {y:.4f}, loss = {loss:.4f}")

# %% [markdown]
# **Predict.** The output is larger than the target. Must $w_1$ become larger or smaller? So is the
# gradient $\partial L / \partial w_1$ positive or negative?
#
# Now backwards. Each line takes the result of the line above and multiplies it by one derivative.
# We write `dh` for $\partial L / \partial h$, and so on. The derivative of tanh is
# $1 - \tanh^2(a) = 1 - h^2$, and $h$ is known from the way forward.

# %%
dy = y - target
dw_2 = dy * h
dh = dy * w_2
da = dh * (1 - h**2)
dw_1 = da * x
print(f"dy = {dy:.4f}, dw_2 = {dw_2:.4f}, dh = {dh:.4f}, da = {da:.4f}, dw_1 = {dw_1:.4f}")

# %% [markdown]
# The gradient of $w_1$ is positive: a larger $w_1$ makes a larger loss. So $w_1$ must become
# smaller. Two ways to check this: nudge the weight a little and see how the loss moves, and ask
# PyTorch's `grad`.


# %%
def two_layers(w_1, w_2):
    """Loss of the two layers, for numbers or tensors."""
    h = torch.tanh(torch.as_tensor(w_1 * x))
    return (w_2 * h - target) ** 2 / 2


nudge = 1e-3
slope = (two_layers(w_1 + nudge, w_2) - two_layers(w_1 - nudge, w_2)) / (2 * nudge)
weights = torch.tensor([w_1, w_2], dtype=torch.float64, requires_grad=True)
(by_autograd,) = grad(two_layers(*weights), weights)
print(f"dw_1: by hand {dw_1:.4f}, by a nudge {slope:.4f}, by autograd {by_autograd[0]:.4f}")
print(f"dw_2: by hand {dw_2:.4f}, by autograd {by_autograd[1]:.4f}")

# %% [markdown]
# Three ways, one number. Now the second step of the slide. The gradient says in which *direction*
# to shift. It does not say how far:

# %%
for rate in (0.01, 0.1, 1.0, 5.0):
    after = two_layers(w_1 - rate * dw_1, w_2 - rate * dw_2)
    print(f"learning rate {rate:4}: the loss goes from {loss:.3f} to {after:.3f}")

# %% [markdown]
# A small step lowers the loss a little. A step that is too large makes it worse. "In order to
# minimise" is the aim; one step does not get there.
#
# With vectors nothing new happens. A layer is $y = W^T x$. In code a vector is a row, so this is
# `x @ W`, as in notebook 03. Two rules are enough for all that follows:
#
# $$\frac{\partial L}{\partial W} = x \left(\frac{\partial L}{\partial y}\right)^{T}
# \qquad\qquad \frac{\partial L}{\partial x} = W \, \frac{\partial L}{\partial y}$$
#
# The weight from $i$ to $j$ is blamed as much as its input $x_i$ times the blame of $y_j$. The
# input $i$ is blamed by everyone who listened to it.

# %%
x_vector = torch.randn(3, dtype=torch.float64, requires_grad=True)  # (features,)
W = torch.randn(3, 2, dtype=torch.float64, requires_grad=True)  # (features, outputs)
y_vector = x_vector @ W  # (outputs,)
vector_loss = (y_vector**2).sum() / 2
dy_vector = y_vector.detach()  # dL/dy of this loss

by_hand = torch.outer(x_vector, dy_vector), W @ dy_vector
for mine, judge in zip(by_hand, grad(vector_loss, (W, x_vector)), strict=True):
    print("shape", tuple(mine.shape), "equal:", torch.allclose(mine, judge))

# %% [markdown]
# ## 2. Three time steps, with a pencil
#
# Now a recurrent network with one input, one state, one output. At every step it makes an error,
# so there is **one loss per step**, and the loss of the sequence is their sum:
#
# $$h_t = \tanh(w_{xh} x_t + w_{hh} h_{t-1}) \qquad y_t = w_{hy} h_t \qquad
# L_t = \tfrac12 (y_t - \text{target}_t)^2 \qquad L = L_1 + L_2 + L_3$$
#
# The first step is the network of section 1, number for number.

# %%
w_xh, w_hh, w_hy = 0.5, 0.8, 2.0
x = [None, 2.0, 0.0, 1.0]  # None: we count the steps from 1
target = [None, 1.0, 1.0, 0.0]
h, e, losses = [0.0], [None], []
for t in (1, 2, 3):
    h.append(math.tanh(w_xh * x[t] + w_hh * h[t - 1]))
    e.append(w_hy * h[t] - target[t])  # the error, dL_t/dy_t
    losses.append(e[t] ** 2 / 2)
    print(f"step {t}: state {h[t]:.4f}, error {e[t]:+.4f}, loss {losses[-1]:.4f}")
print(f"sum of the losses: {sum(losses):.4f}")

# %% [markdown]
# Which losses does $h_2$ have a part in? Its own, $L_2$. But also $L_3$, because $h_3$ was made
# from it. So its gradient has two terms:
#
# $$\frac{\partial L}{\partial h_t} =
# \underbrace{\frac{\partial L_t}{\partial h_t}}_{\text{direct}} +
# \underbrace{\frac{\partial h_{t+1}}{\partial h_t}\,\frac{\partial L}{\partial h_{t+1}}}_{
# \text{through the state}}$$
#
# For our numbers the direct term is $e_t\, w_{hy}$, and
# $\partial h_{t+1} / \partial h_t = (1 - h_{t+1}^2)\, w_{hh}$. The last step has no next one, so
# we begin there and go back.
#
# **Predict.** At step 2 the error is close to 0. Is $\partial L / \partial h_2$ close to 0 too?

# %%
dh_3 = e[3] * w_hy
dh_2 = e[2] * w_hy + (1 - h[3] ** 2) * w_hh * dh_3
dh_1 = e[1] * w_hy + (1 - h[2] ** 2) * w_hh * dh_2
print(f"dL/dh_3 = {dh_3:.4f}, dL/dh_2 = {dh_2:.4f}, dL/dh_1 = {dh_1:.4f}")
print(f"direct part of dL/dh_2: {e[2] * w_hy:.4f}")

# %% [markdown]
# Take a pocket calculator and check the middle line: it is the whole algorithm.
#
# $\partial L / \partial h_2$ is not close to 0. Its own error gives only a small part of it. Most
# of the blame comes from step 3, whose large error $h_2$ helped to make.
#
# The same as a loop, which keeps both terms:


# %%
def flow_back(h, direct, w_hh):
    """Direct terms of steps 1, 2, ... to pairs (direct, through the state) for each step."""
    through, terms = 0.0, []
    for t in range(len(direct), 0, -1):
        terms.append((direct[t - 1], through))
        dh = direct[t - 1] + through
        through = (1 - h[t] ** 2) * w_hh * dh  # what the step before will get
    return terms[::-1]


terms = flow_back(h, [e_t * w_hy for e_t in e[1:]], w_hh)
for t, (direct, through) in enumerate(terms, start=1):
    print(f"step {t}: {direct:+.4f} direct {through:+.4f} through the state")

# %% [markdown]
# Is each term right? `grad` can be asked for each one by itself. The direct term of step $t$ is
# the gradient of $L_t$ alone. What comes through the state is the gradient of all *later* losses.

# %%
w = torch.tensor([w_xh, w_hh, w_hy], dtype=torch.float64, requires_grad=True)
states, step_losses = [torch.zeros((), dtype=torch.float64)], []
for t in (1, 2, 3):
    states.append(torch.tanh(w[0] * x[t] + w[1] * states[t - 1]))
    step_losses.append((w[2] * states[t] - target[t]) ** 2 / 2)

off = []
for t, (direct, through) in enumerate(terms, start=1):
    (direct_judge,) = grad(step_losses[t - 1], states[t], retain_graph=True)
    off.append(abs(direct - direct_judge))
    if later := step_losses[t:]:
        (through_judge,) = grad(sum(later), states[t], retain_graph=True)
        off.append(abs(through - through_judge))
print(f"{len(off)} terms compared, largest difference {max(off):.1e}")

# %% [markdown]
# From here to the weights it is one step. $w_{hh}$ was used three times, so it is blamed three
# times, and **the blames add up**. With $\mathrm{d}a_t = (1 - h_t^2)\,\partial L/\partial h_t$:
#
# $$\frac{\partial L}{\partial w_{xh}} = \sum_t \mathrm{d}a_t\, x_t \qquad
# \frac{\partial L}{\partial w_{hh}} = \sum_t \mathrm{d}a_t\, h_{t-1} \qquad
# \frac{\partial L}{\partial w_{hy}} = \sum_t e_t\, h_t$$

# %%
steps = (1, 2, 3)
da = [None, *((1 - h[t] ** 2) * sum(terms[t - 1]) for t in steps)]
by_hand = [
    sum(da[t] * x[t] for t in steps),
    sum(da[t] * h[t - 1] for t in steps),
    sum(e[t] * h[t] for t in steps),
]
(by_autograd,) = grad(sum(step_losses), w)
for name, mine, judge in zip(("dw_xh", "dw_hh", "dw_hy"), by_hand, by_autograd, strict=True):
    print(f"{name}: by hand {mine:.6f}, by autograd {judge:.6f}")
off += [abs(mine - judge) for mine, judge in zip(by_hand, by_autograd, strict=True)]
claim(
    "bptt-pencil",
    "Three steps with a pencil: every term and every weight agrees with autograd (largest "
    "difference)",
    max(off),
    below=1e-6,
)

# %% [markdown]
# ## 3. Watch it flow
#
# The unrolled graph again, now with the gradient on its way back. From each loss an arrow comes
# down: the direct term. From each cell an arrow goes to the cell before: the term through the
# state. The wider, the larger.
#
# **Predict.** Only the last step has a loss, and there are six steps. How much of the gradient
# arrives at $h_1$? Does a larger $w_{hh}$ always bring more?


# %%
READ = [2.0, 0.0, 1.0, 0.0, 2.0, 0.0]


def flow(steps: int, w_hh: float, loss_at: str) -> list[tuple[float, float]]:
    """Run the scalar network with targets of 0; return the two terms of each step."""
    h, direct = [0.0], []
    for t, x_t in enumerate(READ[:steps], start=1):
        h.append(math.tanh(w_xh * x_t + w_hh * h[-1]))
        error = w_hy * h[t] if loss_at == "every step" or t == steps else 0.0
        direct.append(error * w_hy)
    return flow_back(h, direct, w_hh)


# %%
def draw_flow(steps: int, w_hh: float, loss_at: str) -> None:
    """Draw the gradient on its way back over the unrolled graph."""
    terms = flow(steps, w_hh, loss_at)
    figure, axes = plt.subplots(figsize=(7, 3.2))
    losses = [f"$L_{t}$" if direct else None for t, (direct, _) in enumerate(terms, start=1)]
    draw_unrolled(axes, [f"{x_t:g}" for x_t in READ[:steps]], losses, gradient=terms)
    share = sum(terms[0]) / sum(terms[-1])
    axes.set_title(f"$w_{{hh}}$ = {w_hh:g}: $h_1$ gets {share:.2%} of the gradient at $h_{steps}$")
    listed = ", ".join(f"{direct:.2g} and {through:.2g}" for direct, through in terms)
    show(figure, alt=f"Unrolled graph for w_hh = {w_hh:g}. Direct and through the state: {listed}")


# %%
explore(
    draw_flow,
    steps=ipywidgets.IntSlider(value=6, min=2, max=6),
    w_hh=ipywidgets.FloatSlider(value=0.8, min=0, max=3, step=0.2),
    loss_at=ipywidgets.ToggleButtons(options=["last step only", "every step"]),
)

# %%
for w_now in (0.2, 0.4, 0.8, 1.6, 3.0):
    terms = flow(6, w_now, "last step only")
    share = sum(terms[0]) / sum(terms[-1])
    print(f"w_hh = {w_now}: step 1 gets {share:.1e} of the gradient at step 6")

# %% [markdown]
# Little arrives, and a larger weight brings more only up to a point. Each step back multiplies by
# $(1 - h_{t+1}^2)\, w_{hh}$. A larger $w_{hh}$ makes the second factor larger, but it also drives
# the states towards 1 or -1, where the first factor is almost 0. This product of many factors is
# the subject of notebook 06.
#
# Set the control to "every step": then each cell also gets its own, fresh part.
#
# ## 4. In general: vectors, any number of steps
#
# Now with matrices, and with the loss of a language model: at each step the network predicts the
# next symbol, and $L_t$ is the cross-entropy. Forward:


# %%
def forward(x, labels, W_xh, W_hh, W_hy):
    """Inputs (time, features), labels (time,) to lists: states 0..T, logits and losses 1..T."""
    h, logits, losses = [x.new_zeros(len(W_hh))], [], []
    for x_t, label in zip(x, labels, strict=True):
        h.append(torch.tanh(x_t @ W_xh + h[-1] @ W_hh))  # (hidden,)
        logits.append(h[-1] @ W_hy)  # (outputs,)
        losses.append(F.cross_entropy(logits[-1], label))
    return h, logits, losses


# %% [markdown]
# Backward. Each line of the loop is one line of this table.
#
# | line | gradient with respect to | equation |
# | --- | --- | --- |
# | 1 | the logits, $L_t$ alone | $e_t = p_t - \text{onehot}(\text{label}_t)$ |
# | 2 | $h_t$, direct | $W_{hy}\,e_t$ |
# | 3 | $h_t$, both terms | $\mathrm{d}h_t = \text{direct} + \text{through}$ |
# | 4 | inside the tanh | $\mathrm{d}a_t = (1 - h_t^2) \odot \mathrm{d}h_t$ |
# | 5 | $W_{hy}$ | add $h_t\,e_t^T$ |
# | 6 | $W_{xh}$ | add $x_t\,\mathrm{d}a_t^T$ |
# | 7 | $W_{hh}$ | add $h_{t-1}\,\mathrm{d}a_t^T$ |
# | 8 | $h_{t-1}$, through | $W_{hh}\,\mathrm{d}a_t$ |
#
# Here $p_t$ is the softmax of the logits. Lines 5 to 7 are the first rule of section 1, lines 2
# and 8 are the second. Line 8 is the term $(\partial h_t / \partial h_{t-1})^T\, \mathrm{d}h_t$ of
# section 2: the Jacobian is never written down, only multiplied with.


# %%
def backward(x, labels, h, logits, W_hh, W_hy):
    """Return the gradients of W_xh, W_hh, W_hy, and the pair (direct, through) of each step."""
    dW_xh, dW_hh, dW_hy = 0.0, 0.0, 0.0
    through, terms = torch.zeros_like(h[0]), []
    for t in range(len(x), 0, -1):
        dlogits = logits[t - 1].softmax(0) - F.one_hot(labels[t - 1], W_hy.shape[1])  # 1
        direct = W_hy @ dlogits  # 2: (hidden,)
        dh = direct + through  # 3
        da = (1 - h[t] ** 2) * dh  # 4
        dW_hy = dW_hy + torch.outer(h[t], dlogits)  # 5
        dW_xh = dW_xh + torch.outer(x[t - 1], da)  # 6
        dW_hh = dW_hh + torch.outer(h[t - 1], da)  # 7
        terms.append((direct, through))
        through = W_hh @ da  # 8
    return (dW_xh, dW_hh, dW_hy), terms[::-1]


# %% [markdown]
# There is no bias, to keep it short. A bias is a weight from an input that is always 1: by line 6
# its gradient is the sum of all $\mathrm{d}a_t$.
#
# Now the judge. We draw networks and sequences at random, and compare everything with `grad`: both
# terms of every step, and the three matrices.


# %%
def random_network(steps, features=4, hidden_size=5, outputs=6):
    """Return x, labels and three matrices in float64; the matrices want a gradient."""
    x = torch.randn(steps, features, dtype=torch.float64)
    shapes = ((features, hidden_size), (hidden_size, hidden_size), (hidden_size, outputs))
    matrices = [torch.randn(shape, dtype=torch.float64) / shape[0] ** 0.5 for shape in shapes]
    return x, torch.randint(outputs, (steps,)), *(W.requires_grad_() for W in matrices)


# %%
def largest_difference(steps):
    """Compare each term and each matrix with autograd."""
    x, labels, *matrices = random_network(steps)
    h, logits, losses = forward(x, labels, *matrices)
    gradients, terms = backward(x, labels, h, logits, *matrices[1:])
    pairs = list(zip(gradients, grad(sum(losses), matrices, retain_graph=True), strict=True))
    for t, (direct, through) in enumerate(terms, start=1):
        later = sum(losses[t:], start=0 * h[t].sum())  # at the last step there is no later loss
        pairs.append((direct, grad(losses[t - 1], h[t], retain_graph=True)[0]))
        pairs.append((through, grad(later, h[t], retain_graph=True)[0]))
    return max((mine - judge).abs().max().item() for mine, judge in pairs)


# %%
differences = {steps: largest_difference(steps) for steps in (1, 2, 3, 5, 10, 20, 40)}
for steps, difference in differences.items():
    print(f"{steps:3} steps: largest difference {difference:.1e}")
claim(
    "bptt-equals-autograd",
    "Back-propagation through time by hand equals autograd, per step and per term, for up to "
    "40 steps (largest difference)",
    max(differences.values()),
    below=1e-6,
)

# %% [markdown]
# The difference is the rounding of 64-bit numbers. `loss.backward()` does nothing else than this
# loop.
#
# ## 5. One matrix, many copies
#
# In the drawing there is an arrow $W_{hh}$ at each step. It is one and the same matrix. What if
# each step had its own copy, $W^{(1)}, W^{(2)}, \ldots$, all with equal numbers? Then each copy
# would have a gradient of its own.
#
# **Predict.** How is the gradient of the shared matrix made from those of the copies: their sum,
# their mean, the last one? And can the loss of step 3 blame the copy that was used at step 7?

# %%
STEPS = 12
x, labels, W_xh, W_hh, W_hy = random_network(STEPS, hidden_size=8)
copies = [W_hh.detach().clone().requires_grad_() for _ in range(STEPS)]
h, losses = torch.zeros(8, dtype=torch.float64), []
for x_t, label, W_t in zip(x, labels, copies, strict=True):
    h = torch.tanh(x_t @ W_xh + h @ W_t)
    losses.append(F.cross_entropy(h @ W_hy, label))
of_copies = grad(sum(losses), copies, retain_graph=True)

_, _, shared_losses = forward(x, labels, W_xh, W_hh, W_hy)
(of_shared,) = grad(sum(shared_losses), W_hh)
claim(
    "bptt-copies-add-up",
    "The gradient of the shared matrix is the sum of the gradients of its copies (largest "
    "difference)",
    (sum(of_copies) - of_shared).abs().max(),
    below=1e-6,
)

# %% [markdown]
# It is the sum. Sharing a weight across time means: **every step votes, and the votes are added.**
#
# Take the votes apart further: for each loss $L_t$ and each copy $W^{(k)}$, how large is
# $\partial L_t / \partial W^{(k)}$?

# %%
votes = torch.full((STEPS, STEPS), torch.nan)
for t, loss in enumerate(losses):
    each = grad(loss, copies, retain_graph=True, allow_unused=True)
    for k, gradient in enumerate(each):
        if gradient is not None:  # None: this copy has no part in this loss
            votes[t, k] = gradient.norm()
in_future = votes[torch.triu(torch.ones(STEPS, STEPS, dtype=torch.bool), diagonal=1)]
print("votes of a loss on a copy that was used later:", in_future.isfinite().sum().item())

# %%
figure, axes = plt.subplots(figsize=(5.8, 4.4))
ticks = range(1, STEPS + 1)
picture = axes.pcolormesh(ticks, ticks, votes)
figure.colorbar(picture, label="size of the gradient (norm)")
axes.set(xlabel="copy of $W_{hh}$ used at step k", ylabel="loss of step t", xticks=ticks)
axes.set(title="Each loss blames its past, never its future", yticks=ticks, aspect="equal")
axes.invert_yaxis()
axes.grid(False)
latest, first = votes.diagonal()[1:].mean(), votes[-1, 1]
show(
    figure,
    alt=f"A triangle: losses of {STEPS} steps by copies of the matrix. On the diagonal "
    f"the gradient is {latest:.2g} on average; from the last loss to the second step {first:.1g}",
)

# %% [markdown]
# A row is one loss, a column is one copy. Add up the gradients of a row: what one loss says about
# $W_{hh}$. Of a column: what one copy is blamed for. Of the whole triangle: the gradient of the
# shared matrix. The first column is 0, because the state before the first step is 0: there is
# nothing for which a weight could be blamed.
#
# The triangle has $T(T+1)/2$ entries. Does it have to be computed one by one? No: the sweep adds
# what comes from later losses *before* it goes on to the left. One sweep does for all losses:


# %%
def seconds(run, repeat=3):
    """Shortest time of a few runs: other programs can only slow it down."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


def multiplications(run):
    """How many multiplications the matrix products of a run make."""
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops() // 2  # each comes with an addition


# %%
x, labels, *matrices = random_network(steps=100, hidden_size=32)
_, _, losses = forward(x, labels, *matrices)
sweeps = {
    "one sweep for all": lambda: grad(sum(losses), matrices, retain_graph=True),
    "one sweep for each": lambda: [grad(loss, matrices, retain_graph=True) for loss in losses],
}
work = {name: multiplications(run) for name, run in sweeps.items()}
for name, run in sweeps.items():
    print(f"{name}: {work[name]:12,} multiplications, here in {1000 * seconds(run, 1):.0f} ms")
claim(
    "bptt-one-sweep",
    "For 100 steps, one sweep for each loss multiplies at least 10 times as much as one for all",
    work["one sweep for each"] / work["one sweep for all"],
    above=10,
)

# %% [markdown]
# ## 6. What it costs
#
# To go back, the loop needs every $h_t$ and every $x_t$ again. So all of them must be kept until
# the sweep comes by. How much is that? PyTorch calls us whenever it keeps a tensor, if we ask it
# to. This class counts the bytes that are kept at one time:


# %%
class Kept:
    """A tensor kept for the way back. Together they know how many bytes are alive."""

    alive, now, peak = Counter(), 0, 0

    def __init__(self, tensor):
        self.tensor, self.place = tensor.detach(), tensor.data_ptr()
        Kept.now += tensor.nbytes * (Kept.alive[self.place] == 0)  # kept twice, counted once
        Kept.alive[self.place] += 1
        Kept.peak = max(Kept.peak, Kept.now)

    def __del__(self):  # the sweep has passed, and the tensor is let go
        Kept.alive[self.place] -= 1
        Kept.now -= self.tensor.nbytes * (Kept.alive[self.place] == 0)


# %%
def peak_bytes(run):
    """Run something and return the most bytes that were kept at one time for a way back."""
    Kept.alive, Kept.now, Kept.peak = Counter(), 0, 0
    with torch.autograd.graph.saved_tensors_hooks(Kept, lambda kept: kept.tensor):
        run()
    return Kept.peak


# %% [markdown]
# A network from the library now, with `nn.RNN` and a linear layer. There is one line that matters:
# `detach`. The sequence is cut into windows. At the end of a window the *value* of the state goes
# on into the next one, and the *gradient* does not come back. This is **truncated back-propagation
# through time**. In Lab 5 you write this cut yourself, it is called
# `carry` there.


# %%
class Reader(nn.Module):
    def __init__(self, features, outputs, hidden_size=32):
        super().__init__()
        self.rnn = nn.RNN(features, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, outputs)
        nn.init.orthogonal_(self.rnn.weight_hh_l0)  # lets the gradient flow: notebook 06


# %%
def backward_in_windows(model, x, labels, window):
    """Add to .grad the gradient of the mean loss, cut at the borders of windows.

    x (batch, time, features); labels (batch, time), -100 where nothing is asked.
    """
    h, loss_sum, asked = None, 0.0, (labels != -100).sum()
    for x_w, labels_w in zip(x.split(window, 1), labels.split(window, 1), strict=True):
        states, h = model.rnn(x_w, h)  # (batch, window, hidden)
        logits = model.linear(states).flatten(0, 1)  # (batch * window, outputs)
        loss = F.cross_entropy(logits, labels_w.flatten(), reduction="sum") / asked
        loss.backward()  # lets go what this window has kept
        h = h.detach()  # the cut
        loss_sum += loss.item()
    return loss_sum


# %%
def there_and_back(length, window):
    """What goes forward and back once, 16 sequences at once."""
    x, labels = torch.randn(16, length, 8), torch.randint(8, (16, length))
    return partial(backward_in_windows, Reader(features=8, outputs=8), x, labels, window)


LENGTHS, WINDOW = (50, 100, 200, 400, 800), 50
runs = {
    "whole sequence": [there_and_back(length, window=length) for length in LENGTHS],
    "windows of 50": [there_and_back(length, window=WINDOW) for length in LENGTHS],
}
kept = {name: [peak_bytes(run) for run in some] for name, some in runs.items()}
took = {name: [seconds(run, repeat=2) for run in some] for name, some in runs.items()}
print(f"{'steps':>6}{'whole sequence':>26}{'windows of 50':>26}")
for k, length in enumerate(LENGTHS):
    line = [f"{kept[n][k] / 1e6:12.2f} MB {1000 * took[n][k]:7.0f} ms" for n in runs]
    print(f"{length:6}" + "".join(line))

# %%
figure, axes = plt.subplots()
for name, counts in kept.items():
    axes.plot(LENGTHS, [count / 1e6 for count in counts], marker="o", label=name)
axes.set(title="Memory grows with the length, unless the gradient is cut")
axes.set(xlabel="time steps", ylabel="kept for the way back (MB)", ylim=0)
axes.legend()
ends = ", ".join(f"{name} {counts[-1] / 1e6:.1f} MB" for name, counts in kept.items())
show(figure, alt=f"Memory against length, a straight line and a flat one: at 800 steps {ends}")

# %%
claim(
    "bptt-memory-grows",
    "Eight times as many steps keep about eight times as many bytes (ratio)",
    kept["whole sequence"][-1] / kept["whole sequence"][1],
    above=7,
    below=8.5,
)
claim(
    "bptt-memory-windows",
    "In windows of 50, memory stays the same from 100 to 800 steps (ratio)",
    kept["windows of 50"][-1] / kept["windows of 50"][1],
    above=0.95,
    below=1.05,
)

# %% [markdown]
# Memory grows in proportion to the length: the states of all steps have to wait. (So do the inputs
# and the probabilities, and `nn.RNN` keeps the states twice, singly and stacked.) In windows it
# stays flat, because a window lets go of its states before the next one begins.
#
# Time grows with the length too, in both columns. Cutting saves memory, but no time: every
# step is still done once forwards and once backwards.
#
# ## 7. What is lost in a window
#
# The state still carries everything over the border. Only the *blame* stops there. So the network
# can use what is in its state, but no loss after the border tells the steps before it what they
# should have kept. The truncated gradient leaves out terms. Does this change its direction?
#
# It depends on how far apart the things are that belong together. Two kinds of sequences, each of
# 24 steps:
#
# - **short links**: letters of real tunes in ABC notation. What comes next depends mostly on the
#   last few letters.
# - **long link**: the first symbol is one of four, then follows noise, and the network is asked for
#   the first symbol at the very end.

# %%
STEPS = 24
tunes = [text.split("K:")[1] for text in load("tunes")["train"]["abc"][:1000]]
vocabulary = Vocabulary.from_texts(tunes)
letters = torch.cat([vocabulary.encode(tune) for tune in tunes])


def short_links(count):
    """Windows of text: x (count, time, letters) one-hot, labels (count, time)."""
    starts = torch.randint(len(letters) - STEPS, (count, 1))
    rows = letters[starts + torch.arange(STEPS + 1)]
    return F.one_hot(rows[:, :-1], len(vocabulary)).float(), rows[:, 1:]


# %%
def long_link(count):
    """Symbols 0 to 3 first, then 4 to 7: x (count, time, 8), labels -100 except the last."""
    symbols = torch.randint(4, 8, (count, STEPS))
    symbols[:, 0] -= 4
    labels = torch.full((count, STEPS), -100)
    labels[:, -1] = symbols[:, 0]
    return F.one_hot(symbols, 8).float(), labels


# %% [markdown]
# We compare directions by the cosine of the angle between the true and the truncated gradient: 1
# means the same direction, 0 a right angle. We take the weights of the recurrent part, since
# $W_{hy}$ loses nothing: its gradient needs no way back through time.
#
# When? An untrained network has learned no links, a finished one has hardly any gradient left. So
# we stop in the middle of learning, by the same rule for both: when the loss has fallen to 60 % of
# its first value. Five networks learn the tunes, ten the long link, which is learned faster. This
# takes about 10 s on a laptop CPU.


# %%
def train(model, draw, window=STEPS, max_steps=400, until=0.0):
    """Train, and stop when the loss is below the share `until` of the first loss."""
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=3e-3), []
    for _ in range(max_steps):
        optimizer.zero_grad()
        losses.append(backward_in_windows(model, *draw(32), window))
        if losses[-1] < until * losses[0]:
            break
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)  # notebook 06
        optimizer.step()
    return model


# %%
def recurrent_gradient(model, x, labels, window):
    """Gradient of all recurrent weights as one vector."""
    model.zero_grad()
    backward_in_windows(model, x, labels, window)
    return torch.cat([W.grad.flatten() for W in model.rnn.parameters()])


# %%
WINDOWS = (1, 2, 4, 6, 12, 24)


def cosines(draw, features, outputs, networks):
    """Cosines between true and truncated gradient, (networks, windows)."""
    rows = []
    for _ in trange(networks, leave=False):
        model = train(Reader(features, outputs), draw, until=0.6)
        x, labels = draw(256)
        true = recurrent_gradient(model, x, labels, STEPS)
        cut = [recurrent_gradient(model, x, labels, window) for window in WINDOWS]
        rows.append([F.cosine_similarity(true, each, dim=0) for each in cut])
    return torch.tensor(rows)


short = cosines(short_links, len(vocabulary), len(vocabulary), networks=5)
long = cosines(long_link, 8, 4, networks=10)

# %%
figure, axes = plt.subplots()
for name, values, colour in (("short links", short, "C0"), ("long link", long, "C1")):
    axes.plot(WINDOWS, values.mean(0), marker="o", color=colour)
    low, high = values.min(0).values, values.max(0).values
    axes.fill_between(WINDOWS, low, high, color=colour, alpha=0.2)
    axes.annotate(
        name, (4, values.mean(0)[2]), (6, -6), textcoords="offset points", va="top", color=colour
    )
axes.set_xscale("log", base=2)
axes.set(title="The longer the links, the more a window turns the gradient")
axes.set(xlabel="window (time steps)", ylabel="cosine with the true gradient")
axes.set_xticks(WINDOWS, [str(window) for window in WINDOWS])
means = ", ".join(
    f"{w}: {a:.2f} and {b:.2f}"
    for w, a, b in zip(WINDOWS, short.mean(0), long.mean(0), strict=True)
)
show(figure, alt=f"Cosine against window, mean of the networks, short and long links. {means}")

# %%
print("window   angle, short links   angle, long link   (degrees, mean)")
for window, near, far in zip(WINDOWS, short.T, long.T, strict=True):
    angles = [each.clamp(max=1).acos().rad2deg().mean() for each in (near, far)]
    print(f"{window:6}{angles[0]:21.0f}{angles[1]:19.0f}")
at_6 = WINDOWS.index(6)
claim(
    "bptt-window-short-links",
    "Short links: a window of a quarter of the sequence keeps the direction (mean cosine)",
    short[:, at_6].mean(),
    above=0.88,
)
claim(
    "bptt-window-long-link",
    "Long link: the same window loses much of it (mean cosine)",
    long[:, at_6].mean(),
    above=0.4,
    below=0.85,
)

# %% [markdown]
# The bands reach from the lowest network to the highest. On the tunes a small window is enough:
# most of the true gradient comes from a few steps. On the long link the networks differ widely, but
# on average the direction is off in every window but the whole sequence.
#
# This error is not noise. More data does not average it away: it always leaves out the same terms,
# those of the links across the border.
#
# **Predict.** Train on the long link with windows of 6. The loss at the end never reaches the first
# symbol, 23 steps before. Will the network guess blindly, one in four?
# (About 5 s.)


# %%
@torch.no_grad()
def accuracy(model):
    """Share of right answers about the first symbol, on 500 new sequences."""
    x, labels = long_link(500)
    states, _ = model.rnn(x)
    return (model.linear(states[:, -1]).argmax(-1) == labels[:, -1]).float().mean().item()


# %%
right = {}
for window in (24, 6):
    models = [train(Reader(8, 4), long_link, window, max_steps=80) for _ in trange(5, leave=False)]
    right[window] = [accuracy(model) for model in models]
    print(f"window {window:2}: right answers", *(f"{each:.0%}" for each in right[window]))
# %%
median = {window: statistics.median(each) for window, each in right.items()}
claim(
    "bptt-whole-learning",
    "With the whole sequence the long link is learned in 80 steps (median accuracy)",
    median[24],
    above=0.95,
)
claim(
    "bptt-window-learning",
    "In windows of 6 the accuracy is lower after as many steps (difference of the medians)",
    median[24] - median[6],
    above=0.05,
    below=0.8,
)

# %% [markdown]
# With the whole sequence it is learned (now and then a network takes two symbols for one, and
# stays there). In windows the networks differ: on average they do better than blind guessing, and
# now and then much better. Where from? The state carries a trace of the first symbol over the
# borders anyway, by luck and not by learning, and the last window learns to read this trace. It
# cannot learn to *make the trace clearer*.
#
# So truncation is not a wall, but a bias to the near. Choose the window longer than the links that
# you want to learn, and carry the state, as Lab 5 does. (There an update follows after each window.
# Here we added up the windows first, so that the cut was the only difference.)
#
# ## What you know now
#
# - The loss of a sequence is the sum of the losses of its steps.
# - The gradient of a state has two terms: the direct one, and the one through the next state. One
#   sweep from the last step to the first computes all of them.
# - A shared weight gets the sum of the gradients of all its uses.
# - The memory for the way back grows with the length. Truncation makes it constant, and the
#   gradient blind to links longer than the window.
#
# **Think, without code.**
#
# 1. A friend divides the gradient of $W_{hh}$ by the number of steps, "because it was used that
#    often". What changes, and what does not?
#
# <details><summary>Answer</summary>
#
# The gradient of $W_{hh}$ keeps its direction, and it is zero at the same weights as before. With
# $T$ steps it is $T$ times shorter, so plain gradient descent moves $W_{hh}$ as if its learning
# rate were divided by $T$. The gradients of the other matrices are not divided, so the step of all
# weights together points in another direction. With sequences of different lengths the factor also
# changes from sequence to sequence.
#
# </details>
#
# 2. Only the last step has a loss. Which of the eight lines in section 4 can be left out at the
#    other steps?
#
# <details><summary>Answer</summary>
#
# Lines 1, 2 and 5. Without a loss there is no $e_t$, so there is no direct term, and nothing is
# added to the gradient of $W_{hy}$. In line 3 only the term through the next state is left. Lines
# 4, 6, 7 and 8 are needed at every step.
#
# </details>
#
# 3. Windows of 50 steps: how many steps back does the gradient reach from the first step of a
#    window, and how many from the last? How could one cut so that *every* loss reaches at least 25
#    steps back?
#
# <details><summary>Answer</summary>
#
# From the first step of a window it reaches 0 steps back, because the state that came in was
# detached, and from the last step 49. Let the windows overlap: read 50 steps, count only the losses
# of the last 25, and begin the next window 25 steps later. (In the very first window all losses
# count.) Each loss then reaches at least 25 steps back, or to the beginning, and nearly every step
# is computed twice.
#
# </details>
#
# **Where to go on.** [Notebook 06](06_gradients.ipynb) follows the factor of line 8 over many
# steps: it vanishes or explodes. Werbos, "Backpropagation through time: what it does and how to
# do it" (1990), is the classic. Williams and Peng (1990) describe truncation with overlapping
# windows, and Tallec and Ollivier, "Unbiasing truncated backpropagation through time" (2017),
# windows of random length, weighted so that the bias goes. Gruslys et al., "Memory-efficient
# backpropagation through time" (2016), keep fewer states and compute the others again.
