// A bucket with a key, and a service that writes to it: the resources are the stack's, what may be done is Whit's.

import { App, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import { compileOrThrow } from "@whit-lang/whit";
import { readProjectSync } from "@whit-lang/whit/node";

class ReportsStack extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const key = new kms.Key(this, "Key");
    const bucket = new s3.Bucket(this, "Bucket", { encryptionKey: key });

    const project = readProjectSync(new URL("./policies", import.meta.url));
    const { documents, roles } = compileOrThrow(project, {
      externs: { bucket: bucket.bucketName, key: key.keyArn },
    });

    const managed = new Map();
    for (const { name, policy } of documents) {
      managed.set(name, new iam.ManagedPolicy(this, name, { document: iam.PolicyDocument.fromJson(policy) }));
    }
    for (const { name, trust, attachments } of roles) {
      new iam.CfnRole(this, name, {
        assumeRolePolicyDocument: trust.policy,
        managedPolicyArns: attachments.map(({ document, arn }) => arn ?? managed.get(document).managedPolicyArn),
      });
    }
  }
}

try {
  const app = new App({ outdir: "cdk.out" });
  new ReportsStack(app, "Reports");
  console.log(`synthesized ${app.synth().stacks.map((stack) => stack.stackName).join(", ")} to cdk.out`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
