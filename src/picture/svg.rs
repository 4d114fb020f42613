//! A tiny writer of SVG: the few shapes that the pictures need, with numbers kept finite and words escaped.
//! Coordinates are logical pixels from the top left; every shape is opaque, paler colours are mixed beforehand.
//! It must not know what a picture is about.

use std::fmt::Write as _;

use super::measure;
use super::palette::Rgb;

/// A rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    /// Left edge.
    pub(super) x: f64,
    /// Upper edge.
    pub(super) y: f64,
    /// Width.
    pub(super) w: f64,
    /// Height.
    pub(super) h: f64,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) ink: Rgb,
    /// Its width in pixels.
    pub(super) width: f64,
    /// Whether it is broken into dashes.
    pub(super) dashed: bool,
}

/// On which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// How words are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Face {
    /// The em in pixels.
    pub(super) size: f64,
    /// Their colour.
    pub(super) ink: Rgb,
    /// Whether they are set bold.
    pub(super) strong: bool,
    /// Where they stand.
    pub(super) side: Side,
}

/// How far below the middle of a line its baseline is, in ems; fits digits and Chinese characters alike.
pub(super) const DROP: f64 = 0.365;

/// A drawing so far.
#[derive(Debug, Default)]
pub(super) struct Svg {
    out: String,
}

impl Svg {
    /// A filled rectangle with round corners.
    pub(super) fn rect(&mut self, area: Area, radius: f64, fill: Rgb) {
        self.block(area, radius, &format!("fill=\"{fill}\""));
    }

    /// The outline of a rectangle; it stays within the rectangle.
    pub(super) fn frame(&mut self, area: Area, radius: f64, stroke: Stroke) {
        let half = stroke.width / 2.0;
        let inner =
            Area { x: area.x + half, y: area.y + half, w: area.w - stroke.width, h: area.h - stroke.width };
        self.block(inner, (radius - half).max(0.0), &format!("fill=\"none\" {}", pen(stroke)));
    }

    fn block(&mut self, area: Area, radius: f64, paint: &str) {
        if area.w > 0.0 && area.h > 0.0 {
            let (x, y, w, h) = (num(area.x), num(area.y), num(area.w), num(area.h));
            self.line_of(format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{}\" {paint}/>",
                num(radius.min(area.w / 2.0).min(area.h / 2.0))
            ));
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A line through points.
    pub(super) fn path(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        if points.len() > 1 {
            self.line_of(format_args!(
                "<path d=\"{}\" fill=\"none\" {} stroke-linejoin=\"round\" stroke-linecap=\"{}\"/>",
                course(points),
                pen(stroke),
                if stroke.dashed || points.len() == 2 { "butt" } else { "round" }
            ));
        }
    }

    /// A filled polygon with an outline.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], fill: Rgb, edge: Stroke) {
        if points.len() > 2 {
            self.line_of(format_args!("<path d=\"{}Z\" fill=\"{fill}\" {}/>", course(points), pen(edge)));
        }
    }

    /// A filled circle with an outline.
    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, fill: Rgb, edge: Stroke) {
        let (x, y) = (num(x), num(y));
        self.line_of(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"{fill}\" {}/>",
            num(radius),
            pen(edge)
        ));
    }

    /// Slanting lines across a rectangle, so many pixels apart.
    pub(super) fn hatch(&mut self, area: Area, apart: f64, stroke: Stroke) {
        let mut course = String::new();
        let mut sum = apart;
        while sum < area.w + area.h && course.len() < 20_000 {
            let (left, low) = ((sum - area.h).max(0.0), sum.min(area.h));
            let (right, high) = (sum.min(area.w), (sum - area.w).max(0.0));
            for (mark, x, y) in [('M', left, low), ('L', right, high)] {
                let (x, y) = (num(area.x + x), num(area.y + y));
                // Writing into a String does not fail.
                let _ = write!(course, "{mark}{x} {y}");
            }
            sum += apart.max(1.0);
        }
        self.line_of(format_args!("<path d=\"{course}\" fill=\"none\" {}/>", pen(stroke)));
    }

    /// Words on one line whose middle is at `y`.
    pub(super) fn text(&mut self, (x, y): (f64, f64), words: &str, face: Face) {
        let words = measure::plain(words);
        if words.is_empty() {
            return;
        }
        let side = match face.side {
            Side::Start => "start",
            Side::Middle => "middle",
            Side::End => "end",
        };
        // There is one weight; a hair around each letter makes it bold.
        let bold = if face.strong {
            format!(
                " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
                face.ink,
                num(face.size * 0.042)
            )
        } else {
            String::new()
        };
        self.line_of(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{side}\"{bold}>{}</text>",
            num(x),
            num(y + DROP * face.size),
            num(face.size),
            face.ink,
            escape(&words)
        ));
    }

    /// Another drawing, moved.
    pub(super) fn place(&mut self, (x, y): (f64, f64), drawing: &Svg) {
        self.line_of(format_args!("<g transform=\"translate({} {})\">\n{}</g>", num(x), num(y), drawing.out));
    }

    /// The whole document, in a size and a family of letters.
    pub(super) fn document(&self, width: f64, height: f64, family: &str) -> String {
        let (width, height) = (num(width), num(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"{family}\">\n{}</svg>\n",
            self.out
        )
    }

    fn line_of(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing into a String does not fail.
        let _ = writeln!(self.out, "{shape}");
    }
}

fn pen(stroke: Stroke) -> String {
    let dashes = if stroke.dashed { " stroke-dasharray=\"4 3\"" } else { "" };
    format!("stroke=\"{}\" stroke-width=\"{}\"{dashes}", stroke.ink, num(stroke.width))
}

fn course(points: &[(f64, f64)]) -> String {
    let step = |(at, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if at == 0 { 'M' } else { 'L' }, num(*x), num(*y))
    };
    points.iter().enumerate().map(step).collect()
}

/// A number with at most two decimals; what is not finite is nought.
fn num(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(-1e5, 1e5) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        let all = [1.0, 0.125, -0.001, f64::NAN, f64::INFINITY, 1e300].map(num);
        assert_eq!(all, ["1", "0.12", "0", "0", "0", "100000"]);
    }

    #[test]
    fn words_cannot_leave_their_element() {
        let mut svg = Svg::default();
        let face = Face { size: 12.0, ink: Rgb(0, 0, 0), strong: true, side: Side::Start };
        svg.text((0.0, 0.0), "</text><rect id=\"a\"/> & '", face);
        let document = svg.document(10.0, 10.0, "x");
        assert!(document.contains("&lt;/text&gt;&lt;rect id=&quot;a&quot;/&gt; &amp; &apos;"), "{document}");
    }

    #[test]
    fn a_hatch_stays_within_its_area() {
        let mut svg = Svg::default();
        let stroke = Stroke { ink: Rgb(0, 0, 0), width: 1.0, dashed: false };
        svg.hatch(Area { x: 0.0, y: 0.0, w: 10.0, h: 4.0 }, 5.0, stroke);
        assert!(svg.out.contains("M1 4L5 0M6 4L10 0"), "{}", svg.out);
    }
}
