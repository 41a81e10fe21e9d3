//! One statement of Whit, before it is text.

use whit_iam::Effect;

use super::REASON;
use super::resource::Target;
use super::text::listed;

/// One statement of Whit.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// The number of its statement in the JSON.
    pub(super) origin: usize,
    /// Lines above it.
    pub(super) comments: Vec<String>,
    /// The label.
    pub(super) label: Option<String>,
    /// `allow` or `deny`.
    pub(super) effect: Effect,
    /// The actions; in a trust those behind `for`.
    pub(super) actions: Vec<String>,
    /// What `any` leaves out.
    pub(super) except: Vec<String>,
    /// The resources.
    pub(super) on: On,
    /// The principals.
    pub(super) to: Option<Vec<String>>,
    /// Whether it is a `trust`.
    pub(super) trust: bool,
    /// What must hold.
    pub(super) when: Vec<String>,
    /// What must not.
    pub(super) unless: Vec<String>,
    /// Whether it has the reason; found out by [`super::judge`].
    pub(super) because: bool,
    /// Whether its resources are written as bare ARNs; found out by [`super::judge`].
    pub(super) bare: bool,
    /// Why it is left out: it never applies.
    pub(super) never: Option<String>,
}

/// The resources of a statement.
#[derive(Debug, Clone)]
pub(super) enum On {
    /// No `on`.
    Absent,
    /// `on any`
    Any,
    /// `on [a, b]`
    Listed(Vec<Target>),
    /// `on any except [a, b]`
    Except(Vec<Target>),
}

impl Clause {
    /// A statement that nothing is known of.
    pub(super) fn new(effect: Effect) -> Self {
        Self {
            origin: 0,
            comments: Vec::new(),
            label: None,
            effect,
            actions: Vec::new(),
            except: Vec::new(),
            on: On::Absent,
            to: None,
            trust: false,
            when: Vec::new(),
            unless: Vec::new(),
            because: false,
            bare: false,
            never: None,
        }
    }

    /// As source.
    pub(super) fn text(&self) -> String {
        let mut out: String = self.comments.iter().map(|comment| format!("  // {comment}\n")).collect();
        let label = self.label.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
        if let Some(why) = &self.never {
            return format!("{out}  // {label}left out, since it never applies: {why}\n");
        }
        out.push_str("  ");
        out.push_str(&label);
        let to = self.to.as_deref().map(listed);
        if self.trust {
            let deny = if self.effect == Effect::Deny { " deny" } else { "" };
            out.push_str(&format!("trust{deny} {}", to.unwrap_or_default()));
            if !self.actions.is_empty() {
                out.push_str(&format!(" for {}", self.actions.join(", ")));
            }
        } else {
            out.push_str(if self.effect == Effect::Deny { "deny " } else { "allow " });
            out.push_str(&self.actions.join(", "));
            if !self.except.is_empty() {
                out.push_str(&format!(" except {}", listed(&self.except)));
            }
            let texts = |targets: &[Target]| {
                let each = targets.iter().map(|target| target.text(self.bare).to_owned());
                listed(&each.collect::<Vec<_>>())
            };
            match &self.on {
                On::Absent => {}
                On::Any => out.push_str(" on any"),
                On::Listed(targets) => out.push_str(&format!(" on {}", texts(targets))),
                On::Except(targets) => out.push_str(&format!(" on any except {}", texts(targets))),
            }
            if let Some(to) = to {
                out.push_str(&format!(" to {to}"));
            }
        }
        if !self.when.is_empty() {
            out.push_str(&format!("\n    when {}", self.when.join("\n    and ")));
        }
        if !self.unless.is_empty() {
            out.push_str(&format!("\n    unless {}", self.unless.join("\n    or ")));
        }
        if self.because {
            out.push_str(&format!(" because \"{REASON}\""));
        }
        out.push('\n');
        out
    }
}
