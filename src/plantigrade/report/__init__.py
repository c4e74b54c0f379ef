"""The answer as one self-contained page: no script, no request, readable on a phone and on paper."""
