"""The register of super-complaints and the list of all recommendations: what readers find and filter."""
