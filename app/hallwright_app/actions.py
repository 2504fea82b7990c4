"""Every action, registered once: name, menu, keys, icon, tool tip, and when and why it cannot be used.

Menus, tool bar, command palette and the list of keys are made from this table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from hallwright.edits.align import Edge, align, distribute
from hallwright.edits.arrange import duplicate, remove, turn
from hallwright.edits.change import set_fields
from hallwright.errors import HallwrightError
from hallwright.project import Project
from hallwright_app.parts import plain_tip
from hallwright_app.views import VIEWS
from hallwright_app.wording import tr

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

Keys = str | QKeySequence.StandardKey | None
Run = Callable[["MainWindow"], object]
Refusal = Callable[["MainWindow"], str]

MENUS = ("File", "Edit", "View", "Insert", "Arrange", "Connect", "Check", "Help")


def _always(_window: "MainWindow") -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    Attributes
    ----------
    refusal : callable
        Why it cannot be used now, in words; empty = it can.
    group : str
        Actions of a group are checkable, one at a time.
    checked : callable or None
        Whether a checkable action is on.
    separator : bool
        A line stands before it in its menu.
    """

    name: str
    text: str
    menu: str
    run: Run
    keys: Keys = None
    icon: str = ""
    tip: str = ""
    refusal: Refusal = field(default=_always)
    group: str = ""
    checked: Callable[["MainWindow"], bool] | None = None
    separator: bool = False


# ---- when an action cannot be used -----------------------------------------------------------------------------------


def _needs_project(window: "MainWindow") -> str:
    return "" if window.designing else "No design is open."


def _needs_selection(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if window.selection.ids else "Nothing is selected.")


def _needs(count: int, what: str) -> Refusal:
    def refusal(window: "MainWindow") -> str:
        found = sum(1 for i in window.selection.ids if i in window.document.project.equipment)
        return _needs_project(window) or ("" if found >= count else f"Select {what} first.")

    return refusal


def _needs_power(window: "MainWindow") -> str:
    if _needs_project(window):
        return "No design is open."
    return "" if window.document.report.results.power is not None else "The power chain could not be evaluated."


def _needs_finding(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if window.document.report.open_findings else "There are no open findings.")


def _units(window: "MainWindow") -> list[str]:
    return [i for i in window.selection.ids if window.outage.can_trip(i)]


def _needs_unit(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if _units(window) else "Select a unit of the power chain first.")


def _needs_outage(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if window.outage.units else "All units are in service.")


def _needs_undo(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if window.document.history.canUndo() else "Nothing to undo.")


def _needs_redo(window: "MainWindow") -> str:
    return _needs_project(window) or ("" if window.document.history.canRedo() else "Nothing to redo.")


# ---- what actions do to the design -----------------------------------------------------------------------------------


def _equipment(window: "MainWindow") -> list[str]:
    return [i for i in window.selection.ids if i in window.document.project.equipment]


def _counted(window: "MainWindow", verb: str) -> str:
    from hallwright_app.inspector_rows import selection_note

    return f"{verb} {selection_note(window.document.project, window.selection.ids)}"


def _remove(window: "MainWindow") -> None:
    window.document.apply(_counted(window, "Remove"), remove, window.selection.ids)


def _turn(window: "MainWindow") -> None:
    window.document.apply(_counted(window, "Turn"), turn, _equipment(window), 90.0)


def _duplicate(window: "MainWindow") -> None:
    ids = _equipment(window)
    before = set(window.document.project.equipment)
    dx_m = _step_m(window.document.project, ids)
    window.document.apply(_counted(window, "Duplicate"), duplicate, ids, dx_m, 0.0)
    project = window.document.project
    window.selection.set(i for i, e in project.equipment.items() if i not in before and e.carrier_id() is None)


def _step_m(project: Project, ids: list[str]) -> float:
    """Width of what is selected: copies stand side by side."""
    from hallwright.edits.align import box

    boxes = [box(e) for i in ids if (e := project.equipment[i]).outline()]
    return round(max(b[2] for b in boxes) - min(b[0] for b in boxes), 6) if boxes else 0.6


def _array(window: "MainWindow") -> None:
    from hallwright_app.dialogs.array import ArrayDialog
    from hallwright_app.inspector_rows import selection_note

    ids = _equipment(window)
    project = window.document.project
    dialog = ArrayDialog(
        window.theme, selection_note(project, ids), _step_m(project, ids), window.preferences.units, window
    )
    if dialog.exec():
        window.document.apply(
            f"Array {dialog.copies} copies", duplicate, ids, dialog.dx_m, dialog.dy_m, copies=dialog.copies
        )


def _select_all(window: "MainWindow") -> None:
    project = window.document.project
    kinds_left_out = ("room", "wall", "zone", "tile")
    window.selection.set(
        i for i, e in project.equipment.items() if e.carrier_id() is None and e.kind not in kinds_left_out
    )


def _trip(window: "MainWindow") -> None:
    window.outage.toggle(_units(window))
    lost, one_side, throttled = window.outage.counts()
    window.say(f"{window.outage.text}: {lost} loads lost, {throttled} throttled, {one_side} on fewer feeds.")


def _set_locked(window: "MainWindow", locked: bool) -> None:
    verb = "Lock" if locked else "Unlock"
    window.document.apply(_counted(window, verb), set_fields, _equipment(window), {"locked": locked})


def _align(edge: Edge, window: "MainWindow") -> None:
    window.document.apply(_counted(window, "Align"), align, _equipment(window), edge)


def _distribute(axis: str, window: "MainWindow") -> None:
    window.document.apply(_counted(window, "Space out"), distribute, _equipment(window), "x" if axis == "x" else "y")


def _select_rack_contents(window: "MainWindow") -> None:
    project = window.document.project
    ids = set(_equipment(window))
    inside = [i for i, e in project.equipment.items() if e.carrier_id() in ids]
    if inside:
        window.selection.set(inside)
    else:
        window.say("Nothing stands in what is selected.")


def _connect(domain: str, window: "MainWindow") -> None:
    edit = _connecting(domain)
    ids = _with_contents(window.document.project, _equipment(window))
    before = window.document.project
    window.document.apply(_counted(window, f"Connect {domain} of"), edit, ids)
    added = len(window.document.project.links) - len(before.links)
    window.say(f"{added} links added." if added else "Everything selected is connected already.")


def _generate_fabric(window: "MainWindow") -> None:
    from hallwright_app.dialogs.fabric import FabricDialog

    dialog = FabricDialog(
        window.theme, window.document.project, window.selection.ids, window.jobs, window.preferences.units, window
    )
    if dialog.exec() and dialog.rule is not None:
        window.document.apply(f"{'Remove' if dialog.removed else 'Generate'} fabric {dialog.rule.name}", dialog.edit())


def _connecting(domain: str) -> Callable[[Project, list[str]], Project]:
    """The edit that connects for me."""
    if domain == "power":
        from hallwright.edits.feed import feed

        return feed
    if domain == "coolant":
        from hallwright.edits.cool import cool

        return cool
    from hallwright.catalogue import catalogue
    from hallwright.edits.cable import cable

    return partial(cable, products=[p for p in catalogue().values() if p.cable is not None])


def _with_contents(project: Project, ids: list[str]) -> list[str]:
    """What is selected, and what stands in it."""
    from hallwright.edits.arrange import carried

    whole = carried(project, ids)
    return [*ids, *sorted(whole - set(ids))]


def _disconnect(window: "MainWindow") -> None:
    from hallwright.edits.wire import disconnect

    project, ids = window.document.project, set(window.selection.ids)
    links = [link.id for link in project.links.values() if link.id in ids or ids & {*link.a, *link.b}]
    if not links:
        window.say("Nothing selected is connected.")
        return
    window.document.apply(f"Disconnect {len(links)} links", disconnect, links)


def _balance(window: "MainWindow") -> None:
    from hallwright.engines.power.phases import balance_phases

    document, before = window.document, window.document.project
    power = document.report.results.power
    assert power is not None
    document.apply("Balance phases", balance_phases, power, _equipment(window))
    moved = sum(1 for i, k in document.project.links.items() if before.links[i] is not k)
    window.say(f"{moved} cables moved to another phase." if moved else "No other phase would carry less.")


def _study(window: "MainWindow") -> None:
    from hallwright_app.dialogs.study import show_study

    show_study(window)


def _jobs(window: "MainWindow") -> None:
    from hallwright_app.dialogs.jobs import edit_jobs

    edit_jobs(window)


def _fix(window: "MainWindow") -> None:
    row = window.findings.list.row() or next(iter(window.document.report.open_findings), None)
    if row is not None:
        window.open_finding(row)


def _show(name: str, window: "MainWindow") -> None:
    window.show_view(name)


def _zoom(how: str, window: "MainWindow") -> None:
    getattr(window.viewed, how)()


COMMANDS: tuple[Command, ...] = (
    # File
    Command("new", "New hall", "File", lambda w: w.flow.new(), QKeySequence.StandardKey.New,
            tip="Start with an empty hall"),
    Command("open", "Open…", "File", lambda w: w.flow.open(), QKeySequence.StandardKey.Open, "open", "Open a design"),
    Command("save", "Save", "File", lambda w: w.flow.save(), QKeySequence.StandardKey.Save, tip="Save the design",
            refusal=_needs_project, separator=True),
    Command("save_as", "Save as…", "File", lambda w: w.flow.save_as(), "Ctrl+Shift+S", tip="Save under another name",
            refusal=_needs_project),
    Command("export_report", "Export report…", "File", lambda w: w.flow.export_report(), "Ctrl+Shift+E", "report",
            "Write the report as PDF, HTML or JSON", refusal=_needs_project, separator=True),
    Command("export_picture", "Export picture…", "File", lambda w: w.flow.export_picture(),
            tip="Write the plan, or the diagram that is shown, as PNG, SVG or PDF", refusal=_needs_project),
    Command("new_product", "New product…", "File", lambda w: w.new_product(),
            tip="Add a product of your own to this design", refusal=_needs_project, separator=True),
    Command("welcome", "Close design", "File", lambda w: w.flow.close_design(), QKeySequence.StandardKey.Close,
            tip="Back to the first page", refusal=_needs_project, separator=True),
    Command("quit", "Quit", "File", lambda w: w.close(), "Ctrl+Q", tip="Leave Hallwright"),
    # Edit
    Command("undo", "Undo", "Edit", lambda w: w.document.history.undo(), QKeySequence.StandardKey.Undo, "undo",
            "Take the last step back", refusal=_needs_undo),
    Command("redo", "Redo", "Edit", lambda w: w.document.history.redo(), "Ctrl+Shift+Z", "redo",
            "Make the step again", refusal=_needs_redo),
    Command("duplicate", "Duplicate", "Edit", _duplicate, "Ctrl+D", tip="Copy what is selected, side by side",
            refusal=_needs(1, "something"), separator=True),
    Command("remove", "Remove", "Edit", _remove, QKeySequence.StandardKey.Delete,
            tip="Remove what is selected, with all it carries", refusal=_needs_selection),
    Command("select_all", "Select all", "Edit", _select_all, QKeySequence.StandardKey.SelectAll,
            tip="Select everything on the floor", refusal=_needs_project, separator=True),
    Command("select_none", "Select nothing", "Edit", lambda w: w.selection.set(()), "Ctrl+Shift+A",
            tip="Shows the limits of the hall in the inspector", refusal=_needs_selection),
    Command("select_inside", "Select contents", "Edit", _select_rack_contents, "Ctrl+Shift+I",
            tip="Select what stands in the selected racks", refusal=_needs(1, "a rack")),
    Command("find", "Find a command or a thing", "Edit", lambda w: w.commands.open(), "Ctrl+K", "search",
            "Find an action, a thing or a rule by its name", separator=True),
    Command("jobs", "Jobs…", "Edit", _jobs, "Ctrl+Alt+J",
            tip="Training jobs: what they send over the fabric, and the systems that work on them",
            refusal=_needs_project, separator=True),
    Command("settings", "Settings…", "Edit", lambda w: w.show_settings(), "Ctrl+,",
            tip="Theme, units, your name"),
    # View
    *(
        Command(v.action, v.name, "View", partial(_show, v.name), v.keys, tip=v.tip, refusal=_needs_project)
        for v in VIEWS
    ),
    Command("zoom_in", "Zoom in", "View", partial(_zoom, "zoom_in"), QKeySequence.StandardKey.ZoomIn,
            tip="Larger scale", refusal=_needs_project, separator=True),
    Command("zoom_out", "Zoom out", "View", partial(_zoom, "zoom_out"), QKeySequence.StandardKey.ZoomOut,
            tip="Smaller scale", refusal=_needs_project),
    Command("fit_all", "Fit the hall", "View", partial(_zoom, "fit_all"), "Home", tip="Show everything",
            refusal=_needs_project),
    Command("fit_selection", "Fit the selection", "View", partial(_zoom, "fit_selection"), "F", "eye",
            tip="Bring what is selected into view", refusal=_needs_selection),
    Command("colour_inlet", "Colour by inlet air", "View",
            lambda w: w.set_colour_by("none" if w.scene.colour_by == "inlet" else "inlet"), "Ctrl+H", "heat_map",
            "Colour racks by the air they breathe", refusal=_needs_project,
            checked=lambda w: w.scene.colour_by == "inlet", separator=True),
    Command("colour_load", "Colour by load", "View",
            lambda w: w.set_colour_by("none" if w.scene.colour_by == "load" else "load"), "Ctrl+Shift+H",
            tip="Colour racks by the load of their nearest limit", refusal=_needs_project,
            checked=lambda w: w.scene.colour_by == "load"),
    Command("units", "Switch units", "View", lambda w: w.toggle_units(), "Ctrl+U",
            tip="Between metric and US units", separator=True),
    Command("theme_auto", "Theme as the desktop", "View", lambda w: w.set_theme("auto"), group="theme",
            checked=lambda w: w.preferences.theme == "auto", tip="Light or dark as the desktop has it", separator=True),
    Command("theme_light", "Light theme", "View", lambda w: w.set_theme("light"), group="theme",
            checked=lambda w: w.preferences.theme == "light", tip="Light palette"),
    Command("theme_dark", "Dark theme", "View", lambda w: w.set_theme("dark"), group="theme",
            checked=lambda w: w.preferences.theme == "dark", tip="Dark palette"),
    # Insert
    Command("place", "Place from the palette", "Insert", lambda w: w.focus_palette(), "P", "place",
            "Find a product and place it", refusal=_needs_project),
    Command("tool_select", "Select and move", "Insert", lambda w: w.set_tool("select"), "V", "select",
            "Select and move (V)", refusal=_needs_project, group="tool", checked=lambda w: w.tool == "select"),
    Command("tool_measure", "Measure", "Insert", lambda w: w.set_tool("measure"), "M", "measure",
            "Measure a distance (M)", refusal=_needs_project, group="tool", checked=lambda w: w.tool == "measure"),
    Command("tool_room", "Draw room", "Insert", lambda w: w.set_tool("room"), "Shift+R", "wall",
            "Draw the outline of a room", refusal=_needs_project, group="tool",
            checked=lambda w: w.tool == "room", separator=True),
    Command("tool_wall", "Draw wall", "Insert", lambda w: w.set_tool("wall"), "W", "wall", "Draw a wall (W)",
            refusal=_needs_project, group="tool", checked=lambda w: w.tool == "wall"),
    Command("tool_zone", "Draw zone", "Insert", lambda w: w.set_tool("zone"), "Z", "zone",
            "Draw an aisle, a containment or a keep-out (Z)", refusal=_needs_project, group="tool",
            checked=lambda w: w.tool == "zone"),
    Command("tool_tray", "Draw tray", "Insert", lambda w: w.set_tool("tray"), "T", "tray", "Draw a cable tray (T)",
            refusal=_needs_project, group="tool", checked=lambda w: w.tool == "tray"),
    # Arrange
    Command("turn", "Turn by 90°", "Arrange", _turn, "R", tip="Turn what is selected clockwise",
            refusal=_needs(1, "something")),
    Command("array", "Array…", "Arrange", _array, "Ctrl+Shift+D", tip="Copies at equal steps, such as a row of racks",
            refusal=_needs(1, "something")),
    Command("align_left", "Align left edges", "Arrange", partial(_align, "left"),
            tip="With the first one selected", refusal=_needs(2, "two things"), separator=True),
    Command("align_right", "Align right edges", "Arrange", partial(_align, "right"),
            tip="With the first one selected", refusal=_needs(2, "two things")),
    Command("align_top", "Align top edges", "Arrange", partial(_align, "top"),
            tip="With the first one selected", refusal=_needs(2, "two things")),
    Command("align_bottom", "Align bottom edges", "Arrange", partial(_align, "bottom"),
            tip="With the first one selected", refusal=_needs(2, "two things")),
    Command("align_middle_x", "Align middles in a column", "Arrange", partial(_align, "middle_x"),
            tip="With the first one selected", refusal=_needs(2, "two things")),
    Command("align_middle_y", "Align middles in a row", "Arrange", partial(_align, "middle_y"),
            tip="With the first one selected", refusal=_needs(2, "two things")),
    Command("space_x", "Space out along the row", "Arrange", partial(_distribute, "x"),
            tip="Equal gaps from left to right", refusal=_needs(3, "three things"), separator=True),
    Command("space_y", "Space out down the column", "Arrange", partial(_distribute, "y"),
            tip="Equal gaps from top to bottom", refusal=_needs(3, "three things")),
    Command("lock", "Lock", "Arrange", lambda w: _set_locked(w, True), "Ctrl+L", "lock",
            "Keep it from being moved or changed", refusal=_needs(1, "something"), separator=True),
    Command("unlock", "Unlock", "Arrange", lambda w: _set_locked(w, False), "Ctrl+Shift+L",
            tip="Let it be moved and changed", refusal=_needs(1, "something")),
    # Connect
    Command("tool_connect", "Connect port to port", "Connect", lambda w: w.set_tool("connect"), "C", "connect",
            "Draw a link from port to port (C)", refusal=_needs_project, group="tool",
            checked=lambda w: w.tool == "connect"),
    Command("feed", "Connect power for me", "Connect", partial(_connect, "power"), "Ctrl+Alt+P", "link_power",
            "Feeds A and B on free ports and disjoint paths", refusal=_needs(1, "what to feed"), separator=True),
    Command("cool", "Connect coolant for me", "Connect", partial(_connect, "coolant"), "Ctrl+Alt+C", "link_coolant",
            "Supply and return on free ports", refusal=_needs(1, "what to cool")),
    Command("cable", "Connect fabric for me", "Connect", partial(_connect, "fabric"), "Ctrl+Alt+F", "link_fabric",
            "Network ports to their leaves, leaves to their spines", refusal=_needs(1, "what to cable")),
    Command("fabric", "Generate fabric…", "Connect", _generate_fabric, "Ctrl+Alt+G",
            tip="Switches, ports and cables of a whole fabric by rule", refusal=_needs_project),
    Command("balance", "Balance phases", "Connect", _balance,
            tip="Move single-phase loads between lines, on their feeds, so that the worst line carries less",
            refusal=_needs_power, separator=True),
    Command("disconnect", "Disconnect", "Connect", _disconnect, "Ctrl+Alt+X",
            tip="Remove every link of what is selected", refusal=_needs_selection, separator=True),
    # Check
    Command("next_finding", "Next finding", "Check", lambda w: w.findings.step(1), "F8",
            tip="Select the next finding and go there", refusal=_needs_finding),
    Command("previous_finding", "Previous finding", "Check", lambda w: w.findings.step(-1), "Shift+F8",
            tip="Select the finding before and go there", refusal=_needs_finding),
    Command("open_finding", "Why, and how to mend it", "Check", _fix, "Ctrl+.", "fix",
            "Open the finding with its fixes", refusal=_needs_finding),
    Command("waive", "Waive finding…", "Check", lambda w: w.waive_current(), "Ctrl+Shift+W", "waive",
            "Accept the current finding, with a reason", refusal=_needs_finding),
    Command("what_if", "What if it fails", "Check", lambda w: w.focus_what_if(), "Ctrl+Shift+F", "fail",
            "What the loss of one element does", refusal=_needs_project, separator=True),
    Command("study", "Study…", "Check", _study, "Ctrl+Alt+S",
            tip="Load flow, voltage drop and short circuit", refusal=_needs_project, separator=True),
    Command("trip", "Trip or return to service", "Check", _trip, "Ctrl+T", "fail",
            "Take what is selected out of service on every view, or bring it back", refusal=_needs_unit,
            checked=lambda w: bool(w.outage.units)),
    Command("all_in_service", "All units in service", "Check", lambda w: w.outage.reset(), "Ctrl+Shift+T",
            tip="Bring every tripped unit back", refusal=_needs_outage),
    # Help
    Command("keys", "Keys", "Help", lambda w: w.show_keys(), "F1", tip="Every action and its keys"),
    Command("about", "About Hallwright", "Help", lambda w: w.show_about(), tip="Version and licence"),
)  # fmt: skip

TOOL_BAR = (
    "open", "export_report", "|", "undo", "redo", "|", "tool_select", "place", "tool_measure", "tool_wall", "tool_zone",
    "|", "tool_connect", "feed", "cool", "cable", "|", "colour_inlet", "fit_selection", "trip",
)  # fmt: skip


class Actions(QObject):
    """The actions of one window. Errors raised on purpose end as one line in its status bar."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.by_name: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            self.by_name[command.name] = self._make(command)
        self._styled = False  # drawing every icon takes long: after the first frame
        window.theme.changed.connect(self._on_theme)

    def _make(self, command: Command) -> QAction:
        action = QAction(tr(command.text), self)
        action.setObjectName(command.name)
        if command.keys is not None:
            action.setShortcut(QKeySequence(command.keys))
        if command.checked is not None:
            action.setCheckable(True)
        if command.group:
            group = self._groups.get(command.group)
            if group is None:
                group = self._groups[command.group] = QActionGroup(self)
            group.addAction(action)
        action.triggered.connect(lambda _checked=False, c=command: self.run(c))
        self._window.addAction(action)
        return action

    def show_icons(self) -> None:
        """Draw the icons, where that was not done yet."""
        if not self._styled:
            self._styled = True
            self._on_theme()

    def _on_theme(self) -> None:
        for command in COMMANDS:
            if command.icon and self._styled:
                self.by_name[command.name].setIcon(self._window.theme.icon(command.icon, "text2", 20))

    def refresh(self) -> None:
        """Which can be used now, and why the others cannot."""
        for command in COMMANDS:
            action = self.by_name[command.name]
            reason = command.refusal(self._window)
            action.setEnabled(not reason)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            tip = tr(command.tip or command.text)
            if keys and f"({keys})" not in tip:
                tip = f"{tip} ({keys})"
            action.setToolTip(plain_tip(f"{tip}\n{reason}" if reason else tip))
            if command.checked is not None:
                action.setChecked(command.checked(self._window))
        history = self._window.document.history
        undo, redo = history.undoText(), history.redoText()
        self.by_name["undo"].setText(f"Undo {undo[:1].lower()}{undo[1:]}".replace("&", "&&") if undo else "Undo")
        self.by_name["redo"].setText(f"Redo {redo[:1].lower()}{redo[1:]}".replace("&", "&&") if redo else "Redo")

    def run(self, command: Command) -> None:
        """Do it; what Hallwright refuses is said in one line. The one edge where such errors end."""
        reason = command.refusal(self._window)
        if reason:
            self._window.say(reason, "hint")
            return
        try:
            command.run(self._window)
        except HallwrightError as error:
            self._window.show_error(error)
        self.refresh()

    def run_named(self, name: str) -> None:
        """Do an action by its name."""
        self.run(next(c for c in COMMANDS if c.name == name))

    def rows(self) -> list[tuple[str, str]]:
        """(name, keys) of every action that has keys."""
        found = []
        for command in COMMANDS:
            keys = self.by_name[command.name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if keys:
                found.append((f"{command.menu}: {command.text.removesuffix('…')}", keys))
        return found
