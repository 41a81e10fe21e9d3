//! `whit why`.

use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use whit_core::testing::{Answer, Question, Unanswered, why};
use whit_iam::evaluate::Decision;

use crate::arguments::{MessageFormat, Source};
use crate::compile::{self, for_once, look};
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The action: `s3:GetObject`
    pub(crate) action: String,

    /// The ARN of the resource, or `*` for an action on no resource
    pub(crate) resource: String,

    #[command(flatten)]
    pub(crate) source: Source,

    /// Who asks: a role or document of the project, the ARN of a principal, an account, a service, or `anyone`
    #[arg(long = "as", value_name = "SUBJECT")]
    pub(crate) subject: String,

    /// What the request carries; a key that has several values is given several times
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., value_parser = crate::arguments::assignment)]
    pub(crate) given: Vec<(String, String)>,

    /// The account in which a role or document of the project acts
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,

    /// Ask in this environment only
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,
}

/// Says why a request is allowed or not.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    let compiled = look(compile::find(&task.source.path)?, &task.source, catalog, for_once())?;
    // The question is about one request: of the project, only what stands in its way is told.
    report::findings(compiled.sources(), &compiled.errors(), MessageFormat::Human)?;
    if let Some(name) = &task.env {
        compiled.config.known(name).map_err(Failure::usage)?;
    }
    let Some((analysis, checked)) = compiled.good() else { return Ok(Exit::Findings) };
    let question = Question {
        subject: &task.subject,
        account: task.account.as_deref(),
        action: &task.action,
        resource: &task.resource,
        given: &task.given,
    };
    match why(checked, &analysis.sources, catalog, task.env.as_deref(), question) {
        Ok(answers) => {
            report::print(&answers.iter().map(told).collect::<Vec<_>>().join("\n"))?;
            Ok(Exit::Fine)
        }
        Err(Unanswered::Question(message)) => Err(Failure::usage(message)),
        Err(Unanswered::Open(open)) => {
            report::findings(&analysis.sources, &open, MessageFormat::Human)?;
            Ok(Exit::Findings)
        }
    }
}

fn told(answer: &Answer) -> String {
    let decision = match answer.decision {
        Decision::Allowed => "allowed",
        Decision::ExplicitlyDenied => "denied",
        Decision::ImplicitlyDenied => "not allowed",
    };
    let environment = answer.environment.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    for line in &answer.layers {
        table.add_row([line.layer.as_str(), line.verdict, line.statement.as_str()]);
    }
    let mut text = format!("{decision}{environment}: {}\n", answer.asked);
    if !answer.layers.is_empty() {
        text += "\n";
        text.extend(table.lines().map(|line| format!(" {}\n", line.trim_end())));
    }
    if !answer.notes.is_empty() {
        text += "\n";
        text.extend(answer.notes.iter().map(|note| format!("{note}\n")));
    }
    text
}
