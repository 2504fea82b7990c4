"""The house rules that no other tool checks: every rule, kind and module has what belongs to it."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallwright.catalogue import catalogue
from hallwright.equipment import kinds
from hallwright.equipment.base import Mount
from hallwright.rules import rules
from hallwright.rules.base import DOMAINS, Rule
from hallwright.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "models" / "hallwright"
APP = ROOT / "app" / "hallwright_app"
TESTS = ROOT / "tests"
CODE = re.compile(r"(PWR|THM|FAB|SPC)[1-4]\d\d")
NO_PRODUCT = {  # drawn or sized on the plan, or a contract; not bought as a product
    "room", "wall", "column", "door", "zone", "tray", "utility_feed",
}  # fmt: skip
TESTED_WITH = {  # modules whose tests stand under another name, and why
    "rules/*/records.py": "types only, tested with the rules that read them",
    "rules/base.py": "tested with every rule, in test_evaluate.py and in the traps",
    "engines/base.py": "types only, tested with the engines",
    "engines/*/records.py": "types only, tested with the engine that fills them",
    "settings/*.py": "fields only, each looked at below",
    "validate/*.py": "tested by the cases that they take, in test_cases.py",
}


def sources(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in sorted(folder.rglob("*.py")) if "__pycache__" not in p.parts)


def module_of(rule: Rule) -> Path:
    return Path(inspect.getfile(type(rule)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_has_help_source_test_and_trap(rule: Rule) -> None:
    page = rule.__doc__ or ""
    assert "Why:" in page and "Fix:" in page, "the docstring needs what, Why and Fix"
    assert page.strip().splitlines()[0].endswith("."), "the first line is a sentence"
    assert CODE.fullmatch(rule.code) and rule.code[:3] in DOMAINS
    assert rule.title and rule.source and rule.subjects
    file = module_of(rule)
    domain = DOMAINS[rule.code[:3]]
    assert file.parent.name == domain, f"{rule.code} belongs into rules/{domain}"
    assert (TESTS / "models" / "rules" / domain / f"test_{file.stem}.py").is_file()
    assert (TESTS / "data" / "traps" / f"{rule.code}.json").is_file()
    assert (TESTS / "data" / "traps" / f"{rule.code}.mend.txt").is_file()


def test_codes_are_unique_and_every_domain_decides_on_computed_quantities() -> None:
    codes = [rule.code for rule in rules()]
    assert len(set(codes)) == len(codes) >= 40
    for start in DOMAINS:
        assert sum(code.startswith(start) and code[3] in "123" for code in codes) >= 8, start


def test_every_trap_belongs_to_a_rule() -> None:
    names = {p.name.split(".")[0] for p in (TESTS / "data" / "traps").iterdir()}
    assert names == {rule.code for rule in rules()}


@pytest.mark.parametrize("name", kinds())
def test_every_kind_has_icon_product_and_words(name: str) -> None:
    kind = kinds()[name]
    assert kind.label and kind.group and kind.mounts <= set(Mount)
    assert (ROOT / "resources" / "icons" / kind.icon).is_file()
    assert (kind.__doc__ or "").strip()
    if name not in NO_PRODUCT:
        assert any(p.kind == name for p in catalogue().values()), "no product makes it"
    for field, info in kind.model_fields.items():
        assert info.description or field in ("kind",), f"{field} has no description"


@pytest.mark.parametrize("name", kinds())
def test_every_kind_stands_in_a_test(name: str) -> None:
    texts = "\n".join(p.read_text(encoding="utf-8") for p in sources(TESTS))
    assert f'"{name}"' in texts


def test_every_product_makes_what_it_says() -> None:
    for product in catalogue().values():
        assert product.kind in kinds() or product.kind == "cable", product.id
        assert product.sources, product.id


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_a_description_and_a_source(field: str) -> None:
    info = Settings.model_fields[field]
    extra = info.json_schema_extra
    assert info.description
    assert isinstance(extra, dict) and extra.get("source"), "say where it comes from, or that it is assumed"


def test_lists_in_files_are_bounded() -> None:
    """An unbounded list lets a hostile file make an error object for each of its elements."""
    from hallwright.project import FabricRule, Link, Product, Waiver

    for model in (*kinds().values(), Product, Link, FabricRule, Waiver, Settings):
        for field, schema in model.model_json_schema()["properties"].items():
            for option in (schema, *schema.get("anyOf", ())):
                if option.get("type") == "array":
                    assert "maxItems" in option, f"{model.__name__}.{field}"


@pytest.mark.parametrize(
    "module", [p for p in sources(CORE) if p.name != "__init__.py"], ids=lambda p: p.relative_to(CORE).as_posix()
)
def test_every_module_has_a_test_file(module: Path) -> None:
    inside = module.relative_to(CORE)
    if any(inside.match(pattern) for pattern in TESTED_WITH):
        return
    mirrored = TESTS / "models" / inside.parent / f"test_{inside.name}"
    elsewhere = [TESTS / "models" / f"test_{inside.parts[0].removesuffix('.py')}.py"]
    if inside.parts[0] in ("templates",):  # one test for the package: they build the examples
        elsewhere.append(TESTS / "models" / "test_examples.py")
    if inside.parts[0] == "engines" and len(inside.parts) > 2:
        folder = TESTS / "models" / inside.parent
        assert mirrored.is_file() or any(imports(t, inside) for t in folder.glob("test_*.py")), mirrored
        return
    assert mirrored.is_file() or any(p.exists() for p in elsewhere), mirrored


def imports(test: Path, inside: Path) -> bool:
    """Whether a test file imports a module of the core."""
    name = "hallwright." + ".".join(inside.with_suffix("").parts)
    package, _, last = name.rpartition(".")
    text = test.read_text(encoding="utf-8")
    return (
        f"from {name} import" in text or re.search(rf"from {re.escape(package)} import .*\b{last}\b", text) is not None
    )


@pytest.mark.parametrize("file", list(sources(CORE, APP)), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_module_runs_texts_unpickles_or_calls_the_network(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    banned = {
        "pickle",
        "marshal",
        "shelve",
        "socket",
        "ssl",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "requests",
        "xmlrpc",
    }
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.partition(".")[0] not in banned, f"line {node.lineno}: {name}"
            assert name != "PySide6.QtNetwork"
            if CORE in file.parents:
                assert name.partition(".")[0] not in ("PySide6", "pyqtgraph", "hallwright_app"), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile"), f"line {node.lineno}"


def test_no_path_of_a_machine_and_no_word_about_who_wrote_it() -> None:
    machine = re.compile(r"(?<![\w.])/(work|tmp|root|home)/\w")
    for file in (*sources(CORE, APP, ROOT / "benchmarks", ROOT / "docs"), *sorted((ROOT / "docs").rglob("*.md")),
                 ROOT / "dev.py", ROOT / "README.md", ROOT / "pyproject.toml"):  # fmt: skip
        found = machine.search(file.read_text(encoding="utf-8"))
        assert found is None, f"{file.relative_to(ROOT)}: {found and found[0]}"


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text and "://" not in text and "--index" not in text
        for package in re.split(r"\n(?=\S)", text.strip()):
            assert package.startswith("#") or "--hash=" in package, package[:80]
