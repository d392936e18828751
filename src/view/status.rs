//! The line at the top: the corpus, counts, who annotates, what is on disk.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::{App, Progress};
use crate::model::LabelName;
use crate::text::width;

/// The most columns for who annotates.
const NAME: usize = 20;

/// So many of the facts stay where there is no room for all.
const NAMED: usize = 2;

pub(super) fn draw(app: &App, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    put::fill(buffer, area.x, area.y, area.right(), styles.status);
    let saving = app.saving();
    let (right, style) = match (&saving.failed, &app.read_only) {
        (Some(problem), _) => (format!("NOT SAVED: {}", problem.reason), styles.wrong),
        (None, Some(_)) => ("read-only".to_owned(), styles.status),
        // A new number stands out until the next key. So it is also written whole, and not one digit of it:
        // who reads along what the program says, a test or a screen reader, sees every number.
        (None, None) => {
            let style = if saving.counted { styles.strong } else { styles.status };
            let still = if saving.unsaved > 0 { "saving…  " } else { "" };
            let judged = match saving.judged {
                0 => String::new(),
                judged => format!(" · {}", counted(judged, "verdict")),
            };
            (format!("{still}saved {}{judged}", saving.saved), style)
        }
    };
    let mut facts = facts(app);
    // Where that is, if it is not beside the articles, and all the rest has its place as well.
    let right = match app.away.as_ref().filter(|_| saving.failed.is_none()) {
        Some(away) => {
            let long = format!("{right} in {}", away.dir);
            let all = width(&facts.join("  ")) + width(&app.annotator.name) + width(&long) + 16;
            if all <= usize::from(area.width) { long } else { format!("{right} elsewhere") }
        }
        None => right,
    };
    let style = styles.status.patch(style);
    // What is not saved may push everything else away, but not the name of the program.
    let most = usize::from(area.width).saturating_sub(12);
    let right = crate::text::fit(&right, most);
    let at = area.right().saturating_sub(width(&right) as u16 + 1);
    put::text(buffer, at, area.y, area.right(), &right, style);
    let x = put::text(buffer, area.x + 1, area.y, at, "abreast", styles.status.patch(styles.strong)) + 2;
    let room = usize::from(at.saturating_sub(x + 2));
    let who = crate::text::fit(&app.annotator.name, room.min(NAME));
    let end = at.saturating_sub(width(&who) as u16 + 2);
    put::text(buffer, end, area.y, at, &who, styles.status);
    // Whose tags these are is worth more than how many.
    while facts.len() > NAMED && usize::from(x) + width(&facts.join("  ")) + 2 > usize::from(end) {
        facts.remove(NAMED);
    }
    put::fitted(buffer, x, area.y, end.saturating_sub(1), &facts.join("  "), styles.status);
}

/// The name of the corpus and how many articles it has, then what is in them.
fn facts(app: &App) -> Vec<String> {
    let count = |name: &str| {
        let label = LabelName::new(name);
        app.count(&label)
    };
    let mut facts = vec![app.name.clone(), counted(app.articles.len(), "article")];
    facts.push(counted(count(LabelName::CLAIM), "claim"));
    facts.push(counted(count(LabelName::POSITION), "position"));
    if let Some(progress) = progress(app) {
        facts.push(format!("{}% read", progress.percent()));
    }
    let failed = app.articles.failed().count();
    if failed > 0 {
        facts.push(format!("{failed} not readable"));
    }
    facts
}

/// How far the corpus is read, once that is known of all its articles.
fn progress(app: &App) -> Option<Progress> {
    if app.articles.open_count() == 0 || !app.is_whole() {
        return None;
    }
    let add = |sum: Progress, p: Progress| Progress { read: sum.read + p.read, total: sum.total + p.total };
    let mut all = app.all_open().map(|(_, open)| open.progress);
    all.try_fold(Progress::default(), |sum, progress| Some(add(sum, progress?)))
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
