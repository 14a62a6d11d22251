//! Questions, as statements, and rows as records.

use std::str::FromStr;

use credentials::battery::{Parts, Role};
use credentials::status::StatusPurpose;
use jiff::Timestamp;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::super::{
    Copy, Credential, Identity, Key, KeyState, Lifecycle, Offer, Standing, StatusGroup, StatusSlot,
    StoreError, Transfer,
};
use super::sql;

pub fn identity(db: &Connection) -> Result<Option<Identity>, StoreError> {
    let mut all = rows(
        db,
        "SELECT name, did, base_url, seal, created, roles FROM identity",
        [],
        |row| {
            Ok(Identity {
                name: get(row, 0)?,
                did: parsed(row, 1, "an issuer's DID")?,
                base_url: get(row, 2)?,
                seal: get(row, 3)?,
                created: time(row, 4)?,
                roles: roles(row, 5)?,
            })
        },
    )?;
    Ok(all.pop())
}

pub fn keys(db: &Connection) -> Result<Vec<Key>, StoreError> {
    let select = "SELECT name, public, sealed, created, retired FROM keys ORDER BY seq";
    rows(db, select, [], |row| {
        Ok(Key {
            name: get(row, 0)?,
            public: get(row, 1)?,
            sealed: get(row, 2)?,
            created: time(row, 3)?,
            state: time_or_none(row, 4)?.map_or(KeyState::Active, KeyState::Retired),
        })
    })
}

pub fn credentials(
    db: &Connection,
    clause: &str,
    params: impl Params,
) -> Result<Vec<Credential>, StoreError> {
    let select = format!(
        "SELECT id, battery, serial, kind, title, version, suite, text, digest, issued, holder, status_group,
         status_index, revoked, suspended, lifecycle, replaced_by FROM credentials {clause}"
    );
    rows(db, &select, params, |row| {
        let status = get::<Option<u32>>(row, 11)?.zip(get::<Option<u32>>(row, 12)?);
        Ok(Credential {
            id: get(row, 0)?,
            battery: get(row, 1)?,
            serial: get(row, 2)?,
            kind: get::<String>(row, 3)?.parse()?,
            title: get(row, 4)?,
            version: u64::try_from(get::<i64>(row, 5)?)
                .map_err(|_| StoreError::Corrupt("a version"))?,
            suite: get(row, 6)?,
            text: get(row, 7)?,
            digest: get(row, 8)?,
            issued: time(row, 9)?,
            holder: get(row, 10)?,
            status: status.map(|(group, index)| StatusSlot { group, index }),
            standing: Standing {
                revoked: get(row, 13)?,
                suspended: get(row, 14)?,
                lifecycle: Lifecycle::from_value(get(row, 15)?)
                    .ok_or(StoreError::Corrupt("a lifecycle"))?,
            },
            replaced_by: get(row, 16)?,
        })
    })
}

pub fn copies(db: &Connection, credential: &str) -> Result<Vec<Copy>, StoreError> {
    let select = "SELECT credential, digest, text, holder, issued FROM copies WHERE credential = ?1 ORDER BY issued";
    rows(db, select, [credential], |row| {
        Ok(Copy {
            credential: get(row, 0)?,
            digest: get(row, 1)?,
            text: get(row, 2)?,
            holder: get(row, 3)?,
            issued: time(row, 4)?,
        })
    })
}

pub fn status_group(db: &Connection, number: u32) -> Result<Option<StatusGroup>, StoreError> {
    db.prepare_cached("SELECT number, seed, used, changes FROM status_groups WHERE number = ?1")
        .and_then(|mut select| {
            select
                .query_row([number], |row| {
                    Ok(StatusGroup {
                        number: row.get(0)?,
                        seed: row.get(1)?,
                        used: row.get(2)?,
                        changes: row.get::<_, i64>(3)?.unsigned_abs(),
                    })
                })
                .optional()
        })
        .map_err(sql)
}

pub fn raised(
    db: &Connection,
    group: u32,
    purpose: &StatusPurpose,
) -> Result<Vec<(u32, u8)>, StoreError> {
    let column = match purpose {
        StatusPurpose::Revocation => "revoked",
        StatusPurpose::Suspension => "suspended",
        StatusPurpose::Message => "lifecycle",
        StatusPurpose::Refresh | StatusPurpose::Other(_) => return Ok(Vec::new()),
    };
    let select = format!(
        "SELECT status_index, {column} FROM credentials WHERE status_group = ?1 AND {column} <> 0"
    );
    rows(db, &select, [group], |row| Ok((get(row, 0)?, get(row, 1)?)))
}

pub fn transfers(
    db: &Connection,
    clause: &str,
    params: impl Params,
) -> Result<Vec<Transfer>, StoreError> {
    let select = format!(
        "SELECT offer, battery, passport, to_did, text, created, expires, state, answer, reissued, bundle,
         parts FROM transfers {clause}"
    );
    rows(db, &select, params, |row| {
        Ok(Transfer {
            offer: get(row, 0)?,
            battery: get(row, 1)?,
            passport: get(row, 2)?,
            to: parsed(row, 3, "a new operator's DID")?,
            text: get(row, 4)?,
            created: time(row, 5)?,
            expires: time(row, 6)?,
            state: get::<String>(row, 7)?.parse()?,
            answer: get(row, 8)?,
            reissued: get(row, 9)?,
            bundle: get(row, 10)?,
            parts: parts(row, 11)?,
        })
    })
}

/// `column` is one of ours, never a caller's text.
pub fn offer(
    db: &Connection,
    column: &'static str,
    hash: &[u8; 32],
) -> Result<Option<Offer>, StoreError> {
    let select = format!(
        "SELECT id, credential, code_hash, tx_code_hash, attempts, created, expires, token_hash, token_expires,
         redeemed FROM offers WHERE {column} = ?1"
    );
    let mut all = rows(db, &select, [hash], |row| {
        Ok(Offer {
            id: get(row, 0)?,
            credential: get(row, 1)?,
            code_hash: get(row, 2)?,
            tx_code_hash: get(row, 3)?,
            attempts: get(row, 4)?,
            created: time(row, 5)?,
            expires: time(row, 6)?,
            token: get::<Option<[u8; 32]>>(row, 7)?.zip(time_or_none(row, 8)?),
            redeemed: time_or_none(row, 9)?,
        })
    })?;
    Ok(all.pop())
}

fn rows<T>(
    db: &Connection,
    select: &str,
    params: impl Params,
    record: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = db.prepare_cached(select).map_err(sql)?;
    let mut found = statement.query(params).map_err(sql)?;
    let mut records = Vec::new();
    while let Some(row) = found.next().map_err(sql)? {
        records.push(record(row)?);
    }
    Ok(records)
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    row.get(column).map_err(sql)
}

fn parsed<T: FromStr>(row: &Row<'_>, column: usize, what: &'static str) -> Result<T, StoreError> {
    let text: String = get(row, column)?;
    text.parse().map_err(|_| StoreError::Corrupt(what))
}

fn roles(row: &Row<'_>, column: usize) -> Result<Vec<Role>, StoreError> {
    let words: String = get(row, column)?;
    let roles = words.split(' ').filter(|word| !word.is_empty());
    roles
        .map(|word| word.parse().map_err(|_| StoreError::Corrupt("a role")))
        .collect()
}

/// A list of names, as JSON; nothing for the whole battery.
fn parts(row: &Row<'_>, column: usize) -> Result<Parts, StoreError> {
    let text: Option<String> = get(row, column)?;
    let Some(text) = text else {
        return Ok(Parts::whole());
    };
    let names = credentials::json::parse(text.as_bytes()).ok();
    let parts = names.and_then(|names| Parts::read(&names));
    parts.ok_or(StoreError::Corrupt("the parts of a battery"))
}

fn time(row: &Row<'_>, column: usize) -> Result<Timestamp, StoreError> {
    time_or_none(row, column)?.ok_or(StoreError::Corrupt("a time"))
}

fn time_or_none(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>, StoreError> {
    let micros: Option<i64> = get(row, column)?;
    micros
        .map(Timestamp::from_microsecond)
        .transpose()
        .map_err(|_| StoreError::Corrupt("a time"))
}
