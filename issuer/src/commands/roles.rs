use clap::builder::{PossibleValuesParser, TypedValueParser};
use credentials::battery::{Act, Role};
use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

/// Show what this operator acts as and what that lets it sign, or record it
///
/// Where roles are recorded, what they do not allow is refused before it is signed: readers with a trust list would
/// refuse it later. Where none is, nothing is. Who may issue what, by which article, is in docs/roles.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer roles
  dbp-issuer roles set repurposer workshop
  dbp-issuer roles clear")]
pub struct Roles {
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Debug, clap::Subcommand)]
enum Change {
    /// Record these roles in place of those before
    Set {
        /// What the operator acts as
        #[arg(required = true, value_parser = role(), value_name = "ROLE")]
        roles: Vec<Role>,
    },
    /// Record no role: nothing is refused for that
    Clear,
}

impl Roles {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let mut issuer = super::open(global)?;
        match self.change {
            None => {}
            Some(Change::Set { mut roles }) => {
                roles.sort_unstable();
                roles.dedup();
                issuer.set_roles(roles)?;
            }
            Some(Change::Clear) => issuer.set_roles(Vec::new())?,
        }
        let roles = &issuer.identity().roles;
        let may = |act: &Act| issuer.may(*act).is_ok();
        let acts: Vec<Value> = Act::all()
            .map(|act| json!({"act": act.to_string(), "allowed": may(&act), "takes": act.takes()}))
            .collect();
        ui.document(&json!({"roles": names(roles), "acts": acts}));
        if roles.is_empty() {
            ui.line("no role is recorded: nothing is refused for want of one");
            ui.note("\nNext: dbp-issuer roles set ROLE...");
            return Ok(Exit::Ok);
        }
        ui.line(format!("acts as {}", names(roles).join(", ")));
        let rows: Vec<Vec<String>> = Act::all()
            .map(|act| {
                let mut row = vec![act.to_string()];
                row.extend(match may(&act) {
                    true => ["yes".to_owned(), by(act, roles)],
                    false => ["no".to_owned(), only(act)],
                });
                row
            })
            .collect();
        ui.table(&["ACT", "MAY", "AS"], &rows);
        Ok(Exit::Ok)
    }
}

/// The roles that let it do this, each with the article.
fn by(act: Act, roles: &[Role]) -> String {
    let own = act.roles().iter().filter(|(role, _)| roles.contains(role));
    let told: Vec<String> = own
        .map(|(role, article)| format!("{role} ({article})"))
        .collect();
    match told.is_empty() {
        true => act.whom(),
        false => told.join(", "),
    }
}

/// The roles of which it takes one; the articles would not fit beside them.
fn only(act: Act) -> String {
    let names: Vec<&str> = act.roles().iter().map(|(role, _)| role.name()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("only {} or {last}", others.join(", "))
        }
        _ => format!("only {}", names.concat()),
    }
}

/// Reads the name of a role.
pub fn role() -> impl TypedValueParser<Value = Role> {
    let names = Role::ALL.map(Role::name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Role>())
}

/// The names of these roles.
pub fn names(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.name()).collect()
}
