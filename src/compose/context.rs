//! What templates can ask of a report: names, dates, figures in words.

use std::sync::Arc;

use minijinja::value::Value as Jinja;
use minijinja::{Environment, Error, ErrorKind, State, context};

use super::level_words;
use super::origin::{Asked, Texts};
use super::sources::sources;
use super::target_annex::{goal_words, value_words};
use super::task_words;
use crate::assess::{AnnexKind, Compilation, Report, Verdict};
use crate::model::{DayOfYear, IndicatorId, Item, Part, Section};
use crate::vi;
use crate::wording::{self, Facts, Gathered, Line, Unusable, Voice};

/// Gives templates the functions that answer from a report's figures.
pub(super) fn add_functions(environment: &mut Environment<'_>, report: &Report<'_>) {
    let facts = Facts::new(report.subject, report.values);
    let facts = facts.compared(report.subject.regime, &report.comparisons);
    let facts = Arc::new(facts.compiled(report.subject.workspace, report.compilation));

    let f = &facts;
    add_question(environment, "co", f, Facts::has);
    add_question(environment, "duong", f, |facts, id| {
        facts.known(id).is_some_and(|n| n > 0)
    });
    add_question(environment, "bang_khong", f, |facts, id| {
        facts.known(id) == Some(0)
    });
    add_question(environment, "mot", f, |facts, id| {
        facts.known(id) == Some(1)
    });
    add_question(environment, "toan_dia_ban", f, Facts::is_for_all);
    add_question(environment, "qua_nua", f, Facts::is_more_than_half);
    add_question(environment, "con_thieu", f, Facts::is_missing);
    add_question(environment, "do_chu_quan", f, Facts::is_owned);
    add_question(environment, "co_phan_rieng", f, Facts::has_own_part);
    add_question(environment, "chi_phan_rieng", f, Facts::has_own_part_only);
    add_question(environment, "duoi_chi_tieu", f, Facts::is_below_goal);
    add_question(environment, "chua_dat_chi_tieu", f, Facts::misses_goal);
    add(environment, "phan_rieng", f, Facts::own_part);
    add(environment, "phan_don_vi", f, Facts::members_part);
    add(environment, "tra_loi", f, Facts::answer);
    add(environment, "so", f, Facts::count);
    add(environment, "tat_ca", f, Facts::all_of);
    add(environment, "ty_le", f, Facts::share);
    add(environment, "phan_tram", f, Facts::bare_share);
    add(environment, "dat", f, Facts::reaches);
    add(environment, "tien", f, Facts::money);
    add(environment, "chi_tieu", f, Facts::goal);
    add(environment, "kem_chi_tieu", f, Facts::goal_clause);
    add(environment, "so_tron", f, Facts::bare_count);
    add(environment, "tien_tron", f, Facts::bare_money);
    add_pair(environment, "dan", f, Facts::lead);
    add(environment, "ghi_ngay", f, |facts, id| {
        let estimate = facts.known(id) != facts.certain(id);
        Ok(match facts.counted_on(id)? {
            // Of an estimate `dan` says so.
            Some(day) if !estimate => format!(" (tính đến ngày {day})"),
            Some(_) | None => String::new(),
        })
    });
    add(environment, "chua_gom", f, Facts::without);
    add_pair(environment, "so_sanh", f, Facts::change);
    add_pair(environment, "tren", f, Facts::out_of);
    add_pair(environment, "con_lai", f, Facts::rest);
    let facts = Arc::clone(f);
    environment.add_function("bang_nhau", move |one: &str, other: &str| {
        // What is estimated is not known to be all of it.
        let (one, other) = (facts.certain(one), facts.certain(other));
        one.is_some() && one == other
    });
    let facts = Arc::clone(f);
    environment.add_function("chua_het", move |whole: &str, part: &str| {
        let both = (facts.known(whole), facts.known(part));
        matches!(both, (Some(whole), Some(part)) if whole > part)
    });
    let starts_later = report.cycle.data_from != first_day(report);
    add_question(environment, "trong_ky", f, move |facts, id| {
        let since = facts.is_cumulative(id) && starts_later;
        if since {
            "Từ đầu năm"
        } else {
            "Trong kỳ báo cáo"
        }
    });
    environment.add_function("noi_den", |state: &mut State, row: &str| {
        let asked = state.get_or_insert_extension_with(Asked::default);
        asked.announce(IndicatorId::from(row));
        ""
    });
    environment.add_function("dau_cau", |text: &str| vi::upper_first(text));
    environment.add_function("dau_thuong", |text: &str| vi::lower_first(text));
    // Of one content in two documents: the words are those of the report.
    let period = &report.subject.submission.period;
    let report_id = format!("{period}/{}", report.subject.agency.id);
    environment.add_function("bien_the", move |key: &str, choices: u64| {
        variant(&report_id, key, choices)
    });
}

/// The day that the first report of a year counts from.
fn first_day(report: &Report<'_>) -> DayOfYear {
    let first = report.subject.regime.cycles.values().next();
    first.map_or(report.cycle.data_from, |cycle| cycle.data_from)
}

/// One of `choices`, the same for a report every time.
fn variant(report: &str, key: &str, choices: u64) -> u64 {
    // FNV-1a: small, and the same on every machine and in every version.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in report.bytes().chain(*b"/").chain(key.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash % choices.max(1)
}

fn refused(why: &Unusable) -> Error {
    Error::new(ErrorKind::InvalidOperation, why.to_string())
}

/// Adds a question about one row, whose answer has no figure.
fn add_question<R: Into<Jinja>>(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: impl Fn(&Facts, &str) -> R + Send + Sync + 'static,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |id: &str| -> Jinja {
        function(&facts, id).into()
    });
}

/// Adds a function of one row.
fn add<R: Into<Jinja>>(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: impl Fn(&Facts, &str) -> Result<R, Unusable> + Send + Sync + 'static,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |state: &mut State, id: &str| {
        let words: Jinja = function(&facts, id).map_err(|why| refused(&why))?.into();
        remember(state, &words, &[id]);
        Ok(words)
    });
}

/// Adds a function of two rows, or of a row and a word.
fn add_pair<R: Into<Jinja>>(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: impl Fn(&Facts, &str, &str) -> Result<R, Unusable> + Send + Sync + 'static,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |state: &mut State, one: &str, other: &str| {
        let words = function(&facts, one, other).map_err(|why| refused(&why))?;
        let words: Jinja = words.into();
        remember(state, &words, &[one, other]);
        Ok(words)
    });
}

/// Keeps in mind that a template was given words of rows, if there are any to print.
fn remember(state: &mut State<'_, '_>, words: &Jinja, rows: &[&str]) {
    let Some(words) = words.as_str().filter(|words| !words.is_empty()) else {
        return;
    };
    // The other of two may be a word and no row.
    let rows = rows.iter().filter(|row| row.contains('.'));
    let rows = rows.map(|row| IndicatorId::from(*row)).collect();
    let template = state.name().to_owned();
    let asked = state.get_or_insert_extension_with(Asked::default);
    asked.give(template, words, rows);
}

/// The names that templates can use, and the texts of the data among them with their places.
pub(super) fn names(report: &Report<'_>) -> (Jinja, Texts) {
    let mut texts = Texts::default();
    let outline: Vec<Jinja> = report
        .subject
        .regime
        .outline
        .iter()
        .map(|part| {
            context! {
                tieu_de => vi::upper(&part.title.fill(&report.phrases)),
                muc => sections(report, part, &part.sections, &mut texts),
                // A draft may wait for paragraphs of which one must be written.
                cho_viet => part.sections.iter().all(|section| section.may_be_left_out),
                ket_phan => part.closing.as_ref().map(|words| words.fill(&report.phrases)),
            }
        })
        .collect();
    let names = context! {
        de_cuong => outline,
        phu_luc => annexes(report),
        chi_tieu_ke_hoach => targets(report),
        tong_hop => coverage(report),
        so_neu => sources(report),
        don_vi => who_counts(report),
        tu_xung => report.subject.workspace.running_name(report.subject.agency),
        ten_don_vi => report.subject.agency.name.value.as_str(),
        noi_nhan_bao_cao => report.recipient.name.value.as_str(),
        ky => report.cycle.name.fill(&report.phrases),
        ky_sau => report.cycle.next_name.fill(&report.phrases),
        nhiem_vu => task_words::tasks(report),
        nam_sau => (report.subject.submission.period.year + 1).to_string(),
        nam => report.subject.submission.period.year.to_string(),
        ma_cap => report.subject.agency.level.as_str(),
        cap_bac => level_words::roles(report),
        la_co_so => level_words::is_basic(report),
        cua_dia_phuong => level_words::is_of_place(report),
        ma_ky => report.subject.submission.period.cycle.as_str(),
        tu_ngay => vi::short_date(report.data_from),
        den_ngay => vi::short_date(report.reference_date),
    };
    (names, texts)
}

/// How the text refers to each annex; nothing to one that the report has not.
fn annexes(report: &Report<'_>) -> Jinja {
    let named = |kind| report.annexes.named(kind);
    context! {
        bieu_mau => named(AnnexKind::Forms),
        nhiem_vu => named(AnnexKind::Tasks),
        chi_tieu => named(AnnexKind::Targets),
        don_vi => named(AnnexKind::Members),
        so_sanh => named(AnnexKind::Comparisons),
        tat_ca => report.annexes.all_named(),
    }
}

/// Whose figures the sums of a report are: of a compiled one that lacks units, how many.
fn who_counts(report: &Report<'_>) -> String {
    match report.compilation {
        Some(all) if all.unreported.is_empty() || report.is_of_totals() => {
            level_words::whole_area(report)
        }
        // What is stated is of those that have not reported, too.
        Some(_) if report.subject.submission.totals.is_some() => {
            "các cơ quan, đơn vị, địa phương".to_owned()
        }
        Some(_) => "các cơ quan, đơn vị, địa phương có báo cáo".to_owned(),
        None => report.subject.agency.name.value.clone(),
    }
}

fn sections<'w>(
    report: &'w Report<'w>,
    part: &'w Part,
    all: &'w [Section],
    texts: &mut Texts,
) -> Vec<Jinja> {
    let cycle = &report.subject.submission.period.cycle;
    let asked = all.iter().filter(|section| section.is_asked_in(cycle));
    asked
        .map(|each| section(report, part, each, texts))
        .collect()
}

fn section<'w>(
    report: &'w Report<'w>,
    part: &'w Part,
    section: &'w Section,
    texts: &mut Texts,
) -> Jinja {
    let own = report.subject.submission.narrative.get(&section.id);
    let voice = Voice::of(report.subject.agency, report.head);
    let asks = part.asks_when_presented;
    let items = own.into_iter().flatten();
    let items: Vec<Jinja> = items
        .map(|one| item(one, section, asks, voice.as_ref(), texts))
        .collect();
    let voice = voice.filter(|_| asks);
    context! {
        ma => section.id.as_str(),
        mau => section.template_names().into_iter().map(str::to_owned).collect::<Vec<_>>(),
        diem => sections(report, part, &section.points, texts),
        danh_so_doan => section.is_numbered_paragraph,
        tieu_de => report.subject.section_title(section).map(|t| t.fill(&report.phrases)),
        rieng => items,
        gop => gathered(report, section, voice.as_ref(), texts),
        // A draft may wait for a section that must be written.
        khi_khong_co => nothing_to_report(report, section).unwrap_or_else(|| "…".to_owned()),
    }
}

/// The targets of the plan by verdict, in reports that judge them.
fn targets(report: &Report<'_>) -> Option<Jinja> {
    let cycle = &report.subject.submission.period.cycle;
    let annex = report.subject.regime.target_annex.as_ref()?;
    if !annex.is_asked_in(cycle) || report.targets.is_empty() {
        return None;
    }
    let with = |verdict: Verdict| {
        let all = report.targets.iter().filter(|t| t.verdict() == verdict);
        let letters: Vec<_> = all.map(|t| t.target.letter.value.as_str()).collect();
        context! {
            dem => letters.len(),
            so => vi::sentence_count(letters.len() as u64),
            ds => letters.join(", "),
        }
    };
    let missed: Vec<_> = report
        .targets
        .iter()
        .flat_map(|target| target.measures.iter().map(move |measure| (target, measure)))
        .filter(|(_, measure)| measure.verdict == Verdict::NotReached)
        .map(|(target, measure)| {
            context! {
                diem => target.target.letter.value.as_str(),
                ten => vi::lower_first(&measure.measure.name.value),
                ket_qua => vi::lower_first(&value_words(report, measure, measure.value.as_ref())),
                yeu_cau => vi::lower_first(&goal_words(report, measure)),
                truoc => measure.before.as_ref().map(|before| {
                    vi::lower_first(&value_words(report, measure, Some(before)))
                }),
            }
        })
        .collect();
    Some(context! {
        so => vi::sentence_count(report.targets.len() as u64),
        dat => with(Verdict::Reached),
        chua_dat => with(Verdict::NotReached),
        chua_du => with(Verdict::NotKnown),
        chua_den_han => with(Verdict::NotDue),
        khong_dat => missed,
    })
}

/// How many members have reported, and which have not.
fn coverage(report: &Report<'_>) -> Option<Jinja> {
    let compilation = report.compilation?;
    let (reported, unreported) = (&compilation.reported, &compilation.unreported);
    let names = report.subject.workspace.named([unreported]);
    let names: Vec<_> = names.map(|agency| agency.name.value.as_str()).collect();
    Some(context! {
        dia_ban => level_words::whole_area(report),
        da_bao_cao => vi::sentence_count(reported.len() as u64),
        tat_ca => vi::sentence_count((reported.len() + unreported.len()) as u64),
        dem_thieu => unreported.len(),
        thieu => names.join("; "),
    })
}

/// What the members say in a section that a compiled report takes over, each under its name.
/// Who signs a presented report does not quote itself among them.
fn gathered(
    report: &Report<'_>,
    section: &Section,
    voice: Option<&Voice<'_>>,
    texts: &mut Texts,
) -> Option<Jinja> {
    let lead = section.gathered.as_ref()?;
    report.compilation?;
    if section.gathered_when_presented && !report.head.presents {
        return None;
    }
    let said = wording::gathered(report.subject, section);
    let signs = |unit: &Gathered<'_>| voice.is_some_and(|voice| voice.is_of(unit.agency));
    let (own, said): (Vec<_>, Vec<_>) = said.into_iter().partition(signs);
    let mut line_words = |line: &Line<'_>, text: &str| {
        texts.note(section.id.as_str(), text, line.item.paragraph.place);
        if let Some(footnote) = &line.item.footnote {
            texts.note(section.id.as_str(), &footnote.value, footnote.place);
        }
        context! {
            doan => text,
            chu_thich => line.item.footnote.as_ref().map(|f| f.value.as_str()),
        }
    };
    let own = own.iter().flat_map(|unit| &unit.lines);
    let own: Vec<_> = own
        .filter_map(|line| Some(line_words(line, &voice?.own(&line.text))))
        .collect();
    // What units ask of whoever presents the report is not for the agency that it goes to.
    let to_presenter = section.asked_of_presenter.as_ref().zip(voice);
    let is_asked = |line: &Line<'_>| to_presenter.is_some_and(|(_, v)| v.is_asked(&line.text));
    let mut units = |to_presenter: bool| -> Vec<_> {
        let units = said.iter().filter_map(|unit| {
            let lines = unit.lines.iter();
            let lines = lines.filter(|line| is_asked(line) == to_presenter);
            let lines: Vec<_> = lines.map(|line| line_words(line, &line.text)).collect();
            let name = unit.agency.name.value.as_str();
            (!lines.is_empty()).then(|| context! { ten => name, loi => lines })
        });
        units.collect()
    };
    let mut groups = vec![(lead, units(false))];
    groups.extend(to_presenter.map(|(lead, _)| (lead, units(true))));
    groups.retain(|(_, units)| !units.is_empty());
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(lead, units)| context! { loi_dan => lead.fill(&report.phrases), don_vi => units })
        .collect();
    // For templates that know neither groups nor footnotes of units.
    let dashes: Vec<_> = said
        .iter()
        .map(|unit| {
            let lines: Vec<_> = unit.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{}: {}", unit.agency.name.value, lines.join(" "))
        })
        .collect();
    (!groups.is_empty() || !own.is_empty()).then(|| {
        context! {
            nguoi_ky => own,
            nhom => groups,
            loi_dan => lead.fill(&report.phrases),
            don_vi => [units(false), units(true)].concat(),
            gach_dau_dong => dashes,
        }
    })
}

/// What stands where neither figures nor the unit say anything. Only what is known
/// to be nought is denied.
fn nothing_to_report(report: &Report<'_>, section: &Section) -> Option<String> {
    let denied = report
        .values
        .iter()
        .filter(|(id, _)| section.speaks_of(id))
        .all(|(id, value)| {
            let own = |all: &Compilation| all.own_part_only.contains(id);
            if report.compilation.is_some_and(own) {
                return false;
            }
            let number = value.number().map(|(number, _)| number);
            let part = value.rate().map(|(rate, _)| rate.part);
            number.or(part) == Some(0)
        });
    // A draft denies nothing that the last report said and nobody has gone over.
    if report
        .subject
        .submission
        .untouched
        .contains_key(&section.id)
    {
        return None;
    }
    let phrase = if denied {
        section.nothing_to_report.as_ref()
    } else {
        Some(&report.subject.regime.figures_incomplete)
    };
    phrase.map(|p| p.fill(&report.phrases))
}

/// A paragraph in the words of the copy that it stands in, about what is to come (`asks`) or
/// what was.
fn item(
    item: &Item,
    section: &Section,
    asks: bool,
    voice: Option<&Voice<'_>>,
    texts: &mut Texts,
) -> Jinja {
    let dashes: Vec<_> = item.dashes.iter().map(|d| d.value.as_str()).collect();
    let paragraph = item.paragraph.value.as_str();
    let (mut paragraph, dashes) = match voice {
        Some(voice) if asks => {
            let over = item.presented.as_ref().map_or(paragraph, |p| &p.value);
            voice.asking(over, &dashes)
        }
        Some(voice) => {
            let dashes = dashes.into_iter().map(|dash| voice.telling(dash)).collect();
            (voice.telling(paragraph), dashes)
        }
        None => (
            paragraph.to_owned(),
            dashes.into_iter().map(str::to_owned).collect(),
        ),
    };
    // What somebody wrote for this copy stands as it is.
    if let (Some(presented), Some(_)) = (&item.presented, voice) {
        paragraph.clone_from(&presented.value);
    }
    let written = item.presented.as_ref().filter(|_| voice.is_some());
    let written = written.unwrap_or(&item.paragraph);
    texts.note(section.id.as_str(), &paragraph, written.place);
    if let Some(footnote) = &item.footnote {
        texts.note(section.id.as_str(), &footnote.value, footnote.place);
    }
    for (given, dash) in dashes.iter().zip(&item.dashes) {
        texts.note(section.id.as_str(), given, dash.place);
    }
    context! {
        doan => paragraph,
        gach_dau_dong => dashes,
        chu_thich => item.footnote.as_ref().map(|f| f.value.as_str()),
    }
}
