"""The living scene: one component that draws linked plots, and plays, scrubs and drags them."""
