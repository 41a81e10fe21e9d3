fn main() {
    whit_build::Config::new("policies").compile();
}
