"""The rules of the register: plain functions on frozen values, nothing stored and no clock read."""
