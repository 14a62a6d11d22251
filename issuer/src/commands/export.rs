use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use credentials::battery::audience::UnknownAudience;
use credentials::battery::{Audience, Bundle, content};
use credentials::json;
use credentials::secured::Secured;
use credentials::{Problem, Suite};
use platform::cli::OrFail;
use platform::ui::{Mark, Style};
use platform::{Exit, Failure, Global, Ui, output};
use serde_json::{Map, Value};

use super::import::told;
use crate::clock::now;
use crate::exchange::untp::Envelope;
use crate::exchange::{self, ExportError, ExportFormat, Exported, Fate};
use crate::store::{Credential, Kind};

/// Write a passport in another format, and account for every value
///
/// Takes a passport that was issued here by its id, its battery's identifier or serial number; or a file with content
/// or with a credential. battery-pass: the seven aspects of Battery Pass 1.2 (DIN DKE SPEC 99100), one file each in a
/// folder, or merged in one file. aas: the Asset Administration Shell of IDTA 02035 as JSON; aasx: in a package. untp: a
/// Digital Product Passport of the UN Transparency Protocol, a credential of its own that --sign signs; of an event by its
/// id, or of a bundle with events or a transfer, Digital Traceability Events. The report
/// tells of every value where it went, how it was converted, or that the format has no place for it; and what is written although
/// the published schema refuses it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer export VC77-0001234 --format battery-pass -o aspects/
  dbp-issuer export passport.json --format battery-pass -o merged.json
  dbp-issuer export passport.vc --format aas --audience recycler -o shell.json
  dbp-issuer export VC77-0001234 --format untp --audience public --sign -o untp.jwt
  dbp-issuer export EVENT-ID --format untp --sign -o event.jwt
  dbp-issuer export transfer.json --format untp -o events/")]
pub struct Export {
    /// An id, a battery's identifier or serial number, or a file with content or a credential
    #[arg(value_name = "ID|FILE")]
    what: String,
    /// battery-pass, aas, aasx or untp
    #[arg(long, value_name = "FORMAT")]
    format: String,
    /// Only what this audience may see: public, recycler, repairer, repurposer, owner, authority, notified-body
    #[arg(long, value_name = "AUDIENCE", value_parser = audience)]
    audience: Option<Audience>,
    /// The folder for the files, or one file (.json) with all in it; - for standard output
    #[arg(
        long = "out",
        alias = "output",
        short,
        default_value = "-",
        value_name = "DIR|FILE"
    )]
    output: PathBuf,
    /// Sign it (untp only): of a passport that was issued here, with this issuer's key
    #[arg(long)]
    sign: bool,
    /// How it is secured
    #[arg(long, requires = "sign", default_value = "vc+jwt", value_parser = super::issue::suites())]
    suite: Suite,
    /// Tell of every value, not only of what was converted or left out
    #[arg(long)]
    all: bool,
}

impl Export {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let format = self.format.parse::<ExportFormat>().or_usage()?;
        if self.sign && format != ExportFormat::Untp {
            return Err(not_signed(format));
        }
        let to_stdout = self.output == Path::new("-");
        if format == ExportFormat::Aasx
            && to_stdout
            && !ui.is_json()
            && std::io::stdout().is_terminal()
        {
            return Err(to_terminal());
        }
        let (exported, whose) = match self.events(format, global)? {
            Some(events) => (events, "as a whole".to_owned()),
            None => (self.passport(format, global)?, self.whose()),
        };
        let written = self.write(ui, &exported)?;
        let mut document = exported.to_json();
        document["audience"] = self.audience.map(Audience::name).into();
        document["written"] = written
            .iter()
            .map(|path| Value::from(path.display().to_string()))
            .collect();
        ui.document(&document);
        if ui.is_json() {
            return Ok(Exit::Ok);
        }
        let mut line = |line: String| match to_stdout {
            true => ui.error_text(&format!("{line}\n")),
            false => ui.line(line),
        };
        self.tell(ui, &exported, &whose, &mut line);
        for path in written {
            line(format!(
                "{} {}",
                ui.painted_mark(Mark::Pass),
                path.display()
            ));
        }
        Ok(Exit::Ok)
    }

    /// A passport in the other format, signed where that was asked for.
    fn passport(&self, format: ExportFormat, global: &Global) -> Result<Exported, Failure> {
        let (mut content, mut envelope) = self.content(global)?;
        if let Some(audience) = self.audience {
            content = exchange::seen_by(&content, audience);
        }
        let signer = match self.sign {
            true => {
                let issuer = super::unlock(global)?;
                let passport = issuer.find_passport(&self.what)?;
                Some((issuer, passport))
            }
            false => None,
        };
        let now = now();
        if let Some((issuer, _)) = &signer {
            envelope = Some(issuer.envelope(now));
        }
        // The whole passport tells of its events too; who may know of them is not the same for all readers.
        if let Some(envelope) = &mut envelope
            && self.audience.is_none()
            && (self.sign || !Path::new(&self.what).is_file())
            && self.what != "-"
        {
            let issuer = super::open(global)?;
            envelope.history = issuer.history(&issuer.find_passport(&self.what)?.battery)?;
        }
        let mut exported = exchange::export(&content, format, envelope.as_ref()).or_usage()?;
        if let Some((issuer, passport)) = &signer {
            issuer.sign_export(passport, &mut exported, self.suite, now)?;
        }
        Ok(exported)
    }

    /// Events and transfers, where they are meant; only UNTP has words for them.
    fn events(&self, format: ExportFormat, global: &Global) -> Result<Option<Exported>, Failure> {
        if format != ExportFormat::Untp {
            return Ok(None);
        }
        let kept = self.kept_event(global)?;
        let credentials = match &kept {
            Some(kept) => vec![Secured::parse(kept.text.as_bytes()).or_environment()?],
            None if self.sign => return Ok(None),
            None => self.in_file(),
        };
        let signer = match &kept {
            Some(_) if self.sign => Some(super::unlock(global)?),
            _ => None,
        };
        let now = now();
        let envelope = signer.as_ref().map(|issuer| issuer.envelope(now));
        let said: Vec<Value> = credentials.iter().map(Secured::credential).collect();
        let exported = exchange::export_events(&said, envelope.as_ref()).or_usage()?;
        let Some(mut exported) = exported else {
            return Ok(None);
        };
        if self.audience.is_some() {
            return Err(whole_only());
        }
        if let (Some(issuer), Some(kept)) = (&signer, &kept) {
            issuer.sign_export(kept, &mut exported, self.suite, now)?;
        }
        Ok(Some(exported))
    }

    /// The event of that id that is kept here.
    fn kept_event(&self, global: &Global) -> Result<Option<Credential>, Failure> {
        if self.what == "-" || (!self.sign && Path::new(&self.what).is_file()) {
            return Ok(None);
        }
        let found = super::open(global)?.find(&self.what)?;
        Ok((found.kind == Kind::Event).then_some(found))
    }

    /// The credentials of a file: of a bundle all, else the one.
    fn in_file(&self) -> Vec<Secured> {
        let path = Path::new(&self.what);
        if !path.is_file() {
            return Vec::new();
        }
        let Ok(bytes) = platform::input::read(path, json::Limits::default().size) else {
            return Vec::new();
        };
        match (Bundle::parse(&bytes), Secured::parse(&bytes)) {
            (Ok(bundle), _) => bundle.credentials,
            (Err(_), Ok(one)) => vec![one],
            // What it is instead is looked at for a passport.
            (Err(_), Err(_)) => Vec::new(),
        }
    }

    /// `id` and the content groups of what is to be exported; of a credential, its frame.
    fn content(&self, global: &Global) -> Result<(Value, Option<Envelope>), Failure> {
        let path = Path::new(&self.what);
        let of_credential = |secured: &Secured| {
            let credential = secured.credential();
            (bare(&credential), Envelope::of(&credential))
        };
        // What is signed is what was issued, whatever lies here under its name.
        if self.sign || (self.what != "-" && !path.is_file()) {
            let kept = super::open(global)?.find_passport(&self.what)?;
            return Ok(of_credential(
                &Secured::parse(kept.text.as_bytes()).or_environment()?,
            ));
        }
        let bytes = platform::input::read(path, json::Limits::default().size)?;
        let in_file = |failure: Failure| failure.in_file(path);
        if let Ok(value) = json::parse(&bytes)
            && value.get("credentialSubject").is_none()
            && value.get("id").is_some()
        {
            return Ok((bare(&value), None));
        }
        match Secured::parse(&bytes) {
            Ok(secured) => Ok(of_credential(&secured)),
            // A credential before it is signed, or what makes the file wrong as JSON.
            Err(refused) => match json::parse(&bytes) {
                Ok(value) if value.get("credentialSubject").is_some() => {
                    Ok((bare(&value), Envelope::of(&value)))
                }
                Ok(value) if value.is_object() => {
                    Err(in_file(Failure::usage(ExportError::NoIdentifier)))
                }
                _ => Err(in_file(Failure::usage(refused))),
            },
        }
    }

    /// Where it was written; with `--json` and no other place, in the document.
    fn write(&self, ui: &Ui, exported: &Exported) -> Result<Vec<PathBuf>, Failure> {
        let one = match exported.files.as_slice() {
            [(_, bytes)] => Some(bytes.clone()),
            _ => None,
        };
        let is_file = |path: &Path| path.extension().is_some() && !path.is_dir();
        if self.output == Path::new("-") {
            if !ui.is_json() {
                ui.bytes(&one.map_or_else(|| merged(exported), Ok)?);
            }
            return Ok(Vec::new());
        }
        if is_file(&self.output) {
            let bytes = one.map_or_else(|| merged(exported), Ok)?;
            output::write(ui, &self.output, &bytes)?;
            return Ok(vec![self.output.clone()]);
        }
        std::fs::create_dir_all(&self.output).map_err(|error| {
            let message = format!("cannot make the folder {}: {error}", self.output.display());
            Failure::environment(Problem::new("environment.output", message))
        })?;
        let mut written = Vec::new();
        for (name, bytes) in &exported.files {
            let path = self.output.join(name);
            output::write(ui, &path, bytes)?;
            written.push(path);
        }
        Ok(written)
    }

    fn whose(&self) -> String {
        match self.audience {
            Some(audience) => format!("what {audience} may see"),
            None => {
                "the whole passport: for your own use, --audience cuts it for others".to_owned()
            }
        }
    }

    fn tell(&self, ui: &Ui, exported: &Exported, whose: &str, line: &mut dyn FnMut(String)) {
        let report = &exported.report;
        let version = report
            .version
            .map_or_else(String::new, |version| format!(" {version}"));
        line(format!(
            "{} {}{version}, {whose}: {}",
            ui.painted_mark(Mark::Pass),
            report.format,
            report.counts()
        ));
        for field in &report.fields {
            if self.all || !matches!(field.fate, Fate::Mapped { .. }) {
                line(format!("  {}", told(ui, field)));
            }
        }
        for beyond in &exported.beyond {
            let place = format!("{}#{}", beyond.file, beyond.pointer);
            let place = ui.paint(Style::Accent, &place);
            line(format!(
                "  ! {place} is written all the same: {}",
                beyond.reason
            ));
        }
        for missing in &report.missing {
            let place = ui.paint(Style::Accent, &missing.pointer);
            line(format!(
                "  ! {place} {} is not there: {}",
                missing.title, missing.article
            ));
        }
    }
}

fn whole_only() -> Failure {
    let message = "an event is shown as a whole: --audience is for passports";
    Failure::usage(Problem::new("usage.arguments", message))
}

fn to_terminal() -> Failure {
    let message = "an AASX package is binary: not written to a terminal";
    Failure::usage(
        Problem::new("export.to_terminal", message).hint("name a file with -o passport.aasx"),
    )
}

fn not_signed(format: ExportFormat) -> Failure {
    let message = format!("{format} is no credential: nothing in it can be signed");
    Failure::usage(
        Problem::new("export.not_signed", message).hint("--sign goes with --format untp"),
    )
}

/// The content of a credential's subject, or content itself: without what the issuer frames it with.
fn bare(value: &Value) -> Value {
    let subject = value.get("credentialSubject").unwrap_or(value);
    let Some(members) = subject.as_object() else {
        return Value::Null;
    };
    let content: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| *name == "id" || !content::FRAME.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    content.into()
}

/// All files in one object, by their names without the ending.
fn merged(exported: &Exported) -> Result<Vec<u8>, Failure> {
    let mut all = Map::new();
    for (name, bytes) in &exported.files {
        let value = json::parse(bytes).or_environment()?;
        let name = name.split('.').next().unwrap_or(name);
        all.insert(name.to_owned(), value);
    }
    Ok(format!("{:#}\n", Value::Object(all)).into_bytes())
}

fn audience(name: &str) -> Result<Audience, UnknownAudience> {
    name.parse()
}
