"""The general assembly: its agenda, its course from draft to announcement, and its verdicts."""
