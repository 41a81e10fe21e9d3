// Outputs of Pulumi, which are known only at deployment, as `extern`s.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { WhitError, policies } from "@whit-lang/whit";

const READER = 'extern bucket: string max 63\n\npolicy Reader { allow s3:GetObject on s3.object(bucket, "in/*") }\n';

await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => ({ id: `${name}-id`, state: { ...inputs, bucket: `${name}-1a2b3c`, type } }),
  call: ({ inputs }) => inputs,
});

class Bucket extends pulumi.CustomResource {
  constructor(name) {
    super("aws:s3/bucketV2:BucketV2", name, { bucket: undefined });
  }
}

const known = (output) => new Promise((resolve, reject) => output.apply(resolve).promise?.().catch(reject));

test("an output stands where its value will", async () => {
  const bucket = new Bucket("reports");
  const made = pulumi.all({ bucket: bucket.bucket }).apply((externs) => policies(READER, { externs }));
  assert.equal((await known(made)).Reader.Statement[0].Resource, "arn:aws:s3:::reports-1a2b3c/in/*");
});

test("a mistake in the sources fails the program", async () => {
  const bucket = new Bucket("wrong");
  const wrong = READER.replace("GetObject", "GetObjct");
  const made = pulumi.all({ bucket: bucket.bucket }).apply((externs) => {
    assert.throws(() => policies(wrong, { externs }), WhitError);
    return true;
  });
  assert.equal(await known(made), true);
});
