//! The mapping file: which column becomes which attribute, and how it is written. `read` makes one of its members.
//!
//! TOML or JSON, one shape. Everything in it is held against the attribute table before the first row is read.

mod read;
mod section;

use credentials::battery::attributes::{Attribute, Kind};
use serde_json::Value;

use super::dates::Pattern;
use super::fault::MappingFault;
use crate::exchange::units::Unit;
use section::Fault;

/// What a table's columns mean.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// What people call the file.
    pub(super) name: String,
    /// The battery's identifier, with columns in braces.
    pub(super) id: Option<Template>,
    /// The column that tells batteries apart.
    pub(super) key: Option<String>,
    pub(super) layout: Layout,
    pub(super) columns: Vec<Column>,
    /// Columns that are left out on purpose.
    pub(super) ignore: Vec<String>,
    /// The same for every row: the place in the passport, the value, and the place in the mapping.
    pub(super) constants: Vec<Constant>,
    pub(super) materials: Option<Materials>,
}

/// How a table is laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub separator: Option<u8>,
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    /// The line or row that names the columns, from 1.
    pub header: usize,
}

/// One column on its way to one attribute.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    /// One place as a rule; several where one cell says it of all, such as the day of a test.
    pub to: Vec<String>,
    pub row: &'static Attribute,
    pub kind: Kind,
    pub written: Written,
}

/// How the cells of a column are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub unit: Option<Measure>,
    pub decimal: Option<char>,
    pub date: Option<Pattern>,
    /// Minutes east of Greenwich, for times without their own.
    pub offset: Option<i32>,
    /// Words of the table and what they mean.
    pub values: Vec<(String, Value)>,
}

/// The unit of a column: one for all cells, or in a column beside it.
#[derive(Debug, Clone)]
pub(super) enum Measure {
    Fixed(Unit, String),
    Beside(String),
}

#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub to: String,
    pub value: Value,
    /// Where it stands in the mapping.
    pub pointer: String,
}

/// A list of materials, many rows a battery.
#[derive(Debug, Clone)]
pub(super) struct Materials {
    /// Another file; nothing: another sheet of the workbook.
    pub file: Option<String>,
    pub layout: Layout,
    /// The column of the list, and that of the batteries, which hold the same.
    pub key: String,
    pub battery_key: String,
    pub name: String,
    pub cas: Option<String>,
    pub mass: Option<(String, Written)>,
    pub component: Option<String>,
    pub component_id: Option<String>,
    pub critical: Option<String>,
    pub hazardous: Option<String>,
    pub class: Option<String>,
    pub impact: Option<String>,
}

/// A text with columns in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Column(String),
}

impl Mapping {
    /// Reads TOML, or JSON where the text begins with a brace.
    pub fn parse(name: &str, text: &str) -> Result<Self, MappingFault> {
        let broken = |message: String| MappingFault {
            file: name.to_owned(),
            pointer: None,
            message,
        };
        let text = text.trim_start_matches('\u{feff}');
        let value = if text.trim_start().starts_with('{') {
            credentials::json::parse(text.as_bytes()).map_err(|error| broken(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| broken(error.to_string().trim().to_owned()))?
        };
        let Value::Object(members) = value else {
            return Err(broken("expected a table".to_owned()));
        };
        read::mapping(name, &members).map_err(|Fault(pointer, message)| MappingFault {
            file: name.to_owned(),
            pointer: Some(pointer),
            message,
        })
    }

    /// The file with the list of materials, as the mapping names it.
    pub fn materials_file(&self) -> Option<&str> {
        self.materials.as_ref()?.file.as_deref()
    }
}

impl Template {
    fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (column, behind) = after.split_once('}')?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Column(column.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Column(_)))
            .then_some(Self(pieces))
    }

    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Column(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }
}
