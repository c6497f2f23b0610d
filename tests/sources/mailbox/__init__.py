"""Tests of mailboxes as sources."""
