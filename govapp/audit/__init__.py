"""The journal: who did what to what, when, why and with which result, in one chain that shows every change."""
