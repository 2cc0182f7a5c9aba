"""The project holds together: what several files say of it, and the order of its rooms."""

import ast
import contextlib
import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
DEPENDENCIES = [
    Requirement(line) for line in itertools.chain(PROJECT["dependencies"], *EXTRAS.values())
]
PINS = {
    canonicalize_name(pin.name): pin
    for line in (ROOT / "constraints.txt").read_text().splitlines()
    if not line.startswith("#")
    for pin in [Requirement(line)]
}
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())

# --- dependencies ---------------------------------------------------------------------------------


def pinned_version(name: str) -> str:
    return str(PINS[canonicalize_name(name)].specifier).removeprefix("==")


def test_every_pin_is_one_exact_public_version():
    for name, pin in PINS.items():
        assert re.fullmatch(r"==[^*+]+", str(pin.specifier)), name


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda dependency: dependency.name)
def test_a_dependency_is_pinned_within_its_range(dependency):
    assert pinned_version(dependency.name) in dependency.specifier


def tree(name: str, extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the names of all that an installed package needs here, and what these need."""
    todo, seen = [(name, extras)], set()
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        for line in requires(here[0]) or []:
            needed = Requirement(line)
            if needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in {"", *here[1]}
            ):
                yield canonicalize_name(needed.name)
                todo.append((canonicalize_name(needed.name), frozenset(needed.extras)))


def test_the_whole_tree_of_packages_is_pinned():
    needed = set(tree("seqlab", frozenset(EXTRAS)))
    assert len(needed) > len(DEPENDENCIES)
    assert needed - PINS.keys() == set(), "renew constraints.txt"


def test_the_tests_run_with_the_pinned_versions():
    found = {}
    for name in PINS:
        with contextlib.suppress(PackageNotFoundError):  # needed on other systems only
            found[name] = Version(version(name)).public
    other = {name: here for name, here in found.items() if here != pinned_version(name)}
    assert other == {}, "run  make test , or install with  -c constraints.txt"


def test_conda_installs_the_project_with_the_pins_and_a_python_in_its_range():
    plain = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
    (pip,) = [line["pip"] for line in ENVIRONMENT["dependencies"] if isinstance(line, dict)]
    assert "-c constraints.txt" in pip
    assert "-e .[course]" in pip
    assert "pip" in plain
    (python,) = [Requirement(line) for line in plain if line.startswith("python")]
    oldest = Version(str(SpecifierSet(PROJECT["requires-python"])).removeprefix(">="))
    wanted = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in python.specifier]
    assert wanted
    assert all(Version(release) >= oldest for release in wanted)


def test_the_wheels_for_the_cpu_have_one_address():
    files = [(ROOT / name).read_text() for name in ("Makefile", "README.md", "environment.yml")]
    found = [re.findall(r"https://download\S+?/cpu", text) for text in files]
    assert all(found)
    assert len({address for addresses in found for address in addresses}) == 1


def test_the_tools_take_the_oldest_python_of_the_project():
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert PYPROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PYPROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    major, minor = oldest.split(".")
    assert f"sys.version_info < ({major}, {minor})" in (ROOT / "Makefile").read_text()


# --- rooms ----------------------------------------------------------------------------------------

# From the top floor to the bottom; nothing imports from its own floor or one above it.
FLOORS = [
    {"authoring"},
    {"start"},
    {"checks"},
    {"check"},
    {"training", "sampling"},
    {"checkpoint"},
    {"models"},
    {"data"},
    {"music"},
    {"text"},
    {"review"},
    {"predict", "widgets"},
    {"places"},
    {"answers"},
    {"claims", "plots", "progress", "diagrams", "stored"},
    {"style", "chance"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(
    [
        *(ROOT / "src/seqlab").rglob("*.py"),
        *(ROOT / "course/data").glob("*.py"),  # imported as seqlab.data.tunes
        *(ROOT / "course/models").glob("*.py"),
    ]
)


def room_of(path: Path) -> str:
    """Return the room a module stands in, which is "" for the package itself."""
    inside = "course" if path.is_relative_to(ROOT / "course") else "src/seqlab"
    return path.relative_to(ROOT / inside).parts[0].removesuffix(".py").replace("__init__", "")


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms that a module imports from, at its top or inside a function."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: import by the full name"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "seqlab" and len(part) > 1}


def test_every_room_has_its_floor():
    assert {room_of(path) for path in MODULES} - {""} == FLOOR.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards_only(path):
    room = room_of(path)
    for imported in imported_rooms(path) - {room}:
        if room:
            assert FLOOR[imported] > FLOOR[room], f"{room} imports {imported}"
        else:
            assert imported in ("plots", "progress", "check")


@pytest.mark.parametrize("package", ["seqlab", "seqlab.music"])
def test_importing_costs_no_torch(package):
    code = f"import sys, {package}; print('torch' in sys.modules)"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert child.stdout == "False\n"


# --- tests ----------------------------------------------------------------------------------------


SLOW = (ROOT / "tests/slow.txt").read_text().splitlines()[1:]


@pytest.mark.parametrize("slow", SLOW)
def test_each_test_that_is_called_slow_is_there(slow):
    path, _, name = slow.partition("::")
    assert f"def {name or 'test_'}" in (ROOT / path).read_text()


# --- files ----------------------------------------------------------------------------------------

# What is true on one machine only.
FOREIGN = re.compile(
    r"(?<![\w.~}])/(home|root|Users|tmp|opt|work)/|file:/{2}|\b(pypi|pythonhosted|anaconda)\.org"
)


def tracked_files() -> list[Path]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_speaks_of_one_machine_or_of_a_package_index():
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {match[0]}"
            for number, line in enumerate(lines, start=1)
            if (match := FOREIGN.search(line))
        ]
    assert found == []


def test_downloads_and_what_learners_make_are_not_committed():
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    assert "data/README.md" in names
    assert [
        name for name in names if re.match(r"data/(?!README)|.*\bruns/|build/|\.venv/", name)
    ] == []
