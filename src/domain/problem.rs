//! What is wrong with a field, in words: short beside the field, in full at the bottom of the form.

/// One thing that keeps a form from being saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A few words that fit beside the field: `required`.
    pub short: String,
    /// A whole sentence that says what to do.
    pub sentence: String,
}

impl Problem {
    pub fn new(short: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { short: short.into(), sentence: sentence.into() }
    }

    /// The guide's sentence for the two names.
    #[must_use]
    pub fn name_required() -> Self {
        Self::new("required", "Fill in First Name and Last Name. These fields are required.")
    }

    #[must_use]
    pub fn access_needs_email() -> Self {
        Self::new(
            "needs an email",
            "Portal access needs an email: the person logs in with it. Fill in Email, or turn the access off.",
        )
    }

    /// The guide's sentence for a role that says nothing by itself.
    #[must_use]
    pub fn description_required(role: &str) -> Self {
        Self::new(
            format!("required with {role}"),
            format!("If you choose {role}, add a clear role description, as in Vehicle manager."),
        )
    }

    #[must_use]
    pub fn too_long(limit: usize) -> Self {
        Self::new(format!("too long, {limit} at most"), format!("Shorten this to {limit} characters."))
    }
}

/// All problems of a form at once, in the order of its fields; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems<F>(Vec<(F, Problem)>);

impl<F: Copy + PartialEq> Problems<F> {
    /// `Ok` of the value when nothing was found.
    ///
    /// # Errors
    /// The problems, when there are any.
    pub fn or_else_ok<T>(found: Vec<(F, Problem)>, value: impl FnOnce() -> T) -> Result<T, Self> {
        if found.is_empty() { Ok(value()) } else { Err(Self(found)) }
    }

    pub fn of(field: F, problem: Problem) -> Self {
        Self(vec![(field, problem)])
    }

    /// One more, in its place in the order of the form.
    #[must_use]
    pub fn and(mut self, field: F, problem: Problem) -> Self
    where
        F: Ord,
    {
        self.0.retain(|(at, _)| *at != field);
        self.0.push((field, problem));
        self.0.sort_by_key(|(at, _)| *at);
        self
    }

    /// The problem of one field.
    pub fn at(&self, field: F) -> Option<&Problem> {
        self.0.iter().find(|(at, _)| *at == field).map(|(_, problem)| problem)
    }

    /// The field where the cursor goes.
    #[must_use]
    pub fn first(&self) -> Option<F> {
        self.0.first().map(|(field, _)| *field)
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(F, Problem)> {
        self.0.iter()
    }
}
