# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 2. The gradient clinic
#
# {{ colab }}
#
# **A network does not learn. How do you find out why, and what do you do about it?**
#
# You will write back-propagation through time by hand and turn it into instruments: a few functions
# that measure what a training does. Then you go on a ward round. Four networks are ill, each in its
# own way. You examine them, name the illness, and cure them.
#
# After this lab you can
#
# - go back through a recurrent network by hand, and prove that autograd gets the same;
# - truncate back-propagation with `detach`, in the right place;
# - measure how much gradient reaches the early steps, and clip it by its global norm;
# - start a recurrent network so that its gradient neither dies nor explodes;
# - tell four broken trainings apart by measuring.
#
# | | |
# | --- | --- |
# | Time | about 70 minutes, of which the computer works for about 1 |
# | You need | recurrence ([notebook 03](../notebooks/03_recurrence.ipynb)), back-propagation through time ([05](../notebooks/05_bptt.ipynb)), gradients ([06](../notebooks/06_gradients.ipynb)) |
# | Slides | "Backpropagation Through Time", "Exploding Gradients", "Vanishing Gradients" |

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
# - **Go on without it.** Write `seqlab.skip("2.4")` in a new cell below the exercise, with its
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

seqlab.setup(seed=2)  # before torch is imported

# %%
import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from seqlab.check import checker
from seqlab.checks.lab2.patients import admit
from seqlab.claims import claim
from seqlab.data import load
from seqlab.plots import label_lines, show
from seqlab.text import Vocabulary
from seqlab.widgets import explore

check = checker("lab2")
SEED = torch.initial_seed()

# %% [markdown]
# ## 1. One step, backwards
#
# This is one step of a recurrent network. A row of a tensor is one sequence of the batch, so the
# weights stand on the right:
#
# $$a_t = x_t W_{xh} + h_{t-1} W_{hh} + b_h \qquad h_t = \tanh(a_t)$$
#
# We write `d_h` for the gradient of the loss with respect to $h_t$, `d_a` for that with respect to
# $a_t$, and so on. Back-propagation goes through the same step against the arrows: first through
# tanh, then through the sum.
#
# ### Exercise 2.1: back through tanh
#
# *4 minutes, ●.* The derivative of tanh is $\tanh'(a) = 1 - \tanh^2(a)$. You are not given $a_t$.
# You do not need it. Return a new tensor: what is handed in must stay as it is, here and in every
# exercise but 2.9.


# %%
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    ### BEGIN SOLUTION
    return d_h * (1 - h**2)
    ### END SOLUTION


check(tanh_backward)

# %% [markdown]
# ### Exercise 2.2: back through the sum
#
# *8 minutes, ●●.* Now from `d_a` to everything that $a_t$ was made from. Two rules are enough:
#
# - Where the forward pass multiplies by a matrix, the backward pass multiplies by its transpose.
# - A gradient has the shape of the thing it belongs to. Rows of the batch add up.


# %%
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    ### BEGIN SOLUTION
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_a.sum(dim=0)
    ### END SOLUTION


check(step_backward)

# %% [markdown]
# ## 2. Through time
#
# A state acts on the loss in two ways: *directly*, through the output of its own step, and *through
# the next state*, which carries it on. So its gradient has two parts:
#
# $$\frac{dL}{dh_t} = \underbrace{\frac{\partial L_t}{\partial h_t}}_{\text{direct}} +
# \underbrace{\left(\frac{dL}{dh_{t+1}} \odot \tanh'(a_{t+1})\right) W_{hh}^\top}_{\text{through }
# h_{t+1}}$$
#
# The last state has no next one. There the sum begins, and it goes on to the front.
#
# **Predict.** Ten steps, and a loss at the last one only. Which states have a direct part? Which
# have a gradient?
#
# ### Exercise 2.3: the gradient of every state
#
# *10 minutes, ●●●.* You are given the direct parts. Add what comes back through time.


# %%
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    ### BEGIN SOLUTION
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] += d_a @ W_hh.T
    return d_h
    ### END SOLUTION


check(states_backward)

# %% [markdown]
# Only the last state has a direct part then, and yet all ten have a gradient. Nine of them get it
# through their successor.
#
# ### Exercise 2.4: the gradient of the weights
#
# *8 minutes, ●●.* The same $W_{hh}$ works at every step. Each step wants to change it a little, and
# these wishes add up:
#
# $$\frac{dL}{dW_{hh}} = \sum_t h_{t-1}^\top \frac{dL}{da_t}$$
#
# The same holds for $W_{xh}$ and $b_h$. You may use your `step_backward`.


# %%
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    ### BEGIN SOLUTION
    before = torch.cat([h_0[None], states[:-1]])  # h_0 ... h_{T-1}
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + before[t].T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
    return d_W_xh, d_W_hh, d_b
    ### END SOLUTION


check(weight_gradients)

# %% [markdown]
# ### Against autograd, on real input
#
# Your back-propagation is complete. Let us try it on real tunes: a network reads 60 characters of
# eight tunes, and predicts the next character at each step. Here is its forward pass:


# %%
class SmallRNN(nn.Module):
    """Reads x (time, batch, input); returns logits (time, batch, output) and the last state."""

    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.W_xh, self.W_hh, self.b_h, self.W_hy, self.b_y = (
            nn.Parameter((2 * torch.rand(shape) - 1) / hidden_size**0.5)
            for shape in (
                (input_size, hidden_size),
                (hidden_size, hidden_size),
                (hidden_size,),
                (hidden_size, output_size),
                (output_size,),
            )
        )

    def forward(self, x, h=None):
        h = x.new_zeros(x.shape[1], len(self.W_hh)) if h is None else h
        self.states = []
        for x_t in x:
            h = torch.tanh(x_t @ self.W_xh + h @ self.W_hh + self.b_h)
            self.states.append(h)
        return torch.stack(self.states) @ self.W_hy + self.b_y, h


# %%
texts = [text for text in load("tunes")["train"]["abc"][:50] if len(text) > 60][:8]
vocabulary = Vocabulary.from_texts(texts)
ids = torch.stack([vocabulary.encode(text)[:61] for text in texts])  # (batch, time + 1)
one_hot = F.one_hot(ids.T, len(vocabulary)).double()  # (time + 1, batch, V)
x, targets = one_hot[:-1], one_hot[1:]
print("x:", tuple(x.shape), "such as", repr(texts[0][:20]))

# %% [markdown]
# The direct part comes from the output layer. For the sum of the cross-entropies it is
# $(\mathrm{softmax}(\text{logits}_t) - \text{target}_t)\,W_{hy}^\top$. The rest is yours.

# %%
model = SmallRNN(len(vocabulary), 32, len(vocabulary)).double()
logits, _ = model(x)
loss = -(targets * logits.log_softmax(dim=-1)).sum()
loss.backward()  # autograd

with torch.no_grad():  # and you
    states = torch.stack(model.states)
    direct = (logits.softmax(dim=-1) - targets) @ model.W_hy.T
    d_h = states_backward(direct, states, model.W_hh)
    d_a = tanh_backward(d_h, states)
    yours = weight_gradients(d_a, x, states, torch.zeros_like(states[0]))

# %%
theirs = model.W_xh.grad, model.W_hh.grad, model.b_h.grad
pairs = zip(yours, theirs, strict=True)
differences = [((a - b).abs().max() / b.abs().max()).item() for a, b in pairs]
for name, difference in zip(("W_xh", "W_hh", "b_h"), differences, strict=True):
    print(f"{name:5} largest difference, as a share of the largest gradient: {difference:.1e}")
claim(
    "clinic-backward-by-hand",
    "Back-propagation through 60 steps by hand equals autograd (largest relative difference)",
    max(differences),
    below=1e-6,
)

# %% [markdown]
# What is left is rounding. There is no magic in `loss.backward()`: it does what you wrote.
#
# ## 3. In windows
#
# A long sequence is read in windows. The state goes on from window to window; the gradient stops at
# the border. This is **truncated** back-propagation through time. It saves memory, and it costs
# the links that are longer than a window.
#
# ### Exercise 2.5: truncated back-propagation
#
# *8 minutes, ●●.* For each window: forward from the state that you have; the loss; backward; then
# carry the state on, **without its history**. `model(x, state)` returns the outputs and the new
# state; `None` is an empty memory. The loss of a window is the sum of the squared differences
# between outputs and targets. The gradients of all windows add up in `.grad` by themselves.


# %%
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    ### BEGIN SOLUTION
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total
    ### END SOLUTION


check(backward_in_windows)

# %% [markdown]
# How wrong is a truncated gradient? We compare it with the full one (a window of 60 steps) by the
# cosine of the angle between them: 1 means the same direction. Some networks have the usual random
# start, others a $W_{hh}$ whose state fades slowly. We take the mean of five of each.
#
# **Predict.** Which of them need longer windows?


# %%
def recurrent_gradient(model: nn.Module, window: int) -> torch.Tensor:
    """The gradient of W_hh on the tunes, as one long vector."""
    model.zero_grad()
    backward_in_windows(model, x, targets, window)
    return model.W_hh.grad.flatten().clone()


def cosines(start) -> list[float]:
    """Mean cosine to the full gradient, for each window, over five networks with this start."""
    total = torch.zeros(len(windows), dtype=torch.float64)
    for _ in range(5):
        network = SmallRNN(len(vocabulary), 32, len(vocabulary)).double()
        start(network.W_hh)
        gradients = torch.stack([recurrent_gradient(network, window) for window in windows])
        total += torch.cosine_similarity(gradients, gradients[-1:])
    return (total / 5).tolist()


windows = (1, 2, 5, 10, 20, 60)
curves = {
    "usual start": cosines(lambda W_hh: None),  # as SmallRNN has it
    "slowly fading": cosines(nn.init.orthogonal_),
}

# %%
figure, axes = plt.subplots()
for name, values in curves.items():
    axes.plot(windows, values, marker="o", label=name)
axes.set(xscale="log", xticks=windows, xticklabels=windows, xlim=(0.9, 130))
axes.set(title="The longer the memory, the longer the window", xlabel="window (steps)")
axes.set(ylabel="cosine to the full gradient")
axes.minorticks_off()
axes.legend(loc="lower right")
at_one = ", ".join(f"{name} {values[0]:.2f}" for name, values in curves.items())
show(
    figure, alt=f"Cosine between truncated and full gradient rises with the window; at 1: {at_one}"
)

# %% [markdown]
# The slowly fading networks have longer links, and truncation costs them more. Windows that are
# much longer than the memory of a network buy nothing.

# %%
gap = curves["usual start"][1] - curves["slowly fading"][1]
claim(
    "clinic-truncation",
    "With windows of two steps the networks with the long memory lose more (gap of the cosines)",
    gap,
    above=0.05,
)

# %% [markdown]
# ## 4. Three instruments
#
# ### Exercise 2.6: how much gradient arrives
#
# *6 minutes, ●●.* For one loss and the list of states that led to it, return the norm of
# $dL/dh_t$ for each step, all in one tensor. Let autograd compute the gradients:
# `torch.autograd.grad(loss, states)`. An instrument must not disturb the patient: after the
# measurement `loss.backward()` must still work. There is an option for that.


# %%
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    ### BEGIN SOLUTION
    gradients = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([gradient.norm() for gradient in gradients])
    ### END SOLUTION


check(state_gradient_norms)

# %% [markdown]
# Let us look at a network whose $W_{hh}$ multiplies every length by a **gain**. The loss is taken
# at the last of 40 steps.
#
# **Predict.** With a gain of 0.7, how much of the gradient is left after 39 steps back? And does
# a gain of 1.5 make it $1.5^{39}$ times as large?


# %%
def flow_for(gain: float, steps: int = 40) -> torch.Tensor:
    """Norms of dL/dh_t for a network with this gain, reading noise."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)  # the same noise for every gain
        model = SmallRNN(4, 32, 1)
        nn.init.orthogonal_(model.W_hh, gain=gain)
        outputs, _ = model(0.3 * torch.randn(steps, 16, 4))
    return state_gradient_norms(outputs[-1].square().mean(), model.states).detach()


def draw_flow(gain: float) -> None:
    figure, axes = plt.subplots()
    for value in (0.7, 1.0, 1.5):
        axes.semilogy(range(1, 41), flow_for(value).flip(0), color="silver", label=f"{value}")
    axes.semilogy(range(1, 41), flow_for(gain).flip(0), label=f"gain {gain}", linewidth=2.5)
    axes.set(title="On its way back the gradient changes by a factor at each step")
    axes.set(xlabel="steps back from the loss", ylabel="norm of dL/dh", xlim=(0, 47))
    label_lines(figure)
    change = (flow_for(gain)[0] / flow_for(gain)[-1]).item()
    show(figure, alt=f"With gain {gain} the gradient is multiplied by {change:.1e} over 39 steps")


explore(draw_flow, gain=ipywidgets.FloatSlider(value=0.85, min=0.5, max=2.5, step=0.05))

# %%
vanished = (flow_for(0.7)[0] / flow_for(0.7)[-1]).item()
grown = (flow_for(1.5)[0] / flow_for(1.5)[-1]).item()
print(f"0.7 to the power of 39 is {0.7**39:.1e}, measured {vanished:.1e}")
print(f"1.5 to the power of 39 is {1.5**39:.1e}, measured {grown:.1e}")
claim(
    "clinic-flow-vanishes",
    "With a gain of 0.7 less than a hundred-thousandth of the gradient is left after 39 steps",
    vanished,
    below=1e-5,
)
claim(
    "clinic-flow-grows",
    "With a gain of 1.5 the gradient grows on its way back, but not by 1.5 at each step (factor)",
    grown,
    above=2.0,
    below=1e4,
)

# %% [markdown]
# Below 1 it vanishes, faster than the gain alone says, because tanh takes its share at each step.
# Above 1 tanh works against the gain: the states saturate, and the gradient grows far less than the
# slides' product of many large numbers suggests. It still grows.
#
# ### Exercise 2.7: the global norm
#
# *3 minutes, ●.* Think of all numbers of all tensors as one long vector, and return its length.


# %%
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    ### BEGIN SOLUTION
    return torch.sqrt(sum((gradient**2).sum() for gradient in gradients))
    ### END SOLUTION


check(global_norm)

# %% [markdown]
# ### Exercise 2.8: clip
#
# *6 minutes, ●●.* If the global norm is above `max_norm`, scale *all* gradients by one factor, so
# that it becomes `max_norm`. If it is not, change nothing. The direction stays, the step is
# shorter. Return new tensors.


# %%
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    ### BEGIN SOLUTION
    factor = min(1.0, max_norm / float(global_norm(gradients)))
    return [gradient * factor for gradient in gradients]
    ### END SOLUTION


check(clip_by_global_norm)

# %% [markdown]
# ## 5. Two good starts
#
# ### Exercise 2.9: the identity
#
# *4 minutes, ●.* The slides advise: **weights to the identity, biases to zero**. Do it for a
# network of PyTorch, in place. Its names are `weight_hh_l0` for $W_{hh}$, and `bias_ih_l0` and
# `bias_hh_l0` for the bias, of which it has two. Leave `weight_ih_l0` alone. `nn.init` has
# functions that fill a weight.


# %%
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    ### BEGIN SOLUTION
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)
    ### END SOLUTION


check(identity_start)

# %% [markdown]
# ### Exercise 2.10: an orthogonal matrix
#
# *5 minutes, ●●.* The identity keeps every length, and so does any **orthogonal** matrix: its
# columns have length 1 and stand at right angles, $Q^\top Q = I$. It turns the state and stretches
# nothing. Make one from noise. `torch.linalg.qr` splits a matrix into two factors; one of them is
# what you want. Return a new matrix, and leave the noise as it is.


# %%
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    ### BEGIN SOLUTION
    Q, _ = torch.linalg.qr(noise)
    return Q
    ### END SOLUTION


check(orthogonal)

# %% [markdown]
# **Predict.** A random matrix whose entries have the variance $1/n$ keeps lengths *on average*. Is
# that enough over forty steps? (Multiply a vector by the same matrix again and again.)

# %%
noise = torch.randn(32, 32)
starts = {"orthogonal": orthogonal(noise), "identity": torch.eye(32)}
starts |= {"variance 1/n": noise / 32**0.5, "usual": noise / (3 * 32) ** 0.5}
figure, axes = plt.subplots()
for name, W in starts.items():
    v, lengths = torch.randn(256, 32), []
    for _ in range(40):
        lengths.append(v.norm(dim=1).mean())
        v = v @ W.T
    style = "--" if name == "identity" else "-"
    axes.semilogy([length / lengths[0] for length in lengths], style, label=name)
axes.set(title="Orthogonal matrices keep lengths, random ones do not", xlim=(0, 50))
axes.set(xlabel="steps back", ylabel="length, relative to the start")
axes.legend(loc="lower left")
show(figure, alt="Length after up to 39 products: orthogonal and identity stay at 1, others drift")

# %% [markdown]
# The two lines at 1 lie on each other. The lowest is noise as spread out as the usual start of a
# PyTorch layer, with the variance $1/(3n)$: it multiplies lengths by about $1/\sqrt 3$ in each
# step, before tanh takes its own share. The variance $1/n$ drifts: to keep lengths on average is
# not enough when the same matrix is used again and again.
#
# ## 6. The ward
#
# Five networks have been admitted. All have the same task: one of four symbols is called out, then
# come 24 steps of noise, then the symbol is asked for. Guessing is right in one case of four. Emma
# is a healthy volunteer.

# %%
ward = admit(SEED)
for patient in ward:
    print(f"{patient.name:8} “{patient.complaint}”")

# %% [markdown]
# Clara reads an endless stream, and her state goes on from window to window. The others begin each
# window with an empty memory. A stay in the clinic is 200 training steps, and it is paid for in
# *operations* of the backward pass: who needs more than the budget is sent home early.
#
# `patient.train()` goes through the training step by step. Your instruments look on:


# %%
def examine(patient, steps: int = 20):
    """Return flow (time,) at the first step, updates (steps,) and operations (steps,)."""
    updates, operations = [], []
    for visit in patient.train():
        if visit.number == 0:
            flow = state_gradient_norms(visit.loss, visit.states)
        updates.append(float(global_norm(visit.changes) / global_norm(visit.weights)))
        operations.append(float(visit.operations))
        if visit.number == steps - 1:
            break
    return flow.detach(), torch.tensor(updates), torch.tensor(operations)


charts = {patient.name: examine(patient) for patient in ward}

# %% [markdown]
# - **flow**: the norm of $dL/dh_t$, earliest step first.
# - **updates**: how much the weights change in a training step, as a share of their own norm.
# - **operations**: how many operations the backward pass goes through, in each training step.
#
# Look for the line that leaves the others.

# %%
panels = {
    "norm of dL/dh": "step in the window",
    "update / weights": "training step",
    "operations": "training step",
}
figure, all_axes = plt.subplots(1, 3, figsize=(10, 3.6))
for k, (axes, (title, xlabel)) in enumerate(zip(all_axes, panels.items(), strict=True)):
    for style, (name, chart) in zip(("-", "--", "-.", ":", "-"), charts.items(), strict=True):
        axes.plot(chart[k], style, label=name, linewidth=2)
    axes.set(title=title, xlabel=xlabel, yscale="linear" if k == 2 else "log")
figure.suptitle("Each of the four leaves the others somewhere")
figure.legend(*all_axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
facts = (
    f"{name}: flow first/last {flow[0] / flow[-1]:.1e}, largest update {updates.max():.0%}, "
    f"operations {operations[0]:.0f} to {operations[-1]:.0f}"
    for name, (flow, updates, operations) in charts.items()
)
show(figure, alt="; ".join(facts))

# %% [markdown]
# ### Exercise 2.11: the diagnosis
#
# *8 minutes, ●●●.* Write down the rule by which you tell them apart. Return one of `"healthy"`,
# `"exploding"`, `"vanishing"`, `"not detached"`, `"learning rate"`. Some experience of the clinic:
#
# - In a healthy patient the gradient of the first step is between a twentieth of that of the last
#   step and as large as it. Vanished is a ten-thousandth or less, exploded is thirty times or more.
#   What lies between them, and the size of the flow itself, mean nothing.
# - A healthy update is at most 3 % of the weights; more than 10 % is too much, also where it comes
#   only once. But whose gradient explodes has large updates too.
# - The backward pass of every training step should have the same number of operations.


# %%
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ### BEGIN SOLUTION
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"
    ### END SOLUTION


check(diagnose)

# %%
findings = {name: diagnose(*chart) for name, chart in charts.items()}
for name, finding in findings.items():
    print(f"{name:8} {finding}")

# %% [markdown]
# ### Exercise 2.12: the prescription
#
# *5 minutes, ●●.* For each finding prescribe *one* treatment, as a dictionary with one of these:
#
# | key | what it is | when it is used |
# | --- | --- | --- |
# | `"clip"` | a function from the gradients to the gradients to use | in each training step |
# | `"initialise"` | a function from noise (hidden, hidden) to the first $W_{hh}$ | once |
# | `"carry"` | a function from the last state to the state for the next window | in each step |
# | `"learning_rate"` | a number | in each step |
#
# You have written most of them. Clip to a norm of 1. If the steps are too long, make them twenty
# times shorter.


# %%
def prescribe(finding: str, learning_rate: float) -> dict:
    """Return the treatment for a finding (healthy ones do not come here)."""
    # TODO 2.12: Return one treatment for each of the four findings.
    ### BEGIN SOLUTION
    treatments = {
        "exploding": {"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)},
        "vanishing": {"initialise": orthogonal},
        "not detached": {"carry": lambda state: state.detach()},
        "learning rate": {"learning_rate": learning_rate / 20},
    }
    return treatments[finding]
    ### END SOLUTION


check(prescribe)

# %% [markdown]
# ### Does it help?
#
# Every patient gets every treatment, not only the right one. So we see whether the cure is the cure
# of *this* illness. Sixteen trainings, and five without treatment: about half a minute on a laptop.
#
# **Predict.** Which of the wrong treatments might help as well?

# %%
from tqdm.auto import tqdm


def recalled(patient, **treatment) -> float:
    """Share of symbols recalled right over the last 20 steps of a stay."""
    right = [visit.right for visit in patient.train(**treatment)][-20:]
    return sum(right) / len(right)


sick = [patient for patient in ward if findings[patient.name] != "healthy"]
cures = ["learning rate", "vanishing", "not detached", "exploding"]
before = {patient.name: recalled(patient) for patient in ward}
after = {
    (patient.name, cure): recalled(patient, **prescribe(cure, patient.learning_rate))
    for patient in tqdm(sick, desc="ward round", leave=False)
    for cure in cures
}

# %%
columns = ["none", "lower rate", "orthogonal", "detach", "clip"]
table = [[before[p.name], *(after[p.name, cure] for cure in cures)] for p in sick]
figure, axes = plt.subplots(figsize=(7, 3.4))
axes.imshow(table, vmin=0.25, vmax=1, aspect="auto")
axes.grid(visible=False)
for row, values in enumerate(table):
    for column, value in enumerate(values):
        colour = "black" if value > 0.65 else "white"
        axes.text(column, row, f"{value:.0%}", ha="center", va="center", color=colour)
names = [f"{patient.name}: {findings[patient.name]}" for patient in sick]
axes.set_xticks(range(5), columns)
axes.set_yticks(range(len(names)), names)
axes.set(title="Symbols recalled right, after each treatment", xlabel="treatment")
rows = (f"{n}: " + ", ".join(f"{v:.0%}" for v in r) for n, r in zip(names, table, strict=True))
show(figure, alt="; ".join(rows) + f" (in the order {', '.join(columns)})")

# %% [markdown]
# The right treatment cures each of them. Most of the wrong ones do nothing. Where a wrong one
# helps, think why. Danylo's steps are too long because his gradients are, so a lower learning rate
# can save him too; but it makes every ordinary step shorter as well, and clipping does not. An
# orthogonal start saves him with some seeds and not with others: it makes the flow even at the
# beginning, and nothing holds it there.
#
# Clipping did not touch the *cause* of Danylo's illness: measured again, his flow would look the
# same. It makes the illness harmless. The others were cured at the root.
#
# ### Discharge papers

# %%
print(f"{'':8} {'finding':14}{'treatment':12}{'before':>8}{'after':>8}")
cured = {}
for patient in sick:
    finding = findings[patient.name]
    cured[patient.name] = after[patient.name, finding]
    treatment = columns[1 + cures.index(finding)]
    print(
        f"{patient.name:8} {finding:14}{treatment:12}"
        f"{before[patient.name]:8.0%}{cured[patient.name]:8.0%}"
    )
print(f"{'Emma':8} {'healthy':14}{'none':12}{before['Emma']:8.0%}")

# %%
claim(
    "clinic-all-found",
    "All five patients are told apart by three measurements: different findings",
    len(set(findings.values())),
    above=5,
)
claim(
    "clinic-ill",
    "Before treatment the four recall little (mean share of symbols; guessing gives 0.25)",
    sum(before[patient.name] for patient in sick) / 4,
    below=0.7,
)
claim(
    "clinic-cured",
    "After the right treatment even the weakest of the four recalls at least four symbols in five",
    min(cured.values()),
    above=0.8,
)

# %% [markdown]
# Four patients came in ill and went home well. You found each illness with instruments that you
# wrote yourself, from the chain rule up.
#
# ## What you know now
#
# *Has **Run All** brought you here, and exercises are still open?*
# [Go to the box that says which is next](#next-exercise).
#
# - The gradient of a state has a direct part and one that comes back through the next state; the
#   gradient of shared weights is a sum over all steps.
# - `detach` between windows cuts the gradient and keeps the memory. Without it every step costs
#   more than the one before.
# - Three curves tell most broken trainings apart: the gradient on its way back, the size of the
#   updates relative to the weights, and the cost of a step.
# - Clipping shortens what is too long. It cannot bring back what has vanished; that takes a better
#   start, or gates (Lab 3).
#
# **Think, without code.**
#
# 1. A network in the ward still guesses at the end of its training. Which two of the four illnesses
#    could it be, and which single measurement decides?
#
# <details><summary>Answer</summary>
#
# The gradient has vanished or exploded: so it was with Borys and Danylo, who recalled no more than
# one symbol in four. The flow decides. At the first training step its first value, divided by its
# last one, was about a millionth for Borys and over two hundred for Danylo.
#
# </details>
#
# 2. The gradient is clipped in every single step of a training. What does the learning rate mean
#    then?
#
# <details><summary>Answer</summary>
#
# With plain gradient descent each step has the same length: the learning rate times `max_norm`. The
# gradient only says in which direction to go. So the learning rate is a length now, and the steps
# do not become shorter when the gradient does, until its norm falls below `max_norm`.
#
# </details>
#
# 3. Why does an orthogonal $W_{hh}$ not keep the gradient of a tanh network at exactly the same
#    norm?
#
# <details><summary>Answer</summary>
#
# One step back multiplies by the orthogonal matrix, which keeps the length, and by the slope
# $1 - h_t^2$, which is below 1 wherever the state is not 0. So the gradient becomes a little
# shorter at each step, and more so where the states are large. Emma's $W_{hh}$ starts orthogonal:
# look at her flow in the ward, which shrinks, and does not vanish.
#
# </details>
#
# **Where to go on.** [Lab 3](../labs/lab3_lstm.ipynb) builds the cell that needs no such care.
# Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013),
# explains exploding gradients and clipping; Le, Jaitly and Hinton, "A simple way to initialize
# recurrent networks of rectified linear units" (2015), is the source of the identity start; Saxe,
# McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
# neural networks" (2014), of the orthogonal one.
