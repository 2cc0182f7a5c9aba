"""What a learner does and sees: JupyterLab in Chromium, with notebooks that nobody has trusted."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .jupyter import OUTPUT, Notebook

LAB, LECTURE = "labs/lab1_rnn.ipynb", "notebooks/01_sequences.ipynb"
STORED = [LECTURE, "notebooks/11_music.ipynb", "solutions/lab1_rnn.ipynb"]
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1280, 768)]


def check_looks(notebook: Notebook) -> None:
    """Check that all outputs are wide enough and without a fault that axe finds, in every look."""
    outputs = notebook.page.locator(OUTPUT)
    for look in LOOKS:
        notebook.look(*look)
        wide = outputs.evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth)"
            ".map(one => `${one.scrollWidth} > ${one.clientWidth}: ${one.innerText}`)"
        )
        assert wide == [], f"too wide in {look}"
        found = Axe().run(notebook.page, context=OUTPUT)
        assert found.violations_count == 0, f"{look}: {found.generate_report()}"


@pytest.mark.parametrize("path", STORED)
def test_what_a_notebook_stores_is_seen_heard_and_read_by_all(jupyter, page, path):
    stored = jupyter.open(page, path)
    pictures = page.locator(f"{OUTPUT} img")
    expect(pictures).not_to_have_count(0)
    for picture in pictures.all():
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
        expect(picture).to_have_attribute("alt", re.compile(r"\w"))
    check_looks(stored)


def test_a_sound_lasts_as_long_as_is_written_below_it(jupyter, page):
    jupyter.open(page, "notebooks/11_music.ipynb")
    expect(page.get_by_alt_text("Score of")).not_to_have_count(0)
    sounds = page.locator(f"{OUTPUT}:has(audio)")
    expect(sounds).not_to_have_count(0)
    for sound in sounds.all():
        player = sound.locator("audio").element_handle()
        page.wait_for_function("player => player.readyState > 0", arg=player)
        written = re.match(r"(\d+) seconds of a tune", sound.inner_text().strip())
        assert player.evaluate("player => player.duration") == pytest.approx(
            int(written[1]), abs=0.1
        )


ANSWER = """def perceptron(x, w, b):
    z = {}
    return 1 / (1 + torch.exp(-z))


check(perceptron)"""


def test_a_lab_answers_the_blank_the_wrong_and_the_right_and_knows_them_later(jupyter, page):
    lab, neuron, start = jupyter.open(page, LAB), "check(perceptron)", "check = checker"
    lab.run("seqlab.setup")
    lab.run(start)
    expect(lab.run(neuron)).to_contain_text("1.1 perceptron: not begun")
    lab.write(neuron, ANSWER.format("(x * w).sum()"))
    expect(lab.run(neuron)).to_contain_text("The bias is missing.")
    check_looks(lab)
    lab.write(neuron, ANSWER.format("(x * w).sum() + b"))
    expect(lab.run(neuron)).to_contain_text("1 of 11 done")
    check_looks(lab)
    expect(lab.restart_and_run_to(start)).to_contain_text("Lab 1: 1 of 11 done.")


def test_a_lecture_runs_and_a_slider_changes_its_picture(jupyter, page):
    lecture, slider = jupyter.open(page, LECTURE), "explore(\n"
    lecture.run_all()
    picture = lecture.outputs(slider).locator("img").last
    expect(picture).to_have_attribute("alt", re.compile("^4 frames"))
    before = picture.get_attribute("src")
    lecture.outputs(slider).get_by_role("slider").first.press("ArrowRight")
    expect(lecture.outputs(slider).locator("img").last).not_to_have_attribute("src", before)
    check_looks(lecture)


ASKED = """predict(
    "bit-kept",
    "What becomes of a 1 after 100 silent steps?",
    {"it grows": "The state is bounded.", "it fades": "Each step makes it smaller."},
)"""


def test_a_prediction_is_committed_by_the_keyboard_alone_and_remembered(jupyter, page):
    sources = [
        "import seqlab\nfrom seqlab.predict import predict, reveal\n"
        'seqlab.setup(seed=0, part="asked")',
        ASKED,
        'reveal("bit-kept", "it fades")',
    ]
    jupyter.store("asked.ipynb", sources)
    asked = jupyter.open(page, "asked.ipynb")
    asked.run("seqlab.setup")
    asked.run("predict(\n")
    asked.tab_to("radio")
    page.keyboard.press("Space")
    asked.tab_to("button", "Commit")
    page.keyboard.press("Enter")
    expect(asked.outputs("predict(\n")).to_contain_text(["", "You said: it grows."])
    check_looks(asked)
    expect(asked.run("reveal(")).to_contain_text("The state is bounded.")
    check_looks(asked)
    told = asked.restart_and_run_to("predict(\n")
    expect(told.get_by_text("You said: it grows. That was on")).to_be_visible()
    expect(told.get_by_role("button", name="Predict again")).to_be_visible()


def test_axe_and_the_width_find_faults(jupyter, page):
    faults = [
        """<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>""",
        """<p style='color: #eee; background-color: #fff'>pale</p>""",
        """<p style='width: 3000px; background-color: #fff; color: #000'>wide</p>""",
    ]
    code = "from IPython.display import HTML, display\ndisplay(HTML({!r}))"
    jupyter.store("faults.ipynb", [code.format(html) for html in faults])
    notebook = jupyter.open(page, "faults.ipynb")
    for fault, name in zip(faults, ("image-alt", "color-contrast", "too wide"), strict=True):
        notebook.run(fault[:20])
        with pytest.raises(AssertionError, match=name):
            check_looks(notebook)
