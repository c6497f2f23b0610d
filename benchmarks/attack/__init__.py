"""Attack the program with hostile inputs, and check that none of them costs much or raises.

    python -m benchmarks.attack [--family NAME] [--case PART] [--size N] [--seed N] [--jobs N]

Prints for each case CPU seconds, peak memory above that of the idle process, and the outcome. The last line
is one JSON object. The exit code is 1 if a case takes more than 2 CPU seconds or 300 MB, or raises anything
but a DigestError. Each case runs in a process of its own, which is ended after 20 CPU seconds; as many at the
same time as there are cores, or as --jobs says.

To add a family of attacks, write a module beside this file with a function `list_cases() -> Iterator[Case]`
and add a line to FAMILIES in `families.py`. A case makes its input from a size and a random generator, so
that the same seed gives the same input, and reads it with public functions of the program; see `cases.py`.
A function `prepare` of the module, if there is one, is called once before.
What an attack finds becomes a small test next to the code that was fixed.
"""
