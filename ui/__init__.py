"""How a person or a program reaches Dossier: the command line and the chat."""
