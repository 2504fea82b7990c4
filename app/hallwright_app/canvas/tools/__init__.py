"""Tools, by the name that actions call them."""

from hallwright_app.canvas.tools.base import Tool
from hallwright_app.canvas.tools.connect import ConnectTool
from hallwright_app.canvas.tools.measure import MeasureTool
from hallwright_app.canvas.tools.pan import PanTool
from hallwright_app.canvas.tools.place import PlaceTool
from hallwright_app.canvas.tools.polyline import RoomTool, TrayTool, WallTool, ZoneTool
from hallwright_app.canvas.tools.select import SelectTool

TOOLS: dict[str, type[Tool]] = {
    tool.name: tool
    for tool in (
        SelectTool,
        PlaceTool,
        ConnectTool,
        MeasureTool,
        PanTool,
        RoomTool,
        WallTool,
        ZoneTool,
        TrayTool,
    )
}
