"""Decides about agendas, states, majorities and verdicts: plain functions on frozen values."""
