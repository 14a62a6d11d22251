//! What every binary needs from the machine: terminal, data folder, sealed keys, SQLite, QR images.
