# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Start here
#
# {{ colab }}
#
# **Where are you in the course, and what comes next?**
#
# This is a course on deep sequence modelling in PyTorch: on networks that read, predict and write
# sequences. It goes from the perceptron to recurrent networks, back-propagation through time, gates,
# attention, transformers, and music. In the notebooks of the lecture you predict a result, then
# measure it. In the labs you write the parts yourself, and a check says which mistake it is. At the
# end a network of yours writes tunes that you can hear.
#
# Choose **Run > Run All Cells** to see how far *you* are: your next step stands at the end of the
# page. What you did is read from this computer only.

# %% jupyter={"source_hidden": true}
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %% [markdown]
# ## The road
#
# Read a notebook of the lecture, and do the labs where they stand on the road. Each part runs on its
# own: you may also begin where you like. The table has a link to each.

# %%
from seqlab import start

start.road()

# %% [markdown]
# A lab is done when every exercise is right. A notebook of the lecture is done when you have answered
# all that it asks.
#
# ## What to repeat
#
# What you answer a second time after some days, you keep.

# %%
start.due()

# %% [markdown]
# ## When you need help
#
# - A check that says *not yet* has a stronger hint: `check(name, more=True)`.
# - You cannot do an exercise now: `seqlab.skip("4.4")`, in a cell of its own below the exercise, puts
#   in a working answer, and marks the exercise as skipped. You can come back to it.
# - A cell says that an exercise is still open: its box has a link to this exercise. Do it first.
# - Something does not work: `seqlab doctor` in a terminal says what it is, and how to mend it.
# - You have found a mistake in the course, or a question stays open: write to
#   [the course's page]({{ repository }}/issues).
#
# ## When you pause
#
# You can stop at any time. Save the notebook (**File > Save Notebook**): your answers are in it, and
# what was right is kept on this computer. When you come back, open this page, run it, and follow the
# next step. In a notebook, click the cell where you stopped and choose
# **Run > Run All Above Selected Cell**: that brings back what was computed.
#
# In Colab the disk is lost at the end, and this page begins anew: save your notebooks to your Drive.
# They carry what you did, and `seqlab progress NOTEBOOK ...` reads it.
#
# ## Your next step

# %%
start.next_step()
