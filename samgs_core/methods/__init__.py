"""The catalogue of methods, in teaching order."""

from samgs_core.method import Method
from samgs_core.methods.cagrad import CAGrad
from samgs_core.methods.gradvac import GradVac
from samgs_core.methods.imtl_g import IMTLG
from samgs_core.methods.ls import LS
from samgs_core.methods.mgda import MGDA
from samgs_core.methods.nash_mtl import NashMTL
from samgs_core.methods.pcgrad import PCGrad
from samgs_core.methods.sam_gs import SAMGS
from samgs_core.methods.uw import UW

METHODS: tuple[type[Method], ...] = (
    LS,
    UW,
    PCGrad,
    GradVac,
    MGDA,
    CAGrad,
    NashMTL,
    IMTLG,
    SAMGS,
)

__all__ = [
    "IMTLG",
    "LS",
    "METHODS",
    "MGDA",
    "SAMGS",
    "UW",
    "CAGrad",
    "GradVac",
    "NashMTL",
    "PCGrad",
]
