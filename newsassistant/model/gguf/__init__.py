"""Models in GGUF files, as llama.cpp writes and quantises them."""
