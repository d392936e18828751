//! Texts in XML.

/// A text as the value of an attribute between double quotes, or as the text of an element. What XML 1.0 has no
/// place for is replaced by U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            // As themselves they would be read as blanks in an attribute.
            '\t' => escaped += "&#9;",
            '\n' => escaped += "&#10;",
            '\r' => escaped += "&#13;",
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_place() {
        assert_eq!(escaped("a<b> & \"c\"\n\u{1}🙂"), "a&lt;b&gt; &amp; &quot;c&quot;&#10;\u{fffd}🙂");
    }
}
