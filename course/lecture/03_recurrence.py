# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03. Neurons with recurrence
#
# {{ colab }}
#
# **How can a network that reads one word at a time know what came before?**
#
# After this notebook you can
#
# - compute the state of a recurrent network with a pencil, and as one matrix product;
# - write a recurrent network in three ways, and show that they agree with `nn.RNN`;
# - draw it unrolled across time, and say what the drawing hides;
# - find three famous mistakes in a recurrent cell by running it;
# - say why a longer sequence needs no more weights.
#
# | | |
# | --- | --- |
# | Time | about 45 minutes, of which the computer works for less than one |
# | You need | perceptron and layer ([notebook 02](02_perceptron.ipynb)), PyTorch basics |
# | Slides | "Neurons with Recurrence" to "RNN Implementation in PyTorch" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=3)  # before torch is imported

# %%
import itertools
import math
import statistics
import time

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils.flop_counter import FlopCounterMode

from seqlab.claims import claim
from seqlab.diagrams import draw_unrolled
from seqlab.plots import label_lines, show
from seqlab.widgets import explore

# %% [markdown]
# ## 1. Code that does not run yet
#
# This is the slide "RNN Intuition":
#
# ```python
# my_rnn = RNN()
# hidden_state = [0, 0, 0, 0]
#
# sentence = ["I", "love", "recurrent", "neural"]
#
# for word in sentence:
#     prediction, hidden_state = my_rnn(word, hidden_state)
#
# next_word_prediction = prediction
# # >>> "networks!"
# ```
#
# It does not run: nobody has said what `RNN` is, and nobody has trained it. In section 4 it runs.
#
# Look at the line in the loop. Two things go into `my_rnn`, a word and the state. Two things come
# out, a prediction and the state. The state that comes out goes in again with the next word. This
# is the whole idea of recurrence:
#
# $$h_t = f_W(x_t, h_{t-1})$$
#
# The new state $h_t$ is a function of the input $x_t$ and of the old state $h_{t-1}$. The function
# has weights $W$. **It is the same function with the same weights at every step.**
#
# ## 2. The update with a pencil
#
# The slides choose this function:
#
# $$h_t = \tanh(W_{hh}^T h_{t-1} + W_{xh}^T x_t) \qquad \hat y_t = W_{hy}^T h_t$$
#
# Make it as small as possible: the input is one number, the state is one number. Then the weights
# are two numbers, $w_{xh}$ and $w_{hh}$, and a pencil will do. The state starts at 0.
#
# **Predict.** Take $w_{xh} = 1$ and $w_{hh} = 0.5$. The inputs are 1, 0, 0. What is the state
# after the second step: zero or not? And after the third?

# %%
w_xh, w_hh = 1.0, 0.5
h_1 = math.tanh(w_hh * 0.0 + w_xh * 1.0)
h_2 = math.tanh(w_hh * h_1 + w_xh * 0.0)
h_3 = math.tanh(w_hh * h_2 + w_xh * 0.0)
print(f"h_1 = {h_1:.3f}, h_2 = {h_2:.3f}, h_3 = {h_3:.3f}")

# %% [markdown]
# Not zero. The 1 was there at the first step only, and the third state still tells of it. Each
# state contains the one before, so an input is heard like an echo.
#
# How long does the echo last? The weight $w_{hh}$ decides.
#
# **Predict.** What does the echo do for $w_{hh} = 0$? For $-1$? For 2?


# %%
def echo(w_hh: float, steps: int) -> list[float]:
    """Return the states after one input of 1, followed by zeros."""
    h, states = 0.0, []
    for t in range(steps):
        h = math.tanh(w_hh * h + 1.0 * (t == 0))
        states.append(h)
    return states


def draw_echo(w_hh: float) -> None:
    """Draw the echo of a single 1 over twelve steps."""
    states = echo(w_hh, 12)
    figure, axes = plt.subplots(figsize=(7, 2.8))
    axes.axhline(0, color="black", linewidth=0.8)
    axes.bar(range(1, 13), states)
    axes.set(title=f"The echo of a single 1, for $w_{{hh}}$ = {w_hh:g}", xlabel="time step t")
    axes.set(ylabel="state $h_t$", ylim=(-1.05, 1.05), xticks=range(1, 13))
    values = ", ".join(f"{h:.2f}" for h in states)
    show(figure, alt=f"Bars: the state over twelve steps for w_hh = {w_hh:g}: {values}")


# %%
explore(draw_echo, w_hh=ipywidgets.FloatSlider(value=0.5, min=-2, max=2, step=0.25))

# %% [markdown]
# - For 0 there is no echo. The link between the steps is cut, and this is the network of notebook
#   02 that looks at each step by itself.
# - For a small weight the echo fades. For a negative one it changes its sign at every step.
# - For 2 it stays. Each step doubles the state, tanh squeezes it, and at one point the two are in
#   balance: $h = \tanh(2h)$. One neuron has stored one bit, for as long as we like.

# %%
print(f"after 100 steps: {echo(0.5, 101)[-1]:.1e} for 0.5, {echo(2.0, 101)[-1]:.3f} for 2")
claim(
    "recurrence-echo-fades",
    "With w_hh = 0.5, nothing is left of an input after 100 silent steps",
    echo(0.5, 101)[-1],
    below=1e-20,
)
claim(
    "recurrence-bit-kept",
    "With w_hh = 2, one input of 1 is still there after 100 silent steps",
    echo(2.0, 101)[-1],
    above=0.95,
    below=0.96,
)

# %% [markdown]
# So a recurrent network *can* remember. Whether it *learns* to remember is another question, and
# a hard one: notebook 06.
#
# ## 3. Three steps with vectors: by hand, in a loop, vectorised
#
# Now the input has two numbers (*features*), and so has the state. The weights are matrices:
#
# | matrix | shape | from, to |
# | --- | --- | --- |
# | $W_{xh}$ | (features, hidden) | input to state |
# | $W_{hh}$ | (hidden, hidden) | old state to new state |
# | $W_{hy}$ | (hidden, outputs) | state to output |
#
# Row $i$, column $j$ holds the weight from $i$ to $j$. So unit $j$ listens with column $j$. That is
# why the slide transposes: in $W_{xh}^T x_t$ each row is what one unit listens with.

# %%
W_xh = [[0.5, -1.0], [1.0, 0.5]]
W_hh = [[0.5, 1.0], [-0.5, 0.0]]
x = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]  # (time, features)

# %% [markdown]
# At the first step the old state is 0 and the input is $(1, 0)$. So only the first row of $W_{xh}$
# counts, and the state is $(\tanh 0.5,\; \tanh(-1))$. Check the other two lines with a pencil.

# %%
a_1, b_1 = math.tanh(0.5), math.tanh(-1.0)
a_2, b_2 = math.tanh(1.0 + 0.5 * a_1 - 0.5 * b_1), math.tanh(0.5 + 1.0 * a_1)
a_3, b_3 = math.tanh(0.5 + 1.0 + 0.5 * a_2 - 0.5 * b_2), math.tanh(-1.0 + 0.5 + 1.0 * a_2)
by_hand = [[a_1, b_1], [a_2, b_2], [a_3, b_3]]
for t, (a, b) in enumerate(by_hand, start=1):
    print(f"h_{t} = ({a:+.3f}, {b:+.3f})")

# %% [markdown]
# The same as a loop, for any number of steps and units:


# %%
def states_in_a_loop(x, W_xh, W_hh):
    """Lists: inputs (time, features) to states (time, hidden)."""
    h, states = [0.0] * len(W_hh), []
    for x_t in x:
        new = []
        for j in range(len(h)):  # unit j listens with column j
            from_state = sum(h[i] * W_hh[i][j] for i in range(len(h)))
            from_input = sum(x_t[i] * W_xh[i][j] for i in range(len(x_t)))
            new.append(math.tanh(from_state + from_input))
        h = new  # only now: every unit must have heard the old state
        states.append(h)
    return states


# %%
looped = states_in_a_loop(x, W_xh, W_hh)
gap = max(abs(looped[t][j] - by_hand[t][j]) for t in range(3) for j in range(2))
print(f"largest difference from the pencil: {gap:.0e}")

# %% [markdown]
# The same, up to rounding in the last digit: the loop adds in another order.
#
# Now many sequences at once, with matrix products. The slide writes a state as a column,
# $W^T h$. Libraries keep one sequence in each *row*, and then the same product is $h\,W$.
#
# **Predict.** Which part of the formula can be computed for all steps at once, before the loop?
# Which part cannot, and why?


# %%
def states_vectorised(x, W_xh, W_hh):
    """Inputs (batch, time, features) to states (batch, time, hidden)."""
    from_input = x @ W_xh  # (batch, time, hidden), all steps at once
    h, states = x.new_zeros(len(x), len(W_hh)), []
    for t in range(x.shape[1]):
        h = torch.tanh(h @ W_hh + from_input[:, t])  # (batch, hidden)
        states.append(h)
    return torch.stack(states, dim=1)


print(states_vectorised(*(torch.tensor(each) for each in ([x], W_xh, W_hh))))

# %% [markdown]
# All inputs are there from the beginning, so their part needs no loop. The state of step $t$ needs
# the state of step $t - 1$, which needs the one before. This loop cannot be taken away. It is why
# recurrent networks are slow on long sequences, and one reason for attention (notebook 09).
#
# The numbers above look the same. Are they, also for larger random matrices?

# %%
x = torch.randn(5, 20, 3, dtype=torch.float64)  # (batch, time, features)
W_xh = torch.randn(3, 4, dtype=torch.float64)
W_hh = torch.randn(4, 4, dtype=torch.float64) / 2

looped = [states_in_a_loop(row, W_xh.tolist(), W_hh.tolist()) for row in x.tolist()]
difference = torch.tensor(looped, dtype=torch.float64) - states_vectorised(x, W_xh, W_hh)
claim(
    "recurrence-loop-is-product",
    "The loop over units and the matrix product give the same states (largest difference)",
    difference.abs().max(),
    below=1e-10,
)

# %% [markdown]
# ## 4. The slide's loop comes true
#
# We need an `RNN`, and sentences to train it on. These four are chosen with care. Three of them
# say "recurrent neural", and each goes on in another way:

# %%
sentences = [
    "I love recurrent neural networks!",
    "You love recurrent neural jokes!",
    "Doctors treat recurrent neural pain!",
    "I love long walks!",
]
words = sorted({word for sentence in sentences for word in sentence.split()})
print(len(words), "words:", words)

# %% [markdown]
# A word becomes a vector with a single 1 (*one-hot*, more in notebook 04). The rest is the formula
# of section 2. The prediction is the word with the largest output. The outputs before any softmax
# are called *logits*.


# %%
class RNN(nn.Module):
    def __init__(self, hidden_size=4):
        super().__init__()
        self.W_xh = nn.Parameter(torch.randn(len(words), hidden_size))
        self.W_hh = nn.Parameter(torch.randn(hidden_size, hidden_size) / 2)
        self.W_hy = nn.Parameter(torch.randn(hidden_size, len(words)))

    def update(self, word, h):
        x = F.one_hot(torch.tensor(words.index(word)), len(words)).float()  # (words,)
        h = torch.tanh(torch.as_tensor(h).float() @ self.W_hh + x @ self.W_xh)  # (hidden,)
        return h @ self.W_hy, h  # logits (words,), state

    def forward(self, word, hidden_state):
        logits, h = self.update(word, hidden_state)
        return words[logits.argmax()], h


# %% [markdown]
# Training: at each step the network predicts the next word, and there is one loss for each step,
# $L_t = -\ln p(\text{next word})$. The loss of a sentence is their sum, $L = \sum_t L_t$. How the
# gradient finds its way back through the steps is the subject of notebook 05. Here `backward` does
# it. This takes a few seconds.
#
# **Predict.** The state has four numbers. After "I love recurrent neural", what must they say, so
# that the right word can follow?

# %%
my_rnn = RNN()
optimizer = torch.optim.Adam(my_rnn.parameters(), lr=0.05)
for _ in range(400):
    loss = 0
    for sentence in sentences:
        h, heard = [0, 0, 0, 0], sentence.split()
        for word, next_word in itertools.pairwise(heard):
            logits, h = my_rnn.update(word, h)
            loss = loss + F.cross_entropy(logits, torch.tensor(words.index(next_word)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"loss of all four sentences: {loss.item():.2f}")

# %% [markdown]
# Four numbers are tight for this task. With another seed it happens now and then that two of the
# sentences stay mixed up. Then run the training cell again: it starts from new weights.
#
# And now the code of the slide, word for word, without its first line, because `my_rnn` is already
# there:

# %%
hidden_state = [0, 0, 0, 0]

sentence = ["I", "love", "recurrent", "neural"]

for word in sentence:
    prediction, hidden_state = my_rnn(word, hidden_state)

next_word_prediction = prediction
print(next_word_prediction)

# %% [markdown]
# It runs. How sure is the network, and what does it say after other beginnings?


# %%
@torch.no_grad()
def read(text):
    """Read the words of a text; return logits (time, words) and states (time, hidden)."""
    h, steps = [0, 0, 0, 0], []
    for word in text.split():
        logits, h = my_rnn.update(word, h)
        steps.append((logits, h))
    logits, states = zip(*steps, strict=True)
    return torch.stack(logits), torch.stack(states)


# %%
sure = {}
for start in ("I love", "You love", "Doctors treat"):
    text = f"{start} recurrent neural"
    likely, best = read(text)[0][-1].softmax(dim=0).max(dim=0)
    sure[text + " " + words[best]] = likely.item()
    print(f"{text:32} -> {words[best]:10} with probability {likely:.3f}")

# %%
claim(
    "recurrence-endings",
    "The network ends the three sentences as they were (share of right endings)",
    sum(sentence in sentences for sentence in sure) / 3,
    above=0.99,
)
claim(
    "recurrence-networks",
    'After "I love recurrent neural" the network says "networks!" (its probability)',
    sure[sentences[0]],
    above=0.8,
)

# %% [markdown]
# The last word that it read is the same in all three, "neural". The last two are the same. So the
# difference can only come through the state: it must carry which beginning it was, past the words
# "recurrent neural". We can prove it by taking the state away.
#
# **Predict.** Give the network only the last word, "neural", and the state `[0, 0, 0, 0]`. How many
# of the three sentences can it end correctly?

# %%
erased, _ = my_rnn("neural", [0, 0, 0, 0])
print("neural ->", erased)
claim(
    "recurrence-state-erased",
    "With the state erased before the last word, at most one of three endings is right (share)",
    sum(sentence.split()[-1] == erased for sentence in sentences[:3]) / 3,
    below=0.34,
)

# %% [markdown]
# One answer for all three: the same input and the same state always give the same output. At best
# it is right once. All that a recurrent network knows of the past is in its state.
#
# And where the past does not decide? Two of the sentences begin with "I love".

# %%
chances = read("I love")[0][-1].softmax(dim=0)
for i in chances.argsort(descending=True)[:3]:
    print(f"I love {words[i]:12} {chances[i]:.3f}")
claim(
    "recurrence-undecided",
    'After "I love", where two sentences part, the probability is split (that of "recurrent")',
    chances[words.index("recurrent")],
    above=0.4,
    below=0.6,
)

# %% [markdown]
# About half for each. That is no fault: it is what the four sentences say.
#
# ## 5. The graph, unrolled across time
#
# A loop is hard to look at. So the slides *unroll* it: one copy of the cell for each step, from
# left to right. Our drawing has a second row: the four numbers of the state after each step.
#
# **Predict.** Choose another beginning. Which columns of the second row will change? The inputs of
# steps 3 and 4 stay the same.


# %%
def draw_states(axes, states) -> None:
    """Draw states (time, hidden): a column for each step, with its numbers."""
    right, units = len(states) + 0.5, states.shape[1]
    axes.imshow(
        states.T, vmin=-2, vmax=2, cmap="PuOr", aspect="auto", extent=(0.5, right, units, 0)
    )
    for t, h in enumerate(states.tolist(), start=1):
        for j, value in enumerate(h):
            axes.text(t, j + 0.5, f"{value:+.2f}", ha="center", va="center")
    axes.set(xlabel="time step t", xticks=range(1, 5), ylabel="state $h_t$", yticks=[])
    axes.grid(visible=False)


# %%
def draw_steps(beginning: str, steps: int) -> None:
    """Draw what the network has read and said, and its state, up to a step."""
    heard = f"{beginning} recurrent neural".split()
    logits, states = read(" ".join(heard))
    said = [words[i] for i in logits.argmax(dim=1)]
    figure, (top, bottom) = plt.subplots(2, figsize=(7, 4.6), height_ratios=(2, 1))
    draw_unrolled(top, heard, said, shown=steps)
    top.set_title("What it reads (below), and what it says comes next (above)")
    draw_states(bottom, states[:steps])
    bottom.set_xlim(top.get_xlim())  # each column stands under its cell
    pairs = [f"{a} -> {b}" for a, b in zip(heard[:steps], said[:steps], strict=True)]
    show(figure, alt=f"Unrolled network, what it reads -> says: {', '.join(pairs)}")


# %%
beginnings = ipywidgets.Dropdown(options=("I love", "You love", "Doctors treat"), value="I love")
step_slider = ipywidgets.IntSlider(value=4, min=1, max=4)
explore(draw_steps, beginning=beginnings, steps=step_slider)

# %% [markdown]
# All columns change, also those of steps 3 and 4, where the same words are read. That is the state
# at work. Three things to see in the drawing:
#
# - There are four cells in the drawing, but one in the program. Arrows of one colour are one
#   matrix: $W_{xh}$, $W_{hh}$ and $W_{hy}$ are used again at every step.
# - Time runs along the orange arrows only. Cut them, and you have the network of notebook 02.
# - Each word above is compared with the word that really follows. That gives one loss for each
#   step, and their sum is what we trained on.

# %%
columns = torch.stack([read(f"{start} recurrent neural")[1] for start in beginnings.options])
apart = (columns[:, None] - columns[None]).abs().amax(dim=-1)  # (start, start, time)
print("largest difference of a unit, step by step:")
for a, b in ((0, 1), (0, 2), (1, 2)):
    gaps = " ".join(f"{gap:.2f}" for gap in apart[a, b])
    print(f"{beginnings.options[a]:14} {beginnings.options[b]:14} {gaps}")
claim(
    "recurrence-state-differs",
    "After the same two last words the states still differ (in some unit, for the closest pair)",
    min(apart[0, 1, -1], apart[0, 2, -1], apart[1, 2, -1]),
    above=0.5,
)

# %% [markdown]
# ## 6. From scratch, as on the slide
#
# The next slide writes the network as a PyTorch module. Here it is, line by line. Only the name is
# new (on the slide it is `RNN` again), and `import torch`, which the slide forgets.


# %%
class ScratchRNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.W_xh = nn.Linear(input_size, hidden_size)
        self.W_hh = nn.Linear(hidden_size, hidden_size)
        self.W_hy = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden):
        hidden = F.tanh(self.W_xh(input) + self.W_hh(hidden))
        output = self.W_hy(hidden)
        output = self.softmax(output)
        return output, hidden

    def initHidden(self):  # noqa: N802, the slide's own name
        return torch.zeros(1, self.hidden_size)


# %% [markdown]
# The slide makes it with 128 hidden units and as many inputs as there are letters. It reads a name,
# letter by letter, and says which of some categories it belongs to (the weights are random, so
# nothing sensible comes out yet):

# %%
letters = "abcdefghijklmnopqrstuvwxyz"
n_letters, n_hidden, n_categories = len(letters), 128, 3
rnn = ScratchRNN(n_letters, n_hidden, n_categories)

hidden = rnn.initHidden()
for letter in "turing":
    x = F.one_hot(torch.tensor([letters.index(letter)]), n_letters).float()  # (1, n_letters)
    output, hidden = rnn(x, hidden)
print("output:", output.detach(), "\nsum of its exponentials:", output.exp().sum().item())
for name, parameter in rnn.named_parameters():
    print(f"{name:12} {tuple(parameter.shape)}")

# %% [markdown]
# Three quirks are worth knowing.
#
# **The softmax is inside.** `output` holds logarithms of probabilities; their exponentials add up
# to 1. The loss that belongs to it is `F.nll_loss`. Most people leave the softmax out, return
# logits and use `F.cross_entropy`, which contains it. What if you mix them up?

# %%
target = torch.tensor([1])
print("nll_loss of log-probabilities:     ", F.nll_loss(output, target).item())
print("cross_entropy of log-probabilities:", F.cross_entropy(output, target).item())
print("nll_loss of logits (wrong):        ", F.nll_loss(rnn.W_hy(hidden), target).item())

# %% [markdown]
# `cross_entropy` after a log-softmax does no harm: a second log-softmax changes nothing. The other
# way round gives a number that is no loss at all.
#
# **The matrices are stored the other way round.** `nn.Linear(a, b)` keeps its weight as `(b, a)`
# and multiplies by the transposed one.
#
# **There are two biases.** `W_xh` and `W_hh` are linear layers, and each has its own bias. The
# formula has none. What does the second one add?
#
# **Predict.** Add 0.3 to each number of the first bias and take 0.3 from each of the second. By how
# much do the outputs change?

# %%
with torch.no_grad():
    x, h = torch.randn(100, n_letters), torch.randn(100, n_hidden)
    before, _ = rnn(x, h)
    rnn.W_xh.bias += 0.3
    rnn.W_hh.bias -= 0.3
    after, _ = rnn(x, h)
claim(
    "recurrence-two-biases",
    "Moving 0.3 from one bias to the other changes no output (largest difference)",
    (after - before).abs().max(),
    below=1e-5,
)

# %% [markdown]
# Nothing but rounding: only the sum of the two biases counts. One would do. `nn.RNN` has two as
# well, because the library for graphics cards that it calls (cuDNN) was built so.
#
# ## 7. A cell with three mistakes
#
# The other version on the slides is a cell in the style of Keras. Its heart is this:
#
# ```python
# def call(self, x):
#     # Update the hidden state
#     self.h = tf.math.tanh( self.W_hh * self.h + self.W_xh * x )
#
#     # Compute the output
#     output = self.W_hy * self.h
#
# # Return the current output and hidden state
# return output, self.h
# ```
#
# It is meant to be read, not run, and as a picture it says the right thing. Run it, and it teaches
# three lessons. We translate it to torch one line at a time; `*` means the same in both. The
# matrices have the shapes `[rnn_units, input_dim]` and so on. They are transposed already, so they
# stand on the left of a column.
#
# ### 7.1 The return stands outside

# %%
slide = """
def call(self, x):
    self.h = torch.tanh(self.W_hh * self.h + self.W_xh * x)
    output = self.W_hy * self.h
return output, self.h
"""
try:
    compile(slide, "slide", "exec")
except SyntaxError as error:
    print(f"line {error.lineno}: {error.msg}")

# %% [markdown]
# Python refuses it. And who mends it by deleting the line gets a method that returns `None`. The
# `return` belongs inside the method, four spaces further in.
#
# ### 7.2 The star is no matrix product
#
# With the `return` in its place:


# %%
class SlideCell(nn.Module):
    def __init__(self, rnn_units, input_dim, output_dim):
        super().__init__()
        self.W_xh = nn.Parameter(torch.randn(rnn_units, input_dim))
        self.W_hh = nn.Parameter(torch.randn(rnn_units, rnn_units))
        self.W_hy = nn.Parameter(torch.randn(output_dim, rnn_units))
        self.h = torch.zeros(rnn_units, 1)

    def forward(self, x):
        self.h = torch.tanh(self.W_hh * self.h + self.W_xh * x)
        output = self.W_hy * self.h
        return output, self.h


# %% [markdown]
# The state should be a column with one number for each unit, and the output a column with one
# number for each output.
#
# **Predict.** Three cells: 4 units with 3 inputs and 2 outputs; 3 of each; 4 units with 1 input and
# 1 output. Which of them stop with an error? What is the shape of the state in the others?

# %%
for rnn_units, input_dim, output_dim in ((4, 3, 2), (3, 3, 3), (4, 1, 1)):
    print(f"\n{rnn_units} units, {input_dim} inputs, {output_dim} outputs:")
    print(f"  should be: output {(output_dim, 1)}, state {(rnn_units, 1)}")
    try:
        output, h = SlideCell(rnn_units, input_dim, output_dim)(torch.randn(input_dim, 1))
        print(f"  is:        output {tuple(output.shape)}, state {tuple(h.shape)}")
    except RuntimeError as error:
        print("  error:", error)

# %% [markdown]
# The first one stops with an error. We were lucky. The other two run, and nobody complains: the
# star multiplies number by number, and where shapes differ it *broadcasts*, which means it repeats
# the column. The state is now a square and no longer a list of numbers.
#
# A wrong shape is the smaller trouble. The larger one: nothing is added up, so the units do not
# hear each other.
#
# **Predict.** Only the third of three inputs changes. How many of three units notice it with
# `W * x`? And with `W @ x`?

# %%
W = torch.randn(3, 3)
x = torch.tensor([[1.0], [0.0], [0.0]])
changed = torch.tensor([[1.0], [0.0], [1.0]])
star = ((W * x) != (W * changed)).any(dim=1).sum()
matrix = ((W @ x) != (W @ changed)).any(dim=1).sum()
print(f"units that notice it: {matrix} with @")
claim(
    "recurrence-star-does-not-mix",
    "With the star, a change of one input reaches only one of three units",
    star,
    above=1,
    below=1,
)

# %% [markdown]
# In each unit a matrix product adds up what comes from *all* inputs. That is what makes it a
# layer. In torch, NumPy and TensorFlow it is written `@`.
#
# ### 7.3 The state leaks
#
# Put `@` in place of `*`, and the shapes are right. One line is still dangerous: the state lives in
# `self.h`, and nobody empties it.


# %%
class LeakyCell(SlideCell):
    def forward(self, x):
        self.h = torch.tanh(self.W_hh @ self.h + self.W_xh @ x)  # (rnn_units, 1)
        output = self.W_hy @ self.h  # (output_dim, 1)
        return output, self.h


# %% [markdown]
# **Predict.** The same cell reads the same three inputs twice. Is the last output the same?

# %%
cell = LeakyCell(4, 3, 2)
sequence = torch.randn(3, 3, 1)  # (time, input_dim, 1)
for reading in ("first", "second"):
    for x in sequence:
        output, _ = cell(x)
    print(f"{reading} reading: {output.detach().flatten().tolist()}")


# %%
@torch.no_grad()
def change_at_second_reading():
    """Return by how much the last output of a random cell changes at a second reading."""
    cell, sequence = LeakyCell(4, 3, 2), torch.randn(3, 3, 1)
    first, second = [[cell(x)[0] for x in sequence][-1] for _ in range(2)]
    return (first - second).abs().max().item()


changes = [change_at_second_reading() for _ in range(200)]
claim(
    "recurrence-state-leaks",
    "A state kept in the cell changes the second reading, by over 0.01 (share of 200 cells)",
    sum(change > 0.01 for change in changes) / len(changes),
    above=0.85,
)

# %% [markdown]
# Same weights, same input, another answer: the second reading begins with what the first one left
# behind. In practice one patient's data would colour the diagnosis of the next. The remedy is what
# the slide "RNN Intuition" does anyway: the state comes in as an argument and goes out as a result.
# Then whoever calls the cell decides where a sequence begins.


# %%
class Cell(SlideCell):
    def forward(self, x, h):
        h = torch.tanh(self.W_hh @ h + self.W_xh @ x)  # (rnn_units, 1)
        output = self.W_hy @ h  # (output_dim, 1)
        return output, h


# %% [markdown]
# ## 8. `nn.RNN`, and all of them on the same weights
#
# The library's own takes whole sequences and does the loop inside:

# %%
rnn = nn.RNN(input_size=3, hidden_size=4, bias=False, batch_first=True).double()
x = torch.randn(5, 20, 3).double()  # (batch, time, features), with 16 digits
states, last = rnn(x)
print("states:", tuple(states.shape), "last state:", tuple(last.shape))
for name, parameter in rnn.named_parameters():
    print(f"{name:14} {tuple(parameter.shape)}")

# %% [markdown]
# It returns all states and the last one. There is no $W_{hy}$ in it: the output layer is yours.
# `weight_ih_l0` is $W_{xh}$ of layer 0, stored the other way round.
#
# Now we lend its weights to our three versions, and let all read the same sequences.

# %%
scratch, cell = ScratchRNN(3, 4, 2).double(), Cell(4, 3, 2).double()
with torch.no_grad():
    for ours in (scratch.W_xh.weight, cell.W_xh):
        ours.copy_(rnn.weight_ih_l0)
    for ours in (scratch.W_hh.weight, cell.W_hh):
        ours.copy_(rnn.weight_hh_l0)
    scratch.W_xh.bias.zero_()
    scratch.W_hh.bias.zero_()


# %%
def read_with_scratch(scratch, x):
    """All sequences step by step: inputs (batch, time, features) to states."""
    h, states = x.new_zeros(len(x), scratch.hidden_size), []
    for t in range(x.shape[1]):
        _, h = scratch(x[:, t], h)
        states.append(h)
    return torch.stack(states, dim=1)


# %%
def read_with_cell(cell, x):
    """One sequence after the other, each as a column of numbers for each step."""
    rows = []
    for sequence in x:
        h = x.new_zeros(len(cell.W_hh), 1)
        for x_t in sequence:
            _, h = cell(x_t[:, None], h)
            rows.append(h.flatten())
    return torch.stack(rows).reshape(len(x), x.shape[1], -1)


# %%
ours = {
    "vectorised (section 3)": states_vectorised(x, rnn.weight_ih_l0.T, rnn.weight_hh_l0.T),
    "from scratch (section 6)": read_with_scratch(scratch, x),
    "cell, mended (section 7)": read_with_cell(cell, x),
}
gaps = {name: (result - states).abs().max().item() for name, result in ours.items()}
for name, gap in gaps.items():
    print(f"{name:26} differs from nn.RNN by {gap:.0e}")
claim(
    "recurrence-all-agree",
    "Our three implementations and nn.RNN give the same states (largest difference)",
    max(gaps.values()),
    below=1e-10,
)

# %% [markdown]
# Four programs, one function. Two traps of `nn.RNN`:
#
# - Its documentation, which the slide quotes, calls $h_{t-1}$ "the hidden state of the previous
#   layer at time t-1". It is the *same* layer: there is only one here, and the numbers agree.
# - Without `batch_first=True` it expects `(time, batch, features)`. Feed it
#   `(batch, time, features)` and it runs all the same, and takes your sequences for time steps.
#
# **Predict.** Without `batch_first=True`: two sequences, and only the first one is changed. Can
# the states of the second one change?

# %%
trap = nn.RNN(input_size=3, hidden_size=4)
x = torch.randn(2, 20, 3)  # meant as (batch, time, features)
changed = x.clone()
changed[0] += 1.0  # the first sequence only
with torch.no_grad():
    moved = (trap(changed)[0] - trap(x)[0])[1].abs().max().item()
print(f"the states of the second sequence move by up to {moved:.2f}")
claim(
    "recurrence-batch-first",
    "Without batch_first, a change of one sequence changes the states of the next one",
    moved,
    above=0.05,
)

# %% [markdown]
# They do: the second sequence was read as the step after the first. No error, no warning. When a
# network learns strangely, look at this first.
#
# ## 9. Which one is fast?
#
# **Predict.** 32 sequences of 100 steps, 64 units. Sort the four by speed, and guess the factor
# between the first and the last. What makes the difference: the arithmetic?

# %%
x = torch.randn(32, 100, 16)  # (batch, time, features)
library = nn.RNN(16, 64, bias=False, batch_first=True)
W_xh, W_hh = library.weight_ih_l0.T, library.weight_hh_l0.T
scratch, cell = ScratchRNN(16, 64, 2), Cell(64, 16, 2)
runs = {
    "nn.RNN": lambda: library(x),
    "vectorised": lambda: states_vectorised(x, W_xh, W_hh),
    "from scratch": lambda: read_with_scratch(scratch, x),
    "cell, one by one": lambda: read_with_cell(cell, x),
}
seconds = {name: [] for name in runs}
with torch.no_grad():
    for _ in range(7):  # in turns, so that a busy moment hits all of them
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)

# %%
median = {name: 1000 * statistics.median(times) for name, times in seconds.items()}
figure, axes = plt.subplots(figsize=(7, 2.6))
bars = axes.barh(list(median), list(median.values()))
axes.bar_label(bars, [f"{value:.3g} ms" for value in median.values()], padding=3)
axes.set(title="The same states, at four speeds")
axes.set(xlabel="milliseconds for 32 sequences of 100 steps (median of seven)")
axes.set_xlim(right=max(median.values()) * 1.15)
axes.invert_yaxis()
times = ", ".join(f"{name} {value:.3g} ms" for name, value in median.items())
show(figure, alt=f"Bars, time for the same work: {times}")

# %% [markdown]
# The times are those of one machine, and yours has others. What does not depend on the machine are
# two counts: how many numbers are multiplied, and how often Python calls torch.


# %%
class Calls(TorchFunctionMode):
    """Counts how often Python calls a function of torch."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += function.__name__ != "__get__"  # to look at a shape is no call
        return function(*args, **(kwargs or {}))


# %%
calls, products = {}, {}
for name, run in runs.items():
    with torch.no_grad(), Calls() as counted:
        run()
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        run()
    calls[name], products[name] = counted.count, counter.get_total_flops() // 2
    print(f"{name:18}{products[name]:12,} multiplications {calls[name]:8,} calls")

# %%
claim(
    "recurrence-same-multiplications",
    "All four multiply about as many numbers (most divided by fewest)",
    max(products.values()) / min(products.values()),
    below=1.1,
)
claim(
    "recurrence-library-calls-once",
    "The slide's module in a Python loop calls torch at least 20 times as often as nn.RNN (ratio)",
    calls["from scratch"] / calls["nn.RNN"],
    above=20,
)
claim(
    "recurrence-batch-saves-calls",
    "One sequence after the other calls at least 10 times as often as 32 at once (ratio)",
    calls["cell, one by one"] / calls["from scratch"],
    above=10,
)

# %% [markdown]
# The arithmetic is much the same in all four. ("From scratch" and the cell also compute an output
# at each step, which nobody reads here.) The time goes into calling: each small operation
# costs some microseconds before it begins to compute. `nn.RNN` makes its loop in C++, and a batch
# does 32 rows in one call. Our vectorised loop gains by doing less inside the loop. How much time
# you gain depends on the machine.
#
# But look at what no version could do: compute step 100 before step 99.
#
# ## 10. One set of weights
#
# "The same function and set of parameters are used at every time step", says the slide. What would
# it cost to do without? Take a dense network that reads the whole sequence at once, as one long
# vector, and answers at every step. It needs a weight for each input of each step.
#
# **Predict.** The sequences become ten times longer. How many times more weights does the dense
# network need? How many more the recurrent one?


# %%
def weights(*layers):
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())


def recurrent_weights(length):
    return weights(nn.RNN(16, 64), nn.Linear(64, 8))  # whatever the length


def dense_weights(length):
    return weights(nn.Linear(length * 16, 64), nn.Linear(64, length * 8))


lengths = [1, 3, 10, 30, 100, 300, 1000, 3000]
recurrent = [recurrent_weights(length) for length in lengths]
dense = [dense_weights(length) for length in lengths]

# %%
figure, axes = plt.subplots(figsize=(7, 3.2))
axes.loglog(lengths, dense, marker="o", label="dense")
axes.loglog(lengths, recurrent, marker="s", label="recurrent")
label_lines(figure)
axes.set(title="A longer sequence needs no more weights, if they are shared")
axes.set(xlabel="length of the sequence (time steps)", ylabel="number of weights")
show(figure, alt=f"Lines: weights for lengths {lengths}: dense {dense}, recurrent {recurrent}")
claim(
    "recurrence-dense-grows",
    "From 100 to 1,000 steps, a dense network needs about ten times the weights (ratio)",
    dense_weights(1000) / dense_weights(100),
    above=9,
    below=11,
)

# %% [markdown]
# For very short sequences the dense network is the smaller one: it has no $W_{hh}$. Then it grows
# with every step, and the recurrent network does not. Sharing has a second benefit. A dense network
# is built for one length, and a recurrent one reads any:

# %%
rnn = nn.RNN(16, 64, batch_first=True)
dense_for_10 = nn.Linear(10 * 16, 64)
for length in (3, 10, 1000):
    x = torch.randn(1, length, 16)
    print(f"length {length:4}: recurrent gives states {tuple(rnn(x)[0].shape)}", end="; ")
    try:
        print("dense gives", tuple(dense_for_10(x.flatten(1)).shape))
    except RuntimeError as error:
        print("dense:", error)

# %% [markdown]
# That it *can* read a thousand steps does not yet mean that it remembers the first of them. You saw
# in section 2 how an echo fades.
#
# ## What you know now
#
# - A recurrent network has a state. The new state is a function of the input and the old state:
#   $h_t = \tanh(W_{hh}^T h_{t-1} + W_{xh}^T x_t)$. All that it knows of the past is in there.
# - Unrolled, it is a deep network with a layer for each step, and all layers share their weights.
# - The state is an argument and a result, not a hidden attribute. It starts at zero where a
#   sequence starts.
# - `@` is a matrix product, `*` is not, and broadcasting hides the mistake.
# - Input parts can be computed for all steps at once, the states only one after the other.
#
# **Think, without code.**
#
# 1. A friend trains with a state of one number, on the four sentences. Could that be enough to
#    end all of them correctly? What would the number have to do?
#
# <details><summary>Answer</summary>
#
# In our network, no. Its logits are the number times $W_{hy}$, and no bias is added. So one word is
# the likeliest for every positive number, and one word for every negative number: only two
# different words can ever be predicted, and the four sentences end in four. With a bias in the
# output layer one number can be enough: it must lie in a region of its own for each ending, and
# stay apart from the others while "recurrent" and "neural" are read.
#
# </details>
#
# 2. Replace tanh by nothing, so that $h_t = W_{hh}^T h_{t-1} + W_{xh}^T x_t$. Write $h_3$ in terms
#    of $x_1, x_2, x_3$. What do you notice about the powers of $W_{hh}$?
#
# <details><summary>Answer</summary>
#
# $h_3 = (W_{hh}^T)^2\, W_{xh}^T x_1 + W_{hh}^T W_{xh}^T x_2 + W_{xh}^T x_3$, because $h_0 = 0$. An
# input that is $k$ steps old is multiplied by the $k$-th power of $W_{hh}^T$. If these powers
# shrink, old inputs are forgotten; if they grow, old inputs count more than new ones (notebook 06).
#
# </details>
#
# 3. Our network reads from left to right. For which tasks is that all there is, and for which could
#    one also read from right to left?
#
# <details><summary>Answer</summary>
#
# Left to right is all there is where the rest of the sequence is not there yet: predicting the next
# word, a forecast, translating while somebody speaks. Where the whole sequence is there before the
# answer is asked for, one can read it from both sides: judging a review, naming the language of a
# name, filling a gap. A second network, with weights of its own, then reads from right to left, and
# the output layer gets both states.
#
# </details>
#
# **Where to go on.** [Notebook 04](04_language.ipynb) asks what such a network is good for, and
# [notebook 05](05_bptt.ipynb) how it learns. Elman, "Finding structure in time" (1990),
# introduced this network, trained it on small sentences and looked into its state. Goodfellow,
# Bengio and Courville, "Deep Learning" (2016), chapter 10, has the unrolled graph in all its
# forms.
