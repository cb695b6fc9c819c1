//! What the settings are called where they are put right: in the configuration, or on a form that asks for them.

/// The names as they follow "Check"; the last three begin a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    pub host: &'static str,
    /// Host, port and encryption together.
    pub line: &'static str,
    pub sender: &'static str,
    /// User name and password together.
    pub login: &'static str,
    pub choose_tls: &'static str,
    pub choose_starttls: &'static str,
    pub choose_no_login: &'static str,
}

impl Names {
    pub const CONFIGURATION: Self = Self {
        host: "host under [mail.smtp]",
        line: "host, port and security under [mail.smtp]",
        sender: "from under [mail]",
        login: "username and password under [mail.smtp]",
        choose_tls: "Write security = \"tls\" under [mail.smtp]",
        choose_starttls: "Write security = \"starttls\" under [mail.smtp]",
        choose_no_login: "Take username out under [mail.smtp]",
    };
}
