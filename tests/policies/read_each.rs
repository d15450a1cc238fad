//! Reads policies from standard input, one a line, and prints for each what is wrong with it: for `schema.test.mjs`,
//! which has more of them than it could start commands.

fn main() {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        println!("{}", portcullis::policy::parse(&line).map_or_else(|error| error.message(), |_| String::new()));
    }
}
