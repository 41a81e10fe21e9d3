//! Quotas and grammar limits of the kinds of policies, with the days from which they hold.

use std::fmt;

use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::layout::{NONE, Section};

macro_rules! policy_kinds {
    ($($variant:ident $key:literal $doc:literal,)*) => {
        /// A kind of policy document that has a quota of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PolicyKind {
            $(#[doc = $doc] $variant,)*
        }
        impl PolicyKind {
            /// All kinds.
            pub const ALL: &'static [PolicyKind] = &[$(PolicyKind::$variant,)*];
            /// How the table of quotas names it.
            pub const fn key(self) -> &'static str {
                match self { $(PolicyKind::$variant => $key,)* }
            }
        }
    };
}

policy_kinds! {
    Managed "managed" "A customer managed policy, also as a permissions boundary.",
    UserInline "user-inline" "The inline policies of a user together.",
    GroupInline "group-inline" "The inline policies of a group together.",
    RoleInline "role-inline" "The inline policies of a role together.",
    Trust "trust" "The trust policy of a role.",
    Session "session" "The inline session policy and the ARNs of managed ones together.",
    Scp "scp" "A service control policy.",
    Rcp "rcp" "A resource control policy.",
    Endpoint "endpoint" "The policy of a VPC endpoint.",
    S3Bucket "s3-bucket" "An S3 bucket policy.",
    S3AccessPoint "s3-access-point" "The policy of an S3 access point.",
    S3Table "s3-table" "The policy of an S3 table bucket or table.",
    KmsKey "kms-key" "A KMS key policy.",
    SqsQueue "sqs-queue" "An SQS queue policy.",
    SnsTopic "sns-topic" "An SNS topic policy.",
    LambdaFunction "lambda-function" "A Lambda function's or layer's policy.",
    SecretsManagerSecret "secretsmanager-secret" "The policy of a secret.",
    EcrRepository "ecr-repository" "An ECR repository policy.",
    EcrRegistry "ecr-registry" "An ECR registry policy.",
    DynamoDbTable "dynamodb-table" "The policy of a DynamoDB table, index or stream.",
    EventBus "events-bus" "An EventBridge bus policy.",
    EfsFileSystem "efs-file-system" "An EFS file system policy.",
    ApiGatewayApi "apigateway-api" "The policy of a REST API.",
    LogsResource "logs-resource" "A resource policy of CloudWatch Logs.",
    LogsDestination "logs-destination" "The access policy of a destination of CloudWatch Logs.",
    CodeArtifact "codeartifact" "The policy of a CodeArtifact domain or repository.",
    CloudTrail "cloudtrail" "The policy of a trail, channel, event data store or dashboard.",
    OpenSearchDomain "opensearch-domain" "The access policy of an OpenSearch domain.",
    GlueCatalog "glue-catalog" "The policy of a Glue data catalog.",
    BackupVault "backup-vault" "The access policy of a backup vault.",
    PermissionSet "permission-set" "The inline policy of a permission set of Identity Center.",
    Delegation "delegation" "The delegation policy of an organization.",
    OtherResource "other-resource" "Any other resource policy: the smallest size that the known ones have.",
}

/// What a size counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counting {
    /// Characters that are not white space.
    NonWhitespace,
    /// Characters.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
    /// Not a size: a count of things.
    Things,
}

/// A quota.
#[derive(Clone, Copy)]
pub struct Quota<'a> {
    catalog: Catalog<'a>,
    id: u32,
}
handle!(Quota);

impl<'a> Quota<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Quotas, self.id)
    }

    /// Of which kind of policy, or of what else: `scp`, `role`.
    pub fn kind(self) -> &'a str {
        self.record().string(0)
    }

    /// `document size`, `attached per node`.
    pub fn what(self) -> &'a str {
        self.record().string(3)
    }

    /// The greatest number allowed. The largest number where nothing is known.
    pub fn limit(self) -> u32 {
        if self.id == NONE { u32::MAX } else { self.record().u32(6) }
    }

    /// What is counted.
    pub fn counting(self) -> Counting {
        match self.record().u8(10) {
            0 => Counting::NonWhitespace,
            2 => Counting::Bytes,
            3 => Counting::Things,
            _ => Counting::Characters,
        }
    }

    /// The unit in words: `characters without white space`, `policies`.
    pub fn unit(self) -> &'a str {
        self.record().string(11)
    }

    /// The day from which it holds, empty where that is long ago: `2026-05-15`.
    pub fn valid_from(self) -> &'a str {
        self.record().string(14)
    }

    /// `documented`, `two sources`, `one source` or `memory`.
    pub fn confidence(self) -> &'a str {
        self.record().string(17)
    }

    /// Where it is from.
    pub fn source(self) -> &'a str {
        self.record().string(20)
    }
}

impl fmt::Display for Quota<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} {}", self.kind(), self.what(), self.limit(), self.unit())
    }
}

/// What the grammar of a kind of policy demands, allows or forbids.
#[derive(Clone, Copy)]
pub struct GrammarLimit<'a> {
    catalog: Catalog<'a>,
    id: u32,
}
handle!(GrammarLimit);

impl<'a> GrammarLimit<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Grammar, self.id)
    }

    /// Of which kind of policy: `scp`, `resource`, `identity`.
    pub fn kind(self) -> &'a str {
        self.record().string(0)
    }

    /// `NotAction`, `Principal`, `Resource`.
    pub fn element(self) -> &'a str {
        self.record().string(3)
    }

    /// `required`, `allowed`, `forbidden`, `deny only`, `"*" only`, …
    pub fn rule(self) -> &'a str {
        self.record().string(6)
    }

    /// The day or month from which it holds, empty where that is long ago.
    pub fn valid_from(self) -> &'a str {
        self.record().string(9)
    }

    /// As [`Quota::confidence`].
    pub fn confidence(self) -> &'a str {
        self.record().string(12)
    }

    /// Where it is from.
    pub fn source(self) -> &'a str {
        self.record().string(15)
    }
}

impl fmt::Display for GrammarLimit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.kind(), self.element(), self.rule())
    }
}

impl<'a> Catalog<'a> {
    /// All quotas, older values of one before newer.
    pub fn quotas(self) -> impl Iterator<Item = Quota<'a>> {
        (0..self.bytes.count(Section::Quotas)).map(move |id| Quota { catalog: self, id })
    }

    /// The newest quota for the size of a document of this kind.
    pub fn quota(self, kind: PolicyKind) -> Quota<'a> {
        self.quota_of(kind.key(), "document size")
    }

    /// The newest quota of a kind, both as the table of quotas names them: `scp` and `attached per node`. One without a
    /// limit where the table has none.
    pub fn quota_of(self, kind: &str, what: &str) -> Quota<'a> {
        self.quotas()
            .filter(|quota| quota.record().is(0, kind) && quota.record().is(3, what))
            .max_by_key(|quota| quota.valid_from())
            .unwrap_or(Quota { catalog: self, id: NONE })
    }

    /// All grammar limits.
    pub fn grammar_limits(self) -> impl Iterator<Item = GrammarLimit<'a>> {
        (0..self.bytes.count(Section::Grammar)).map(move |id| GrammarLimit { catalog: self, id })
    }
}
