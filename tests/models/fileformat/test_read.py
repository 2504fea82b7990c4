"""Hostile and broken files: each ends in one clear sentence, quickly."""

import json
import random
import time

import pytest

from halls import good_hall
from hallwright.errors import Damaged, HallwrightError, ProjectTooNew, TooLarge
from hallwright.fileformat.read import MOST_BYTES, read_project, version_of
from hallwright.fileformat.text import to_text

GOOD = to_text(good_hall()).encode()


def refused(data: bytes, kind: type[HallwrightError] = Damaged) -> str:
    start = time.perf_counter()
    with pytest.raises(kind) as caught:
        read_project(data)
    assert time.perf_counter() - start < 10
    text = caught.value.text
    assert 0 < len(text) <= 1000 and "\n" not in text
    return text


def file(**parts: object) -> bytes:
    return json.dumps({"format": "hallwright", "version": 1, **parts}).encode()


def test_a_good_file_opens() -> None:
    assert read_project(GOOD).project == good_hall()


def test_a_file_with_other_spacing_and_order_opens_too() -> None:
    plain = json.loads(GOOD)
    assert read_project(json.dumps(dict(reversed(plain.items())), indent=3).encode()).project == good_hall()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"PK\x03\x04rest", "not plain JSON text"),
        (b"\x1f\x8bgzip", "not plain JSON text"),
        (b"\x80\x04pickle", "not plain JSON text"),
        (b"\xef\xbb\xbf{}", "not plain JSON text"),
        (b"[]", "does not start with {"),
        (b"{}", "format"),
        (b'{"format":"other","version":1}', "format"),
        (b'{"format":"hallwright"}', "version"),
        (b'{"format":"hallwright","version":true}', "version"),
        (b'{"format":"hallwright","version":"1"}', "version"),
        (b'{"format":"hallwright","version":1.0}', "version"),
        (b'{"format":"hallwright","version":0}', "version"),
        (b'{"format":"hallwright","version":1', "cut off"),
        (b'{"format":"hallwright","version":1}{}', "line 1"),
        (b'{"format":"hallwright","version":1,}', "JSON"),
        (b'{"format":"hallwright","version":1,"settings":{},"settings":{}}', "'settings' stands twice"),
        (b'{"format":"hallwright","version":1,"project":{"name":"a","name":"b"}}', "'name' stands twice"),
        (b'{"format":"hallwright","version":1,"settings":NaN}', "NaN is not finite"),
        (b'{"format":"hallwright","version":1,"settings":-Infinity}', "not finite"),
        (b'{"format":"hallwright","version":1,"settings":' + b"9" * 5000 + b"}", "too long"),
        (b'{"format":"hallwright","version":1,"settings":' + b"[" * 100_000 + b"}", "deep"),
        (b'{"format":"hallwright","version":1,"settings":' + b'{"a":' * 100_000, "deep"),
        (b'{"format":"hallwright","version":1,"project":{"name":"\xff"}}', "UTF-8"),
        (b'{"format":"hallwright","version":1,"project":{"name":"\\u0000"}}', "control"),
        (b'{"format":"hallwright","version":1,"project":{"name":"\\ud800"}}', "Unicode"),
        (b'{"format":"hallwright","version":1,"project":{"name":"\x01"}}', "JSON"),
    ],
)
def test_broken_files_are_refused(data: bytes, reason: str) -> None:
    assert reason in refused(data)


def test_a_newer_version_is_refused_with_both_versions_and_nothing_else_of_it_is_read() -> None:
    text = refused(b'{"format":"hallwright","version":7,"what":[[[[', ProjectTooNew)
    assert "version 7" in text and "up to 1" in text
    assert "version 9" in refused(b'{"version":9,"format":"hallwright"}', ProjectTooNew)


def test_an_unknown_field_is_refused_and_never_dropped() -> None:
    assert "later" in refused(GOOD.replace(b'"kind":"rack"', b'"later":1,"kind":"rack"', 1))
    assert "future" in refused(GOOD.replace(b'"settings":', b'"future":[],"settings":', 1))


def test_the_place_of_a_wrong_value_is_named() -> None:
    plain = json.loads(GOOD)
    plain["equipment"][5]["x_m"] = "left"
    text = refused(json.dumps(plain).encode())
    assert "equipment record 6" in text and plain["equipment"][5]["id"] in text and "x_m" in text


@pytest.mark.parametrize(
    "data",
    [
        file(equipment=[{}] * 400_000),
        file(equipment=[1] * 3_000_000),
        file(links=[{"id": "l", "medium": "power", "a": ["x"] * 2_000_000}]),
        file(project={f"k{n}": n for n in range(500_000)}),
        file(products=[{"id": "p", "kind": "rack", "name": "p", "confidence": {f"k{n}": 0 for n in range(300_000)}}]),
        file(project={"name": "x" * 20_000_000}),
        b'{"format":"hallwright","version":1,"settings":' + b"[]," * 1_000_000,
    ],
    ids=["objects", "numbers", "long list", "many keys", "many confidences", "long text", "cut list"],
)
def test_large_nonsense_is_refused_quickly(data: bytes) -> None:
    refused(data, HallwrightError)


def test_more_than_the_largest_size_is_refused_unread() -> None:
    assert "MB" in refused(b"{" + b" " * MOST_BYTES, TooLarge)


def test_version_is_read_from_the_header_alone() -> None:
    assert version_of(GOOD) == 1
    assert version_of(b'{"format":"other","version":3,') is None


def mutated(data: bytes, draw: random.Random) -> bytes:
    """One to three small damages: what disks, editors and transfers do."""
    found = bytearray(data)
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(found))
        match draw.randrange(6):
            case 0:
                found[at] ^= 1 << draw.randrange(8)
            case 1:
                del found[at : at + draw.randint(1, 200)]
            case 2:
                found[at:at] = found[at : at + draw.randint(1, 200)]
            case 3:
                found[at:at] = draw.choice([b"null", b"-1", b"1e999", b'"x"', b"[]", b"{}", b"\x00", b"9" * 50])
            case 4:
                del found[at:]
            case 5:
                other = draw.randrange(len(found))
                found[at], found[other] = found[other], found[at]
        if not found:
            return bytes(found)
    return bytes(found)


def survive(seed: int) -> bool:
    """Whether a mutated file opened; anything but opening or one clear refusal raises."""
    try:
        content = read_project(mutated(GOOD, random.Random(seed)))
    except HallwrightError as error:
        assert 0 < len(error.text) <= 1000
        return False
    assert read_project(to_text(content.project).encode()).project == content.project
    return True


def test_seeded_mutations_open_or_are_refused() -> None:
    opened = sum(survive(seed) for seed in range(600))
    assert 0 < opened < 300  # some damages are harmless; most must be seen
