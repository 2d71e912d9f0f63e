"""The catalogue of methods, by family and in teaching order."""

from samgs_core.method import Method
from samgs_core.methods.aligned_mtl import AlignedMTL
from samgs_core.methods.cagrad import CAGrad
from samgs_core.methods.config import ConFIG
from samgs_core.methods.db_mtl import DBMTL
from samgs_core.methods.dualproj import DualProj
from samgs_core.methods.dwa import DWA
from samgs_core.methods.excessmtl import ExcessMTL
from samgs_core.methods.fairgrad import FairGrad
from samgs_core.methods.famo import FAMO
from samgs_core.methods.gls import GLS
from samgs_core.methods.graddrop import GradDrop
from samgs_core.methods.gradnorm import GradNorm
from samgs_core.methods.gradvac import GradVac
from samgs_core.methods.imtl_g import IMTLG
from samgs_core.methods.imtl_l import IMTLL
from samgs_core.methods.ls import LS
from samgs_core.methods.mgda import MGDA
from samgs_core.methods.moco import MoCo
from samgs_core.methods.nash_mtl import NashMTL
from samgs_core.methods.pcgrad import PCGrad
from samgs_core.methods.rlw import RLW
from samgs_core.methods.sam_gs import SAMGS
from samgs_core.methods.sdmgrad import SDMGrad
from samgs_core.methods.si import SI
from samgs_core.methods.stch import STCH
from samgs_core.methods.upgrad import UPGrad
from samgs_core.methods.uw import UW

METHODS: tuple[type[Method], ...] = (
    LS,
    RLW,
    SI,
    GLS,
    UW,
    IMTLL,
    DWA,
    FAMO,
    STCH,
    PCGrad,
    GradVac,
    GradDrop,
    UPGrad,
    DualProj,
    MGDA,
    CAGrad,
    SDMGrad,
    MoCo,
    NashMTL,
    FairGrad,
    GradNorm,
    IMTLG,
    AlignedMTL,
    ConFIG,
    DBMTL,
    ExcessMTL,
    SAMGS,
)

__all__ = [
    "AlignedMTL",
    "CAGrad",
    "ConFIG",
    "DBMTL",
    "DWA",
    "DualProj",
    "ExcessMTL",
    "FAMO",
    "FairGrad",
    "GLS",
    "GradDrop",
    "GradNorm",
    "GradVac",
    "IMTLG",
    "IMTLL",
    "LS",
    "METHODS",
    "MGDA",
    "MoCo",
    "NashMTL",
    "PCGrad",
    "RLW",
    "SAMGS",
    "SDMGrad",
    "SI",
    "STCH",
    "UPGrad",
    "UW",
]
