//! The scenario of `cargo xtask bench` in Cedar: the policy of eleven statements as eleven policies, and the same
//! requests, prepared. Reads the cases that Whit reads, a line each. Prints nanoseconds of CPU time for a decision, and
//! which requests are allowed.

use std::hint::black_box;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};

/// As Whit's benchmark.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error>;

/// A request with the entities that it names.
struct Case {
    request: Request,
    entities: Entities,
}

/// The processor's time of this process so far, in nanoseconds.
fn cpu() -> Result<f64, Failure> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let time = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 * 1e9 + time.tv_usec() as f64 * 1e3;
    Ok(time(usage.user_time()) + time(usage.system_time()))
}

fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("usage: whit-peer-cedar CASES")?;
    let policies: PolicySet = include_str!("policies.cedar").parse()?;
    let text = std::fs::read_to_string(path)?;
    let cases: Vec<Case> = text.lines().map(|line| case(&serde_json::from_str(line)?)).collect::<Result<_, _>>()?;
    let authorizer = Authorizer::new();
    let decided = |case: &Case| authorizer.is_authorized(&case.request, &policies, &case.entities);
    let mut times = Vec::new();
    for _ in 0..11 {
        let rounds = 200;
        let start = cpu()?;
        for _ in 0..rounds {
            for case in &cases {
                black_box(decided(black_box(case)));
            }
        }
        times.push((cpu()? - start) / f64::from(rounds) / cases.len() as f64);
    }
    times.sort_by(f64::total_cmp);
    let shown = cases.iter().map(|case| if decided(case).decision() == Decision::Allow { 'A' } else { 'D' });
    println!("{:.1} {}", times[times.len() / 2], shown.collect::<String>());
    Ok(())
}

/// A case of Whit's as Cedar has it: actions in groups, since patterns of them are none; the team of an object, which its
/// path tells, as an attribute.
fn case(case: &Value) -> Result<Case, Failure> {
    let request = &case["request"];
    let (action, arn) = (text(&request["action"])?, text(&request["resource"])?);
    let (service, name) = action.split_once(':').ok_or("an action has a colon")?;
    let word: String =
        name.chars().enumerate().take_while(|(at, c)| *at == 0 || c.is_lowercase()).map(|(_, c)| c).collect();
    let entity = |kind: &str, id: &str| json!({"type": kind, "id": id});
    let plain = |id: &str, parents: Value| json!({"uid": entity("Action", id), "attrs": {}, "parents": parents});
    let key = |name: &str| request["context"].get(name).cloned();
    let mut resource = json!({"arn": arn});
    let of_path = arn.strip_prefix("arn:aws:s3:::acme-reports/out/").and_then(|rest| rest.split('/').next());
    if let Some(team) = key("aws:ResourceTag/team").or(of_path.map(Value::from)) {
        resource["team"] = team;
    }
    let principal = text(&request["principal"]["AWS"])?;
    let group = format!("{service}:{word}");
    let mut entities = vec![
        json!({"uid": entity("Role", principal), "attrs": {"team": key("aws:PrincipalTag/team")}, "parents": []}),
        json!({"uid": entity("Resource", arn), "attrs": resource, "parents": []}),
        plain(service, json!([])),
    ];
    // `Query` is a word already.
    match group == action {
        true => entities.push(plain(action, json!([entity("Action", service)]))),
        false => {
            entities.push(plain(action, json!([entity("Action", &group), entity("Action", service)])));
            entities.push(plain(&group, json!([])));
        }
    }
    let mut context = json!({"sourceIp": {"__extn": {"fn": "ip", "arg": key("aws:SourceIp")}}});
    for (name, field) in [("aws:SecureTransport", "secureTransport"), ("aws:ViaAWSService", "viaAWSService")] {
        context[field] = (key(name) == Some("true".into())).into();
    }
    let texts = [
        ("s3:prefix", "prefix"),
        ("s3:x-amz-server-side-encryption", "encryption"),
        ("dynamodb:Attributes", "attributes"),
    ];
    for (name, field) in texts {
        if let Some(value) = key(name) {
            context[field] = value;
        }
    }
    let uid = |kind: &str, id: &str| EntityUid::from_json(entity(kind, id));
    let context = Context::from_json_value(context, None)?;
    let request = Request::new(uid("Role", principal)?, uid("Action", action)?, uid("Resource", arn)?, context, None)?;
    Ok(Case { request, entities: Entities::from_json_value(entities.into(), None)? })
}

fn text(value: &Value) -> Result<&str, Failure> {
    value.as_str().ok_or_else(|| "a text is missing".into())
}
