"""Staying up: the daemon makes a round at each wake, and tells how it is.

rounds.py decides from the store what is due and does it; daemon.py makes the rounds until it is told to
end; health.py describes how things stand and monitor.py answers who asks for it; logs.py says what happens;
units.py writes what has an operating system start the daemon.
"""
