//! Blank cells, told together where there are many on a sheet.

use crate::diagnostic::{Code, Diagnostic, Location, Place, Severity, Sources, Spot};

/// Blank cells of a sheet that are told one by one.
const TOLD: usize = 3;

/// The findings with those about blank cells of a sheet as one, each with all of its places.
pub fn gathered(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<(Diagnostic, Vec<Place>)> {
    let mut sheets: Vec<(String, Vec<(Diagnostic, String)>)> = Vec::new();
    let mut all = Vec::new();
    for finding in findings {
        let Some((sheet, cell)) = blank(&finding, sources) else {
            let places = finding.place.into_iter().collect();
            all.push((finding, places));
            continue;
        };
        match sheets.iter_mut().find(|(name, _)| *name == sheet) {
            Some((_, blanks)) => blanks.push((finding, cell)),
            None => sheets.push((sheet, vec![(finding, cell)])),
        }
    }
    for (sheet, blanks) in sheets {
        if blanks.len() <= TOLD {
            let single = blanks.into_iter();
            all.extend(single.map(|(finding, _)| {
                let places = finding.place.into_iter().collect();
                (finding, places)
            }));
            continue;
        }
        let cells: Vec<_> = blanks.iter().map(|(_, cell)| cell.as_str()).collect();
        let message = format!(
            "trang “{sheet}” còn {} dòng trống: {}",
            cells.len(),
            ranges(&cells)
        );
        let places: Vec<_> = blanks
            .iter()
            .filter_map(|(finding, _)| finding.place)
            .collect();
        let first = blanks.into_iter().next().map(|(finding, _)| finding);
        if let Some(mut finding) = first {
            finding.message = message;
            finding.about = None;
            finding.help = vec![
                "gõ số vào các ô ấy; không phát sinh thì gõ 0; chưa có số liệu thì ghi lý do ở cột “Chưa có số liệu vì”".into(),
            ];
            all.push((finding, places));
        }
    }
    all
}

/// The sheet and cell of a finding about a blank cell.
fn blank(finding: &Diagnostic, sources: &Sources) -> Option<(String, String)> {
    let place = finding.place.filter(|_| {
        finding.code == Code::FigureMissing
            && finding.severity == Severity::Error
            && finding.labels.is_empty()
    })?;
    match Location::of(place, sources).spot {
        Spot::Cell { sheet, cell, .. } => Some((sheet, cell)),
        _ => None,
    }
}

/// Cells with those in a row as one: "F6–F9, F12".
fn ranges(cells: &[&str]) -> String {
    let parts = |cell: &str| {
        let digits = cell.find(|c: char| c.is_ascii_digit())?;
        let (column, row) = cell.split_at(digits);
        Some((column.to_owned(), row.parse::<u32>().ok()?))
    };
    let follows = |one: &&str, next: &&str| match (parts(one), parts(next)) {
        (Some((column, row)), Some((next_column, next_row))) => {
            column == next_column && next_row == row + 1
        }
        _ => false,
    };
    let ranges = cells.chunk_by(follows).map(|range| match range {
        [first, .., last] => format!("{first}–{last}"),
        one => one.concat(),
    });
    ranges.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_a_row_are_one() {
        assert_eq!(
            ranges(&["F6", "F7", "F8", "F12", "F13", "G14", "AA2"]),
            "F6–F8, F12–F13, G14, AA2"
        );
        assert_eq!(ranges(&["F9", "F8"]), "F9, F8");
    }
}
