//! Calls of an API that no action is called like.
//!
//! Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"; AWS Lambda Developer Guide,
//! "Granting Lambda function access".

use crate::action::Action;
use crate::catalog::Catalog;

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

impl<'a> Catalog<'a> {
    /// The action that AWS checks for a call of a service's API (`s3`, `ListObjectsV2`), in any case; none for a call that
    /// is called like its action, and for one that is not known here.
    pub fn action_of_call(self, service: &str, call: &str) -> Option<Action<'a>> {
        let of = |(prefix, name, _): &&(&str, &str, &str)| {
            prefix.eq_ignore_ascii_case(service) && name.eq_ignore_ascii_case(call)
        };
        let (service, _, action) = OPERATIONS.iter().find(of)?;
        self.service(service)?.action(action)
    }
}

#[cfg(test)]
mod tests {
    use super::OPERATIONS;
    use crate::Catalog;

    #[test]
    fn calls_are_no_actions_and_their_actions_are() {
        let catalog = Catalog::embedded();
        for (service, call, action) in OPERATIONS {
            assert!(catalog.action(&format!("{service}:{call}")).is_none(), "{service} {call}");
            assert_eq!(
                catalog.action_of_call(service, call).map(|found| found.name()),
                Some(*action),
                "{service} {call}"
            );
        }
    }
}
