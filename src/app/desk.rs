//! What screens may know of the desk.

use super::vocabulary::Now;
use crate::config::Settings;

/// How it is set up, and the time.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub now: Now,
}
