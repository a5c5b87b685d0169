"""The offline verifier: what anybody can check about a secret ballot with nothing but its archive.

It needs this package's pure neighbours and PyNaCl; no web framework, no database, no network.
"""
