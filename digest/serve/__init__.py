"""Run as a daemon: collect and publish when due, and report health.

rounds.py computes from the store what is due and does it; scheduler.py wakes the daemon; daemon.py runs the
rounds until it is stopped. health.py gathers the state; health_file.py, health_server.py and metrics.py
publish it. logs.py configures logging; service_units.py writes the files that let an operating system start
the daemon.
"""
