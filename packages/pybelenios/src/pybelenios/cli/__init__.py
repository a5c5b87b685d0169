"""The commands: `govapp-verify` for anybody. They alone read files, arguments and the number of processors."""
