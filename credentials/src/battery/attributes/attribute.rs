//! One row of the attribute table, and the words the rows are written in.

use crate::battery::audience::Audiences;
use crate::battery::category::Category;

/// One node of the passport's content: a group, a section, an attribute or a member of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribute {
    /// JSON pointer relative to `credentialSubject`; `*` stands for any array index.
    pub pointer: &'static str,
    /// What a person reads instead of the name.
    pub title: &'static str,
    /// Where the row stands in the tree; an [`Part::Attribute`] is the unit of disclosure.
    pub part: Part,
    /// Type of the value.
    pub kind: Kind,
    /// Point of Annex XIII; a member has that of the attribute it belongs to.
    pub point: Option<Point>,
    /// Who may see it, from the point and the purpose; a group or section: who may see anything in it.
    pub audiences: Audiences,
    /// Same for all batteries of a model, or own to each.
    pub level: Level,
    /// Fixed when placed on the market, or changing in use.
    pub change: Change,
    /// What the law asks of each category; of a member: [`Requirement::Voluntary`].
    pub requirements: Requirements,
    /// A member that its parent cannot do without.
    pub required_member: bool,
    /// A member that DIN DKE SPEC 99100 or good practice wants, and neither the law nor every source has: without it
    /// its parent still says something.
    pub expected_member: bool,
    /// Articles and annexes the requirement rests on.
    pub law: &'static str,
    /// UCUM unit of a number.
    pub unit: Option<&'static str>,
    /// What a number can be at all; outside is an error.
    pub range: Option<Bounds>,
    /// What a number usually is; outside is a warning.
    pub plausible: Option<Bounds>,
    /// How sure we are that a percentage between 0 and 1 was meant as a fraction.
    pub fraction: Fraction,
    /// Elements of the array are disclosed one by one.
    pub by_element: bool,
    /// An empty list is an answer where one is mandatory: the battery contains none, nothing happened.
    pub none_is_an_answer: bool,
    /// What it is called in short, where it is what a reader looks for first.
    pub at_a_glance: Option<&'static str>,
    pub(super) source: Source,
    pub(super) index: usize,
    /// UCUM unit in Battery Pass 1.2 where it is not ours.
    pub battery_pass_unit: Option<&'static str>,
}

/// Where a row stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One of the content groups.
    Group,
    /// An object inside a group that only gathers attributes.
    Section,
    /// The unit of disclosure and of the law.
    Attribute,
    /// A part of an attribute, disclosed with it.
    Member,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Object with named members.
    Object,
    /// List.
    Array,
    /// Number in the row's unit.
    Number,
    /// Whole number in the row's unit.
    Integer,
    /// Free text.
    Text,
    /// Texts by language tag.
    LanguageMap,
    /// True or false.
    Boolean,
    /// `YYYY-MM`, `YYYY-MM-DD` or a date-time: the label needs month and year (Annex VI part A(4)).
    Date,
    /// RFC 3339 date-time.
    DateTime,
    /// Absolute URL of a document or site.
    Url,
    /// E-mail address.
    Email,
    /// CAS registry number with its check digit.
    Cas,
    /// Unique battery identifier (Art. 77(3)).
    BatteryId,
    /// One of these values.
    Enumeration(&'static [&'static str]),
}

/// A point of Annex XIII with its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Point 1: public, model level.
    One(char),
    /// Point 2: legitimate interest and authorities, model level.
    Two(char),
    /// Point 3: notified bodies, market surveillance authorities and the Commission.
    Three,
    /// Point 4: legitimate interest, item level.
    Four(char),
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Point::One(letter) => write!(f, "Annex XIII 1({letter})"),
            Point::Two(letter) => write!(f, "Annex XIII 2({letter})"),
            Point::Three => write!(f, "Annex XIII 3"),
            Point::Four(letter) => write!(f, "Annex XIII 4({letter})"),
        }
    }
}

/// Whether a value belongs to the model or to the one battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The same for every battery of the model.
    Model,
    /// Of this battery.
    Item,
}

/// Whether a value changes in the battery's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Fixed when the battery is placed on the market.
    Static,
    /// Updated in use; events carry newer values.
    Dynamic,
}

/// What the law asks for one attribute in one battery category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Must be there.
    Mandatory,
    /// Must be there when this holds.
    Conditional(&'static str),
    /// May be there.
    Voluntary,
    /// Means nothing for this category.
    NotApplicable,
}

/// The requirement for each category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirements {
    /// Electric vehicle batteries.
    pub ev: Requirement,
    /// Batteries of light means of transport.
    pub lmt: Requirement,
    /// Industrial batteries above 2 kWh, other than stationary storage.
    pub industrial: Requirement,
    /// Stationary battery energy storage systems.
    pub stationary: Requirement,
}

impl Requirements {
    /// The same for every category.
    pub(super) const fn all(requirement: Requirement) -> Self {
        Self {
            ev: requirement,
            lmt: requirement,
            industrial: requirement,
            stationary: requirement,
        }
    }

    /// The requirement for `category`.
    pub fn of(&self, category: Category) -> Requirement {
        match category {
            Category::Ev => self.ev,
            Category::Lmt => self.lmt,
            Category::Industrial => self.industrial,
            Category::Stationary => self.stationary,
        }
    }
}

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
}

impl Bounds {
    /// Whether `value` lies within.
    pub fn contains(&self, value: f64) -> bool {
        self.min <= value && value <= self.max
    }
}

/// How sure we are that a percentage between 0 and 1 was meant as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fraction {
    /// Such a value is ordinary (a fade of 0.8 %).
    Ordinary,
    /// It may be: ask.
    Doubtful,
    /// It must be: no battery has a round-trip efficiency of 0.9 %.
    Certain,
}

/// Where Battery Pass 1.2 keeps the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Same place, same name.
    Same,
    /// Same place, under this name (their spelling).
    Named(&'static str),
    /// At these pointers within the aspect, the preferred one first.
    At(&'static [&'static str]),
    /// Not in Battery Pass 1.2.
    Absent,
}

impl Attribute {
    /// The last step of the pointer: the JSON member's name (`*` for an element).
    pub fn name(&self) -> &'static str {
        self.pointer.rsplit('/').next().unwrap_or(self.pointer)
    }

    /// Point of Annex XIII and the articles the requirement rests on, for findings.
    pub fn article(&self) -> String {
        match (self.point, self.law) {
            (Some(point), "") => point.to_string(),
            (Some(point), law) => format!("{point}; {law}"),
            (None, law) => law.to_owned(),
        }
    }

    pub(super) const fn group(pointer: &'static str, title: &'static str) -> Self {
        Self::row(pointer, title, Part::Group, Kind::Object)
    }

    pub(super) const fn section(pointer: &'static str, title: &'static str) -> Self {
        Self::row(pointer, title, Part::Section, Kind::Object)
    }

    pub(super) const fn new(
        pointer: &'static str,
        title: &'static str,
        kind: Kind,
        point: Point,
    ) -> Self {
        let mut row = Self::row(pointer, title, Part::Attribute, kind);
        row.point = Some(point);
        row.audiences = Audiences::of_point(point);
        row.level = match point {
            Point::Four(_) => Level::Item,
            _ => Level::Model,
        };
        row
    }

    pub(super) const fn member(pointer: &'static str, title: &'static str, kind: Kind) -> Self {
        Self::row(pointer, title, Part::Member, kind)
    }

    /// `lastUpdate` of a dynamic value. The law asks for the value; several published models have no place for its time.
    pub(super) const fn last_update(pointer: &'static str) -> Self {
        Self::member(pointer, "Last update", Kind::DateTime)
            .expected()
            .dynamic()
    }

    const fn row(pointer: &'static str, title: &'static str, part: Part, kind: Kind) -> Self {
        Self {
            pointer,
            title,
            part,
            kind,
            point: None,
            audiences: Audiences::NONE,
            level: Level::Model,
            change: Change::Static,
            requirements: Requirements::all(Requirement::Voluntary),
            required_member: false,
            expected_member: false,
            law: "",
            unit: None,
            range: None,
            plausible: None,
            fraction: Fraction::Ordinary,
            by_element: false,
            none_is_an_answer: false,
            at_a_glance: None,
            source: Source::Same,
            index: 0,
            battery_pass_unit: None,
        }
    }

    pub(super) const fn mandatory(self, law: &'static str) -> Self {
        self.requires(Requirements::all(Requirement::Mandatory), law)
    }

    pub(super) const fn voluntary(self, law: &'static str) -> Self {
        self.requires(Requirements::all(Requirement::Voluntary), law)
    }

    pub(super) const fn conditional(self, when: &'static str, law: &'static str) -> Self {
        self.requires(Requirements::all(Requirement::Conditional(when)), law)
    }

    pub(super) const fn requires(mut self, requirements: Requirements, law: &'static str) -> Self {
        self.requirements = requirements;
        self.law = law;
        self
    }

    pub(super) const fn at_a_glance(mut self, title: &'static str) -> Self {
        self.at_a_glance = Some(title);
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required_member = true;
        self
    }

    pub(super) const fn expected(mut self) -> Self {
        self.expected_member = true;
        self
    }

    pub(super) const fn item(mut self) -> Self {
        self.level = Level::Item;
        self
    }

    pub(super) const fn dynamic(mut self) -> Self {
        self.change = Change::Dynamic;
        self.level = Level::Item;
        self
    }

    pub(super) const fn unit(mut self, ucum: &'static str) -> Self {
        self.unit = Some(ucum);
        self
    }

    /// A share of 100 %.
    pub(super) const fn percent(self, fraction: Fraction) -> Self {
        let mut row = self.unit("%").range(0.0, 100.0);
        row.fraction = fraction;
        row
    }

    pub(super) const fn range(mut self, min: f64, max: f64) -> Self {
        self.range = Some(Bounds { min, max });
        self
    }

    pub(super) const fn plausible(mut self, min: f64, max: f64) -> Self {
        self.plausible = Some(Bounds { min, max });
        self
    }

    pub(super) const fn audiences(mut self, audiences: Audiences) -> Self {
        self.audiences = audiences;
        self
    }

    pub(super) const fn by_element(mut self) -> Self {
        self.by_element = true;
        self
    }

    pub(super) const fn none_is_an_answer(mut self) -> Self {
        self.none_is_an_answer = true;
        self
    }

    pub(super) const fn named(mut self, battery_pass: &'static str) -> Self {
        self.source = Source::Named(battery_pass);
        self
    }

    pub(super) const fn found_at(mut self, battery_pass: &'static [&'static str]) -> Self {
        self.source = Source::At(battery_pass);
        self
    }

    /// Not in Battery Pass 1.2; the law or its users ask for it.
    pub(super) const fn ours(mut self) -> Self {
        self.source = Source::Absent;
        self
    }

    pub(super) const fn battery_pass_unit(mut self, ucum: &'static str) -> Self {
        self.battery_pass_unit = Some(ucum);
        self
    }
}
