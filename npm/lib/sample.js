// A project that uses most of the language. JavaScript engines make machine code of a function of WebAssembly when it is
// first called: compiling this project makes that of what other projects will call.

const CONFIG = `[project]
name = "sample"
whit = "1"

[environments.dev]
account = "444455556666"
regions = ["eu-west-1"]
params = { stage = "dev", key = "11112222-3333-4444-5555-666677778888" }

[environments.prod]
account = "111122223333"
regions = ["eu-west-1", "eu-central-1"]
params = { stage = "prod", key = "11112222-3333-4444-5555-666677778888" }
`;

const source = (name) => `use std::guards::{mfa, source_account}
use std::guardrails
use std::trust

param stage: "dev" | "prod" = "dev"
extern key: string max 36

/// The tags that access may rely on.
tags {
  team: "red" | "blue"
}

let prefixes = ["in", "out"]
let table    = dynamodb.table("sample-{stage}")
let files    = s3.bucket("sample-files-{stage}")

guard fresh(age: duration min 1m = 1h) = mfa(max_age: age) and aws:SecureTransport

template readers(of: list<string>, whole: bool = false) for policy {
  for prefix in of {
    Read: allow s3:GetObject on files.object("{prefix}/*")
      when principal.team == "red" or not aws:ViaAWSService
  }
  if whole {
    allow list on files
  }
}

policy ${name}Service {
  allow read, dynamodb:PutItem on table
  allow list, read on [files, files.object("in/*")]
  allow kms:Decrypt on kms.key(key) when aws:RequestedRegion in env.regions
}

policy ${name}Team {
  with fresh(2h)
  include readers(prefixes, whole: true)
  allow dynamodb:DeleteItem on table when principal.team == resource.team
}

boundary ${name}Boundary because "the ceiling of the sample; grants nothing by itself" {
  allow dynamodb:*, s3:*, logs:* on any
}

scp ${name}Regions {
  include guardrails::region_lock(["eu-west-1", "eu-central-1"])
  deny iam:CreateAccessKey, iam:Delete* on any
    unless aws:PrincipalArn like ["arn:aws:iam::*:role/Admin"]
}

role ${name}Api {
  trust service("ecs-tasks.amazonaws.com") with source_account(env.account)
  attach ${name}Service
  boundary ${name}Boundary
  max_session 1h
}

role ${name}Function {
  include trust::lambda()
  path "/sample/"
  tags { team: "blue" }
  inline {
    allow sqs:SendMessage on sqs.queue("sample")
  }
}

test "the service reads, and cannot drop the table" {
  as ${name}Api {
    can    dynamodb:GetItem     on table
    cannot dynamodb:DeleteTable on table
  }
  as ${name}Team given { principal.team: "red", resource.team: "red" } {
    cannot dynamodb:DeleteItem on table given { aws:MultiFactorAuthPresent: false }
  }
}

prove "nothing outside two regions" {
  ${name}Regions always denies ec2:RunInstances on any
    unless aws:RequestedRegion in ["eu-west-1", "eu-central-1"]
  ${name}Team within ${name}Boundary
}
`;

/** The project; its documents have names that begin with this one. */
export const sample = (name) => ({ "whit.toml": CONFIG, "sample.whit": source(name) });
