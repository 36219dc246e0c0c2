"""Pictures from outside, and the smaller ones made of them. Knows no app; every app may use it."""
