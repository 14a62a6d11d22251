-- What of a battery is handed over: a JSON list of names; nothing for the whole. Parts of one battery go several ways, and
-- which of them exclude each other the issuer sees to.
ALTER TABLE transfers ADD COLUMN parts TEXT;
DROP INDEX transfers_live;
CREATE UNIQUE INDEX transfers_live ON transfers (passport) WHERE state IN ('offered', 'accepted', 'done') AND parts IS NULL;
