"""What a learner does and sees, in JupyterLab and Chromium, with notebooks that are not trusted."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from .jupyter import OUTPUT, Notebook

LAB, LECTURE, MUSIC = "labs/lab1_rnn.ipynb", "notebooks/01_sequences.ipynb", "notebooks/11_music.ipynb"
SOLUTION = "solutions/lab1_rnn.ipynb"
CHECKER = "check = checker"
NEURON = "check(perceptron)"
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1280, 768)]

ANSWER = '''def perceptron(x, w, b):
    z = {}
    return 1 / (1 + torch.exp(-z))


check(perceptron)'''


def faults(notebook: Notebook) -> str:
    """Return what axe finds in the outputs of a notebook."""
    return Axe().run(notebook.page, context=OUTPUT).generate_report()


def wide(notebook: Notebook) -> list[str]:
    """Return the outputs that do not fit into the width of their column."""
    return notebook.page.locator(OUTPUT).evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth)"
        ".map(one => `${one.scrollWidth} > ${one.clientWidth}: ${one.innerText.slice(0, 80)}`)"
    )


def test_exercise(jupyter, page):
    lab = jupyter.open(page, LAB)
    lab.run("seqlab.setup")
    lab.run(CHECKER)
    blank = lab.run(NEURON)
    expect(blank).to_contain_text("1.1 perceptron: not begun")
    lab.write(NEURON, ANSWER.format("(x * w).sum()"))
    print(lab.run(NEURON).all_inner_texts())
    print("AXE", faults(lab))
    lab.write(NEURON, ANSWER.format("(x * w).sum() + b"))
    expect(lab.run(NEURON)).to_contain_text("1 of 11 done")
    told = lab.restart_and_run_to(CHECKER)
    expect(told).to_contain_text("Lab 1: 1 of 11 done.")


def test_slider(jupyter, page):
    lecture = jupyter.open(page, LECTURE)
    with lecture.running(lecture.cell("explore(\n")):
        lecture.choose("Run", "Run All Cells")
    print(lecture.outputs("explore(\n").evaluate_all("all => all.map(e => e.outerHTML.replace(/base64,[^\"]*/g,'').slice(0, 3000))"))
    print("AXE", faults(lecture))
    for look in LOOKS:
        lecture.look(*look); print(look, wide(lecture))

@pytest.mark.parametrize("path", [LECTURE, MUSIC, SOLUTION])
def test_stored(jupyter, page, path):
    stored = jupyter.open(page, path)
    pictures = page.locator(f"{OUTPUT} img")
    print(pictures.evaluate_all("all => all.map(e => [e.naturalWidth, e.alt.slice(0,30)])"))
    sounds = page.locator(f"{OUTPUT} audio")
    print(sounds.evaluate_all("all => all.map(e => [e.duration, e.readyState, e.outerHTML.slice(0,60)])"))
    for look in LOOKS:
        stored.look(*look); print(look, wide(stored)); print("AXE", faults(stored)[:3000])
