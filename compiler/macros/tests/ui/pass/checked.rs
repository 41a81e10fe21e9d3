use whit_core::source::SourceMap;
use whit_core::{Catalog, Memory, emit};
use whit_disk::project;

fn main() {
    let text = "policy A {\n  allow s3:GetObject on s3.object(\"reports\", \"in/?*\")\n}\n";
    let analyzed = project::text("a.whit", text).analyze([].into(), Catalog::embedded(), &mut Memory::default());
    let (_, checked) = analyzed.good().unwrap();
    assert_eq!(emit(checked, None).unwrap().len(), 2);
    let _: &SourceMap = analyzed.sources();
}
