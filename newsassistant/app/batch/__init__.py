"""Many stories, one after the other and many at once: what is asked, the results, the loop."""
