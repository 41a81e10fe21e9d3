//! Prints what a deployment hands to IAM for the role of the service.

use whit_policies::Attached;

mod policies {
    include!(concat!(env!("OUT_DIR"), "/policies.rs"));
}

fn main() {
    let stage = std::env::args().nth(1).unwrap_or_else(|| "dev".to_owned());
    let role = match stage.as_str() {
        "dev" => policies::dev::LEDGER_API,
        "prod" => policies::prod::LEDGER_API,
        _ => {
            eprintln!("the stages are dev and prod");
            std::process::exit(2);
        }
    };
    println!("role {}, trusted by\n{}", role.name(), role.trust());
    for attached in role.attachments() {
        match attached {
            Attached::Document(policy) => println!("policy {}, {} characters\n{policy}", policy.name(), policy.size()),
            Attached::Arn(arn) => println!("policy {arn}"),
        }
    }
}
