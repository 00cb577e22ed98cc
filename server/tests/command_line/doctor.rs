//! `regrant doctor`: what it says about an installation, and how it ends.

use std::fs;

use crate::place::{Place, QUIET};

/// What it says of the installation, and whether it found no problem there. What the machine that tests has to offer is left out:
/// the space on its disk, and how many connections its limit of files is enough for.
fn ask(place: &Place, settings: &[(&str, &str)]) -> (String, bool) {
    fs::create_dir_all(place.0.join("site")).unwrap();
    fs::write(place.0.join("site/hash.txt"), "js: 1").unwrap();
    let here = [("REGRANT_SITE_DIR", "site"), ("REGRANT_MAX_CONNECTIONS", "16")];
    let settings: Vec<_> = QUIET.into_iter().chain(here).chain(settings.iter().copied()).collect();
    let output = place.run(&["doctor"], &settings);
    assert!(output.stderr.is_empty(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let found = problems(&said);
    let counted = match found {
        0 => "No problem was found.".to_owned(),
        1 => "1 problem was found.".to_owned(),
        several => format!("{several} problems were found."),
    };
    assert_eq!((said.lines().last(), output.status.success()), (Some(counted.as_str()), found == 0), "{said}");
    let of_the_installation: Vec<&str> = said.lines().filter(|line| !line.contains(": The disk of ") && *line != counted).collect();
    let said = of_the_installation.join("\n");
    let well = problems(&said) == 0;
    (said, well)
}

/// How many problems it names.
fn problems(said: &str) -> usize {
    said.matches("PROBLEM: ").count()
}

#[test]
fn before_the_first_start_nothing_is_wrong_and_nothing_is_made() {
    let place = Place::new("doctor-first");
    let (said, well) = ask(&place, &[]);
    assert!(well, "{said}");
    assert!(said.contains("note: The data directory data is not there yet; the first start makes it."), "{said}");
    assert!(!place.0.join("data").exists());
}

#[test]
fn an_installation_that_is_in_order_is_told_so() {
    let place = Place::with_workspace("doctor-well");
    let (said, well) = ask(&place, &[]);
    assert!(well, "{said}");
    for line in [
        "ok: The schema is the one of this version.",
        "ok: The database takes writes.",
        "ok: Version 1 of the master key, which is or will be current, is here.",
        "ok: The database data/regrant.db is for its owner alone.",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn a_rotation_of_keys_that_is_overdue_is_a_problem() {
    let place = Place::with_workspace("doctor-rotation");
    let (said, well) = ask(&place, &[]);
    assert!(well && said.contains("ok: No rotation of signing keys is overdue."), "{said}");
    // As if no server had run for a quarter of a year and two days.
    place.execute("UPDATE signing_keys SET created_at = created_at - 92 * 86400000 WHERE algorithm = 'ES256'");
    let (said, well) = ask(&place, &[]);
    assert!(!well && problems(&said) == 1, "{said}");
    assert!(said.contains("overdue by more than a day: 1 of them, such as of the workspace \u{201c}Shop\u{201d}."), "{said}");
}

#[cfg(unix)]
#[test]
fn each_thing_that_is_wrong_is_said_with_what_to_do_about_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::with_workspace("doctor-ill");
    let (said, well) = ask(&place, &[("REGRANT_PUBLIC_URL", "https://id.example.com"), ("REGRANT_MAX_CONNECTIONS", "1000000")]);
    assert!(!well && said.contains("PROBLEM: `public_url` is https://id.example.com, so a reverse proxy stands in front"), "{said}");
    assert!(said.contains("PROBLEM: This process may open ") || said.contains("enough for 1000000 connections"), "{said}");
    let (said, well) = ask(&place, &[("REGRANT_SITE_DIR", "nowhere")]);
    assert!(!well && said.contains("PROBLEM: The console's files are not in nowhere"), "{said}");

    fs::set_permissions(place.0.join("data/regrant.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let (said, well) = ask(&place, &[]);
    assert!(!well && said.contains("with `chmod 600 data/regrant.db`") && problems(&said) == 1, "{said}");
    fs::set_permissions(place.0.join("data/regrant.db"), fs::Permissions::from_mode(0o600)).unwrap();

    let key = place.0.join("data/master.key");
    let held = fs::read_to_string(&key).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    let (said, well) = ask(&place, &[]);
    assert!(!well && said.contains("PROBLEM: Others can read the master key file data/master.key."), "{said}");
    assert_eq!(problems(&said), 1, "one cause, one finding: {said}");
    fs::remove_file(&key).unwrap();
    let (said, well) = ask(&place, &[]);
    assert!(!well && said.contains("PROBLEM: The database was used with a master key, and there is none here."), "{said}");
    let other = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    let (said, well) = ask(&place, &[("REGRANT_MASTER_KEY", other)]);
    assert!(!well && said.contains("PROBLEM: Version 1 of the master key is not the one that the database was used with."), "{said}");
    let (said, well) =
        ask(&place, &[("REGRANT_MASTER_KEY", held.as_str()), ("REGRANT_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")]);
    assert!(!well && said.contains("PROBLEM: The database postgres://nobody@127.0.0.1:1/none cannot be opened"), "{said}");
}

#[test]
fn a_configuration_that_cannot_be_read_is_one_sentence() {
    let place = Place::new("doctor-configuration");
    let complaint = place.complains(&["doctor"], &[("REGRANT_LISTEN", "8080")]);
    assert!(complaint.starts_with("`listen`, from the environment, is `8080`"), "{complaint}");
}

#[cfg(unix)]
#[test]
fn how_long_the_certificate_for_tls_is_valid_is_said() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::with_workspace("doctor-tls");
    let settings =
        [("REGRANT_PUBLIC_URL", "https://localhost"), ("REGRANT_TLS_CERTIFICATE_FILE", "tls.pem"), ("REGRANT_TLS_KEY_FILE", "tls.key")];
    for (host, from, until, says) in [
        ("localhost", 2000, 4000, "ok: The certificate for TLS is valid for "),
        ("localhost", 2000, 2020, "PROBLEM: The certificate for TLS ended at 2020-02-01T"),
        ("localhost", 3000, 4000, "PROBLEM: The certificate for TLS, or one that it rests on, is valid from 3000-02-01T"),
        ("example.com", 2000, 4000, "PROBLEM: The certificate for TLS is not for the host of `public_url`, localhost"),
    ] {
        let mut of = rcgen::CertificateParams::new([host.to_owned()]).unwrap();
        (of.not_before, of.not_after) = (rcgen::date_time_ymd(from, 2, 1), rcgen::date_time_ymd(until, 2, 1));
        let key = rcgen::KeyPair::generate().unwrap();
        fs::write(place.0.join("tls.pem"), of.self_signed(&key).unwrap().pem()).unwrap();
        fs::write(place.0.join("tls.key"), key.serialize_pem()).unwrap();
        fs::set_permissions(place.0.join("tls.key"), fs::Permissions::from_mode(0o600)).unwrap();
        let (said, well) = ask(&place, &settings);
        assert!(said.contains(says) && well == says.starts_with("ok"), "{said}");
    }
    fs::write(place.0.join("tls.key"), rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
    let (said, well) = ask(&place, &settings);
    assert!(!well && said.contains("The private key for TLS is not the one of the certificate."), "{said}");
}

#[test]
fn a_directory_in_the_place_of_a_file_is_called_no_file() {
    let place = Place::with_workspace("doctor-directory");
    fs::create_dir_all(place.0.join("folder/in")).unwrap();
    let (said, well) = ask(&place, &[("REGRANT_MASTER_KEY_FILE", "folder")]);
    assert!(!well && said.contains("PROBLEM: The master key file folder is not a regular file.") && problems(&said) == 1, "{said}");
    let (said, well) = ask(&place, &[("REGRANT_DATABASE_URL", "sqlite://folder")]);
    assert!(!well && said.contains("folder is not a regular file") && !said.contains("hard links") && !said.contains("chmod"), "{said}");
}

#[test]
fn keys_with_times_that_are_yet_to_come_are_a_problem_and_rotated_at_once_they_are_none() {
    let place = Place::with_workspace("doctor-ahead");
    // As if the clock had been ahead for a while.
    place.execute("UPDATE signing_keys SET created_at = created_at + 200 * 86400000 WHERE algorithm = 'ES256'");
    let (said, well) = ask(&place, &[]);
    assert!(!well && said.contains("PROBLEM: Signing keys bear times that are yet to come: 1 of them"), "{said}");
    place.says(&["key", "rotate", "--tenant", "acme", "--workspace", "shop", "--algorithm", "ES256", "--at-once"]);
    let (said, well) = ask(&place, &[]);
    assert!(well, "{said}");
}

#[test]
fn how_clients_present_certificates_is_said_and_whether_their_authorities_can_be_read() {
    let place = Place::with_workspace("doctor-certificates");
    let proxies = [("REGRANT_TRUSTED_PROXIES", "127.0.0.1"), ("REGRANT_MTLS_FROM_PROXIES", "unverified")];
    let (said, _) = ask(&place, &proxies);
    for note in ["note: `mtls_from_proxies` believes `trusted_proxies`", "note: No `mtls_ca_file` is set"] {
        assert!(said.contains(note), "{said}");
    }
    let trusting = [&proxies[..], &[("REGRANT_MTLS_CA_FILE", "ca.pem")]].concat();
    let (said, well) = ask(&place, &trusting);
    assert!(!well && said.contains("PROBLEM: The certificates of authorities ca.pem cannot be read"), "{said}");
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    fs::write(place.0.join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
    let (said, _) = ask(&place, &trusting);
    assert!(said.contains("ok: The certificates of the authorities that issue certificates to clients can be read."), "{said}");
}
