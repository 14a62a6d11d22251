//! Changes, as statements. A statement that meets nothing it expects is a conflict.

use credentials::battery::Role;
use credentials::status::MIN_ENTRIES;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, params};

use super::super::{
    Change, Committed, Conflict, Copy, Credential, Identity, Key, KeyState, Offer, Reservation,
    Standing, StoreError, Transfer, TransferState,
};
use super::{read, sql};

/// Applies one change inside the caller's transaction.
pub fn change(
    db: &Connection,
    change: &Change,
    committed: &mut Committed,
) -> Result<(), StoreError> {
    match change {
        Change::Init(identity) => init(db, identity),
        Change::Reseal(seal) => one(
            db.execute("UPDATE identity SET seal = ?1", [seal]),
            Conflict::Identity,
        ),
        Change::SetRoles(roles) => one(
            db.execute("UPDATE identity SET roles = ?1", [words(roles)]),
            Conflict::Identity,
        ),
        Change::AddKey(key) => add_key(db, key),
        Change::RetireKey { name, at } => one(
            db.execute(
                "UPDATE keys SET retired = ?2 WHERE name = ?1 AND retired IS NULL",
                params![name, at.as_microsecond()],
            ),
            Conflict::Key(name.clone()),
        ),
        Change::Reserve { count, seed } => {
            committed.reserved = Some(reserve(db, *count, seed)?);
            Ok(())
        }
        Change::Keep {
            credential,
            replaces,
        } => keep(db, credential, replaces.as_deref()),
        Change::KeepCopy(copy) => keep_copy(db, copy),
        Change::Stand {
            credential,
            from,
            to,
        } => stand(db, credential, from, to),
        Change::OpenTransfer(transfer) => open_transfer(db, transfer),
        Change::Advance {
            offer,
            from,
            to,
            answer,
            reissued,
            bundle,
        } => advance(db, offer, (*from, *to), [answer, reissued, bundle]),
        Change::OpenOffer(offer) => open_offer(db, offer),
        Change::CountAttempt { offer, most } => one(
            db.execute(
                "UPDATE offers SET attempts = attempts + 1 WHERE id = ?1 AND attempts < ?2",
                params![offer, most],
            ),
            Conflict::Offer(offer.clone()),
        ),
        Change::TradeOffer {
            offer,
            token_hash,
            token_expires,
        } => one(
            db.execute(
                "UPDATE offers SET token_hash = ?2, token_expires = ?3 WHERE id = ?1 AND token_hash IS NULL",
                params![offer, token_hash, token_expires.as_microsecond()],
            ),
            Conflict::Offer(offer.clone()),
        ),
        Change::RedeemOffer { offer, at } => one(
            db.execute(
                "UPDATE offers SET redeemed = ?2 WHERE id = ?1 AND token_hash IS NOT NULL AND redeemed IS NULL",
                params![offer, at.as_microsecond()],
            ),
            Conflict::Offer(offer.clone()),
        ),
    }
}

fn init(db: &Connection, identity: &Identity) -> Result<(), StoreError> {
    let Identity {
        name,
        did,
        base_url,
        seal,
        created,
        roles,
    } = identity;
    unique(
        db.execute(
            "INSERT INTO identity (id, name, did, base_url, seal, created, roles) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            params![name, did.as_str(), base_url, seal, created.as_microsecond(), words(roles)],
        ),
        Conflict::Identity,
    )
}

fn words(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    names.join(" ")
}

fn add_key(db: &Connection, key: &Key) -> Result<(), StoreError> {
    let retired = match key.state {
        KeyState::Active => None,
        KeyState::Retired(at) => Some(at.as_microsecond()),
    };
    unique(
        db.execute(
            "INSERT INTO keys (name, public, sealed, created, retired) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                key.name,
                key.public,
                key.sealed,
                key.created.as_microsecond(),
                retired
            ],
        ),
        Conflict::Key(key.name.clone()),
    )
}

fn reserve(db: &Connection, count: u32, seed: &[u8; 32]) -> Result<Reservation, StoreError> {
    let newest: Option<u32> = db
        .query_row("SELECT max(number) FROM status_groups", [], |row| {
            row.get(0)
        })
        .map_err(sql)?;
    let newest = match newest {
        Some(number) => read::status_group(db, number)?,
        None => None,
    };
    let (number, seed, used) = match &newest {
        Some(group) if (group.used as usize) < MIN_ENTRIES => {
            (group.number, group.seed, group.used)
        }
        full => {
            let number = full.as_ref().map_or(0, |group| group.number + 1);
            db.execute(
                "INSERT INTO status_groups (number, seed, used) VALUES (?1, ?2, 0)",
                params![number, seed],
            )
            .map_err(sql)?;
            (number, *seed, 0)
        }
    };
    let end = used.saturating_add(count).min(MIN_ENTRIES as u32);
    db.execute(
        "UPDATE status_groups SET used = ?2 WHERE number = ?1",
        [number, end],
    )
    .map_err(sql)?;
    Ok(Reservation {
        group: number,
        seed,
        counters: used..end,
    })
}

fn keep(
    db: &Connection,
    credential: &Credential,
    replaces: Option<&str>,
) -> Result<(), StoreError> {
    if let Some(old) = replaces {
        one(
            db.prepare_cached(
                "UPDATE credentials SET replaced_by = ?2 WHERE id = ?1 AND battery = ?3 AND replaced_by IS NULL",
            )
            .and_then(|mut update| update.execute([old, &credential.id, &credential.battery])),
            Conflict::Passport(credential.battery.clone()),
        )?;
    }
    let inserted = db
        .prepare_cached(
            "INSERT INTO credentials (id, battery, serial, kind, title, version, suite, text, digest, issued, holder,
             status_group, status_index, revoked, suspended, lifecycle, replaced_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                credential.id,
                credential.battery,
                credential.serial,
                credential.kind.as_str(),
                credential.title,
                i64::try_from(credential.version).unwrap_or(i64::MAX),
                credential.suite,
                credential.text,
                credential.digest,
                credential.issued.as_microsecond(),
                credential.holder,
                credential.status.map(|slot| slot.group),
                credential.status.map(|slot| slot.index),
                credential.standing.revoked,
                credential.standing.suspended,
                credential.standing.lifecycle.value(),
                credential.replaced_by,
            ])
        });
    let violated = match inserted {
        Ok(_) => return Ok(()),
        Err(error) => violated_index(&error).ok_or_else(|| sql(error))?,
    };
    Err(match (violated.as_str(), credential.status) {
        (columns, Some(slot)) if columns.contains("status_index") => Conflict::StatusIndex {
            group: slot.group,
            index: slot.index,
        },
        (columns, _) if columns.contains("credentials.battery") => {
            Conflict::Passport(credential.battery.clone())
        }
        _ => Conflict::Credential(credential.id.clone()),
    }
    .into())
}

fn keep_copy(db: &Connection, copy: &Copy) -> Result<(), StoreError> {
    unique(
        db.execute(
            "INSERT INTO copies (digest, credential, text, holder, issued) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                copy.digest,
                copy.credential,
                copy.text,
                copy.holder,
                copy.issued.as_microsecond()
            ],
        ),
        Conflict::Credential(copy.credential.clone()),
    )
}

fn stand(
    db: &Connection,
    credential: &str,
    from: &Standing,
    to: &Standing,
) -> Result<(), StoreError> {
    one(
        db.execute(
            "UPDATE credentials SET revoked = ?2, suspended = ?3, lifecycle = ?4
             WHERE id = ?1 AND revoked = ?5 AND suspended = ?6 AND lifecycle = ?7",
            params![
                credential,
                to.revoked,
                to.suspended,
                to.lifecycle.value(),
                from.revoked,
                from.suspended,
                from.lifecycle.value()
            ],
        ),
        Conflict::Standing(credential.to_owned()),
    )?;
    db.execute(
        "UPDATE status_groups SET changes = changes + 1
         WHERE number = (SELECT status_group FROM credentials WHERE id = ?1)",
        [credential],
    )
    .map_err(sql)?;
    Ok(())
}

fn open_transfer(db: &Connection, transfer: &Transfer) -> Result<(), StoreError> {
    unique(
        db.execute(
            "INSERT INTO transfers (offer, battery, passport, to_did, text, created, expires, state, answer, reissued, bundle,
             parts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                transfer.offer,
                transfer.battery,
                transfer.passport,
                transfer.to.as_str(),
                transfer.text,
                transfer.created.as_microsecond(),
                transfer.expires.as_microsecond(),
                transfer.state.as_str(),
                transfer.answer,
                transfer.reissued,
                transfer.bundle,
                (!transfer.parts.is_whole()).then(|| transfer.parts.to_value().to_string()),
            ],
        ),
        Conflict::TransferOpen(transfer.passport.clone()),
    )
}

fn advance(
    db: &Connection,
    offer: &str,
    (from, to): (TransferState, TransferState),
    [answer, reissued, bundle]: [&Option<String>; 3],
) -> Result<(), StoreError> {
    one(
        db.execute(
            "UPDATE transfers SET state = ?3, answer = coalesce(?4, answer),
             reissued = coalesce(?5, reissued), bundle = coalesce(?6, bundle) WHERE offer = ?1 AND state = ?2",
            params![offer, from.as_str(), to.as_str(), answer, reissued, bundle],
        ),
        Conflict::Transfer(offer.to_owned()),
    )
}

fn open_offer(db: &Connection, offer: &Offer) -> Result<(), StoreError> {
    let micros = |time: &Timestamp| time.as_microsecond();
    unique(
        db.execute(
            "INSERT INTO offers (id, credential, code_hash, tx_code_hash, attempts, created, expires, token_hash,
             token_expires, redeemed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                offer.id,
                offer.credential,
                offer.code_hash,
                offer.tx_code_hash,
                offer.attempts,
                micros(&offer.created),
                micros(&offer.expires),
                offer.token.map(|(hash, _)| hash),
                offer.token.map(|(_, until)| micros(&until)),
                offer.redeemed.as_ref().map(micros),
            ],
        ),
        Conflict::Offer(offer.id.clone()),
    )
}

/// The statement must have changed exactly one row.
fn one(changed: rusqlite::Result<usize>, otherwise: Conflict) -> Result<(), StoreError> {
    match changed.map_err(sql)? {
        1 => Ok(()),
        _ => Err(otherwise.into()),
    }
}

/// The row must not have been there.
fn unique(inserted: rusqlite::Result<usize>, otherwise: Conflict) -> Result<(), StoreError> {
    match inserted {
        Ok(_) => Ok(()),
        Err(error) if violated_index(&error).is_some() => Err(otherwise.into()),
        Err(error) => Err(sql(error)),
    }
}

/// `table.column, ...` of the unique index that a statement violated.
fn violated_index(error: &rusqlite::Error) -> Option<String> {
    match error {
        rusqlite::Error::SqliteFailure(failure, Some(message))
            if failure.code == ErrorCode::ConstraintViolation =>
        {
            message
                .strip_prefix("UNIQUE constraint failed: ")
                .map(str::to_owned)
        }
        _ => None,
    }
}
