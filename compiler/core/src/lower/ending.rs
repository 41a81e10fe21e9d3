//! What actions want of the end of an ARN: the tagging actions of CloudWatch Logs want log groups without the `:*` of the
//! others.

use std::collections::BTreeMap;

use super::target::{Target, Targets};
use crate::typed::Text;
use whit_catalog::{Action, ResourceType};

/// The end of a type's main shape that an action's own shape does not have; mostly nothing. An ARN that is written out
/// goes out as it is.
pub(super) fn cut(action: Action, target: Option<&Target>) -> String {
    let target = target.filter(|target| !target.written_out);
    target.and_then(|target| target.ty).map(|ty| cut_of(action, ty)).unwrap_or_default()
}

/// The same by the type.
pub(crate) fn cut_of(action: Action, ty: ResourceType) -> String {
    let own = action.resources().find(|resource| resource.resource_type() == ty).and_then(|resource| resource.shape());
    let (Some(own), Some(main)) = (own, ty.shapes().next()) else { return String::new() };
    if own == main {
        return String::new();
    }
    main.text().strip_prefix(&own.text()).unwrap_or_default().to_owned()
}

/// The actions that want something cut off the end of a resource.
pub(super) type Endings = Vec<(Action<'static>, String)>;

/// Those of each resource.
pub(super) fn endings(targets: &Targets) -> Vec<Endings> {
    let mut known: BTreeMap<Option<ResourceType<'static>>, Endings> = BTreeMap::new();
    let of = |target: &Target| {
        let actions = || target.ty.into_iter().flat_map(|ty| ty.service().actions());
        let cuts = || actions().map(|action| (action, cut(action, Some(target)))).filter(|(_, cut)| !cut.is_empty());
        if target.written_out {
            return Vec::new();
        }
        known.entry(target.ty).or_insert_with(|| cuts().collect()).clone()
    };
    targets.list.iter().map(of).collect()
}

/// What actions that go out as written want cut off: nothing, as those want that AWS adds later, and what the catalog's
/// want.
pub(super) fn cuts_of(on: &[usize], endings: &[Endings], takes: &dyn Fn(Action<'static>) -> bool) -> Vec<Vec<String>> {
    let of = |index: &usize| {
        let mut cuts = vec![String::new()];
        for (action, cut) in endings.get(*index).into_iter().flatten() {
            if !cuts.contains(cut) && takes(*action) {
                cuts.push(cut.clone());
            }
        }
        cuts
    };
    on.iter().map(of).collect()
}

/// An ARN as an action wants it.
pub(crate) fn without_ending(action: Action, target: &Target, arn: &Text) -> String {
    let whole = arn.to_string();
    whole.strip_suffix(&cut(action, Some(target))).map(str::to_owned).unwrap_or(whole)
}
