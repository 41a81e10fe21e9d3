//! Principals: the element, and the condition where that cannot say it.

use super::notation::{Line, allow, check, deny, is};
use whit_core::typed::DocumentKind::Resource;

#[track_caller]
fn one(line: Line, expected: &str) {
    check(Resource, "sqs.queue=arn:aws:sqs:eu-west-1:111122223333:q", &[line], expected);
}

#[test]
fn the_element_holds_each_kind_under_its_key() {
    one(
        deny("sqs:SendMessage").to(
            "account=111122223333 service=sns.amazonaws.com arn=arn:aws:iam::111122223333:user/u account=111122223333",
        ),
        "Deny sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q \
         to Aws=arn:aws:iam::111122223333:root,arn:aws:iam::111122223333:user/u Service=sns.amazonaws.com",
    );
}

#[test]
fn organizations_and_units_are_everyone_with_a_condition() {
    one(
        allow("sqs:SendMessage").to("account=111122223333 org=o-1 ou=o-1/r-1/ou-1"),
        "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to Aws=arn:aws:iam::111122223333:root
         Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to * when StringEquals aws:PrincipalOrgID o-1
         Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to * \
         when ForAnyValue:StringLike aws:PrincipalOrgPaths o-1/r-1/ou-1/*",
    );
    one(
        allow("sqs:SendMessage").to("org=o-1").when(is("aws:PrincipalTag/team", "risk")),
        "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to * \
         when StringEquals aws:PrincipalOrgID o-1 & StringEquals aws:PrincipalTag/team risk",
    );
}

#[test]
fn anyone_except_is_a_condition_and_never_not_principal() {
    one(
        deny("sqs:SendMessage").to("anyone except arn=arn:aws:iam::111122223333:role/r account=444455556666"),
        "Deny sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to * \
         when StringNotEquals aws:PrincipalAccount 444455556666 & ArnNotEquals aws:PrincipalArn arn:aws:iam::111122223333:role/r",
    );
    one(
        deny("sqs:SendMessage").to("anyone except arn=arn:aws:sts::111122223333:assumed-role/r/s"),
        "not-allowed-here: a single session cannot stand behind `except`",
    );
}

#[test]
fn anyone_takes_the_accounts_in() {
    one(
        deny("sqs:SendMessage").to("anyone account=111122223333 service=sns.amazonaws.com"),
        "Deny sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to Service=sns.amazonaws.com
         Deny sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q to *",
    );
}
