use whit_policies::{Attached, Document, Role, include_policy};

const SERVICE: Document = include_policy!("policies/ledger/ledger.whit", "LedgerService", env = "prod");
const API: Role = include_policy!("policies/ledger", "LedgerApi", env = "dev");

fn main() {
    assert_eq!(SERVICE.environment(), Some("prod"));
    assert!(SERVICE.json().contains("table/ledger-prod"));
    assert_eq!(API.environment(), Some("dev"));
    assert!(API.json().contains("\"RoleName\": \"LedgerApi\""));
    let [Attached::Document(service), Attached::Arn(managed)] = API.attachments() else { panic!("{API:?}") };
    assert!(service.json().contains("table/ledger-dev"));
    assert_eq!(*managed, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
    let Some(Attached::Document(ceiling)) = API.boundary() else { panic!("{API:?}") };
    assert_eq!(ceiling.name(), "Ceiling");
    assert_eq!((API.path(), API.max_session_duration()), (Some("/services/"), Some(7200)));
    assert_eq!(API.tags(), [("team", "payments")]);
}
