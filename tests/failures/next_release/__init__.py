"""An app as a next release may bring it: it changes tables that readers and senders use all the time."""
