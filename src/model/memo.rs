//! Room beside plain data for what a later stage works out of them.

use std::any::Any;
use std::sync::OnceLock;

/// Something worked out once, which the model knows nothing about. A copy has none.
#[derive(Default)]
pub struct Memo(OnceLock<Box<dyn Any + Send + Sync>>);

impl Memo {
    /// What was worked out, now or before; nothing if it was something of another kind.
    pub fn get_or_init<T: Any + Send + Sync>(&self, work: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(work())).downcast_ref()
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_worked_out_once_and_not_copied() {
        let memo = Memo::default();
        assert_eq!(memo.get_or_init(|| 1), Some(&1));
        assert_eq!(memo.get_or_init(|| 2), Some(&1));
        assert_eq!(memo.get_or_init(|| "khác"), None);
        assert_eq!(memo.clone().get_or_init(|| 2), Some(&2));
    }
}
