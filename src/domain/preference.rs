//! Communication preferences: which of the six message types a person receives.

use serde::{Deserialize, Serialize};

use std::fmt;

/// A kind of message that the shop sends, named as in the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageType {
    Scheduling,
    CarUpdates,
    Contracts,
    Invoices,
    Estimates,
    Marketing,
}

impl MessageType {
    /// In the guide's order, which is also the order of the bits in [`Preferences`].
    pub const ALL: [Self; 6] =
        [Self::Scheduling, Self::CarUpdates, Self::Contracts, Self::Invoices, Self::Estimates, Self::Marketing];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Scheduling => "Scheduling",
            Self::CarUpdates => "Car Updates",
            Self::Contracts => "Contracts",
            Self::Invoices => "Invoices",
            Self::Estimates => "Estimates",
            Self::Marketing => "Marketing",
        }
    }

    /// The column of a CSV file (interfaces.md).
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Scheduling => "scheduling",
            Self::CarUpdates => "car_updates",
            Self::Contracts => "contracts",
            Self::Invoices => "invoices",
            Self::Estimates => "estimates",
            Self::Marketing => "marketing",
        }
    }

    /// The mark on a row, and the key in the form: S U C I E M.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Scheduling => 'S',
            Self::CarUpdates => 'U',
            Self::Contracts => 'C',
            Self::Invoices => 'I',
            Self::Estimates => 'E',
            Self::Marketing => 'M',
        }
    }

    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|message| message.label() == label)
    }

    fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

/// What the marks on a row mean: `S Scheduling  U Car Updates …`.
#[must_use]
pub fn legend() -> String {
    let words: Vec<String> =
        MessageType::ALL.into_iter().map(|message| format!("{} {}", message.letter(), message.label())).collect();
    words.join("  ")
}

/// A set of message types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Preferences(u8);

impl Preferences {
    pub const NONE: Self = Self(0);
    /// What a main customer gets unless set otherwise: all but Marketing (product.md, rule 1).
    pub const CUSTOMER: Self = Self(0b01_1111);

    /// From the bits in the file; unknown bits are dropped.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        Self(bits & 0b11_1111)
    }

    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    #[must_use]
    pub fn contains(self, message: MessageType) -> bool {
        self.0 & message.bit() != 0
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is not in it.
    #[must_use]
    pub fn missing(self) -> Self {
        Self::from_bits(!self.0)
    }

    /// Said by what is missing: `all but Marketing`.
    #[must_use]
    pub fn in_short(self) -> String {
        match self.missing() {
            Self::NONE => "every message".to_owned(),
            _ if self.is_empty() => self.to_string(),
            missing => format!("all but {missing}"),
        }
    }

    /// What is in either of two sets.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is not in another set.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[must_use]
    pub fn set(self, message: MessageType, on: bool) -> Self {
        if on { Self(self.0 | message.bit()) } else { Self(self.0 & !message.bit()) }
    }

    #[must_use]
    pub fn toggled(self, message: MessageType) -> Self {
        Self(self.0 ^ message.bit())
    }

    pub fn iter(self) -> impl Iterator<Item = MessageType> {
        MessageType::ALL.into_iter().filter(move |message| self.contains(*message))
    }

    /// `SUC···` in short.
    #[must_use]
    pub fn marks(self) -> String {
        MessageType::ALL
            .into_iter()
            .map(|message| if self.contains(message) { message.letter() } else { '·' })
            .collect()
    }

    /// The labels, in the guide's order.
    #[must_use]
    pub fn labels(self) -> Vec<&'static str> {
        self.iter().map(MessageType::label).collect()
    }
}

impl FromIterator<MessageType> for Preferences {
    fn from_iter<I: IntoIterator<Item = MessageType>>(messages: I) -> Self {
        messages.into_iter().fold(Self::NONE, |set, message| set.set(message, true))
    }
}

/// `Scheduling, Car Updates`, or `nothing`.
impl fmt::Display for Preferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() { f.write_str("nothing") } else { f.write_str(&self.labels().join(", ")) }
    }
}
