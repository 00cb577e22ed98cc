//! A small relying party that shows refresh tokens at work
