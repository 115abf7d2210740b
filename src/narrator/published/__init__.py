"""What several published files say of an episode, worked out once: chapters in time, paragraphs, caption lines,
feed entries, episode.json, and the names of the files in the output folder."""
