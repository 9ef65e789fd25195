"""What holds for the whole house, read from its sources and its metadata."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest

from tests.support.paths import ROOT

PRODUCT = ("schemas", "feeds", "reports", "pipeline", "sample_data")
MAY_IMPORT = {
    "schemas": {"schemas"},
    "feeds": {"schemas", "feeds"},
    "reports": {"schemas", "reports"},
    "pipeline": {"schemas", "feeds", "reports", "pipeline", "sample_data"},
    "sample_data": {"sample_data"},
}
RULES = ("pipeline/lifecycle", "pipeline/money", "pipeline/model")
OF_DOCUMENTS = (
    *("pipeline.documents", "pipeline.lifecycle", "pipeline.money", "pipeline.model"),
    *("pipeline.workspace.settings", "pipeline.text", "pipeline.errors"),
)
NOT_IN_RULES = {
    *("glob", "io", "logging", "os", "pathlib", "shutil", "signal", "socket", "sqlite3", "subprocess", "sys"),
    *("tempfile", "threading", "time", "urllib"),
}
CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic"}
FILE_CALLS = re.compile(r"read_\w+|to_(csv|parquet|pickle|feather|sql|excel|json)|save|load|fromfile|tofile|memmap")
LONGEST_FILE = 300
HEAVY = ("pandas", "pyarrow", "numpy")
PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Zlib|MPL)\b")


def sources(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def named(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text("utf-8"), str(path))


def modules(path):
    """Every module that a file imports, at its top or inside a function, by full dotted name."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def calls(path):
    """Every call `something.name(...)` of a file: its name, its node."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def keyword(node, name):
    return next((ast.unparse(argument.value) for argument in node.keywords if argument.arg == name), None)


def test_there_is_a_house_to_read():
    assert all(sources(folder) for folder in (*PRODUCT, *RULES))


@pytest.mark.parametrize("room", PRODUCT)
def test_imports_follow_the_arrows_between_the_rooms(room):
    ours = {(named(path), module) for path in sources(room) for module in modules(path)}
    against = {(path, module) for path, module in ours if module.split(".")[0] in {*PRODUCT} - MAY_IMPORT[room]}
    assert not against


def test_the_product_imports_no_test_and_no_benchmark():
    assert not [
        (named(path), module)
        for path in sources(*PRODUCT)
        for module in modules(path)
        if module.split(".")[0] in {"tests", "benchmarks"}
    ]


def is_frames_or_words(module):
    """Frames, the words of the house, and what of the standard library touches no file and no clock."""
    first = module.split(".")[0]
    known = first in {"pandas", "numpy", "schemas"} or first in sys.stdlib_module_names
    return known and first not in NOT_IN_RULES


def is_allowed_in_rules(path, module):
    rooms = tuple(room.replace("/", ".") for room in RULES)
    # A fee schedule that cannot be used ends the command: money alone may say so.
    errors = ("pipeline.errors.ScheduleError",) if "money" in path.parts else ()
    return module.startswith((*rooms, *errors)) or is_frames_or_words(module)


def test_rules_import_only_frames_and_the_words():
    assert not [
        (named(path), module)
        for path in sources(*RULES)
        for module in modules(path)
        if not is_allowed_in_rules(path, module)
    ]


def test_documents_read_no_store_and_no_file():
    assert not [
        (named(path), module)
        for path in sources("pipeline/documents")
        for module in modules(path)
        if not (module.startswith((*OF_DOCUMENTS, "reports.")) or is_frames_or_words(module))
    ]


def test_rules_and_documents_have_no_clock_and_touch_no_file():
    assert not [
        (named(path), node.lineno, name)
        for path in sources(*RULES, "pipeline/documents")
        for name, node in calls(path)
        if name in CLOCKS or FILE_CALLS.fullmatch(name)
    ]
    assert not [
        (named(path), node.lineno)
        for path in sources(*RULES, "pipeline/documents")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    ]


def test_money_knows_no_float():
    assert not [
        (named(path), node.lineno)
        for path in sources("pipeline/money")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr.startswith("float"))
        or isinstance(getattr(node, "op", None), ast.Div)
    ]


def test_the_product_has_no_row_loop():
    assert not [
        (named(path), node.lineno)
        for path in sources(*PRODUCT)
        for name, node in calls(path)
        if name in {"iterrows", "itertuples"} or (name == "apply" and keyword(node, "axis") in {"1", "'columns'"})
    ]


def test_every_merge_says_what_it_expects_and_no_group_loses_its_blanks():
    assert not [
        (named(path), node.lineno, name)
        for path in sources(*PRODUCT)
        for name, node in calls(path)
        if (name == "merge" and not keyword(node, "validate"))
        or (name == "groupby" and keyword(node, "dropna") != "False")
    ]


def test_no_source_file_is_longer_than_a_few_pages():
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in sources(*PRODUCT)}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE}


def declared():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_dependency_has_a_lower_and_an_upper_bound():
    project = declared()["project"]
    extras = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    bounded = re.compile(r"[\w-]+>=[\d.]+,<[\d.]+")
    everything = [*project["dependencies"], *extras, *declared()["build-system"]["requires"]]
    assert not [requirement for requirement in everything if not bounded.fullmatch(requirement)]


def distributions():
    project = declared()["project"]
    return [
        re.match(r"[\w-]+", requirement)[0]
        for requirement in (*project["dependencies"], *project["optional-dependencies"]["test"])
    ]


def licence(distribution):
    about = metadata.metadata(distribution)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " | ".join([about["License-Expression"] or about["License"] or "", *classifiers])


@pytest.mark.parametrize("distribution", distributions())
def test_dependencies_are_under_permissive_licences(distribution):
    assert PERMISSIVE.search(licence(distribution))
    assert "GPL" not in licence(distribution)


def test_help_loads_no_heavy_library():
    script = f"""
import sys
from pipeline.cli.main import main
main(["--help"], standalone_mode=False)
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
"""
    process = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Usage:" in process.stdout
    assert process.stdout.splitlines()[-1].split() == ["loaded:"]
