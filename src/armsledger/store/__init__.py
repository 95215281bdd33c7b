"""The ledger: reports and claims, append-only, and the register derived from them."""

from armsledger.store.derivation import Derivation, Material, StandardDerivation
from armsledger.store.store import Store

__all__ = ["Derivation", "Material", "StandardDerivation", "Store"]
