"""From hanzi to syllables: words, dictionaries, polyphones, tones as they are spoken."""
