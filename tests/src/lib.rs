//! The proof that it all works, seen from outside.
