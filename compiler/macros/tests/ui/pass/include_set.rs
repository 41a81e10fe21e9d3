use whit_policies::include_policy;

fn main() {
    let nobody = include_policy!("policies/lone/lone.whit", "Lone");
    assert!(nobody.json().contains("reports/nobody/?*"));
    let ann = include_policy!("policies/lone/lone.whit", "Lone", set = { owner = "ann" });
    assert!(ann.json().contains("reports/ann/?*"));
    let open = include_policy!("policies/open/open.whit", "Open", set = { bucket = "acme" },);
    assert!(open.json().contains("arn:aws:s3:::acme/in/?*"));
}
