"""Which mailbox an address belongs to: one person has one account, however the address is spelt."""

from .names import fold

GMAIL = {"gmail.com", "googlemail.com"}
UNQUOTED = str.maketrans({'"': "", "\\": "", "\N{IDEOGRAPHIC FULL STOP}": "."})


def mailbox(address: str) -> str:
    """Return the mailbox of ``address`` as far as one can tell without asking its mail server.

    No spelling makes another one, no quotes, no plus sign, no dots at Gmail, and no
    other form of the host.
    """
    name, _, host = fold(address).translate(UNQUOTED).rpartition("@")
    try:
        labels = host.split(".")
        for index, label in enumerate(labels):
            if label.startswith("xn--"):
                labels[index] = label[4:].encode().decode("punycode")
        decoded = fold(".".join(labels))
        decoded.encode()  # half a character cannot be stored
        host = decoded
    except UnicodeError:
        pass  # it is no name of a host, and so the same as no other
    name = name.partition("+")[0]
    if host in GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{host}"


def is_one_mailbox(address: str, other: str) -> bool:
    return bool(address and other) and mailbox(address) == mailbox(other)


def are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return True if two names and addresses seem to be one person's: one mailbox, or the words of one name."""
    (name, address), (other_name, other_address) = one, other
    words = sorted(fold(name).split())
    other_words = sorted(fold(other_name).split())
    return is_one_mailbox(address, other_address) or (
        bool(words) and words == other_words
    )
