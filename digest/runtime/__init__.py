"""The process the program runs in: executors, clock and environment, plug-ins, redaction, shipped files."""
