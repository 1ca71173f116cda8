"""What is classified stays so: masked, protected by companions, attacked before anybody else can, or not let out.

mask         what a classified field looks like in public; money in words goes with the amount
printed      what a publication says of the amounts it does not print, as sums
unknowns     sums of unknown amounts, and how narrowly they bound one (a linear programme)
companions   which other amounts must go, so that none that is classified can be worked out
statements   open texts that state a withheld amount after all
gate         the one way out: a public view, and what in it would give a secret away
"""
