//! A list that is sent as it is read.

use std::future::Future;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::page::{Page, Window};
use futures::{StreamExt as _, stream};

use super::{asked::Refused, format::Format};

/// How many rows a file has at most. Whoever needs more narrows the filter, or asks the admin API page by page.
const MOST_ROWS: u64 = 10_000;
/// How many rows are read at once.
const ROWS_AT_ONCE: u64 = 500;
/// How often rows are read at most. Where no index finds what is asked for, a page may have few of them.
const MOST_PAGES: u32 = 100;

/// A list that can be exported.
pub(super) trait Exported: Send + Sync + 'static {
    /// An item of it.
    type Item: Send;
    /// The key of an item.
    type Key: Send + std::str::FromStr;
    /// What its columns are called.
    const HEAD: &'static [&'static str];

    /// Returns how it is written.
    fn format(&self) -> Format;

    /// Reads a part of it.
    fn page(&self, window: Window<Self::Key>) -> impl Future<Output = Result<Page<Self::Item>, control::Error>> + Send;

    /// Returns the line of an item.
    fn line(&self, item: &Self::Item) -> String;
}

/// Where the file goes on.
enum Next<I> {
    Page(Page<I>),
    After(String),
    /// There may be more, and it is not read.
    Cut,
    Over,
}

struct Progress<L: Exported> {
    list: L,
    next: Next<L::Item>,
    rows: u64,
    pages: u32,
}

/// Answers with a list as a file. Its first page is read before, so that what is refused has a status.
pub(super) async fn file<L: Exported>(list: L, name: &str) -> Result<Response, Refused> {
    let first = list.page(window(None, ROWS_AT_ONCE)).await?;
    let format = list.format();
    let head = format.head(L::HEAD);
    let progress = Progress { list, next: Next::Page(first), rows: 0, pages: 1 };
    let lines = stream::unfold((head, progress), |(head, progress)| async move {
        let (lines, progress) = progress.go_on().await?;
        let lines = lines.map(|lines| Bytes::from(head + &lines));
        Some((lines, (String::new(), progress)))
    });
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())), (header::CONTENT_DISPOSITION, disposition)];
    // What compresses it asks once more after its end.
    Ok((headers, Body::from_stream(lines.fuse())).into_response())
}

fn window<K: std::str::FromStr>(after: Option<&str>, limit: u64) -> Window<K> {
    Window { limit, counted: false, ..Window::from(after.and_then(|after| after.parse().ok())) }
}

impl<L: Exported> Progress<L> {
    /// Returns the next lines; nothing at the end. A file that cannot be read to its end breaks off, so that nobody takes it for the whole.
    async fn go_on(mut self) -> Option<(Result<String, control::Error>, Self)> {
        let page = match self.next {
            Next::Over => return None,
            Next::Cut => {
                let said = self.list.format().not_complete(L::HEAD.len(), self.rows);
                return Some((Ok(said), Self { next: Next::Over, ..self }));
            }
            Next::Page(page) => page,
            Next::After(after) => {
                self.pages += 1;
                let limit = ROWS_AT_ONCE.min(MOST_ROWS.saturating_sub(self.rows));
                match self.list.page(window(Some(&after), limit)).await {
                    Ok(page) => page,
                    Err(error) => {
                        tracing::error!(operation = "export", %error, "a list could not be exported to its end");
                        return Some((Err(error), Self { next: Next::Over, ..self }));
                    }
                }
            }
        };
        let lines: String = page.items.iter().map(|item| self.list.line(item)).collect();
        let rows = self.rows + u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        let next = match page.next {
            None => Next::Over,
            Some(_) if rows >= MOST_ROWS || self.pages >= MOST_PAGES => Next::Cut,
            Some(after) => Next::After(after),
        };
        Some((Ok(lines), Self { next, rows, ..self }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many rows, of which each page has some.
    struct Numbers {
        rows: u64,
        per_page: u64,
    }

    impl Exported for Numbers {
        type Item = u64;
        type Key = u64;
        const HEAD: &'static [&'static str] = &["number"];

        fn format(&self) -> Format {
            Format::Csv
        }

        async fn page(&self, window: Window<u64>) -> Result<Page<u64>, control::Error> {
            let from = match window.edge {
                domain::page::Edge::After(after) => after,
                _ => 0,
            };
            let to = self.rows.min(from + self.per_page.min(window.limit));
            Ok(Page { items: (from..to).collect(), next: (to < self.rows).then(|| to.to_string()), total: None })
        }

        fn line(&self, item: &u64) -> String {
            format!("{item}\r\n")
        }
    }

    async fn exported(rows: u64, per_page: u64) -> Vec<String> {
        let answer = file(Numbers { rows, per_page }, "numbers").await.unwrap_or_else(|_: Refused| panic!("it is exported"));
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect()
    }

    #[tokio::test]
    async fn a_file_has_every_row_once_or_says_that_it_is_cut() {
        assert_eq!(exported(0, 500).await, ["\"number\""]);
        assert_eq!(exported(3, 2).await, ["\"number\"", "0", "1", "2"]);
        let whole = exported(MOST_ROWS, 500).await;
        assert_eq!((whole.len() as u64, whole.last().map(String::as_str)), (MOST_ROWS + 1, Some("9999")));
        let cut = exported(MOST_ROWS + 1, 500).await;
        assert_eq!(cut.len() as u64, MOST_ROWS + 2);
        assert!(cut.last().unwrap().starts_with("\"Not complete") || cut.last().unwrap().starts_with("Not complete"), "{:?}", cut.last());
        assert_eq!(exported(MOST_ROWS, 1).await.len(), MOST_PAGES as usize + 2, "the pages are bounded, too");
    }
}
