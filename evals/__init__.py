"""Questions with known evidence, turned into figures.

`questions` reads them, `corpus` indexes what they are about, `run` asks them, `measures` says how
well they were answered, `report` shows it. `baseline` is what the figures are compared with.
"""
