"""Documents, slides, sheets and tables as office programs write them."""
