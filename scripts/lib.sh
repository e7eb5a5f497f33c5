# shellcheck shell=bash
# What the scripts share. Source it; it changes to the top of the repository.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

# Tools that are installed for one person only.
PATH=$HOME/.cargo/bin:$PATH
export PATH

# A word to the person, apart from what a command prints.
say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# Ends with one sentence that says what to do.
die() {
    printf '\033[1m%s:\033[0m %s\n' "${0##*/}" "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root, through sudo where that is needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        die "installing needs root: run this script as root, or install sudo, or run yourself: $*"
    fi
}

# Installs packages from Debian, with a word before.
install() {
    has apt-get || die "these programs are missing, and this system has no apt-get to install them: $*"
    say "Installing from Debian: $*"
    as_root apt-get update -qq || say "The package lists could not be refreshed; trying with those that are there"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        die "Debian's packages could not be installed. Is the network there? Try yourself: apt-get install $*"
}

# Installs what is missing. Arguments: command=package or file=package; what is there already may come from anywhere.
need() {
    local pair missing=()
    for pair in "$@"; do
        has "${pair%%=*}" || compgen -G "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
    done
    [ ${#missing[@]} = 0 ] || install "${missing[@]}"
}

# True when version $1 is at least version $2.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# The commit that the sources in a folder are of, and whether they were changed since; nothing where there is no Git.
revision() { git -C "$1" describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null || true; }

# Ends jobs that run in the background, and all that they started. A process group of their own would be simpler, but sudo
# could not ask for a password in it. Arguments: each $!; one that has ended already does no harm.
end_background() {
    local processes
    processes=$(ps -A -o pid= -o ppid= | awk -v jobs="$*" -v shell=$$ '
        { parent[$1] = $2 }
        END {
            split(jobs, list)
            for (i in list) if (parent[list[i]] == shell) wanted[list[i]] = 1
            do {
                more = 0
                for (pid in parent) if (parent[pid] in wanted && !(pid in wanted)) wanted[pid] = more = 1
            } while (more)
            for (pid in wanted) print pid
        }') || processes=$*
    # shellcheck disable=SC2086 # Several numbers.
    [ -z "$processes" ] || kill -TERM $processes 2>/dev/null || true
    wait
}

# The Rust that Cargo.toml asks for.
rust_is_there() {
    local wanted
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    has cargo && has rustc && at_least "$(rustc --version 2>/dev/null | cut -d' ' -f2)" "$wanted"
}

# A Rust toolchain: rustup's, or Debian's newest one where rustup cannot download.
need_rust() {
    rust_is_there && return
    need curl=curl /etc/ssl/certs/ca-certificates.crt=ca-certificates
    if has rustup; then
        say "Updating Rust with rustup"
        if rustup toolchain install stable --profile minimal -c clippy -c rustfmt >&2; then rustup default stable >&2; fi
    else
        say "Installing Rust with rustup, into $HOME/.cargo and $HOME/.rustup"
        curl --proto '=https' --tlsv1.2 -sSf --max-time 60 https://sh.rustup.rs |
            sh -s -- -y --no-modify-path --profile minimal -c clippy -c rustfmt >&2 || true
    fi
    rust_is_there && return
    has rustup && die "rustup is here, but its Rust is too old and cannot be updated; try: rustup update stable"
    say "rustup could not download; taking Debian's Rust instead"
    install rustc-web cargo-web
    hash -r
    rust_is_there || die "Rust $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) or newer is needed and could not be installed; see https://rustup.rs"
}

# Everything that building page and server takes. A C compiler builds SQLite, the TLS library and the allocator.
need_build_tools() {
    need cc=gcc /usr/include/stdlib.h=libc6-dev make=make brotli=brotli gzip=gzip
    need_rust
}
