"""The `seqlab` command. Subcommands import what they need: `seqlab --help` is instant."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (by default those of the shell) and return its exit code."""
    parser = argparse.ArgumentParser(prog="seqlab", description="Tools of the seqlab course.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build the notebooks from course/")
    build.add_argument("sources", nargs="*", type=Path, metavar="SOURCE", help="only from these")
    mode = build.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="only say which notebooks are off")
    mode.add_argument("--force", action="store_true", help="build also what is up to date")
    build.set_defaults(run=_build)

    doctor = commands.add_parser(
        "doctor", help="say what works on this machine, and how to mend it"
    )
    doctor.set_defaults(run=_doctor)

    data = commands.add_parser("data", help="fetch the data sets")
    what = data.add_mutually_exclusive_group()
    what.add_argument("name", nargs="?", help="only this one")
    what.add_argument(
        "--optional", action="store_true", help="also the pretrained encoder of notebooks 09 and 10"
    )
    data.set_defaults(run=_data)

    progress = commands.add_parser("progress", help="say what was tried and what is done")
    kept = progress.add_mutually_exclusive_group()
    kept.add_argument(
        "notebooks", nargs="*", type=Path, default=[], metavar="NOTEBOOK", help="read it from these"
    )
    kept.add_argument("--forget", action="store_true", help="begin anew (the file is set aside)")
    progress.set_defaults(run=_progress)

    review = commands.add_parser("review", help="ask the questions again whose day has come")
    review.set_defaults(run=_review)

    seeds = commands.add_parser("seeds", help="run a notebook with other seeds, for its claims")
    seeds.add_argument("notebook", type=Path, help="a built notebook with its setup cell")
    seeds.add_argument("--seeds", type=int, default=5, metavar="N", help="how many (default: 5)")
    seeds.set_defaults(run=_seeds)

    trial = commands.add_parser("try", help="judge an exercise's solution, mistakes, or an answer")
    trial.add_argument("number", help="of the exercise, such as 3.3")
    trial.add_argument("answer", nargs="?", type=Path, help="a file with another answer")
    trial.set_defaults(run=_try)

    tunes = commands.add_parser("tunes", help="say which tunes of your own ABC files can be read")
    tunes.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ABC, as in tune books")
    tunes.add_argument(
        "--to", type=Path, metavar="FILE.jsonl", help="write the valid ones, to train on"
    )
    tunes.set_defaults(run=_tunes)

    options = parser.parse_args(arguments)
    return int(options.run(options))


def _build(options: argparse.Namespace) -> int:
    from seqlab.authoring.alternatives import lists_of_numbers
    from seqlab.authoring.build import BuildError, State, build, check
    from seqlab.authoring.exercises import faults
    from seqlab.authoring.rows import ROWS, RowError, update_readme

    sources = [path.absolute() for path in options.sources]
    try:
        root = _project(Path.cwd())
        if found := faults(root):
            return _fail("\n".join(found))
        if options.check:
            states = check(root, sources)
            for path, state in states.items():
                print(f"{path}: {state}")
            return int(any(state is not State.UP_TO_DATE for state in states.values()))
        written = build(root, sources, options.force)
        listed = {path: lists_of_numbers(root / path) for path in written}
        if not sources and (root / ROWS).is_file() and update_readme(root):
            written.append("README.md")
    except (BuildError, RowError, FileNotFoundError) as error:
        return _fail(str(error))
    except ModuleNotFoundError as error:
        return _fail(f"{error}: run  python -m pip install -e '.[course,dev]' -c constraints.txt")
    for path in written:
        print(f"{path}: built")
        for words in listed.get(path, []):
            print(f"{path}: write this alternative for people: {words}")
    if not written:
        print("All notebooks are up to date.")
    return 0


def _project(start: Path) -> Path:
    """Return the folder from `start` upwards that holds the course."""
    for folder in [start, *start.parents]:
        if (folder / "course").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise FileNotFoundError(f"no course/ in {start} or above it: go to the project's folder first")


def _doctor(options: argparse.Namespace) -> int:
    from seqlab.authoring.doctor import examine, render

    healthy = True
    for check in examine():
        print(render(check), flush=True)
        healthy = healthy and check.ok
    return int(not healthy)


def _data(options: argparse.Namespace) -> int:
    from seqlab import data

    try:
        if options.name:
            data.load(options.name)
            print(f"{options.name}: ready")
        else:
            data.fetch_all()
        if options.optional:
            data.fetch_optional()
    except data.DataError as error:
        return _fail(str(error))
    return 0


def _progress(options: argparse.Namespace) -> int:
    from seqlab import progress
    from seqlab.authoring.progress import table

    try:
        if options.forget:
            aside = progress.forget()
            print(f"Begun anew; what was there is now {aside}" if aside else "Nothing was stored.")
            return 0
        found = [event for path in options.notebooks for event in progress.from_notebook(path)]
    except (progress.NotebookError, OSError) as error:
        return _fail(str(error))
    print(table(found if options.notebooks else progress.events()))
    return 0


def _review(options: argparse.Namespace) -> int:
    from seqlab.review import in_terminal

    in_terminal()
    return 0


def _seeds(options: argparse.Namespace) -> int:
    from seqlab.authoring.execute import CellError
    from seqlab.authoring.seeds import SeedError, claims_by_seed, table

    runs = []
    try:
        for claims in claims_by_seed(options.notebook, range(options.seeds)):
            runs.append(claims)
            print(table(runs), flush=True)
    except (CellError, SeedError, FileNotFoundError) as error:
        return _fail(str(error))
    return 0


def _try(options: argparse.Namespace) -> int:
    from seqlab.authoring.trial import TrialError, try_answer, try_exercise
    from seqlab.check.exercise import ExerciseError

    try:
        if options.answer:
            text, good = try_answer(options.number, options.answer)
            print(text)
            return int(not good)
        lines = []
        for line in try_exercise(options.number):
            print(line[0], flush=True)
            lines.append(line)
    except (TrialError, ExerciseError, FileNotFoundError) as error:
        return _fail(str(error))
    return int(not all(good for _, good in lines))


def _tunes(options: argparse.Namespace) -> int:
    from seqlab.music import book

    verdicts = []
    try:
        for path in options.files:
            judged = book.judge(path)
            print(f"{path}: {book.summary(judged)}")
            print("".join(f"  {verdict}\n" for verdict in judged if verdict.fault), end="")
            verdicts += judged
        if len(options.files) > 1:
            print(f"together: {book.summary(verdicts)}")
        if options.to:
            print(f"{options.to}: {book.write(verdicts, options.to)} valid tunes written")
    except book.BookError as error:
        return _fail(str(error))
    return 0


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
