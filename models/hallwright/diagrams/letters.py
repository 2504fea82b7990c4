"""Width of a line of text without a screen, so that layouts can keep room for words.

The advances are the widest of the bundled typeface in the weights and sizes used, in thousandths of the type size,
rounded up; signs that are not listed count as the widest letter. Tests compare them with the real font:
no text is wider than said here.
"""

_ADVANCES = {
    190: "\u2009", 230: "'", 270: "ijl", 280: "I", 290: " ", 300: ",.:;·", 310: "!", 330: "\\", 360: "|", 380: "/ft",
    400: "()[]r{}", 410: '"', 460: "°", 470: "-_", 490: "^", 500: "`–", 550: "*?s", 570: "JLkxz", 580: "acvyä",
    590: "F", 600: "eéè", 610: "Enouöü", 620: "h", 630: "gpq", 640: "bd", 650: "#$PSß", 660: "BRTZµ", 670: "&4",
    680: "+012356789<=>K~−×", 700: "X", 710: "Y", 730: "ADVÄ", 750: "CHUÜ", 760: "GN", 780: "OQÖ", 830: "…", 840: "w",
    850: "%", 900: "m", 910: "M", 1000: "@", 1010: "W",
}  # fmt: skip
_ADVANCE = {sign: advance / 1000.0 for advance, signs in _ADVANCES.items() for sign in signs}
_WIDEST = 1.01
ELLIPSIS = "…"


def width_px(text: str, size_px: float) -> float:
    """Room that a line of text needs [px]; never too little for the signs listed."""
    return size_px * sum(_ADVANCE.get(sign, _WIDEST) for sign in text)


def elided(text: str, size_px: float, room_px: float) -> str:
    """The text, or as much of its beginning as fits a room, with an ellipsis."""
    if width_px(text, size_px) <= room_px:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = text[:end].rstrip() + ELLIPSIS
        if width_px(short, size_px) <= room_px:
            return short
    return ELLIPSIS
