//! Sparring.
