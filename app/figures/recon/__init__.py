"""The plots of the Recon page, in the order in which it shows them."""
