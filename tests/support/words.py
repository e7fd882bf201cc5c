"""Words that no message may hold."""

import re

FORBIDDEN_WORDS = re.compile("trafficking|traite|الاتجار|victim|ضحية|Amina", re.IGNORECASE)
