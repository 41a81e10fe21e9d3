use whit_policies::policy;

fn main() {
    let round = policy!(policy A { allow s3:GetObject on s3.object("reports", "in/?*") });
    let square = policy![policy A { allow s3:GetObject on s3.object("reports", "in/?*") }];
    let curly = policy! { policy A { allow s3:GetObject on s3.object("reports", "in/?*") } };
    assert_eq!(round, square);
    assert_eq!(square, curly);
}
