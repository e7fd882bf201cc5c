"""The records workbook: an NGO's spreadsheet of people, sessions, attendance, head-counts and tests.

Format: interfaces.md, "The records workbook". `actions.import_workbook` is the way in.

What a second import of the same `ref`s does:
- people, sessions, slots and tests are updated where a given value differs; an empty cell changes nothing;
- attendance and head-counts are append-only: a row that the workbook no longer has is voided and the new one
  added, slot by slot and person by person; slots and people that it does not mention are left alone, and so
  is every row recorded or voided on screen (see `ledger`);
- registrations keep the axes they were made with (definitions.md, section 3, "The edges").
"""
