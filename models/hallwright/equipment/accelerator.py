"""Accelerator card: a PCIe card in a server's slot; board-mounted ones come with their system."""

from typing import ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Basis, Equipment, Id, Mount, Word, choice, number


class Accelerator(Equipment):
    """A GPU, FPGA or NPU. Only PCIe cards can be placed, into a server with a free slot."""

    label: ClassVar[str] = "Accelerator card"
    icon: ClassVar[str] = "system_8gpu.svg"
    group: ClassVar[str] = "Racks and systems"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.SERVER})

    kind: Literal["accelerator"] = "accelerator"
    system_id: Id | None = Field(None, description="Server that carries it")
    form_factor: Word = choice("Form factor, such as PCIe FHFL dual-slot or SXM5", "")
    tdp_kw: float | None = number("kW", "Design power", None, le=20.0)
    memory_gb: float | None = number("GB", "Memory", None, le=1e5)
    memory_bw_gb_s: float | None = number("GB/s", "Memory bandwidth", None, le=1e6)
    bf16_tflops: float | None = number("TFLOPS", "Dense BF16 rate", None, le=1e6)
    fp8_tflops: float | None = number("TFLOPS", "Dense FP8 rate", None, le=1e6)
    scale_up_link: Word = choice("Scale-up link", "")
    scale_up_gb_s: float | None = number("GB/s", "Scale-up rate, both directions", None, le=1e6)
    scale_up_domain_max: int | None = number("count", "Largest scale-up domain", None, le=1e6)

    @property
    def is_card(self) -> bool:
        """Whether it plugs into a PCIe slot."""
        return self.form_factor.lower().startswith("pcie")

    def carrier_id(self) -> str | None:
        return self.system_id

    def demand_kw(self, basis: Basis) -> float | None:
        return self.tdp_kw
