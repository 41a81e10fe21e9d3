//! What a resource policy may speak of, and how it writes it.

use whit_catalog::PolicyKind;

/// How the `Resource` element of a kind is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// The ARNs.
    Arns,
    /// `"*"`, which means the resource that the policy is attached to.
    Star,
    /// There is no such element.
    Absent,
}

/// The policy of one type of resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Governed {
    /// How the element is written.
    pub(crate) element: Element,
    /// The types below it that the same policy governs, and what their ARNs add to its own.
    pub(crate) below: &'static [(&'static str, &'static str)],
    /// Whether AWS refuses every other resource.
    pub(crate) closed: bool,
    /// Its quota.
    pub(crate) kind: PolicyKind,
}

/// The policy of a resource type, by the service's prefix and the catalog's name of the type.
pub(crate) fn governed(service: &str, resource_type: &str) -> Governed {
    use Element::{Absent, Arns, Star};
    let row = |element, below, kind| Governed { element, below, closed: true, kind };
    match (service, resource_type) {
        // Amazon S3 User Guide, "Examples of Amazon S3 bucket policies": the bucket and its objects, nothing else.
        ("s3", "bucket") => row(Arns, &[("object", "/*")], PolicyKind::S3Bucket),
        // Amazon S3 User Guide, "Configuring IAM policies for using access points".
        ("s3", "accesspoint") => {
            row(Arns, &[("accesspointobject", "/object/*"), ("object", "/object/*")], PolicyKind::S3AccessPoint)
        }
        // Amazon DynamoDB Developer Guide, "Using resource-based policies": the table and its indexes; a stream has a
        // policy of its own.
        ("dynamodb", "table") => row(Arns, &[("index", "/index/*")], PolicyKind::DynamoDbTable),
        // AWS KMS Developer Guide, "Key policies in AWS KMS": the value is "*", which means this key.
        ("kms", "key") => row(Star, &[], PolicyKind::KmsKey),
        // Amazon ECR User Guide, "Private repository policies": the element is not given.
        ("ecr" | "ecr-public", "repository") => row(Absent, &[], PolicyKind::EcrRepository),
        ("sqs", "queue") => row(Arns, &[], PolicyKind::SqsQueue),
        ("sns", "topic") => row(Arns, &[], PolicyKind::SnsTopic),
        ("secretsmanager", "Secret") => row(Arns, &[], PolicyKind::SecretsManagerSecret),
        // A version or an alias may stand in for the function (AWS Lambda Developer Guide, "Resource-based policies").
        ("lambda", "function") => Governed { closed: false, ..row(Arns, &[], PolicyKind::LambdaFunction) },
        // The rules of the bus may be named beside it (Amazon EventBridge User Guide, "Permissions for event buses").
        ("events", "event-bus") => Governed { closed: false, ..row(Arns, &[], PolicyKind::EventBus) },
        _ => Governed { closed: false, ..row(Arns, &[], quota_of(service, resource_type)) },
    }
}

/// The quota of the other kinds.
fn quota_of(service: &str, resource_type: &str) -> PolicyKind {
    match (service, resource_type) {
        ("lambda", _) => PolicyKind::LambdaFunction,
        ("dynamodb", _) => PolicyKind::DynamoDbTable,
        ("elasticfilesystem", "file-system") => PolicyKind::EfsFileSystem,
        ("codeartifact", "domain" | "repository") => PolicyKind::CodeArtifact,
        ("glue", "catalog" | "rootcatalog") => PolicyKind::GlueCatalog,
        ("backup", "backupVault") => PolicyKind::BackupVault,
        ("es", "domain") => PolicyKind::OpenSearchDomain,
        ("execute-api", _) | ("apigateway", "RestApi") => PolicyKind::ApiGatewayApi,
        ("cloudtrail", _) => PolicyKind::CloudTrail,
        ("s3tables", _) => PolicyKind::S3Table,
        ("logs", "destination") => PolicyKind::LogsDestination,
        _ => PolicyKind::OtherResource,
    }
}
