"""Pictures: people doing exercises, as accessible SVG."""
