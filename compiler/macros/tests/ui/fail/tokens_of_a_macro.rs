use whit_policies::policy;

macro_rules! reader {
    ($name:ident) => {
        policy! {
            policy $name {
                allow s3:GetObject on s3.object("reports", "in/?*")
            }
        }
    };
}

fn main() {
    let _ = reader!(A);
}
