"""The commands: `govapp-verify` for anybody, `govapp-trustee` for key holders.

They alone read files, arguments and the number of processors.
"""
