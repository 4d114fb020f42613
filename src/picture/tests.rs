//! Tests of whole pictures: the same bytes twice, the expected size, and bounds that no value and no word can break.
//! Panels are made of anything at all, then of what a trainer would see.
//! It must not compare pixels with a stored picture; a person looks at those.

use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;

use super::*;

/// Discord takes files up to this size from anyone.
const DISCORD_LIMIT: usize = 8 * 1024 * 1024;

fn words(text: &str) -> String {
    text.to_owned()
}

fn panel(chart: Chart) -> Panel {
    Panel {
        title: words("每周进度 & <progress>"), aside: words("n = 24"), caption: words("“说明”"), chart
    }
}

fn board(panels: Vec<Panel>, theme: Theme, width: Width) -> Board {
    Board {
        title: words("团队 · Team"),
        subtitle: words("2026"),
        panels,
        footnote: words("foot"),
        more: words("+{n}"),
        theme,
        width,
    }
}

/// The word at a place, around and around.
fn text(texts: &[String], at: usize) -> String {
    texts.get(at % texts.len().max(1)).cloned().unwrap_or_default()
}

/// One panel of each sort, all of them filled from one list of words and one of values.
fn charts(texts: &[String], values: &[f64], counts: &[u32]) -> Vec<Chart> {
    let mut out = charts_of_percents(texts, values, counts);
    out.extend(charts_of_counts(texts, values, counts));
    out
}

fn charts_of_percents(texts: &[String], values: &[f64], counts: &[u32]) -> Vec<Chart> {
    let text = |at| text(texts, at);
    let cells = values.iter().zip(counts).map(|(percent, n)| Some(Cell { percent: *percent, n: *n }));
    let cells: Vec<Option<Cell>> = cells.chain([None]).collect();
    let points = values.iter().zip(counts).map(|(percent, n)| Some(Point { percent: *percent, n: *n }));
    let points: Vec<Option<Point>> = points.chain([None]).collect();
    let percents: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let row = |label: &String| HeatRow { label: label.clone(), cells: cells.clone() };
    let line = |label: &String| Line { label: label.clone(), points: points.clone() };
    let person = |label: &String| Person { label: label.clone(), percents: percents.clone() };
    vec![
        Chart::Heat(Heat {
            columns: texts.to_vec(),
            rows: texts.iter().map(row).collect(),
            few: 5,
            few_label: text(0),
            none_label: text(1),
        }),
        Chart::Trend(Trend {
            times: texts.to_vec(),
            lines: texts.iter().map(line).collect(),
            goal: values.get(2).map(|value| Mark { at: *value, label: text(2) }),
            count_label: text(3),
        }),
        Chart::Slope(Slope {
            stages: texts.to_vec(),
            people: texts.iter().map(person).collect(),
            middle: percents.clone(),
            middle_label: text(0),
            rise_label: text(1),
            fall_label: text(2),
        }),
    ]
}

fn charts_of_counts(texts: &[String], values: &[f64], counts: &[u32]) -> Vec<Chart> {
    let text = |at| text(texts, at);
    let mark = |at: usize| values.get(at).map(|value| Mark { at: *value, label: text(at) });
    let tones = [Tone::Done, Tone::UnderWay, Tone::Overdue, Tone::NotBegun];
    let row = |label: &String| StackedRow { label: label.clone(), counts: counts.to_vec(), aside: text(1) };
    let bin = |(ends, n): (&[f64], &u32)| Bin { from: ends[0], to: ends[1], count: *n };
    let choice = |(label, n): (&String, &u32)| Choice { label: label.clone(), count: *n };
    let share = values.first().copied();
    let tile = |value: &String| Tile { value: value.clone(), unit: text(1), caption: text(2), share };
    vec![
        Chart::Stacked(Stacked {
            parts: tones.map(|tone| Part { label: text(2), tone }).to_vec(),
            rows: texts.iter().map(row).collect(),
        }),
        Chart::Histogram(Histogram {
            bins: values.windows(2).zip(counts).map(bin).collect(),
            pass: mark(0),
            median: mark(1),
        }),
        Chart::Spread(Spread::Shown(texts.iter().zip(counts).map(choice).collect())),
        Chart::Spread(Spread::Hidden(text(0))),
        Chart::Tiles(Tiles { tiles: texts.iter().map(tile).collect() }),
        Chart::Note(Note { paragraphs: texts.to_vec() }),
    ]
}

fn plain_charts() -> Vec<Chart> {
    let texts = ["倾听", "Sympathise", "确认", "Position"].map(words);
    charts(&texts, &[10.0, 30.0, 55.0, 80.0], &[3, 7, 12, 2])
}

#[test]
fn the_same_board_gives_the_same_bytes() {
    let board = board(plain_charts().into_iter().map(panel).collect(), Theme::Dark, Width::Desktop);
    let first = draw(&board).expect("a picture");
    assert_eq!(first, draw(&board).expect("a picture"));
    let elsewhere = std::thread::spawn(move || draw(&board)).join().expect("a thread");
    assert_eq!(Ok(first), elsewhere);
}

#[test]
fn a_picture_is_a_png_of_the_screen_s_width() {
    let screens = [(Width::Phone, Theme::Light, 780), (Width::Desktop, Theme::Dark, 1_440)];
    for (width, theme, across) in screens {
        for chart in plain_charts() {
            let png = draw(&board(vec![panel(chart)], theme, width)).expect("a picture");
            let picture = Pixmap::decode_png(&png).expect("a PNG");
            assert_eq!(picture.width(), across);
            assert!(picture.height() > 200 && picture.height() < 2_000, "{}", picture.height());
            // The page covers everything.
            assert!(picture.pixels().iter().all(|pixel| pixel.is_opaque()));
        }
    }
}

#[test]
fn an_empty_board_is_still_a_picture() {
    let mut empty = board(Vec::new(), Theme::Light, Width::Phone);
    assert!(draw(&empty).is_ok());
    for text in [&mut empty.title, &mut empty.subtitle, &mut empty.footnote] {
        text.clear();
    }
    assert!(draw(&empty).is_ok());
    empty.panels = charts(&[], &[], &[]).into_iter().map(panel).collect();
    assert!(draw(&empty).is_ok());
}

#[test]
fn too_much_is_refused_or_cut() {
    let note = || panel(Chart::Note(Note { paragraphs: vec!["x ".repeat(2_000); 6] }));
    let many = (0..13).map(|_| note()).collect();
    assert_eq!(draw(&board(many, Theme::Light, Width::Phone)), Err(PictureError::TooManyPanels));
    let high = (0..12).map(|_| note()).collect();
    assert_eq!(draw(&board(high, Theme::Light, Width::Phone)), Err(PictureError::TooHigh));
    let texts: Vec<String> = (0..1_000_000).map(|at| at.to_string()).collect();
    let choices = texts.iter().map(|label| Choice { label: label.clone(), count: 1 }).collect();
    let rows = panel(Chart::Spread(Spread::Shown(choices)));
    let document = layout::document(&board(vec![rows], Theme::Light, Width::Phone)).expect("a document");
    assert!(document.contains("+999970") && document.len() < 100_000);
}

#[test]
fn words_that_the_font_lacks_are_seen_as_boxes() {
    let document = |text: &str| {
        let note = panel(Chart::Note(Note { paragraphs: vec![words(text)] }));
        layout::document(&board(vec![note], Theme::Light, Width::Phone)).expect("a document")
    };
    assert!(document("🐄 Moo").contains(">□ Moo<"));
    assert!(document("مرحبا").contains(">□□□□□<"));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[一-龥]{0,30}",
        Just("w".repeat(5_000)),
        Just(words("مرحبا 👩‍👩‍👧‍👦 \u{202e}abc</text>")),
        Just(String::new()),
    ]
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -50.0..150.0f64, Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks_a_picture(
        texts in proptest::collection::vec(any_text(), 0..40),
        values in proptest::collection::vec(any_value(), 0..40),
        counts in proptest::collection::vec(any::<u32>(), 0..40),
        phone: bool,
        drawn in 0_usize..60,
    ) {
        let width = if phone { Width::Phone } else { Width::Desktop };
        for (at, chart) in charts(&texts, &values, &counts).into_iter().enumerate() {
            let board = board(vec![panel(chart)], Theme::Dark, width);
            let document = layout::document(&board).expect("one panel is never too high");
            prop_assert!(document.len() < 2_000_000 && !document.contains("NaN"));
            // Drawing takes long without optimisation, so only some are.
            if at == drawn {
                prop_assert!(draw(&board).expect("a picture").len() < DISCORD_LIMIT);
            }
        }
    }
}
