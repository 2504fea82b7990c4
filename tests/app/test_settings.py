"""What the program remembers."""

from PySide6.QtCore import QSettings

from hallwright_app.settings import RECENT_MAX, Preferences, RecentFile


def test_survives_a_restart(tmp_path):
    def opened() -> Preferences:
        return Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))

    first = opened()
    assert (first.theme, first.units, first.favourites, first.recent) == ("auto", "metric", (), ())
    first.theme, first.units, first.favourites = "dark", "us", ("a", "b")
    first.remember(RecentFile("/x/a.hall", "A", 8, 80.5, 1, 2, 3))
    first._store.sync()
    again = opened()
    assert (again.theme, again.units, again.favourites) == ("dark", "us", ("a", "b"))
    assert again.recent == (RecentFile("/x/a.hall", "A", 8, 80.5, 1, 2, 3),)


def test_recent_files_newest_first_and_few(preferences):
    for n in range(RECENT_MAX + 3):
        preferences.remember(RecentFile(f"/x/{n}.hall", str(n)))
    preferences.remember(RecentFile("/x/5.hall", "again"))
    assert [r.path for r in preferences.recent][:2] == ["/x/5.hall", f"/x/{RECENT_MAX + 2}.hall"]
    assert len(preferences.recent) == RECENT_MAX
    preferences.forget("/x/5.hall")
    assert "/x/5.hall" not in [r.path for r in preferences.recent]


def test_nonsense_in_the_store_is_no_crash(preferences):
    preferences._store.setValue("recent", "{not json")
    preferences._store.setValue("theme", "purple")
    assert preferences.recent == () and preferences.theme == "auto"
