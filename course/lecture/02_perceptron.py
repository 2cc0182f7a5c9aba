# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02. The perceptron, and why it is not enough
#
# {{ colab }}
#
# **A network maps a vector of numbers to an answer. Can it also read a sequence, one step after the
# other?**
#
# You will compute a perceptron by hand, make a layer and a network of it, and train the network to
# answer "Will I pass this class?". Then you put the same network at each step of a sequence, and
# measure exactly what it cannot do.
#
# After this notebook you can
#
# - write a perceptron as a sum, as a loop and as a matrix product;
# - say what sigmoid, tanh and ReLU do, where they saturate, and why a network needs one of them;
# - train a small classifier in five lines, and see where it decides;
# - prove that a network without a link between the steps cannot remember, count or tell order.
#
# | | |
# | --- | --- |
# | Time | about 45 minutes, of which the computer works for less than one |
# | You need | [notebook 01](01_sequences.ipynb), matrix products, derivatives |
# | Slides | "The Perceptron Revisited" to "Handling Individual Time Steps"; "Що таке tanh" |

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
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from ipywidgets import FloatSlider
from torch import nn

from seqlab.claims import claim
from seqlab.diagrams import draw_unrolled
from seqlab.plots import COLOURS, show
from seqlab.widgets import explore

# %% [markdown]
# ## 1. A perceptron by hand
#
# A perceptron takes numbers $x_1, \dots, x_m$. It multiplies each by a **weight**, adds the
# products and a **bias** $b$, and passes the sum $z$ through an **activation function** $g$:
#
# $$z = b + \sum_{i=1}^m w_i x_i \qquad \hat y = g(z)$$
#
# Take three inputs and the sigmoid $g(z) = 1 / (1 + e^{-z})$, which turns any number into one
# between 0 and 1.
#
# **Predict.** For the numbers below, do it in your head: is $\hat y$ above or below one half?

# %%
x_1, x_2, x_3 = 2.0, -1.0, 0.5
w_1, w_2, w_3, b = 1.0, 3.0, 4.0, 0.5

z = w_1 * x_1 + w_2 * x_2 + w_3 * x_3 + b
y_by_hand = 1 / (1 + math.exp(-z))
print(f"z = {z}, ŷ = {y_by_hand:.4f}")

# %% [markdown]
# The sum is $2 - 3 + 2 + 0.5$, which is positive, so $\hat y$ is above one half. The sign of $z$
# is the decision; its size is how sure the perceptron is.
#
# Three inputs can be written out. For three hundred one needs a loop:

# %%
x, w = torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1.0, 3.0, 4.0])

z = b
for w_i, x_i in zip(w, x, strict=True):
    z = z + w_i * x_i
y_by_loop = 1 / (1 + torch.exp(-z))

# %% [markdown]
# A sum of products is a dot product, and `@` computes it at once. Last, the same in the library's
# own words: `nn.Linear` holds the weights and the bias.

# %%
y_by_product = 1 / (1 + torch.exp(-(w @ x + b)))

perceptron = nn.Linear(3, 1)
with torch.no_grad():
    perceptron.weight.copy_(w[None])  # (1, 3): one row for one perceptron
    perceptron.bias.fill_(b)
y_by_library = torch.sigmoid(perceptron(x))

for y in (y_by_loop, y_by_product, y_by_library):
    torch.testing.assert_close(y.squeeze(), torch.tensor(y_by_hand))
print("loop, product and library agree with the hand:", round(y_by_library.item(), 4))

# %% [markdown]
# ## 2. The activation: sigmoid, tanh, ReLU
#
# The slides name three functions. Their derivatives matter as much as they do, because training
# sends its signal back through the derivative:
#
# | | $g(z)$ | $g'(z)$ |
# | --- | --- | --- |
# | sigmoid | $\dfrac{1}{1 + e^{-z}}$ | $g(z)\,(1 - g(z))$ |
# | tanh | $\dfrac{e^z - e^{-z}}{e^z + e^{-z}}$ | $1 - g(z)^2$ |
# | ReLU | $\max(0, z)$ | $1$ if $z > 0$, else $0$ |
#
# Here they are, as on the slide:


# %%
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


def tanh(z):
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))


def relu(z):
    return torch.clamp(z, min=0)


slopes = {
    sigmoid: lambda z: sigmoid(z) * (1 - sigmoid(z)),
    tanh: lambda z: 1 - tanh(z) ** 2,
    relu: lambda z: (z > 0).to(z.dtype),
}

# %% [markdown]
# Torch has all three, and it can differentiate. So it can be the judge of both columns of the
# table.

# %%
z = torch.linspace(-6, 6, 1000, dtype=torch.float64, requires_grad=True)
off = []
for mine, library in ((sigmoid, torch.sigmoid), (tanh, torch.tanh), (relu, torch.relu)):
    (slope,) = torch.autograd.grad(library(z).sum(), z)
    off += [(mine(z) - library(z)).abs().max(), (slopes[mine](z) - slope).abs().max()]
claim(
    "perceptron-formulas",
    "The slide's three formulas and their derivatives agree with torch (largest difference)",
    max(off).item(),
    below=1e-12,
)

# %% [markdown]
# **Predict.** Which of the three derivatives can be larger than one half? Which of them is not
# nearly 0 at $z = 5$? Answer, then look at the right half of the figure.

# %%
z = torch.linspace(-6, 6, 1000, dtype=torch.float64)
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
for function in (sigmoid, tanh, relu):
    left.plot(z, function(z), label=function.__name__)
    right.plot(z, slopes[function](z), label=function.__name__)
left.set(title="Two of them saturate", xlabel="z", ylabel="g(z)", ylim=(-1.2, 2.2))
right.set(title="Where they are flat, nothing is learned", xlabel="z", ylabel="slope g'(z)")
right.set(ylim=(-0.05, 1.1))
left.legend()
show(
    figure,
    alt="Left: sigmoid rises from 0 to 1, tanh from -1 to 1, ReLU is 0 and then z. Right: their "
    f"slopes; sigmoid's is at most {slopes[sigmoid](z).max():.2f}, tanh's at most "
    f"{slopes[tanh](z).max():.2f}, ReLU's is 0, then 1",
)

# %%
at_five, at_zero = (slopes[sigmoid](torch.tensor(value)).item() for value in (5.0, 0.0))
print(f"sigmoid: slope {at_zero:.4f} at z = 0, {at_five:.4f} at z = 5")
claim(
    "perceptron-saturation",
    "At z = 5 the sigmoid has less than a thirtieth of the slope that it has at 0 (ratio)",
    at_five / at_zero,
    below=1 / 30,
)

# %% [markdown]
# Tanh and ReLU reach a slope of 1; the sigmoid never passes a quarter. Away from zero, sigmoid and
# tanh **saturate**: the curve is flat, the slope is nearly 0, and a weight that led there hardly
# learns any more. ReLU does not saturate for positive $z$; for negative $z$ it is flat at once.
# Keep the right half of this figure in mind. In notebook 06 these slopes are multiplied over many
# time steps.
#
# One warning about the slide. Its formula for tanh is right on paper, but not for every number a
# computer can hold:

# %%
large = torch.tensor([1.0, 50.0, 100.0])
print("formula:", tanh(large))
print("library:", torch.tanh(large))

# %% [markdown]
# $e^{100}$ is too large for a 32-bit number: it becomes infinity, and infinity divided by infinity
# is `nan`, "not a number". The library computes the same function in a safer way. So learn from the
# formula, and use the library.
#
# ## 3. A layer: many perceptrons, one matrix product
#
# Put $n$ perceptrons side by side; all read the same $x \in \mathbb{R}^m$. Each has its own row of
# weights, and the rows together are a matrix $W$ of shape $(n, m)$:
#
# $$\hat y = g(W x + b) \qquad x \in \mathbb{R}^m \quad \hat y \in \mathbb{R}^n$$

# %%
m, n = 4, 3
x = torch.randn(m)
W, b = torch.randn(n, m), torch.randn(n)

y_by_loop = torch.stack([torch.tanh(W[j] @ x + b[j]) for j in range(n)])  # perceptron by perceptron
y_by_product = torch.tanh(W @ x + b)  # (n, m) @ (m) -> (n)
torch.testing.assert_close(y_by_product, y_by_loop)
print(y_by_product)

# %% [markdown]
# A whole batch of inputs is a matrix too, one input in each row. Then the weights stand on the
# right, transposed. That is why slides write $W^T x$ and torch computes $x W^T$: the same numbers,
# laid out differently. `nn.Linear` stores $W$ as (outputs, inputs).

# %%
batch = torch.randn(5, m)  # (batch, m)
layer = nn.Linear(m, n)
by_product = batch @ layer.weight.T + layer.bias  # (batch, m) @ (m, n) -> (batch, n)
torch.testing.assert_close(layer(batch), by_product)
print(tuple(batch.shape), "->", tuple(layer(batch).shape))
print(sum(p.numel() for p in layer.parameters()), "parameters: m · n weights and n biases")

# %% [markdown]
# **Predict.** A network is layers one after the other. Leave the activation out. What can two
# linear layers compute that one cannot?

# %%
first, second = nn.Linear(m, 50), nn.Linear(50, n)
one = nn.Linear(m, n)
with torch.no_grad():
    one.weight.copy_(second.weight @ first.weight)
    one.bias.copy_(second.weight @ first.bias + second.bias)
x = torch.randn(1000, m)
claim(
    "perceptron-linear-layers-collapse",
    "Two layers without an activation between them equal one layer (largest difference)",
    (second(first(x)) - one(x)).abs().max().item(),
    below=1e-5,
)

# %% [markdown]
# Nothing. A matrix times a matrix is a matrix. The activation is what makes a second layer worth
# having.
#
# ## 4. "Will I pass this class?"
#
# The first example of the lecture has one input and one answer. We simulate it, so that we know
# the truth: each student has attended a share of the lectures and done a share of the lab hours.
# To pass one needs enough of *both*. Luck comes on top.


# %%
def true_chance(x):
    """Chance to pass (students,) from shares of lectures and of lab hours x (students, 2)."""
    enough_lectures = torch.sigmoid(18 * (x[:, 0] - 1 / 3))
    enough_labs = torch.sigmoid(16 * (x[:, 1] - 1 / 4))
    return enough_lectures * enough_labs


def students(size):
    x = torch.rand(size, 2)
    return x, torch.bernoulli(true_chance(x))  # 1 passes, 0 fails


x_train, passed_train = students(400)
x_test, passed_test = students(20_000)
print(f"{passed_test.mean():.0%} of the students pass")

# %% [markdown]
# Before a machine learns it, try it yourself. A perceptron has three numbers here. Move them until
# as many students as possible are on the right side of the line.


# %%
def draw_students(axes):
    """Draw the training students: dots pass, crosses fail."""
    for outcome, marker, colour, name in ((1, "o", 0, "pass"), (0, "x", 1, "fail")):
        chosen = x_train[passed_train == outcome]
        axes.scatter(*chosen.T, s=14, marker=marker, color=COLOURS[colour], label=name, alpha=0.7)
    axes.set(xlabel="share of lectures attended", ylabel="share of lab hours done")
    axes.set(xlim=(0, 1), ylim=(0, 1))


# %%
def draw_line(w_lectures, w_labs, b):
    z = x_train @ torch.tensor([w_lectures, w_labs]) + b
    right = ((z > 0) == (passed_train > 0)).float().mean().item()
    figure, axes = plt.subplots(figsize=(5, 4))
    draw_students(axes)
    side = torch.linspace(0, 1, 2)
    height = w_lectures * side[:, None] + w_labs * side + b  # (lectures, labs)
    axes.contour(side, side, height.T, levels=[0], colors="black")
    axes.set(title=f"This line puts {right:.0%} on the right side")
    show(figure, alt=f"Students and a line; {right:.0%} of them are on the right side of it")


sliders = {
    name: FloatSlider(value=start, min=-5, max=5, step=0.5)
    for name, start in (("w_lectures", 2.0), ("w_labs", 0.0), ("b", -1.0))
}
explore(draw_line, **sliders)

# %% [markdown]
# The line is where $z = 0$. The weights turn it, the bias shifts it. Whatever you try, it stays
# straight.
#
# Now training. For each student the loss is the surprise at what happened,
# $-\ln \hat y$ if the student passed and $-\ln(1 - \hat y)$ if not (*binary cross-entropy*). Five
# lines, repeated: predict, compare, clear, differentiate, step. The function takes the sum $z$ (the
# *logit*) and applies the sigmoid itself, which is numerically safer.


# %%
def train(network, x, passed, steps=500):
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(steps):
        logits = network(x).squeeze(1)  # (students, 1) -> (students,)
        loss = F.binary_cross_entropy_with_logits(logits, passed)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network


@torch.no_grad()
def accuracy(network, x, truth):
    return ((network(x).squeeze(-1) > 0) == (truth > 0)).float().mean().item()


# %% [markdown]
# **Predict.** A perceptron draws one straight line. How will a network with eight hidden
# perceptrons draw its border? By how much will it be better?

# %%
networks = {
    "a perceptron": train(nn.Linear(2, 1), x_train, passed_train),
    "a network": train(
        nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)), x_train, passed_train
    ),
}
right = {name: accuracy(network, x_test, passed_test) for name, network in networks.items()}
right["who knows the true chances"] = accuracy(lambda x: true_chance(x) - 0.5, x_test, passed_test)
for name, share in right.items():
    print(f"{name:28}{share:.1%} of {len(x_test):,} new students right")

# %%
grid = torch.linspace(0, 1, 101)
points = torch.cartesian_prod(grid, grid)  # (101 · 101, 2)
figure, panels = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
for axes, (name, network) in zip(panels, networks.items(), strict=True):
    draw_students(axes)
    with torch.no_grad():
        chance = torch.sigmoid(network(points)).reshape(101, 101)  # (lectures, labs)
    axes.contourf(grid, grid, chance.T, levels=10, alpha=0.35, zorder=0)
    axes.contour(grid, grid, chance.T, levels=[0.5], colors="black", linewidths=2)
    axes.set(title=f"{name.capitalize()}: {right[name]:.0%} right")
panels[1].set(ylabel="")
panels[1].legend(loc="lower left", frameon=True)
show(
    figure,
    alt="The border between pass and fail over lectures and lab hours: a straight line for the "
    "perceptron, a rounded corner for the network",
)

# %% [markdown]
# The perceptron cuts off the corner: in its world many lectures can pay for missing labs. The
# network bends its border round the corner, because one hidden perceptron can watch the lectures
# and another the labs. Nobody is right every time, since luck plays a part; we know how good the
# best possible answer is, because we made the students.

# %%
claim(
    "perceptron-network-beats-line",
    "On new students the network is at least 5 points better than the perceptron",
    right["a network"] - right["a perceptron"],
    above=0.05,
)
claim(
    "perceptron-network-near-best",
    "The network is within 2 points of the best possible answer",
    right["who knows the true chances"] - right["a network"],
    below=0.02,
)

# %%
me = torch.tensor([[0.95, 0.1]])  # nearly all lectures, hardly any labs: change it to yours
for name, network in networks.items():
    print(f"Will I pass this class? {name:14} {torch.sigmoid(network(me)).item():.0%}")
print(f"In our simulated world the truth is {true_chance(me).item():.0%}")

# %% [markdown]
# ## 5. The same network at each time step
#
# So far $x$ was one thing, all there at once. A sequence comes step by step: $x_1, x_2, x_3, \dots$
# The simplest idea is to take the network that we have, and to use it at each step:
#
# $$\hat y_t = f(x_t)$$

# %%
figure, axes = plt.subplots(figsize=(7, 2.6))
steps = range(1, 6)
draw_unrolled(axes, [f"$x_{t}$" for t in steps], [rf"$\hat y_{t}$" for t in steps], recurrent=False)
axes.set_title("The same network five times, and no link between the steps")
show(figure, alt="Five boxes side by side, each with an input below and an output above, no links")

# %% [markdown]
# Each box has an input layer $W_{xh}$, a hidden layer $h_t$ and an output layer $W_{hy}$, with the
# same weights in all five. In code that is one line. A linear layer works on the last axis and
# leaves all others alone, so that a network for vectors takes sequences too.

# %%
network = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 1))
x = torch.randn(8, 5, 1)  # (batch, time, features)
print(tuple(x.shape), "->", tuple(network(x).shape))

# %% [markdown]
# **Predict.** Two sequences end with the same number, but their pasts differ. How much do the two
# answers at the last step differ? Does training change that?

# %%
past_a, past_b = torch.randn(1, 11, 1), torch.randn(1, 11, 1)
last = torch.ones(1, 1, 1)
answer_a = network(torch.cat([past_a, last], dim=1))[0, -1]
answer_b = network(torch.cat([past_b, last], dim=1))[0, -1]
claim(
    "perceptron-blind-to-the-past",
    "Whatever came before, the network without links answers the same (difference)",
    (answer_a - answer_b).abs().item(),
    below=1e-6,
)

# %% [markdown]
# Nothing at all. And no training can change it: for every choice of weights, $\hat y_t$ is
# a function of $x_t$ alone.
#
# ## 6. Three questions that need the past
#
# Each sequence has 12 steps with one number each. The question is asked at the last step.
#
# - **Remember**: was the number two steps ago positive?
# - **Count**: were there more positive than negative numbers before the last step?
# - **Order**: there is one 1 and one -1, all else is 0. Did the 1 come first?
#
# In all three the answers yes and no are equally frequent, and the last number says nothing about
# them. So blind guessing gets one half: that is what *chance* means here.

# %%
STEPS = 12


def remember(size):
    x = torch.randint(2, (size, STEPS)) * 2.0 - 1  # 1 or -1
    return x, (x[:, -3] > 0).float()


def count(size):
    x = torch.randint(2, (size, STEPS)) * 2.0 - 1
    return x, (x[:, :-1].sum(1) > 0).float()


def order(size):
    x = torch.zeros(size, STEPS)
    places = torch.rand(size, STEPS - 1).argsort(1)[:, :2]  # two different ones, never the last
    x.scatter_(1, places, torch.tensor([1.0, -1.0]).expand(size, 2))
    return x, (places[:, 0] < places[:, 1]).float()


# %%
x, yes = order(3)
for row, answer in zip(x.int().tolist(), yes, strict=True):
    print(row, "yes" if answer else "no")

# %% [markdown]
# One function trains a network on any of the questions. `see` says what the network is shown. The
# network, the training and the number of examples are the same each time: only what it sees
# changes. The accuracy is measured on 10,000 new sequences.


# %%
def learn(task, see, steps=300):
    """Train a network that is shown see(x); return its accuracy on new sequences."""
    features = see(torch.zeros(1, STEPS)).shape[1]
    network = nn.Sequential(nn.Linear(features, 32), nn.ReLU(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(steps):
        x, yes = task(256)
        loss = F.binary_cross_entropy_with_logits(network(see(x)).squeeze(1), yes)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    x, yes = task(10_000)
    return accuracy(network, see(x), yes)


def present(x):
    return x[:, -1:]  # (batch, 1): this step, nothing else


# %%
tasks = (remember, count, order)
without_past = {task.__name__: learn(task, present) for task in tasks}
for name, value in without_past.items():
    claim(
        f"perceptron-cannot-{name}",
        f"Without a link between the steps, a network answers '{name}' no better than chance",
        value,
        above=0.48,
        below=0.52,
    )

# %% [markdown]
# Three times chance. Is the network too small, or the training too short? There is a test for
# that: show the *same* network, with the same training, the last $k$ numbers in place of one. If it
# then succeeds, the missing past was the reason.
#
# **Predict.** For each of the three questions: how does the accuracy grow with $k$, as a jump or
# step by step? About 10 s on a laptop CPU.

# %%
windows = (1, 2, 3, 4, 6, 9, 12)
seen = {
    task.__name__: [learn(task, lambda x, k=k: x[:, -k:]) for k in windows]  # (batch, k)
    for task in tasks
}

# %%
figure, axes = plt.subplots()
for name, values in seen.items():
    axes.plot(windows, values, marker="o", label=name)
axes.axhline(0.5, color="grey", linestyle="--")
axes.text(12, 0.51, "chance", color="grey", ha="right", va="bottom")
axes.set(title="With the past in view, the same network succeeds", xticks=windows)
axes.set(xlabel="last steps that the network sees, k", ylabel="accuracy", ylim=(0.45, 1.03))
axes.legend(loc="center right")
show(
    figure,
    alt="Accuracy against the number of steps seen: "
    + "; ".join(f"{name} from {v[0]:.2f} to {v[-1]:.2f}" for name, v in seen.items()),
)
claim(
    "perceptron-with-the-past",
    "When it sees all 12 steps, the same network answers all three questions (lowest accuracy)",
    min(values[-1] for values in seen.values()),
    above=0.97,
)

# %% [markdown]
# *Remember* jumps as soon as the window reaches back far enough. *Count* and *order* grow slowly
# and need the whole past. So it was neither the size nor the training: without the past there is
# nothing to learn from.
#
# Then why not always show everything? Because a window has a fixed width. Sequences do not: what
# lies before the window is lost, and a wide window needs new weights for each place in it. Notebook
# 04 measures what that costs.
#
# ## 7. A memory of one number
#
# Here is another way. Keep *one* number $h$, and update it at each step: let the old value fade by
# a factor $a$, and add the new input. The network sees the present $x_t$ and the memory of what was
# before:
#
# $$h_t = a\,h_{t-1} + x_t \qquad \hat y_t = f(x_t, h_{t-1})$$


# %%
def with_memory(a):
    """Return what the network sees: the last input and the memory before it."""

    def see(x):
        h = torch.zeros(len(x))
        for t in range(STEPS - 1):
            h = a * h + x[:, t]  # (batch,)
        return torch.stack([x[:, -1], h], dim=1)  # (batch, 2)

    return see


# %% [markdown]
# **Predict.** With $a = 1$ nothing fades and $h$ is the running sum. Which of the three questions
# can the network answer now? Which cannot be answered from a sum, and what would you change?


# %%
def draw_memory(a):
    values = {task.__name__: learn(task, with_memory(a)) for task in tasks}
    figure, axes = plt.subplots(figsize=(7, 2.4))
    bars = axes.barh(list(values), list(values.values()), color=COLOURS[: len(values)])
    axes.bar_label(bars, [f"{value:.2f}" for value in values.values()], padding=6)
    axes.axvline(0.5, color="grey", linestyle="--")
    axes.set(title=f"A memory that keeps {a:g} of itself at each step", xlabel="accuracy")
    axes.set(xlim=(0, 1.1))
    axes.invert_yaxis()
    show(figure, alt=", ".join(f"{name} {value:.2f}" for name, value in values.items()))


explore(draw_memory, a=FloatSlider(value=1.0, min=0.0, max=1.0, step=0.1))

# %%
claim(
    "perceptron-sum-counts",
    "With a running sum as memory, the network can count",
    learn(count, with_memory(1.0)),
    above=0.98,
)
claim(
    "perceptron-sum-forgets-order",
    "A running sum cannot tell the order",
    learn(order, with_memory(1.0)),
    above=0.48,
    below=0.52,
)

# %% [markdown]
# A sum counts, but 1 and -1 add up to 0 in either order. And a memory that fades?

# %%
claim(
    "perceptron-fading-tells-order",
    "A memory that keeps 0.7 of itself at each step can tell the order",
    learn(order, with_memory(0.7)),
    above=0.97,
)
claim(
    "perceptron-fading-counts-badly",
    "A memory that keeps 0.7 of itself at each step counts worse than a sum does",
    learn(count, with_memory(0.7)),
    below=0.85,
)

# %% [markdown]
# A fading memory weighs the recent more, so it tells the order, but it counts badly. No value of
# the slider serves all three questions. One number, updated by a rule chosen by hand, was enough
# to lift each of the two from chance. A *learned* memory of many numbers could find out by itself
# what to keep. That is the recurrent network of notebook 03: $h_t = f_W(x_t, h_{t-1})$.
#
# ## What you know now
#
# - A perceptron is a weighted sum and an activation; a layer is a matrix product and an activation.
# - Without activations, layers collapse into one. Sigmoid and tanh saturate; ReLU does not for
#   positive sums.
# - A network trained in five lines bends its border where a perceptron's is a line.
# - The same network at each step, without a link, answers from the present alone. It cannot
#   remember, count or tell order, whatever its weights.
# - A memory, even of one number, changes that. What it can answer depends on how it is updated.
#
# **Think, without code.**
#
# 1. The sigmoid never has a slope above a quarter. What happens to a signal that goes back through
#    ten of them?
# 2. *Remember* asks for one number of twelve. Why is the running sum better than chance at it?
# 3. A friend puts a bigger network at each step, without links, trains it for a week, and gets 60 %
#    on *order*. What do you suspect?
#
# **Where to go on.** [Notebook 03](03_recurrence.ipynb) links the steps. Rosenblatt, "The
# perceptron" (1958), is the beginning; Minsky and Papert, *Perceptrons* (1969), prove what a
# single one cannot do. LeCun et al., "Efficient BackProp" (1998), explain why tanh is kinder than
# the sigmoid. Elman, "Finding structure in time" (1990), begins with the trouble of windows, and
# answers it with a memory.
