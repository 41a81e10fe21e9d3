use whit_policies::policy;

fn main() {
    let _ = policy! {
        let ü = "é"
        policy A { /* ünïcödé */ allow s3:GetObjct on s3.object("reports", "in/?*") }
    };
}
