//! The tokens of a page, by the rules of the HTML standard, in time linear in its length.

use std::cell::Cell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// The bytes that are taken apart at a time.
const PIECE: usize = 16 << 10;

/// The most blanks in what becomes one token: the time that a tag takes grows with the square of its attributes. What
/// follows in a page with more is left out.
const BLANKS: usize = 30_000;

/// What is done with the tokens of a page.
pub(super) trait Taker {
    /// A start tag or an end tag.
    fn tag(&mut self, tag: &Tag);
    /// A piece of text, entities decoded.
    fn text(&mut self, text: &str);
}

/// Gives the tags and texts of a page to `taker`, in order.
pub(super) fn take<T: Taker>(html: &str, taker: T) -> T {
    let sink = Sink { taker: taker.into(), tokens: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, Default::default());
    let input = BufferQueue::default();
    let (mut rest, mut seen, mut blanks) = (html, 0, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        input.push_back(StrTendril::from_slice(piece));
        // Scripts are not run: the tokenizer goes on behind each.
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        let tokens = tokenizer.sink.tokens.get();
        blanks =
            if tokens > seen { 0 } else { blanks } + piece.bytes().filter(u8::is_ascii_whitespace).count();
        if blanks > BLANKS {
            break;
        }
        (rest, seen) = (after, tokens);
    }
    if rest.is_empty() {
        tokenizer.end();
    }
    tokenizer.sink.taker.into_inner()
}

struct Sink<T> {
    taker: std::cell::RefCell<T>,
    /// How many tokens there were.
    tokens: Cell<u64>,
}

impl<T: Taker> TokenSink for Sink<T> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        // What is wrong in a tag is said while the tag still grows.
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        match token {
            Token::TagToken(tag) => {
                self.taker.borrow_mut().tag(&tag);
                if tag.kind == TagKind::StartTag { raw(&tag.name) } else { TokenSinkResult::Continue }
            }
            Token::CharacterTokens(text) => {
                self.taker.borrow_mut().text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// How the text of an element is read in which tags are none.
fn raw(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that begin and end a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Elements whose text is not the page's.
pub(super) fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "noembed"
            | "noframes"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "textarea"
            | "button"
            | "datalist"
            | "xmp"
            | "plaintext"
            | "frameset"
            | "applet"
            | "marquee"
            | "rp"
    )
}
