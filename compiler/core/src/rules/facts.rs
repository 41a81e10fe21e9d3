//! What the rules know of AWS beyond the catalog, in one place, each with its source.

/// The action that hands a role to a service, and the key that names the service (IAM User Guide, "Grant a user
/// permissions to pass a role to an AWS service").
pub(super) const PASS_ROLE: (&str, &str) = ("iam:PassRole", "iam:PassedToService");

/// What names the resource on whose behalf a service calls (IAM User Guide, "The confused deputy problem").
pub(super) const SOURCES: &[&str] = &["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// The encryption context that a service sends for its own resource, which names that resource as `aws:SourceArn` does
/// (CloudWatch Logs User Guide, "Encrypt log data using AWS KMS").
pub(super) const SOURCE_CONTEXT: &str = "kms:EncryptionContext:aws:";

/// What names the organization of the caller.
pub(super) const ORGANIZATIONS: &[&str] = &["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];

/// What names the caller more narrowly than an organization does.
pub(super) const CALLERS: &[&str] = &["aws:PrincipalArn", "aws:PrincipalAccount", "aws:userid", "kms:CallerAccount"];

/// What names the network that a request comes from. `aws:VpcSourceIp` is not among them: private ranges are
/// everybody's.
pub(super) const NETWORKS: &[&str] = &[
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
];

/// Access points that a bucket policy may leave the decision to (S3 User Guide, "Delegating access control to access
/// points").
pub(super) const ACCESS_POINTS: &[&str] = &["s3:DataAccessPointAccount", "s3:DataAccessPointArn"];

/// The secret that a third party sends when it assumes a role (IAM User Guide, "Access to AWS accounts owned by third
/// parties").
pub(super) const EXTERNAL_ID: &str = "sts:ExternalId";

/// The key that says whether the token's issuer lists the role in the token.
pub(super) const ROLE_AUTHORIZED: &str = "sts:RoleAuthorizedByIdp";

/// The claims of a token that name its audience (IAM User Guide, "Available keys for AWS web identity federation").
pub(super) const AUDIENCES: &[&str] = &["aud", "oaud", "azp", "app_id"];

/// The claims of a token that name neither audience nor workload.
pub(super) const IDLE_CLAIMS: &[&str] = &["iss", "exp", "iat", "nbf", "jti", "typ"];

/// What every subject of an issuer begins with, and what ends the name behind it: whose workload it is. GitHub's subjects
/// are `repo:OWNER/NAME:…`, GitLab's `project_path:GROUP/PROJECT:…`, those of HCP Terraform `organization:NAME:…` (GitHub
/// Docs, "OpenID Connect reference"; GitLab Docs, "Configure OpenID Connect in AWS"; HashiCorp, "Workload identity").
pub(super) const SUBJECTS: &[(&str, &str, char)] = &[
    ("token.actions.githubusercontent.com", "repo:", '/'),
    ("gitlab.com", "project_path:", '/'),
    ("app.terraform.io", "organization:", ':'),
];

/// Ranges that no request shows in `aws:SourceIp`, which is the public address (RFC 1918, 3927, 4193, 5735, 6598).
pub(super) const PRIVATE_V4: &[([u8; 4], u8)] = &[
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
];

/// What the values of a key look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `o-…`
    Organization,
    /// `o-…/r-…/ou-…/`
    OrganizationPath,
    /// Twelve digits.
    Account,
    /// `vpc-…` and the like: the prefix and then hexadecimal digits.
    Id(&'static str),
    /// A region of the catalog.
    Region,
    /// A public address.
    PublicAddress,
    /// A service principal: `lambda.amazonaws.com`.
    Service,
    /// A service in a region: `s3.eu-west-1.amazonaws.com`.
    RegionalService,
    /// The ARN of a user, role or root, never of a role's session.
    Principal,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// The keys whose values have a known form (IAM User Guide, "AWS global condition context keys"; KMS Developer Guide,
/// "AWS KMS condition keys"; S3 User Guide, "Canned ACL").
pub(super) const FORMATS: &[(&str, Format)] = &[
    ("aws:PrincipalOrgID", Format::Organization),
    ("aws:ResourceOrgID", Format::Organization),
    ("aws:SourceOrgID", Format::Organization),
    ("aws:VpceOrgID", Format::Organization),
    ("aws:PrincipalOrgPaths", Format::OrganizationPath),
    ("aws:ResourceOrgPaths", Format::OrganizationPath),
    ("aws:SourceOrgPaths", Format::OrganizationPath),
    ("aws:VpceOrgPaths", Format::OrganizationPath),
    ("aws:PrincipalAccount", Format::Account),
    ("aws:ResourceAccount", Format::Account),
    ("aws:SourceAccount", Format::Account),
    ("aws:VpceAccount", Format::Account),
    ("kms:CallerAccount", Format::Account),
    ("s3:ResourceAccount", Format::Account),
    ("s3:DataAccessPointAccount", Format::Account),
    ("aws:SourceVpc", Format::Id("vpc-")),
    ("aws:Ec2InstanceSourceVpc", Format::Id("vpc-")),
    ("aws:SourceVpce", Format::Id("vpce-")),
    ("aws:RequestedRegion", Format::Region),
    ("aws:SourceIp", Format::PublicAddress),
    ("iam:PassedToService", Format::Service),
    ("aws:PrincipalServiceName", Format::Service),
    ("aws:CalledViaFirst", Format::Service),
    ("aws:CalledViaLast", Format::Service),
    ("aws:CalledVia", Format::Service),
    ("kms:ViaService", Format::RegionalService),
    ("aws:PrincipalArn", Format::Principal),
    ("aws:PrincipalType", Format::OneOf(&["Account", "User", "FederatedUser", "AssumedRole", "Anonymous"])),
    (
        "s3:x-amz-acl",
        Format::OneOf(&[
            "private",
            "public-read",
            "public-read-write",
            "aws-exec-read",
            "authenticated-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "log-delivery-write",
        ]),
    ),
];

/// What kind of values a key has, as far as they can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyValues {
    /// Regions of the catalog.
    Regions,
    /// Service principals.
    Services,
    /// Accounts, twelve digits each.
    Accounts,
    /// These.
    Listed(&'static [&'static str]),
}

/// What the values of a key are, by its name in AWS's spelling; none where they cannot be listed.
#[must_use]
pub fn key_values(key: &str) -> Option<KeyValues> {
    let (_, format) = FORMATS.iter().find(|(name, _)| *name == key)?;
    match format {
        Format::Region => Some(KeyValues::Regions),
        Format::Service => Some(KeyValues::Services),
        Format::Account => Some(KeyValues::Accounts),
        Format::OneOf(values) => Some(KeyValues::Listed(values)),
        _ => None,
    }
}
