"""How well the support check tells true sentences from false ones, and the fit of its weights."""
