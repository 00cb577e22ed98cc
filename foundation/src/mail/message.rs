//! A mail as it goes over the wire (RFC 5322).

use std::time::{Duration, SystemTime};

use control::Post;
use domain::mail::MailFailure;
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

/// The longest line that goes over the wire as it is, in bytes.
const LONGEST_LINE: usize = 990;

/// Writes a mail. One whose addresses cannot be written is refused for good.
pub(super) fn of(post: &Post) -> Result<Message, MailFailure> {
    let refused = || MailFailure::Refused;
    let sender: Address = post.sender.parse().map_err(|_| refused())?;
    let recipient: Address = post.mail.to.parse().map_err(|_| refused())?;
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(post.at.as_millis()).unwrap_or_default());
    let id = format!("<{}@{}>", post.id, sender.domain());
    let mut message = Message::builder()
        .from(Mailbox::new(Some(post.sender_name.clone()), sender))
        .to(Mailbox::new(None, recipient))
        .subject(&post.mail.subject)
        .date(at)
        .message_id(Some(id))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &post.mail.text))
                .singlepart(part(ContentType::TEXT_HTML, &post.mail.html)),
        )
        .map_err(|_| refused())?;
    // RFC 3834 §5: nobody's holiday notice answers it.
    if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
    }
    Ok(message)
}

/// A part of a mail: as it is, where its characters and lines allow that (RFC 5322 §2.1.1), so that a link can be read in the file.
fn part(kind: ContentType, text: &str) -> SinglePart {
    let fits = text.lines().all(|line| line.is_ascii() && line.len() <= LONGEST_LINE);
    let body = if fits {
        let lines: Vec<_> = text.lines().collect();
        Body::dangerous_pre_encoded(lines.join("\r\n").into_bytes(), ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text.to_owned())
    };
    SinglePart::builder().header(kind).body(body)
}

#[cfg(test)]
mod tests {
    use control::Mail;
    use domain::{clock::Timestamp, id::MailId};

    use super::*;

    fn post(to: &str, subject: &str) -> Post {
        let at = Timestamp::from_millis(1_796_113_320_000);
        let mail = Mail { to: to.to_owned(), subject: subject.to_owned(), text: "Grüße\n".to_owned(), html: "<p>Grüße</p>".to_owned() };
        Post { id: MailId::new(at, [7; 10]), at, sender_name: "Küche".to_owned(), sender: "no-reply@example.com".to_owned(), mail }
    }

    #[test]
    fn a_mail_says_who_sends_it_and_that_a_program_does() {
        let written = String::from_utf8(of(&post("ann@example.com", "Bestätigen")).unwrap().formatted()).unwrap();
        let has = |line: &str| written.lines().any(|written| written == line);
        assert!(has("To: ann@example.com") && has("Auto-Submitted: auto-generated"), "{written}");
        assert!(has("Date: Tue, 01 Dec 2026 08:22:00 +0000"), "{written}");
        assert!(written.contains("Content-Type: multipart/alternative") && written.contains("Message-ID: <"), "{written}");
    }

    #[test]
    fn no_subject_and_no_address_becomes_another_header() {
        let written = String::from_utf8(of(&post("ann@example.com", "Hello\r\nBcc: all@example.com")).unwrap().formatted()).unwrap();
        assert!(!written.lines().any(|line| line.starts_with("Bcc:")), "{written}");
        assert_eq!(of(&post("ann@example.com\r\nBcc: all@example.com", "Hello")).unwrap_err(), MailFailure::Refused);
    }
}
