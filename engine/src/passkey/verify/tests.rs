use aws_lc_rs::{
    rand::SystemRandom,
    rsa,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use super::*;
use crate::{
    passkey::{AccountOfPasskey, creation_options, request_options, testing::TestAuthenticator},
    random::SeededRandom,
};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const ORIGIN: &str = "https://id.example.com";

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn base64(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(hex(text))
}

fn challenge_of(bytes: &[u8], at: Timestamp) -> Challenge {
    Challenge { bytes: bytes.try_into().unwrap(), at, note: String::new() }
}

fn new_passkey() -> (PasskeyId, Name, Timestamp) {
    (PasskeyId::new(NOW, [7; 10]), Name::parse("Phone").unwrap(), NOW)
}

/// One of the examples of Web Authentication Level 3 §16, in hexadecimal.
struct Example {
    credential: &'static str,
    creation: [&'static str; 3],
    /// Challenge, client data, authenticator data and signature.
    use_of_it: [&'static str; 4],
}

/// *ES256 Credential with No Attestation*.
const ES256_NONE: Example = Example {
    credential: "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
    creation: [
        "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130",
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d",
        "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
    ],
    use_of_it: [
        "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408",
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000",
        "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
    ],
};

/// *Apple Anonymous Attestation with ES256 Credential*: attestations that were not asked for are left alone.
const ES256_APPLE: Example = Example {
    credential: "9c4a5886af9283d9be3e9ec55978dedfdce2e3b365cab193ae850c16238fafb8",
    creation: [
        "f7f688213852007775009cf8c096fda89d60b9a9fb5a50dd81dd9898af5a0609",
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22395f61494954685341486431414a7a34774a6239714a316775616e37576c4464676432596d4b396142676b222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20546a4c506e704f6158515572464e6362483274545a41227d",
        "a363666d74656170706c656761747453746d74a1637835638159025c30820258308201fea0030201020210394275613d5310b81a29ce90f48b61c1300a06082a8648ce3d0403023062311e301c06035504030c15576562417574686e207465737420766563746f7273310c300a060355040a0c0357334331253023060355040b0c1c41757468656e74696361746f72204174746573746174696f6e204341310b30090603550406130241413020170d3234303130313030303030305a180f33303234303130313030303030305a305f311e301c06035504030c15576562417574686e207465737420766563746f7273310c300a060355040a0c0357334331223020060355040b0c1941757468656e74696361746f72204174746573746174696f6e310b30090603550406130241413059301306072a8648ce3d020106082a8648ce3d030107034200048a3d5b1b4c543a706bf6e4b00afedb3c930b690dd286934fe2911f779cc7761af728e1aa3b0ff66692192daa776b83ddf8e3340d2d9a0eabdfc324eb3e2f136ca38196308193300c0603551d130101ff04023000300e0603551d0f0101ff040403020780301d0603551d0e0416041412f1ce6c0ae39b403bfc9200317bc183a4e4d766301f0603551d2304183016801445aff715b0dd786741fee996ebc16547a3931b1e303306092a864886f76364080204263024a1220420d7a86e7233fb843eb0eeb407d8b76ff7e4f82d218cf5dbb461d752073f5cb29a300a06082a8648ce3d0403020348003045022070f5c2ede3000e9dae358d412b26a4acbf18f4cdeb80f5b13fcd564d090c39ec022100f672e2c3dbe117c9b1490b3c660abf5dcd74398187082dacb58b6744de4aca6068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b54900000000748210a20076616a733b2114336fc38400209c4a5886af9283d9be3e9ec55978dedfdce2e3b365cab193ae850c16238fafb8a50102032620012158208a3d5b1b4c543a706bf6e4b00afedb3c930b690dd286934fe2911f779cc7761a225820f728e1aa3b0ff66692192daa776b83ddf8e3340d2d9a0eabdfc324eb3e2f136c",
    ],
    use_of_it: [
        "d3eb2964641e26fed023403a72dde093b19c4ba9008c3f9dd83fcfd347a66d05",
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22302d73705a4751654a76375149304136637433676b37476353366b416a442d6432445f503030656d625155222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50900000000",
        "3046022100ee35db795ce28044e1f8231d68b3d79a9882f7415aa35c1b5ac74d24251073c8022100dcc65691650a412d0ceef843710c09827acf26c7845bddac07eec95863e7fc4c",
    ],
};

#[test]
fn the_examples_of_the_standard_are_right_and_nothing_near_them_is() {
    let party = RelyingParty::of(&"https://example.org".parse().unwrap()).unwrap();
    for Example { credential, creation, use_of_it } in [ES256_NONE, ES256_APPLE] {
        let [challenge, client_data, object] = creation;
        let answer = |object: &str| {
            let json = json!({"rawId": base64(credential), "response": {"clientDataJSON": base64(client_data), "attestationObject": base64(object)}});
            RegistrationResponse::parse(&json.to_string()).unwrap()
        };
        let made = challenge_of(&hex(challenge), NOW);
        let passkey = verify_registration(&party, &made, &answer(object), new_passkey()).unwrap();
        assert_eq!((passkey.credential.clone(), passkey.sign_count, passkey.synced), (hex(credential), 0, true));
        for cut in [object.len() / 2, object.len() - 2] {
            let outcome = verify_registration(&party, &made, &answer(&object[..cut - cut % 2]), new_passkey());
            assert_eq!(outcome, Err(PasskeyError::Malformed));
        }
        let longer = format!("{object}00");
        assert_eq!(verify_registration(&party, &made, &answer(&longer), new_passkey()), Err(PasskeyError::Malformed));

        let [challenge, client_data, data, signature] = use_of_it;
        let asked = challenge_of(&hex(challenge), NOW.plus_seconds(1));
        let verify = |data: &str, signature: &str, asked_for| {
            let json = json!({"rawId": base64(credential), "response": {
                "clientDataJSON": base64(client_data), "authenticatorData": base64(data), "signature": base64(signature),
            }});
            let answer = AssertionResponse::parse(&json.to_string()).unwrap();
            verify_assertion(&party, &asked, &answer, (&passkey, Uuid::nil()), asked_for, NOW)
        };
        let used = verify(data, signature, Asked::SecondFactor).unwrap();
        assert_eq!((used.id, used.sign_count, used.challenged_at), (passkey.id, 0, NOW.plus_seconds(1)));
        assert_eq!(verify(data, signature, Asked::OnlyFactor), Err(PasskeyError::Unknown), "it does not say whose it is");
        let counted = format!("{}01", &data[..data.len() - 2]);
        assert_eq!(verify(&counted, signature, Asked::SecondFactor), Err(PasskeyError::Signature));
        assert_eq!(verify(data, "3006020101020101", Asked::SecondFactor), Err(PasskeyError::Signature));
        assert_eq!(verify(data, "", Asked::SecondFactor), Err(PasskeyError::Signature));
    }
}

#[test]
fn keys_of_each_algorithm_that_is_asked_for_verify_their_own_signatures() {
    let random = SystemRandom::new();
    let numbers = |pairs: &[(i64, i64)]| pairs.iter().map(|(label, number)| (Value::Int(*label), Value::Int(*number))).collect::<Vec<_>>();
    let ed25519 = Ed25519KeyPair::generate().unwrap();
    let octets = Value::Bytes(ed25519.public_key().as_ref().to_vec());
    let key = CredentialKey::read(&Value::Map([numbers(&[(1, 1), (3, -8), (-1, 6)]), vec![(Value::Int(-2), octets)]].concat())).unwrap();
    let signature = ed25519.sign(b"message");
    assert!(key.verifies(b"message", signature.as_ref()) && !key.verifies(b"messages", signature.as_ref()));

    let rsa = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let modulus = Value::Bytes(rsa.public_key().modulus().big_endian_without_leading_zero().to_vec());
    let exponent = Value::Bytes(rsa.public_key().exponent().big_endian_without_leading_zero().to_vec());
    let parts = [numbers(&[(1, 3), (3, -257)]), vec![(Value::Int(-1), modulus), (Value::Int(-2), exponent)]].concat();
    let key = CredentialKey::read(&Value::Map(parts)).unwrap();
    let mut signature = vec![0; rsa.public_modulus_len()];
    rsa.sign(&RSA_PKCS1_SHA256, &random, b"message", &mut signature).unwrap();
    assert!(key.verifies(b"message", &signature) && !key.verifies(b"messages", &signature));
}

#[test]
fn keys_of_other_algorithms_are_not_taken() {
    // RFC 7517 appendix A.1.
    let x = hex("30a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e");
    let y = hex("e04b65e92456d9888b52b379bdfbd51ee869ef1f0fc65b6659695b6cce081723");
    let key = |alg: i64, curve: i64| {
        let (x, y) = (Value::Bytes(x.clone()), Value::Bytes(y.clone()));
        let numbers = [(1, 2), (3, alg), (-1, curve)].map(|(label, number)| (Value::Int(label), Value::Int(number)));
        Value::Map(numbers.into_iter().chain([(Value::Int(-2), x), (Value::Int(-3), y)]).collect())
    };
    assert!(CredentialKey::read(&key(-7, 1)).is_some());
    assert_eq!(CredentialKey::read(&key(-35, 2)), None);
    assert_eq!(CredentialKey::read(&key(-7, 2)), None);
}

#[test]
fn what_is_no_key_that_anything_is_verified_by_is_not_taken() {
    let read = |members: &[(i64, i64)], octets: &[(i64, Vec<u8>)]| {
        let members = members.iter().map(|(label, number)| (Value::Int(*label), Value::Int(*number)));
        let octets = octets.iter().map(|(label, octets)| (Value::Int(*label), Value::Bytes(octets.clone())));
        CredentialKey::read(&Value::Map(members.chain(octets).collect()))
    };
    assert_eq!(read(&[(1, 2), (3, -7), (-1, 1)], &[(-2, vec![1; 32]), (-3, vec![2; 32])]), None, "no point of the curve");
    assert_eq!(read(&[(1, 1), (3, -8), (-1, 6)], &[(-2, vec![0; 32])]), None, "a point whose order is 4");
    for (bytes, exponent) in [(64, vec![1, 0, 1]), (1024, vec![1, 0, 1]), (256, vec![1]), (256, vec![1, 0, 0, 0, 1])] {
        let rsa = read(&[(1, 3), (3, -257)], &[(-1, vec![0xff; bytes]), (-2, exponent)]);
        assert_eq!(rsa, None, "{bytes} bytes");
    }
    assert!(read(&[(1, 3), (3, -257)], &[(-1, vec![0xff; 256]), (-2, vec![1, 0, 1])]).is_some());
}

struct Owner {
    party: RelyingParty,
    passkey: Passkey,
    authenticator: TestAuthenticator,
    id: Uuid,
}

impl Owner {
    fn new() -> Self {
        let (party, id) = (RelyingParty::of(&ORIGIN.parse().unwrap()).unwrap(), Uuid::from_u128(9));
        let account = AccountOfPasskey { id, name: "ada (Main)", display_name: "Ada", place: "Main" };
        let challenge = Challenge::new(&SeededRandom::new(2), NOW);
        let (authenticator, answer) = TestAuthenticator::create(ORIGIN, &creation_options(&party, &challenge, account, &[]));
        let answer = RegistrationResponse::parse(&answer).unwrap();
        let passkey = verify_registration(&party, &challenge, &answer, new_passkey()).unwrap();
        Self { party, passkey, authenticator, id }
    }

    fn challenge(&self) -> Challenge {
        Challenge::new(&SeededRandom::new(3), self.passkey.challenged_at.plus_seconds(60))
    }

    fn sign_in(&mut self, asked: Asked) -> Result<PasskeyUse, PasskeyError> {
        let challenge = self.challenge();
        let answer = self.authenticator.get(&request_options(&self.party, &challenge, asked, &[]));
        let answer = AssertionResponse::parse(&answer).unwrap();
        verify_assertion(&self.party, &challenge, &answer, (&self.passkey, self.id), asked, NOW)
    }
}

#[test]
fn an_answer_is_refused_for_what_is_wrong_with_it() {
    let refused = |change: fn(&mut Owner), asked| {
        let mut owner = Owner::new();
        change(&mut owner);
        owner.sign_in(asked).err()
    };
    for asked in [Asked::OnlyFactor, Asked::SecondFactor, Asked::Confirmation] {
        assert_eq!(refused(|_| {}, asked), None);
        assert_eq!(
            refused(|owner| owner.authenticator.origin = "https://id.example.com.evil.example".to_owned(), asked),
            Some(PasskeyError::Origin)
        );
        assert_eq!(refused(|owner| owner.authenticator.origin = "http://id.example.com".to_owned(), asked), Some(PasskeyError::Origin));
        assert_eq!(refused(|owner| owner.authenticator.relying_party = "example.com".to_owned(), asked), Some(PasskeyError::RelyingParty));
        assert_eq!(refused(|owner| owner.authenticator.is_touched = false, asked), Some(PasskeyError::Absent));
        assert_eq!(refused(|owner| owner.id = Uuid::from_u128(10), asked), Some(PasskeyError::Unknown));
        assert_eq!(refused(|owner| owner.passkey.sign_count = 5, asked), Some(PasskeyError::Counter));
        assert_eq!(refused(|owner| owner.authenticator.synced = false, asked), Some(PasskeyError::Malformed));
        assert_eq!(refused(|owner| owner.passkey.public_key = Owner::new().passkey.public_key, asked), Some(PasskeyError::Signature));
    }
    for asked in [Asked::OnlyFactor, Asked::Confirmation] {
        assert_eq!(refused(|owner| owner.authenticator.verifies_user = false, asked), Some(PasskeyError::Unverified));
    }
    assert_eq!(refused(|owner| owner.authenticator.verifies_user = false, Asked::SecondFactor), None);
}

#[test]
fn a_counter_grows_and_a_challenge_is_answered_once() {
    let mut owner = Owner::new();
    owner.authenticator.sign_count = 7;
    let used = owner.sign_in(Asked::OnlyFactor).unwrap();
    assert_eq!(used.sign_count, 8);
    owner.passkey = Passkey { sign_count: used.sign_count, ..owner.passkey };
    assert_eq!(owner.sign_in(Asked::OnlyFactor).unwrap().sign_count, 9);
    owner.authenticator.sign_count = 7;
    assert_eq!(owner.sign_in(Asked::OnlyFactor), Err(PasskeyError::Counter), "it did not grow");
    owner.authenticator.sign_count = 0;
    assert_eq!(owner.sign_in(Asked::OnlyFactor), Err(PasskeyError::Counter), "nor does it stop counting");

    let challenge = owner.challenge();
    owner.passkey.challenged_at = challenge.at;
    owner.authenticator.sign_count = 20;
    let answer = owner.authenticator.get(&request_options(&owner.party, &challenge, Asked::OnlyFactor, &[]));
    let answer = AssertionResponse::parse(&answer).unwrap();
    let again = verify_assertion(&owner.party, &challenge, &answer, (&owner.passkey, owner.id), Asked::OnlyFactor, NOW);
    assert_eq!(again, Err(PasskeyError::Replayed));
    let other = Challenge::new(&SeededRandom::new(4), challenge.at.plus_seconds(1));
    let of_another = verify_assertion(&owner.party, &other, &answer, (&owner.passkey, owner.id), Asked::OnlyFactor, NOW);
    assert_eq!(of_another, Err(PasskeyError::Challenge));
}

#[test]
fn what_is_no_answer_is_refused_and_never_a_panic() {
    for text in ["", "{}", "[]", "null", "{\"rawId\":\"!\",\"response\":{}}", &"x".repeat(70_000)] {
        assert!(matches!(AssertionResponse::parse(text), Err(PasskeyError::Malformed)), "{text:.20}");
        assert!(matches!(RegistrationResponse::parse(text), Err(PasskeyError::Malformed)), "{text:.20}");
    }
}
