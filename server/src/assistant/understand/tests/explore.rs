#[test]
fn explore() {
    let Ok(text) = std::fs::read_to_string("/tmp/phrases.txt") else { return };
    for l in text.lines() {
        println!("{:60} => {}", l, super::line(&super::read(l)));
    }
}
