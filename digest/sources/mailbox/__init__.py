"""Read the mails of a mailbox on a server (IMAP)."""
