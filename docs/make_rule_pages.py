"""Write docs/rules/: one page a rule, from the rules themselves. `--check` only says whether the pages are current."""

import inspect
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models"))

from hallwright.rules import rules
from hallwright.rules.base import DOMAINS, Rule

HERE = Path(__file__).resolve().parent / "rules"


def page(rule: Rule) -> str:
    """The help page of one rule."""
    kinds = ", ".join(getattr(kind, "label", "") or kind.__name__.lower() for kind in rule.subjects)
    return (
        f"# {rule.code} {rule.title}\n\n"
        f"{inspect.getdoc(type(rule))}\n\n"
        f"| | |\n|---|---|\n| domain | {DOMAINS[rule.code[:3]]} |\n| severity | {rule.severity.name.lower()} |\n"
        f"| looks at | {kinds} |\n| source of the limit | {rule.source} |\n"
    )


def pages() -> dict[str, str]:
    """Text of every page by file name, the index among them."""
    found = {f"{rule.code}.md": page(rule) for rule in rules()}
    lines = [
        "# Rules",
        "",
        "Every limit that is checked on every edit. The pages are made by `docs/make_rule_pages.py`.",
        "",
    ]
    for domain in DOMAINS.values():
        lines += [f"## {domain.capitalize()}", "", "| code | severity | what |", "|---|---|---|"]
        for rule in rules():
            if DOMAINS[rule.code[:3]] == domain:
                lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.severity.name.lower()} | {rule.title} |")
        lines.append("")
    found["README.md"] = "\n".join(lines)
    return found


def main() -> int:
    """Write or check the pages."""
    wanted = pages()
    stale = [name for name, text in wanted.items() if not (HERE / name).exists() or (HERE / name).read_text() != text]
    extra = [path.name for path in HERE.glob("*.md") if path.name not in wanted]
    if "--check" in sys.argv:
        for name in stale + extra:
            print(f"docs/rules/{name} is not current; run docs/make_rule_pages.py")
        return 1 if stale or extra else 0
    HERE.mkdir(exist_ok=True)
    for name in extra:
        (HERE / name).unlink()
    for name in stale:
        (HERE / name).write_text(wanted[name], encoding="utf-8")
    print(f"{len(wanted) - 1} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
