"""Dragonfly fabrics: groups of routers, every router linked with every other of its group, every group with every
other: sizes."""

from dataclasses import dataclass

from hallwright.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Dragonfly:
    """Sizes of a dragonfly.

    Attributes
    ----------
    routers_a_group, endpoints_a_router, globals_a_router : int
    groups : int
    links_a_pair : int
        Links between each two groups.
    """

    routers_a_group: int
    endpoints_a_router: int
    globals_a_router: int
    groups: int
    links_a_pair: int

    @property
    def routers(self) -> int:
        """Routers of all groups."""
        return self.groups * self.routers_a_group

    @property
    def endpoints(self) -> int:
        """Endpoints of all groups."""
        return self.routers * self.endpoints_a_router

    @property
    def router_ports(self) -> int:
        """Ports of a router: endpoints, the others of its group, global links."""
        return self.endpoints_a_router + self.routers_a_group - 1 + self.globals_a_router

    @property
    def local_links(self) -> int:
        """Links within groups."""
        return self.groups * self.routers_a_group * (self.routers_a_group - 1) // 2

    @property
    def global_links(self) -> int:
        """Links between groups."""
        return self.groups * (self.groups - 1) // 2 * self.links_a_pair


def dragonfly(
    routers_a_group: int, endpoints_a_router: int, globals_a_router: int, groups: int | None = None
) -> Dragonfly:
    """Sizes of a dragonfly, the largest by default.

    Parameters
    ----------
    routers_a_group, endpoints_a_router, globals_a_router : int
        a, p and h of the literature.
    groups : int or None
        a h + 1 at most, which is the default; with fewer, each pair of groups has several links.

    Raises
    ------
    OutOfRange
        More groups than the global links reach.

    References
    ----------
    .. [1] Kim, Dally, Scott, Abts: Technology-Driven, Highly-Scalable Dragonfly Topology, ISCA 2008.

    Examples
    --------
    >>> dragonfly(32, 16, 17).endpoints
    279040
    """
    if min(routers_a_group, endpoints_a_router, globals_a_router) < 1:
        raise OutOfRange("A dragonfly needs routers, endpoints and global links, 1 of each at least.")
    channels = routers_a_group * globals_a_router
    if groups is None:
        groups = channels + 1
    if not 1 <= groups <= channels + 1:
        raise OutOfRange(
            f"{routers_a_group} routers of {globals_a_router} global links reach {channels + 1} groups; "
            f"{groups} are wanted."
        )
    return Dragonfly(
        routers_a_group, endpoints_a_router, globals_a_router, groups, channels // (groups - 1) if groups > 1 else 0
    )
