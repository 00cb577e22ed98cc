//! The OpenTelemetry collector, as far as the command line has to do with it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    thread,
};

use crate::place::{Place, QUIET};

/// A collector that answers everything with this status line. It ends with the test.
fn answering(status: &'static str) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    format!("http://{address}")
}

fn doctor(settings: &[(&str, &str)]) -> String {
    let place = Place::with_workspace("collector");
    let settings: Vec<_> = QUIET.into_iter().chain(settings.iter().copied()).collect();
    String::from_utf8(place.run(&["doctor"], &settings).stdout).unwrap()
}

#[test]
fn the_doctor_says_whether_the_collector_takes_what_is_sent() {
    let endpoint = answering("200 OK");
    let said = doctor(&[("REGRANT_OTLP_ENDPOINT", &endpoint)]);
    assert!(said.contains(&format!("ok: The collector takes traces at {endpoint}/v1/traces.")), "{said}");
    assert!(said.contains(&format!("ok: The collector takes metrics at {endpoint}/v1/metrics.")), "{said}");
    let said = doctor(&[("REGRANT_OTLP_ENDPOINT", &endpoint), ("REGRANT_OTLP_TRACE_SAMPLE_RATIO", "0")]);
    assert!(!said.contains("takes traces") && said.contains("takes metrics"), "{said}");

    let endpoint = answering("401 Unauthorized");
    let said = doctor(&[("REGRANT_OTLP_ENDPOINT", &endpoint)]);
    let refused =
        format!("PROBLEM: The collector does not take traces at {endpoint}/v1/traces: it was answered with status 401 Unauthorized.");
    assert!(said.contains(&refused), "{said}");

    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let said = doctor(&[("REGRANT_OTLP_ENDPOINT", &format!("http://{nobody}"))]);
    assert!(
        said.contains(&format!("PROBLEM: The collector does not take metrics at http://{nobody}/v1/metrics: there is no answer: ")),
        "{said}"
    );

    assert!(!doctor(&[]).contains("collector"), "without one there is nothing to say");
}

#[cfg(unix)]
#[test]
fn a_file_of_headers_that_others_can_read_or_that_holds_none_is_refused_at_the_start() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::with_workspace("headers");
    let settings = [("REGRANT_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("REGRANT_OTLP_HEADERS_FILE", "headers")];
    let settings: Vec<_> = QUIET.into_iter().chain(settings).collect();
    let complains = || place.complains(&["serve"], &settings);
    assert!(complains().starts_with("The file of `otlp_headers_file`, headers, cannot be read: "));
    let file = place.0.join("headers");
    fs::write(&file, "authorization=Bearer%20abc\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(complains().starts_with("Others can read the file of `otlp_headers_file`, headers."));
    fs::write(&file, "Bearer abc\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(complains(), "The file of `otlp_headers_file`, headers, must have pairs such as `authorization=Bearer%20abc`.");
}
