"""The commands of `dossier`. Each imports what it needs when it runs, so that help is instant."""
