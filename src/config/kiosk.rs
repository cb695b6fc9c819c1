//! A kiosk: the machine's own file, and nothing that its user could have said, decides what is opened. For a server on
//! which the desk is all that somebody may run.

use std::path::Path;

use super::layers::{KIOSK, Layers};
use super::{ConfigError, Flags, Places, Said, Sources};

/// Our own environment variables, none of which counts.
const VARIABLES: &str = "FRONTDESK_";

/// Loads with what is left of the sources: the machine's file, and who works at which desk.
pub(super) fn narrowed<T>(
    sources: &Sources,
    load: impl FnOnce(&Sources) -> Result<T, ConfigError>,
) -> Result<T, ConfigError> {
    for (flag, path) in [("--config", &sources.flags.config), ("--database", &sources.flags.database)] {
        if path.is_some() {
            let words = format!("here only {} says which files are used. Leave it out", sources.system_file.display());
            return Err(ConfigError::Elsewhere { from: flag, words });
        }
    }
    let environment = |name: &str| if name.starts_with(VARIABLES) { None } else { (sources.environment)(name) };
    load(&Sources {
        flags: Flags { config: Some(sources.system_file.clone()), ..sources.flags.clone() },
        environment: &environment,
        places: sources.places.as_ref().map(|places| Places::below(&places.home)),
        ..sources.clone()
    })
}

/// A user's file may not make a kiosk: whoever can write it is not kept in by it.
pub(super) fn refuse_here(layers: &Layers, user_file: &Path) -> Result<(), ConfigError> {
    let is_here = layers
        .origin(KIOSK)
        .is_some_and(|origin| matches!(origin.said(), Said::InFile { path, .. } if path == user_file));
    if is_here && layers.flag(KIOSK)? == Some(true) {
        let words =
            format!("kiosk: this counts only in {}, for the whole machine. Take it out here", super::SYSTEM_FILE);
        return Err(layers.error(KIOSK, words));
    }
    Ok(())
}
