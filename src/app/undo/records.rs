//! The records of `da-ban-hanh.yaml`, which is of many units: which of them a write made, and the
//! file without them. Not for: what is recorded (`scaffold`).

use crate::load::{Change, EditRefusal, Step, edit, keys, value_at};

/// What a record is known by: a unit that issues again has another number or day.
pub(super) type Known = (Option<String>, Option<String>);

/// The units whose records differ.
pub(super) fn changed(before: Option<&[u8]>, after: Option<&[u8]>) -> Vec<String> {
    let ids = [before, after].into_iter().flatten().filter_map(keys);
    let mut ids: Vec<_> = ids.flatten().collect();
    ids.sort();
    ids.dedup();
    ids.retain(|id| record(before, id) != record(after, id));
    ids
}

/// A record is another one by now, or cannot be read, or took the place of one, which is not put
/// together again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Replaced;

/// The file without the records of units that came between `before` and `after`, as an edit that
/// leaves those of others: nothing where none is left.
pub(super) fn without(
    ids: &[String],
    now: Option<&[u8]>,
    before: Option<&[u8]>,
    after: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, Replaced> {
    if now.is_some_and(|now| keys(now).is_none()) {
        return Err(Replaced);
    }
    let mut rest = now.map(<[u8]>::to_vec);
    for id in ids {
        let is = record(rest.as_deref(), id);
        if is == record(before, id) {
            continue;
        }
        if record(before, id).is_some() || is != record(after, id) {
            return Err(Replaced);
        }
        let bytes = rest.unwrap_or_default();
        let own = [Step::Key(id.clone())];
        rest = match edit(&bytes, &own, &Change::Remove, &|_| Vec::new()) {
            Ok(edited) => Some(edited.unwrap_or(bytes)),
            Err(EditRefusal::LastOfFile) => None,
            Err(_) => return Err(Replaced),
        };
    }
    Ok(rest)
}

/// What the record of a unit is known by, if there is one.
pub(super) fn record(bytes: Option<&[u8]>, id: &str) -> Option<Known> {
    let bytes = bytes?;
    let is_there = keys(bytes)?.iter().any(|key| key == id);
    is_there.then(|| known(bytes, &[id]))
}

/// What the record of a unit is known by if its file says that its report is issued.
pub(super) fn issued(bytes: Option<&[u8]>) -> Option<Known> {
    let bytes = bytes?;
    let is_issued = said(bytes, &["the_thuc", "trang_thai"]).as_deref() == Some("da_ban_hanh");
    is_issued.then(|| known(bytes, &["the_thuc"]))
}

/// What the record of the document is known by that a unit's report takes the place of.
pub(super) fn replaced(bytes: Option<&[u8]>) -> Option<Known> {
    let (number, day) = known(bytes?, &["the_thuc", "thay_the"]);
    number.is_some().then_some((number, day))
}

fn known(bytes: &[u8], part: &[&str]) -> Known {
    let of = |key| said(bytes, &[part, &[key]].concat());
    (of("so"), of("ngay"))
}

fn said(bytes: &[u8], path: &[&str]) -> Option<String> {
    let steps: Vec<_> = path
        .iter()
        .map(|key| Step::Key((*key).to_owned()))
        .collect();
    value_at(bytes, &steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Ghi nhận các báo cáo đã ban hành.\n";

    fn file(records: &[(&str, u64)]) -> Vec<u8> {
        let record = |(id, number): &(&str, u64)| {
            format!("\n{id}:\n  so: {number}\n  ngay: 2021-03-04\n  bam:\n    noi_dung: ab\n")
        };
        let records: String = records.iter().map(record).collect();
        format!("{HEAD}{records}").into_bytes()
    }

    fn left(ids: &[&str], now: &[u8], before: Option<&[u8]>, after: &[u8]) -> Option<Vec<String>> {
        let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
        let without = without(&ids, Some(now), before, Some(after)).ok()?;
        without.map_or(Some(Vec::new()), |bytes| keys(&bytes))
    }

    #[test]
    fn the_record_of_one_unit_is_taken_out_and_those_of_others_stay() {
        let (one, both) = (file(&[("b", 1)]), file(&[("a", 2), ("b", 1)]));
        assert_eq!(changed(None, Some(&one)), ["b"]);
        assert_eq!(changed(Some(&one), Some(&both)), ["a"]);
        assert_eq!(left(&["b"], &both, None, &one), Some(vec!["a".to_owned()]));
        assert_eq!(
            left(&["a"], &both, Some(&one), &both),
            Some(vec!["b".to_owned()])
        );
        // The last one takes the file with it, and what is gone is gone.
        assert_eq!(left(&["b"], &one, None, &one), Some(Vec::new()));
        assert_eq!(left(&["a"], &one, None, &both), Some(vec!["b".to_owned()]));
    }

    #[test]
    fn a_record_that_is_another_by_now_or_took_the_place_of_one_stays() {
        let (first, second) = (file(&[("a", 1)]), file(&[("a", 2)]));
        assert_eq!(changed(Some(&first), Some(&second)), ["a"]);
        assert_eq!(left(&["a"], &second, None, &first), None);
        assert_eq!(left(&["a"], &second, Some(&first), &second), None);
        assert_eq!(left(&["a"], b"a: [", None, &first), None);
    }
}
