"""Calling people to vote: their letters, batch by batch."""

from govapp.assembly.convocation.service.mailings import BATCH, Batch, write_batch

__all__ = ["BATCH", "Batch", "write_batch"]
