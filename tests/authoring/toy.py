"""A toy project: one lab with two holes, one lecture."""

from pathlib import Path

PYPROJECT = """\
[project]
name = "toy"

[project.urls]
Repository = "https://github.com/owner/repo"
"""

LAB = """\
# %% [markdown]
# # A toy lab
# {{ colab }}

# %%
# %matplotlib inline
print("ready")

# %%
def double(x):
    # TODO 1.1: Double it, with "care".
    # Think of plus.
    ### BEGIN SOLUTION
    y = x + x
    ### END SOLUTION
    return y


# %%
# TODO 1.2: Try it.
### BEGIN SOLUTION
print(double(21))
### END SOLUTION

# %% tags=["solution"]
print("for instructors")
"""

LECTURE = """\
# %% [markdown]
# Read on at {{ repository }}, $e^{{x}}$.

# %%
1 + 1
"""


def write_project(root: Path, **sources: str) -> Path:
    """Lay out a project with labs of these names and texts."""
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "course/labs").mkdir(parents=True)
    for name, text in sources.items():
        (root / f"course/labs/{name}.py").write_text(text)
    return root
