from hallwright.registry import import_all


def test_every_module_below_a_package_is_found_in_order() -> None:
    names = [module.__name__ for module in import_all("hallwright.equipment")]
    assert names == sorted(names) and "hallwright.equipment.rack" in names
