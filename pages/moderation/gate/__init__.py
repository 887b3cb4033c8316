"""What lets something out: who may approve, publication, sets, versions, holds, the log of decisions."""
