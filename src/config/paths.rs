//! Where the config and the databases are.

use std::path::{Path, PathBuf};

use crate::domain::{Fault, Kind};

/// What the command line and the environment ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The config file.
    pub config: Option<PathBuf>,
    /// The folder of the databases.
    pub data_dir: Option<PathBuf>,
    /// Another config beside the usual one, by its name.
    pub profile: Option<String>,
}

/// Where the config and the databases are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The config file; it need not exist.
    pub config: PathBuf,
    /// The folder of the databases; it need not exist.
    pub data: PathBuf,
}

impl Paths {
    /// Finds both places: as asked for, else where the platform expects them.
    pub fn find(wanted: Wanted) -> Result<Self, Fault> {
        Self::find_in(wanted, platform_folders().as_ref())
    }

    fn find_in(wanted: Wanted, platform: Option<&(PathBuf, PathBuf)>) -> Result<Self, Fault> {
        let usual = platform.map(|(config, _)| config.join("config.toml"));
        let config = wanted.config.or(usual).ok_or_else(|| homeless("--config FILE"))?;
        let config = match &wanted.profile {
            Some(profile) => beside(&config, profile)?,
            None => config,
        };
        let usual = platform.map(|(_, data)| data.clone());
        let data = wanted.data_dir.or(usual).ok_or_else(|| homeless("--data-dir DIR"))?;
        Ok(Self { config, data })
    }
}

fn platform_folders() -> Option<(PathBuf, PathBuf)> {
    let folders = directories::ProjectDirs::from("", "", "unhold")?;
    Some((folders.config_dir().to_owned(), folders.data_local_dir().to_owned()))
}

fn beside(config: &Path, profile: &str) -> Result<PathBuf, Fault> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if profile.is_empty() || !profile.chars().all(fits) {
        return Err(Fault::new(Kind::Usage, "A profile's name is letters, digits, `-` and `_`")
            .hint("`--profile NAME` reads `NAME.toml` beside the config"));
    }
    Ok(config.with_file_name(format!("{profile}.toml")))
}

fn homeless(flag: &str) -> Fault {
    Fault::new(Kind::Config, "This user has no home directory, so there is no usual place")
        .hint(format!("name the place yourself with `{flag}`, or set HOME"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform() -> (PathBuf, PathBuf) {
        ("/etc/u".into(), "/var/u".into())
    }

    #[test]
    fn what_is_asked_for_wins_over_the_usual_place() {
        let wanted = Wanted { config: Some("/tmp/a.toml".into()), ..Wanted::default() };

        let paths = Paths::find_in(wanted, Some(&platform())).unwrap();

        assert_eq!(paths, Paths { config: "/tmp/a.toml".into(), data: "/var/u".into() });
    }

    #[test]
    fn a_profile_lies_beside_the_config() {
        let wanted = Wanted { profile: Some("second-shop".into()), ..Wanted::default() };

        let paths = Paths::find_in(wanted, Some(&platform())).unwrap();

        assert_eq!(paths.config, Path::new("/etc/u/second-shop.toml"));
    }

    #[test]
    fn a_profile_cannot_leave_its_folder() {
        for profile in ["../etc/passwd", "a/b", "", "a.b"] {
            let wanted = Wanted { profile: Some(profile.into()), ..Wanted::default() };

            let refused = Paths::find_in(wanted, Some(&platform())).unwrap_err();

            assert_eq!(refused.kind(), Kind::Usage, "{profile}");
        }
    }

    #[test]
    fn without_a_home_both_places_must_be_named() {
        let refused = Paths::find_in(Wanted::default(), None).unwrap_err();
        assert_eq!(refused.kind(), Kind::Config);
        assert!(refused.remedy().unwrap().contains("--config"));

        let wanted = Wanted { config: Some("/tmp/a.toml".into()), ..Wanted::default() };
        assert!(Paths::find_in(wanted, None).unwrap_err().remedy().unwrap().contains("--data-dir"));
    }
}
