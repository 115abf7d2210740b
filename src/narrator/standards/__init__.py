"""Facts that published standards fix and that several rooms need: said once, without any noun of narrator."""
