"""The report as one HTML file: no scripts, no remote resources, every text escaped."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from hallwright.export.layout import Bar, Callout, Picture, Table
from hallwright.export.report import Content
from hallwright.rules.base import Severity

COLOURS = {Severity.ERROR: "#B70F39", Severity.WARNING: "#764600", Severity.HINT: "#1C4594"}
GROUNDS = {Severity.ERROR: "#FBEBEC", Severity.WARNING: "#FAF1DD", Severity.HINT: "#E8F0FA"}
SIGNS = {Severity.ERROR: "×", Severity.WARNING: "!", Severity.HINT: "i"}

STYLE = """
:root{color-scheme:light}
body{font:13px/1.4 "Hallwright Sans",Inter,system-ui,sans-serif;
color:#1A1E24;
background:#fff;
max-width:1000px;
margin:36px auto;
padding:0 24px;

font-variant-numeric:tabular-nums}
h1{font-size:28px;margin:4px 0}
h2{font-size:20px;margin:44px 0 6px}
h3{font-size:15px;margin:24px 0 6px}
p,figcaption{color:#48505B}
small{color:#5D6672}
.figures{display:flex;gap:36px;border-block:1px solid #1A1E24;padding:12px 0;margin:20px 0;flex-wrap:wrap}
.figures b{font-size:20px;display:block}
table{border-collapse:collapse;width:100%;margin:6px 0}
th{text-align:left;
font-weight:500;
color:#48505B;
border-bottom:1.2px solid #1A1E24;
padding:5px 8px 5px 0;
vertical-align:bottom}
td{border-bottom:.6px solid #D3D8DE;padding:5px 8px 5px 0;vertical-align:top;overflow-wrap:anywhere}
.right{text-align:right}
.strong{font-weight:600}
.badge{display:inline-block;
width:16px;
height:16px;
border-radius:8px;
color:#fff;
text-align:center;
font:600 11px/16px Inter,sans-serif}
.callout{padding:10px 14px;margin:10px 0}
svg.plan,figure img,figure svg{max-width:100%;height:auto}
figure{margin:12px 0}
.bar{position:relative;width:66px;height:4px;background:#D3D8DE;border-radius:2px;margin-top:7px}
.bar i{position:absolute;left:0;top:0;height:4px;border-radius:2px}
.bar u{position:absolute;left:80%;top:-3px;height:10px;width:2px;background:#1A1E24}
footer{margin-top:48px;border-top:1px solid #1A1E24;padding-top:8px;color:#48505B}
"""


def to_html(found: Content, pictures: Mapping[str, str]) -> str:
    """The report as HTML.

    Parameters
    ----------
    pictures : mapping of str to str
        SVG text by view name (plan, elevation); a view that is missing is left out.
    """
    head = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(found.title)}</title>"
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        f'img-src data:"><style>{STYLE}</style></head><body>'
    )
    parts = [head, f"<small>Design report</small><h1>{escape(found.title)}</h1><p>{escape(found.verdict)}</p>"]
    parts.append('<div class="figures">')
    for figure in found.key_figures:
        parts.append(
            f"<div><small>{escape(figure.title)}</small><b>{escape(figure.value)} "
            f"<small>{escape(figure.unit)}</small></b></div>"
        )
    parts.append("</div>")
    if "plan" in pictures:
        parts.append(
            f"<figure>{_inline(pictures['plan'])}<figcaption>Plan. The mark at each object is that of its "
            "worst finding.</figcaption></figure>"
        )
    parts.append("<table>")
    for verdict in found.domains:
        badge = _badge(verdict.severity) if verdict.severity else '<span style="color:#2A7052">✓</span>'
        parts.append(
            f"<tr><td class=strong>{escape(verdict.domain)}</td><td>{badge} {escape(verdict.word)}</td>"
            f"<td>{escape(verdict.reason)}</td></tr>"
        )
    parts.append("</table>")
    for number, section in enumerate(found.sections, 1):
        parts.append(f"<h2>{number} {escape(section.title)}</h2>")
        if section.text:
            parts.append(f"<p>{escape(section.text)}</p>")
        for block in section.blocks:
            if isinstance(block, Picture):
                if block.view in pictures:
                    parts.append(f"<figure>{_inline(pictures[block.view])}</figure>")
            elif isinstance(block, Callout):
                parts.append(
                    f'<div class="callout" style="background:{GROUNDS[block.severity]}">'
                    f"{_badge(block.severity)} {escape(block.text)}</div>"
                )
            else:
                parts.append(_table(block))
    parts.append(
        f"<footer>{escape(found.title)} · revision {escape(found.revision or '–')} · {found.dated.isoformat()} · "
        f"drawn {escape(found.author or '–')} · design hash {found.hash}</footer></body></html>"
    )
    return "\n".join(parts)


def _inline(svg: str) -> str:
    """An SVG document as an element: without its prolog, and without ids that would clash."""
    return re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)


def _badge(severity: Severity) -> str:
    return (
        f'<span class="badge" style="background:{COLOURS[severity]}" title="{severity.name.lower()}">'
        f"{SIGNS[severity]}</span>"
    )


def _table(table: Table) -> str:
    parts = [f"<h3>{escape(table.title)}</h3>"]
    if not table.rows:
        return parts[0] + f"<p>{escape(table.empty)}</p>"
    parts.append("<table><thead><tr>")
    for head in table.columns:
        unit = f" <small>{escape(head.unit)}</small>" if head.unit else ""
        parts.append(f'<th class="{head.align}">{escape(head.title)}{unit}</th>')
    parts.append("</tr></thead><tbody>")
    for row in table.rows:
        cells = "".join(
            f'<td class="{head.align}{" strong" if head.strong else ""}">{_cell(value)}</td>'
            for head, value in zip(table.columns, row, strict=True)
        )
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</tbody></table>")
    if table.note:
        parts.append(f"<small>{escape(table.note)}</small>")
    return "".join(parts)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Severity):
        return _badge(value)
    if isinstance(value, Bar):
        share = min(value.value / value.limit * 80.0, 100.0) if value.limit > 0 else 0.0
        colour = COLOURS[value.severity] if value.severity else "#59626E"
        return f'<div class="bar"><i style="width:{max(share, 0.0):.0f}%;background:{colour}"></i><u></u></div>'
    return escape(str(value))
