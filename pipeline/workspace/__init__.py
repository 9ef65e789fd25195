"""The folder of one seller: its paths, its settings, the workspaces under a root, public holidays."""
