"""The catalogue of methods, in teaching order."""

from samgs_core.method import Method
from samgs_core.methods.ls import LS
from samgs_core.methods.pcgrad import PCGrad
from samgs_core.methods.sam_gs import SAMGS

METHODS: tuple[type[Method], ...] = (LS, PCGrad, SAMGS)

__all__ = ["LS", "METHODS", "SAMGS", "PCGrad"]
