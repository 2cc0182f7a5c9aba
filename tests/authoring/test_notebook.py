"""The form of a built notebook: what is fixed, what is sealed, what is dropped from outputs."""

import json
from typing import Any

import nbformat
import pytest
from nbformat import v4

from seqlab.authoring.notebook import content_sha256, new_cells, seal, tidy_outputs

CELLS: list[tuple[str, str, dict[str, Any]]] = [
    ("markdown", "# Title", {}),
    ("code", "x = 1", {"tags": ["a"]}),
    ("code", "x = 1", {}),
]


def ids(cells: list[tuple[str, str, dict[str, Any]]]) -> list[str]:
    return [cell["id"] for cell in new_cells(cells)]


def test_the_same_cells_give_the_same_bytes() -> None:
    first, second = (seal(new_cells(CELLS), "a.py", "0") for _ in range(2))
    assert first == second
    assert first.endswith("}\n")


def test_a_built_notebook_is_a_valid_notebook() -> None:
    nbformat.validate(nbformat.reads(seal(new_cells(CELLS), "a.py", "0"), as_version=4))


def test_ids_are_unique_and_outlive_a_new_cell_above() -> None:
    assert len(set(ids(CELLS))) == len(CELLS)
    assert ids([("markdown", "new", {}), *CELLS])[1:] == ids(CELLS)


def test_the_seal_holds_through_jupyter_and_breaks_with_any_edit() -> None:
    text = seal(new_cells(CELLS), "a.py", "0")
    content = json.loads(nbformat.writes(nbformat.reads(text, as_version=4)))
    assert content["metadata"]["seqlab"]["content_sha256"] == content_sha256(content)
    seqlab = content["metadata"]["seqlab"]
    content["cells"][1]["source"] = ["x = 2"]
    assert seqlab["content_sha256"] != content_sha256(content)
    content["cells"][1]["source"] = ["x = 1"]
    assert seqlab["content_sha256"] == content_sha256(content)
    seqlab["source_sha256"] = "1"
    assert seqlab["content_sha256"] != content_sha256(content)


def stream(name: str, text: str) -> nbformat.NotebookNode:
    return v4.new_output("stream", name=name, text=text)


def test_streams_of_one_name_are_joined_in_the_place_of_the_first() -> None:
    picture = v4.new_output("display_data", data={"text/plain": "figure"})
    outputs = [stream("stdout", "a\n"), picture, stream("stderr", "e\n"), stream("stdout", "b\n")]
    tidy = tidy_outputs(outputs)
    assert [output.output_type for output in tidy] == ["stream", "display_data", "stream"]
    assert tidy[0].text == "a\nb\n"


@pytest.mark.parametrize(
    "bar",
    [
        "\r  0%|          | 0/3 [00:00<?, ?it/s]\r100%|███| 3/3 [1:00:01<00:00,  5.00it/s]\n",
        "\repoch 2:  67%|██████▋   | 2/3 [00:00<00:00,  4.98it/s, loss=0.3]",
        "\r12it [00:03,  4.00it/s]\n",
    ],
)
def test_progress_bars_are_dropped_and_warnings_beside_them_kept(bar: str) -> None:
    assert tidy_outputs([stream("stderr", bar)]) == []
    (kept,) = tidy_outputs([stream("stderr", bar), stream("stderr", "\nUserWarning: heed me\n")])
    assert kept.text == "UserWarning: heed me\n"


def test_a_warning_on_the_line_of_a_bar_is_kept() -> None:
    text = "\r  0%|          | 0/3 [00:00<?, ?it/s]a.py:1: UserWarning: heed me\n"
    (kept,) = tidy_outputs([stream("stderr", text)])
    assert "heed me" in kept.text


def test_live_widgets_are_dropped() -> None:
    data = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=0)"}
    assert tidy_outputs([v4.new_output("display_data", data=data)]) == []


def test_memory_addresses_are_dropped_from_text() -> None:
    data = {"text/plain": "<Axes at 0x7f31c5a1d2d0>"}
    (output,) = tidy_outputs([v4.new_output("execute_result", data=data)])
    assert output.data["text/plain"] == "<Axes>"
