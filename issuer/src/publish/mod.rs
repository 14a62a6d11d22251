//! What everyone may fetch: status lists, the DID document, the public part of passports. Small signed texts that a
//! cache or a plain file server can hand out as well as [`service`](crate::service) does.

mod list;
mod passport;
mod site;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use list::unsigned_list;
pub use list::{LIST_TTL, Lists};
pub use passport::PublicPassport;
pub use site::{Site, write_site};
