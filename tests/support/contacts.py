"""Mail addresses and phones by short names."""

MAILS = {name: f"{name}@example.org" for name in ("amina", "bilal", "claire", "driss", "farid", "emma")}
PHONES = {"phone1": "+212612345678", "phone2": "+212698765432"}


def contacts(names):
    found = {}
    for name in names:
        if name in MAILS:
            found["email"] = MAILS[name]
        else:
            found["phone"] = PHONES[name]
    return found
