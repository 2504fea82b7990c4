from hallwright import errors
from hallwright.errors import MAX_MESSAGE, Damaged, HallwrightError


def test_a_reason_is_one_line_with_place_and_hint() -> None:
    error = Damaged("it is\nbroken.", place="a.hall, line 3", hint="Open a backup.")
    assert str(error) == error.text == "a.hall, line 3: it is broken. Open a backup."


def test_a_long_reason_is_cut() -> None:
    assert len(HallwrightError("x" * 5000).text) == MAX_MESSAGE


def test_the_tree_at_the_top_is_the_tree_of_classes() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, HallwrightError):
            assert name in (errors.__doc__ or "")
