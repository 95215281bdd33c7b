"""Which claims are about one deal, which reports are copies of one text. Pure: no I/O."""
