//! Holding, presenting and taking over battery passports.
