//! How long look-ups take: `cargo bench -p whit-catalog`.

use divan::{Bencher, black_box};
use whit_catalog::Catalog;

fn main() {
    divan::main();
}

#[divan::bench]
fn start() -> Catalog<'static> {
    black_box(Catalog::embedded())
}

#[divan::bench(args = ["s3:GetObject", "ec2:RunInstances", "xray:PutTraceSegments", "s3:getobject", "s3:GetObjekt"])]
fn action(name: &str) -> bool {
    Catalog::embedded().action(black_box(name)).is_some()
}

#[divan::bench(args = ["aws:SourceVpce", "s3:ExistingObjectTag/team", "aws:ResourceTag/team", "aws:Nothing"])]
fn key(name: &str) -> bool {
    Catalog::embedded().key(black_box(name)).is_some()
}

#[divan::bench(args = ["dynamodb.table", "ec2.vpc_endpoint_service"])]
fn resource_type(bencher: Bencher<'_, '_>, name: &str) {
    let (service, ident) = name.split_once('.').unwrap_or((name, ""));
    bencher.bench(|| Catalog::embedded().service(black_box(service)).and_then(|found| found.resource_type(ident)));
}

#[divan::bench]
fn region() -> bool {
    Catalog::embedded().region(black_box("eu-central-1")).is_some()
}

#[divan::bench]
fn carries(bencher: Bencher<'_, '_>) {
    let action = Catalog::embedded().action("s3:GetObject");
    bencher.bench(|| action.map(|action| action.carries(black_box("s3:ExistingObjectTag/team"), None)));
}

#[divan::bench(args = ["logs/*", "logs"])]
fn types_of_an_arn(resource: &str) -> usize {
    Catalog::embedded().resource_types_of(&["arn", "aws", "s3", "", "", black_box(resource)]).len()
}

#[divan::bench]
fn actions_like() -> usize {
    Catalog::embedded().actions_like(black_box("s3:Get*")).count()
}
