//! What is printed reads as what it was.

use proptest::prelude::*;
use whit_iam::{minified, print, read, read_bytes, size};

use crate::strategy::policy;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_printed_policy_reads_as_itself(policy in policy()) {
        for text in [print(&policy), minified(&policy)] {
            let (again, positions) = read(&text).map_err(|errors| TestCaseError::fail(format!("{errors:?}\n{text}")))?;
            prop_assert_eq!(&again, &policy);
            prop_assert_eq!(positions.statements.len(), policy.statements.len());
            for position in &positions.statements {
                let whole = &text[position.whole.clone()];
                let is_object = whole.starts_with('{') && whole.ends_with('}');
                prop_assert!(is_object, "{}", whole);
                prop_assert!(["\"Allow\"", "\"Deny\""].contains(&&text[position.effect.clone()]));
            }
        }
    }

    #[test]
    fn printing_what_was_read_changes_nothing_more(policy in policy()) {
        let text = print(&policy);
        let (again, _) = read(&text).unwrap();
        prop_assert_eq!(print(&again), text);
    }

    #[test]
    fn both_forms_are_the_same_json(policy in policy()) {
        let pretty: serde_json::Value = serde_json::from_str(&print(&policy)).unwrap();
        let compact: serde_json::Value = serde_json::from_str(&minified(&policy)).unwrap();
        prop_assert_eq!(pretty, compact);
        prop_assert!(size::non_whitespace(&policy) <= size::characters(&policy));
        prop_assert!(size::characters(&policy) <= size::bytes(&policy));
    }

    /// Bytes that are a policy with a few of them changed: never a panic, errors inside of the text, and nothing is
    /// read that is not JSON.
    #[test]
    fn damaged_text_is_refused_in_order(
        policy in policy(),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), proptest::sample::select(b"{}[]\",:\\u0'/*-+.eE\x00\x0b\xc3\x80 nt1".to_vec())), 1..6),
    ) {
        let mut bytes = print(&policy).into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match read_bytes(&bytes) {
            Ok(_) => prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok()),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.range.start <= error.range.end && error.range.end <= bytes.len(), "{:?}", error);
                    prop_assert!(!error.message.is_empty());
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[{}\\[\\]\",:\\\\u0-9a-f'/*. \\n\u{2028}é]{0,40}") {
        if let Err(errors) = read(&text) {
            for error in errors {
                prop_assert!(text.get(error.range.clone()).is_some() || error.range.end == text.len() + 1, "{:?}", error);
            }
        }
    }
}
