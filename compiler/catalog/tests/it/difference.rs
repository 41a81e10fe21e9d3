//! From the catalog of a year before, of a few services, to the one that is built in.

use whit_catalog::{Catalog, Difference};

static OLDER: &[u8] = include_bytes!("../data/older.bin");

fn names<T: std::fmt::Debug>(all: &[T]) -> Vec<String> {
    all.iter().map(|it| format!("{it:?}")).collect()
}

#[test]
fn a_year_of_aws() {
    let (old, new) = (Catalog::from_bytes(OLDER).unwrap(), Catalog::embedded());
    let found = Difference::between(old, new);
    assert_eq!(found.services.0.len(), new.services().count() - old.services().count());
    assert_eq!(names(&found.services.1), [""; 0]);
    let actions = names(&found.actions.0);
    for name in ["dynamodb:SearchVectors", "kms:GetKeyLastUsage", "s3:GetBucketAbac"] {
        assert!(actions.iter().any(|found| found == name), "{name} is not in {actions:?}");
    }
    // What services that are new bring is not listed one by one.
    assert!(actions.iter().all(|name| old.service(name.split(':').next().unwrap()).is_some()), "{actions:?}");
    let levels: Vec<String> =
        found.levels.iter().map(|(was, is)| format!("{is} {} {}", was.level(), is.level())).collect();
    assert!(levels.contains(&"secretsmanager:BatchGetSecretValue list read".to_owned()), "{levels:?}");
    let tag = found.supports.iter().find(|(action, ..)| action.full_name() == "s3:TagResource").unwrap();
    assert_eq!((names(&tag.1), names(&tag.2)), (vec!["s3.bucket".to_owned()], Vec::new()));
    assert!(names(&found.types.0).contains(&"iam.role_template".to_owned()), "{:?}", found.types.0);
    assert!(names(&found.types.1).contains(&"sts.user".to_owned()), "{:?}", found.types.1);
    let keys: Vec<&str> = found.keys.0.iter().map(|key| key.name()).collect();
    assert!(keys.contains(&"s3:annotation-prefix"), "{keys:?}");
}

#[test]
fn the_other_way_round_added_and_removed_change_places() {
    let (old, new) = (Catalog::from_bytes(OLDER).unwrap(), Catalog::embedded());
    let (there, back) = (Difference::between(old, new), Difference::between(new, old));
    assert_eq!(names(&there.actions.0), names(&back.actions.1));
    assert_eq!(names(&there.actions.1), names(&back.actions.0));
    assert_eq!(names(&there.types.0), names(&back.types.1));
    assert_eq!(there.levels.len(), back.levels.len());
    assert_eq!((there.services.0.len(), there.keys.1.len()), (back.services.1.len(), back.keys.0.len()));
}

#[test]
fn a_catalog_and_itself() {
    let catalog = Catalog::embedded();
    assert!(Difference::between(catalog, catalog).is_empty());
}
