"""What a learner does and sees: JupyterLab in Chromium, with notebooks that nobody has trusted."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .jupyter import (
    ADVICE,
    ANSWER,
    LAB,
    LECTURE,
    MUSIC,
    OUTPUT,
    SOLVED,
    START,
    Notebook,
    find_chromium,
)

if find_chromium() is None:
    pytest.skip(ADVICE, allow_module_level=True)

LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1280, 768)]

# All else on the page is JupyterLab's. The handles of sliders are ipywidgets', which names none.
OURS = {"include": [OUTPUT, ".jp-MarkdownOutput > *"], "exclude": [".noUi-handle"]}

# Contrast is not among what it finds here: tests/test_style.py computes that of every panel.
# Markdown knows no table without headers: those of the table at a notebook's head are empty.
RULES = {"rules": {"empty-table-header": {"enabled": False}}}


def check_looks(notebook: Notebook) -> None:
    """Check in every look that outputs fit, and that axe finds no fault in what is ours."""
    for look in LOOKS:
        notebook.look(*look)
        wide = notebook.page.locator(OUTPUT).evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth)"
            ".map(one => `${one.scrollWidth} > ${one.clientWidth}: ${one.innerText}`)"
        )
        assert wide == [], f"too wide in {look}"
        found = Axe().run(notebook.page, context=OURS, options=RULES)
        assert found.violations_count == 0, f"{look}: {found.generate_report()}"


@pytest.mark.parametrize("path", [START, LECTURE, MUSIC, SOLVED])
def test_what_a_notebook_stores_is_seen_and_read_by_all(jupyter, page, path):
    stored = jupyter.open(page, path)
    page.locator(f"{OUTPUT} details").evaluate_all("all => all.forEach(one => one.open = true)")
    pictures = page.locator(f"{OUTPUT} img")
    expect(pictures).not_to_have_count(0)
    for picture in pictures.all():
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
        expect(picture).to_have_attribute("alt", re.compile(r"\w \w"))  # not JupyterLab's "Image"
    check_looks(stored)


def test_a_score_and_a_sound_that_lasts_as_long_as_it_says(jupyter, page):
    jupyter.open(page, MUSIC)
    expect(page.get_by_alt_text("Score of")).not_to_have_count(0)
    sounds = page.locator(f"{OUTPUT} audio")
    expect(sounds).not_to_have_count(0)
    for sound in sounds.all():
        page.wait_for_function("sound => sound.readyState > 0", arg=sound.element_handle())
        written = re.search(r"(?m)^\s*(\d+) seconds", sound.locator("xpath=..").inner_text())
        lasts = sound.evaluate("sound => sound.duration")
        assert lasts == pytest.approx(int(written[1]), abs=0.6)  # whole seconds are written


def test_jupyterlab_begins_with_the_start_page_and_its_links_lead_on(jupyter, page):
    page.goto(f"{jupyter.url}?token={jupyter.token}")
    start = jupyter.opened(page, START)
    tabs = page.locator(".lm-DockPanel .lm-TabBar-tab")
    current = page.locator(".lm-DockPanel .lm-TabBar-tab.lm-mod-current")
    expect(tabs).to_have_text(["00_start.ipynb"])
    expect(page.locator(".jp-Launcher")).to_have_count(0)
    start.run_all()
    links = page.locator(f"{OUTPUT} a[href]")
    expect(links).not_to_have_count(0)
    for number, path in (("01.", LECTURE), ("Lab 1.", LAB)):
        links.filter(has_text=number).first.click()
        expect(current).to_have_text(path.rpartition("/")[2])
        tabs.first.click()


def test_a_lab_answers_the_blank_the_wrong_and_the_right_and_all_know_it_later(jupyter, page):
    lab, neuron = jupyter.open(page, LAB), "# TODO 1.1:"
    lab.run_all_above(neuron)
    expect(lab.run(neuron)).to_contain_text("1.1 perceptron: not begun")
    lab.write(neuron, ANSWER.format("(x * w).sum()"))
    expect(lab.run(neuron)).to_contain_text("The bias is missing.")
    check_looks(lab)
    lab.write(neuron, ANSWER.format("(x * w).sum() + b"))
    expect(lab.run(neuron)).to_contain_text(done := re.compile(r"(?<!\d)1 of \d+ done"))
    check_looks(lab)
    expect(lab.restart_and_run_to(" = checker(")).to_contain_text(done)
    start = jupyter.open(page, START)
    start.run_all()
    row = page.locator(f"{OUTPUT} tr").filter(has_text="Lab 1.")
    expect(row).to_contain_text(re.compile(r"(?<!\d)1 of \d+"))


def test_a_lecture_runs_and_its_slider_and_its_first_question_answer(jupyter, page):
    lecture, slider = jupyter.open(page, LECTURE), "explore(\n"
    lecture.run_all()
    picture = lecture.outputs(slider).locator("img")
    expect(picture).to_have_count(1)
    before = picture.get_attribute("src")
    lecture.outputs(slider).get_by_role("slider").first.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", before)
    expect(picture).to_have_count(1)
    asked = page.locator(OUTPUT).filter(has=page.get_by_role("radio")).first
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Commit").click()
    expect(asked).to_contain_text(re.compile("You said: .* Measured: ", re.DOTALL))
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
        'reveal("bit-kept", "it grows")',
    ]
    jupyter.store("asked.ipynb", sources)
    asked = jupyter.open(page, "asked.ipynb")
    asked.run("seqlab.setup")
    asked.run(ASKED)
    asked.tab_to(page.get_by_role("radio", name="it fades"))  # its arrow keys are JupyterLab's
    page.keyboard.press("Space")
    asked.tab_to(page.get_by_role("button", name="Commit"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("You said: it fades.")
    check_looks(asked)
    expect(asked.run("reveal(")).to_contain_text("Each step makes it smaller.")
    check_looks(asked)
    told = asked.restart_and_run_to(ASKED)
    expect(told.get_by_text("You said: it fades.")).to_be_visible()
    expect(told.get_by_role("button", name=re.compile(" again$"))).to_be_visible()
    check_looks(asked)


FAULTS = {
    "button-name": "<button></button>",
    "too wide": "<p style='width: 3000px; background-color: #fff; color: #000'>wide</p>",
}


def test_axe_and_the_width_find_faults(jupyter, page):
    code = "from IPython.display import HTML, display\ndisplay(HTML({!r}))"
    jupyter.store("faults.ipynb", [code.format(html) for html in FAULTS.values()])
    for name, html in FAULTS.items():
        notebook = jupyter.open(page, "faults.ipynb")
        notebook.run(html)
        with pytest.raises(AssertionError, match=name):
            check_looks(notebook)
