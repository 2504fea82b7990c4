"""The result of a check as JSON that other programs may rely on."""

from dataclasses import asdict
from typing import Any

from hallwright.evaluate import Report, severity_name
from hallwright.fileformat.text import fingerprint

SCHEMA = "hallwright-check/1"


def check_plain(report: Report, file: str) -> dict[str, Any]:
    """Plain values of a check: findings worst first, waived ones last, and what was not evaluated.

    Parameters
    ----------
    report : Report
    file : str
        Name of the file as the user gave it.
    """
    project = report.project
    gaps = (*report.not_evaluated, *report.left_out)
    return {
        "schema": SCHEMA,
        "file": file,
        "hash": fingerprint(project),
        "counts": {**report.counts, "not_evaluated": len(gaps)},
        "throttling": {
            "systems": {key: asdict(one) for key, one in sorted(report.throttling.systems.items())},
            "lost_kw": report.throttling.lost_kw,
            "lost_gpus": report.throttling.lost_gpus,
            "unknown": report.throttling.unknown,
        },
        "findings": [
            {
                "code": found.code,
                "severity": severity_name(found.severity),
                "domain": found.domain,
                "subjects": list(found.subjects),
                "value": found.value,
                "limit": found.limit,
                "unit": found.unit,
                "margin": found.margin,
                "message": found.text(project),
                "source": found.source,
                "waived": found.waiver is not None,
                **({"path": [project.name_of(i) for i in found.path]} if found.path else {}),
            }
            for found in report.findings
        ],
        "not_evaluated": [
            {"code": gap.code, "subjects": list(gap.subjects), "reason": gap.text(project)} for gap in gaps
        ],
    }
