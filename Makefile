# Every command of the project. Each works alone, first, in a clean clone:
# it makes .venv and installs what it needs there, at the versions pinned in constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt

# TORCH=cpu takes PyTorch's own wheels for the CPU: on Linux they are gigabytes smaller.
TORCH :=
ifeq ($(TORCH),cpu)
PIP_INSTALL += --extra-index-url https://download.pytorch.org/whl/cpu
else ifneq ($(TORCH),)
$(error TORCH=$(TORCH) is not known: leave it out, or write TORCH=cpu)
endif

# A stamp is as new as the last installation.
COURSE := .venv/course.stamp
DEV := .venv/dev.stamp

# See tests/offline/sitecustomize.py: no Python started with this reaches the network.
OFFLINE := env PYTHONPATH="$(CURDIR)/tests/offline"

# A wrong answer in a solution stops its notebook; so does a cell that takes longer, in seconds.
STRICT := SEQLAB_STRICT=1
CELL_TIMEOUT := 900

# Tests run side by side, a file at a time, each worker with one thread: they would only wait for
# each other's. A worker may need 2 GB; on a larger machine:  make test WORKERS=4
WORKERS := 2
PARALLEL := -n $(WORKERS) --dist loadfile
ONE_THREAD := OMP_NUM_THREADS=1

# The longest first, so that all workers end at about the same time; the others follow.
LONGEST := $(wildcard $(addsuffix .ipynb, solutions/lab5_music notebooks/10_transformers \
	solutions/lab4_attention notebooks/08_limits solutions/lab3_lstm notebooks/07_lstm \
	notebooks/04_language notebooks/11_music notebooks/06_gradients solutions/lab1_rnn))
LONGEST_TESTS := tests/check/test_exercises.py tests/check/test_accepted_answers_of_large_labs.py \
	tests/check/test_accepted_answers.py tests/authoring/test_seeds.py
OTHERS := $(filter-out $(LONGEST),$(wildcard solutions/*.ipynb notebooks/*.ipynb))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help lab check test browser solutions build format data bench doctor clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

lab: data  ## set everything up and open JupyterLab at the start page (TORCH=cpu, OPTIONS="--port 9000")
	PATH="$(CURDIR)/$(BIN):$$PATH" jupyter lab --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.default_url=/lab/tree/notebooks/00_start.ipynb $(if $(filter 0,$(shell id -u)),--allow-root) $(OPTIONS)

# What both test commands begin with.
define STATIC_CHECKS
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(OFFLINE) $(BIN)/seqlab build --check
endef

check: $(DEV) data  ## the quick part of the tests, for each commit: two minutes
	$(STATIC_CHECKS)
	$(OFFLINE) $(ONE_THREAD) $(BIN)/pytest $(PARALLEL) -m 'not slow' tests

test: $(DEV) data  ## set up what is missing and pass all tests
	$(STATIC_CHECKS)
	$(BIN)/python -m bench.peer
	$(OFFLINE) $(ONE_THREAD) $(BIN)/pytest $(PARALLEL) --no-loadscope-reorder \
		--ignore=tests/browser $(LONGEST_TESTS) tests
	$(OFFLINE) $(ONE_THREAD) $(STRICT) $(BIN)/pytest $(PARALLEL) --no-loadscope-reorder \
		--nbval-lax --nbval-current-env --nbval-cell-timeout=$(CELL_TIMEOUT) \
		$(LONGEST) $(OTHERS)

browser: $(DEV) data  ## the tests in a browser alone; they need Chromium: apt install chromium
	$(OFFLINE) $(ONE_THREAD) $(BIN)/pytest tests/browser

solutions: data  ## run every solution into build/solutions; the stored ones stay as they are
	$(STRICT) $(BIN)/python -m nbconvert --to notebook --execute \
		--ExecutePreprocessor.timeout=$(CELL_TIMEOUT) --output-dir build/solutions solutions/*.ipynb

build: $(DEV) data  ## build notebooks/, labs/ and solutions/ from course/
	$(BIN)/seqlab build

format: $(DEV)  ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(COURSE)  ## fetch the data sets that are missing or damaged
	$(BIN)/seqlab data

bench: $(DEV) data  ## measure what the project promises (ARGS=--quick: in under five minutes)
	$(BIN)/python -m bench $(ARGS)

doctor: | $(BIN)/python  ## say what works on this machine, and how to mend what does not
	PYTHONPATH="$(CURDIR)/src" $(BIN)/python -m seqlab.authoring.cli doctor

clean:  ## remove the environment, caches and build/; downloads in data/ stay
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The course needs Python 3.11 or newer, and $(PYTHON) is none:" \
			"install one and name it, as in  make lab PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(COURSE): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[course]'
	touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[course,dev]'
	touch $(COURSE) $@
