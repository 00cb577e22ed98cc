#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| regrant_fuzz::exchanged_token(data));
