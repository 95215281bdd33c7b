"""The ledger: reports and claims, append-only, and the register derived from them."""
