//! What all operations share: the configuration, and what is read by it once.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::run::{Outcome, Run};
use crate::compose::Templates;
use crate::diagnostic::{Diagnostic, Way, Wording};
use crate::event::Event;
use crate::load::{Carried, Folder};
use crate::typeset::FontSet;

/// Folders and words that hold for all operations and change between none of them. Whether a
/// folder is there is for the operation to say that needs it.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of data.
    pub data: PathBuf,
    /// Where reports and letters go, and signed copies are kept.
    pub out: PathBuf,
    /// A folder of fonts in the place of the built-in ones.
    pub fonts: Option<PathBuf>,
    /// A folder of templates before the built-in ones.
    pub templates: Option<PathBuf>,
    /// The regimes that the program carries.
    pub carried: Carried,
    /// How what to do about a finding is worded in the manifest.
    pub wording: Wording,
    /// The program that sets pages when it is called as a worker, or why it is not known:
    /// nothing is built without it.
    pub program: Result<PathBuf, String>,
}

impl Config {
    /// Two folders, with built-in fonts, templates and regimes, remedies that name no command, and no
    /// program that sets pages.
    pub fn new(data: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            out: out.into(),
            fonts: None,
            templates: None,
            carried: Carried::of_program(),
            wording: Way::to_string,
            program: Err("chưa khai".to_owned()),
        }
    }
}

/// The program as others use it: opened once, asked for any number of operations, by several
/// threads at once if need be.
///
/// Fonts and templates are read by the first operation that needs them and not again, whatever
/// becomes of their folders; those that could not be read are read anew. The files of the folder of
/// data are read by each operation; what a text says that is as it was before is known.
#[derive(Debug)]
pub struct App {
    config: Config,
    fonts: ReadOnce<FontSet>,
    templates: ReadOnce<Templates>,
    folder: OnceLock<Folder>,
}

impl App {
    /// Reads nothing yet.
    pub fn open(config: Config) -> Self {
        Self {
            config,
            fonts: ReadOnce::default(),
            templates: ReadOnce::default(),
            folder: OnceLock::new(),
        }
    }

    /// What it was opened with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the folder of data is.
    pub fn data(&self) -> &Path {
        &self.config.data
    }

    /// The folder of data, whose texts are printed in the characters of the fonts.
    pub(super) fn folder(&self, fonts: &FontSet) -> &Folder {
        let open = || {
            let carried = self.config.carried.clone();
            Folder::open_with(self.data(), fonts.charset().clone(), carried)
        };
        self.folder.get_or_init(open)
    }

    /// The fonts.
    ///
    /// # Errors
    /// A folder that cannot be read or lacks a family with all four styles.
    pub(super) fn fonts(&self) -> Result<Arc<FontSet>, Diagnostic> {
        let folder = self.config.fonts.as_deref();
        self.fonts.get(|| FontSet::load(folder))
    }

    /// The templates.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub(super) fn templates(&self) -> Result<Arc<Templates>, Vec<Diagnostic>> {
        let folder = self.config.templates.as_deref();
        self.templates.get(|| Templates::load(folder))
    }

    /// Runs an operation, and gives how it ended and what came of it.
    pub(super) fn run<T>(
        &self,
        tell: &mut dyn FnMut(&Event),
        operation: impl FnOnce(&mut Run<'_>) -> T,
    ) -> (Outcome, T) {
        let mut run = Run::new(self, tell);
        let result = operation(&mut run);
        (run.outcome(), result)
    }
}

/// What is read when it is first asked for, and shared from then on.
#[derive(Debug)]
struct ReadOnce<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for ReadOnce<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> ReadOnce<T> {
    /// What was read before, or is now. Who asks meanwhile waits; what went wrong is not kept.
    fn get<E>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        // A panic leaves nothing half read behind.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref() {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(read()?);
        *kept = Some(Arc::clone(&made));
        Ok(made)
    }
}
