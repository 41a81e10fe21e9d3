use whit_policies::policy;

fn main() {
    let _ = policy! {
        policy A {
            allow dynamodb:GetItem on dynamodb.table("ledger")
        }
    };
}
