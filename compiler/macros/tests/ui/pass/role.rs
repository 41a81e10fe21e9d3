use whit_policies::{Attached, Kind, Role, policy};

const READER: Role = policy! {
    policy Read {
        allow s3:GetObject on s3.object("reports", "in/?*")
    }

    role Reader {
        trust service("lambda.amazonaws.com")
        attach Read
        inline {
            allow s3:GetObject on s3.object("reports", "own/?*")
        }
    }
};

fn main() {
    assert_eq!(READER.name(), "Reader");
    assert_eq!(READER.trust().kind(), Kind::Trust);
    assert!(READER.trust().json().contains("sts:AssumeRole"));
    assert!(READER.inline().unwrap().json().contains("own/?*"));
    let [Attached::Document(read)] = READER.attachments() else { panic!("{READER:?}") };
    assert_eq!(read.name(), "Read");
    assert_eq!((READER.boundary(), READER.path(), READER.tags()), (None, None, &[][..]));
}
