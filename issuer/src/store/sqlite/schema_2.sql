-- What the operator acts as: names with a space between them.
ALTER TABLE identity ADD COLUMN roles TEXT NOT NULL DEFAULT '';
