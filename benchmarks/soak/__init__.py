"""Let `digest serve` run for long while 30 % of its sources misbehave: does it stay as large as it is?

    python -m benchmarks.soak [--minutes N] [--sources N] [--seed N] [--plot FILE]

The sources are on loopback: outlets with new reports at every visit, and servers that fail, drip, never end,
redirect in circles, repeat themselves under new ids, or send what `benchmarks.attack` makes; one folder has
hostile files that change. A round begins five seconds after the end of the last one, and the clock of the
daemon moves on by three hours before each: half an hour is a week or more for what it keeps and forgets.

Memory, threads, file handles and the size of the store are read from outside. The last line is one JSON
object. The exit code is 1 if the usual peak of a figure in the last quarter of the time is more than a tenth
above that of the quarter before, if the daemon logs an error, if its health page does not answer, or if it
does not end within ten seconds after SIGTERM. --plot writes the figures as an SVG.
"""
