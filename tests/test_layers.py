"""The layers of the house, read from its imports: an arrow points down, or stays within its folder."""

import ast
from collections import Counter, defaultdict
from pathlib import PurePosixPath

import pytest

from tests.support.paths import ROOT

PRODUCT = ("schemas", "feeds", "reports", "pipeline", "sample_data")
LAYERS = (
    {"cli"},
    {"operations"},
    {"run"},
    {"queries", "steps"},
    {"publish"},
    {"documents"},
    {"ingest"},
    {"lifecycle", "money", "store"},
    {"model", "workspace", "inbox", "feeds", "reports"},
    {"schemas", "errors", "files", "free_memory", "scratch_blocks", "text", "sample_data"},
)
"""From top to bottom; rooms of one layer do not import each other. docs/architecture.md says what is in each."""
HEIGHT = {room: number for number, layer in enumerate(reversed(LAYERS)) for room in layer}
ENTRANCES = {"pipeline", "pipeline.__main__"}
AT_THE_TOP = {
    "__init__.py",
    "__main__.py",
    "run.py",
    "errors.py",
    "files.py",
    "free_memory.py",
    "scratch_blocks.py",
    "text.py",
}


def paths():
    return [path.relative_to(ROOT) for room in PRODUCT for path in sorted((ROOT / room).rglob("*.py"))]


def module_of(path):
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in paths()}


def imported(module):
    """The modules of the product that a module imports, at its top or inside a function."""
    for node in ast.walk(ast.parse((ROOT / MODULES[module]).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in MODULES or node.module in MODULES:
                    yield inner if inner in MODULES else node.module


ARROWS = {module: sorted(set(imported(module))) for module in MODULES}


def room_of(module):
    """The room of a module: a folder or file of pipeline, or one of the other packages."""
    first, *inner = module.split(".")
    return inner[0] if first == "pipeline" and inner else first


def cycles(arrows):
    """Every set of nodes that reach each other, as sorted lists."""
    reach = {node: set(targets) for node, targets in arrows.items()}
    grew = True
    while grew:
        grew = False
        for node, targets in reach.items():
            more = set().union(targets, *(reach.get(target, ()) for target in targets))
            grew |= len(more) > len(targets)
            reach[node] = more
    looped = [node for node in reach if node in reach[node]]
    return sorted(
        {tuple(sorted(other for other in looped if node in reach[other] and other in reach[node])) for node in looped}
    )


def test_every_room_has_a_layer():
    assert {room_of(module) for module in MODULES if module not in ENTRANCES} == HEIGHT.keys()


@pytest.mark.parametrize("room", sorted(HEIGHT))
def test_arrows_point_down_or_stay_in_their_room(room):
    against = [
        f"{module} -> {target}"
        for module, targets in ARROWS.items()
        if module not in ENTRANCES and room_of(module) == room
        for target in targets
        if room_of(target) != room and HEIGHT[room_of(target)] >= HEIGHT[room]
    ]
    assert against == []


def test_no_files_import_each_other_in_a_circle():
    assert cycles(ARROWS) == []


def below_their_fork(module, target):
    """Where the paths of two modules part: the folder or file of each, side by side in one folder."""
    own, other = (MODULES[name].parts for name in (module, target))
    depth = next(depth for depth, (here, there) in enumerate(zip(own, other, strict=False)) if here != there)
    return "/".join(own[: depth + 1]), "/".join(other[: depth + 1])


def test_no_folders_import_each_other_in_a_circle():
    arrows = defaultdict(set)
    for module, targets in ARROWS.items():
        for target in targets:
            here, there = below_their_fork(module, target)
            arrows[here].add(there)
    assert cycles(arrows) == []


def test_pipeline_holds_folders_and_few_files():
    assert {path.name for path in (ROOT / "pipeline").glob("*.py")} <= AT_THE_TOP


def test_no_base_name_of_a_module_stands_twice():
    names = Counter(path.stem for path in MODULES.values() if path.stem not in {"__init__", "__main__"})
    assert {name: count for name, count in names.items() if count > 1} == {}


def test_no_class_name_stands_twice():
    places = defaultdict(list)
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_private_names_stay_in_their_module():
    imports = [
        f"{module} takes {alias.name} of {node.module}"
        for module in MODULES
        for node in ast.walk(ast.parse((ROOT / MODULES[module]).read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert imports == []
