"""From the agenda to a ballot paper, and from figures to what was decided."""
