//! Calls of an API that no action is called like.
//!
//! Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"; AWS Lambda Developer Guide,
//! "Granting Lambda function access".

/// A service, a call of its API, and the action that AWS checks for it.
const OPERATIONS: &[(&str, &str, &str)] = &[
    ("lambda", "Invoke", "InvokeFunction"),
    ("s3", "CompleteMultipartUpload", "PutObject"),
    ("s3", "CopyObject", "PutObject"),
    ("s3", "CreateMultipartUpload", "PutObject"),
    ("s3", "DeleteBucketCors", "PutBucketCORS"),
    ("s3", "DeleteBucketEncryption", "PutEncryptionConfiguration"),
    ("s3", "DeleteBucketLifecycle", "PutLifecycleConfiguration"),
    ("s3", "DeleteBucketReplication", "PutReplicationConfiguration"),
    ("s3", "DeleteBucketTagging", "PutBucketTagging"),
    ("s3", "DeleteObjects", "DeleteObject"),
    ("s3", "DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("s3", "GetBucketEncryption", "GetEncryptionConfiguration"),
    ("s3", "GetBucketLifecycleConfiguration", "GetLifecycleConfiguration"),
    ("s3", "GetBucketNotificationConfiguration", "GetBucketNotification"),
    ("s3", "GetBucketReplication", "GetReplicationConfiguration"),
    ("s3", "GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
    ("s3", "HeadBucket", "ListBucket"),
    ("s3", "HeadObject", "GetObject"),
    ("s3", "ListBuckets", "ListAllMyBuckets"),
    ("s3", "ListMultipartUploads", "ListBucketMultipartUploads"),
    ("s3", "ListObjectVersions", "ListBucketVersions"),
    ("s3", "ListObjects", "ListBucket"),
    ("s3", "ListObjectsV2", "ListBucket"),
    ("s3", "ListParts", "ListMultipartUploadParts"),
    ("s3", "PutBucketEncryption", "PutEncryptionConfiguration"),
    ("s3", "PutBucketLifecycleConfiguration", "PutLifecycleConfiguration"),
    ("s3", "PutBucketNotificationConfiguration", "PutBucketNotification"),
    ("s3", "PutBucketReplication", "PutReplicationConfiguration"),
    ("s3", "PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("s3", "UploadPart", "PutObject"),
];

/// The action that AWS checks for a call, in any case.
pub(super) fn action_of(service: &str, call: &str) -> Option<&'static str> {
    let of = |(prefix, name, _): &&(&str, &str, &str)| *prefix == service && name.eq_ignore_ascii_case(call);
    OPERATIONS.iter().find(of).map(|(_, _, action)| *action)
}

#[cfg(test)]
mod tests {
    use super::OPERATIONS;
    use whit_catalog::Catalog;

    #[test]
    fn calls_are_no_actions_and_their_actions_are() {
        for (service, call, action) in OPERATIONS {
            let has = |name: &str| Catalog::embedded().action(&format!("{service}:{name}")).is_some();
            assert!(!has(call) && has(action), "{service} {call} {action}");
        }
    }
}
