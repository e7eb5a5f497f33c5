# shellcheck shell=bash disable=SC2034 # Its variables are for those who source it.
# What minikube-setup.sh, deploy-local.sh and teardown.sh share. Source it after lib.sh.
# The three also run in macOS' bash 3.2: no associative arrays, no mapfile, and "${list[@]}" only where it is not empty.

readonly top=$PWD
# Paths in KUBECONFIG, LOAD_COMMAND and the arguments count from where the person is.
cd "$OLDPWD" || exit

readonly docker=${DOCKER:-docker}
readonly release=todo-app
readonly host_name=todo.local

# The argument that a flag takes. $1: the flag, $2: what follows it.
value_of() {
    [ -n "${2:-}" ] || die "$1 needs a value; see --help"
    printf '%s' "$2"
}

# Ends unless all these programs are there, with a sentence for each that is not.
need_programs() {
    local program cure missing=()
    for program in "$@"; do
        has "$program" && continue
        case ${program##*/} in
            docker) cure="it builds the image; install Docker Engine or Docker Desktop: https://docs.docker.com/get-started/get-docker/" ;;
            minikube) cure="it runs Kubernetes on this machine; install it: https://minikube.sigs.k8s.io/docs/start/ (macOS: brew install minikube)" ;;
            kubectl) cure="it talks to Kubernetes; install it: https://kubernetes.io/docs/tasks/tools/ (macOS: brew install kubectl)" ;;
            helm) cure="it installs the chart; install it: https://helm.sh/docs/intro/install/ (macOS: brew install helm)" ;;
            python3) cure="it reads what Kubernetes reports; install it, for example: apt-get install python3 (macOS: xcode-select --install)" ;;
            *) cure="install it, or correct the name" ;;
        esac
        missing+=("$program is not installed: $cure")
    done
    [ ${#missing[@]} = 0 ] || die "$(printf '%s\n' "${missing[@]}")"
}

need_docker() {
    local said
    need_programs "$docker"
    said=$("$docker" version --format '{{.Server.Version}}' 2>&1) && return
    case $said in
        *"permission denied"*) die "you may not use docker yet: sudo usermod -aG docker \"\$USER\", then log out and in again." ;;
        *) die "docker is installed, but its daemon does not answer: start Docker Desktop, or: sudo systemctl start docker." \
            "It said: ${said##*$'\n'}" ;;
    esac
}

# Sets rollback_flag to the way in which this Helm takes back what failed.
need_helm() {
    local version
    need_programs helm
    version=$(helm version --short 2>/dev/null | sed -n 's/^v\([0-9][0-9.]*\).*/\1/p' || true)
    at_least "${version:-0}" 3.10 ||
        die "helm ${version:-2 or older} is too old: version 3.10 or newer is needed; see https://helm.sh/docs/intro/install/"
    case $version in
        3.*) rollback_flag=--atomic ;;
        *) rollback_flag=--rollback-on-failure ;;
    esac
    readonly rollback_flag
}

# Sets what kubectl talks to: its context, the provider (minikube, kind or other), and the provider's name for it.
find_cluster() {
    need_programs kubectl
    context=$(kubectl config current-context 2>/dev/null) || context=
    [ -n "$context" ] || die "kubectl knows no cluster (there is no current context). Make one: scripts/minikube-setup.sh;" \
        "or choose one: kubectl config get-contexts, then kubectl config use-context NAME."
    provider=other name=$context
    case $context in
        kind-*) provider=kind name=${context#kind-} ;;
        minikube) provider=minikube ;;
        *) case $(kubectl config view --minify --output json) in *minikube.sigs.k8s.io*) provider=minikube ;; esac ;;
    esac
}

# What minikube says of a profile: host, API server and kubeconfig, such as Running/Running/Configured; else missing.
minikube_state() {
    local state
    # Its exit code is not 0 for a cluster that is stopped, either.
    state=$(minikube status --profile "$1" --format '{{.Host}}/{{.APIServer}}/{{.Kubeconfig}}' 2>/dev/null) || true
    case $state in
        */*/*) echo "$state" ;;
        *) echo missing ;;
    esac
}

# Ends unless the cluster that find_cluster found answers.
reach_cluster() {
    local said
    said=$(kubectl get --raw /readyz --request-timeout 10s 2>&1 </dev/null) && return
    said=${said##*$'\n'}
    case $provider in
        minikube)
            need_programs minikube
            case $(minikube_state "$name") in
                missing | Nonexistent/*) die "there is no minikube cluster '$name' any more: make it with" \
                    "scripts/minikube-setup.sh" ;;
                */Paused/*) die "minikube is paused: minikube unpause --profile $name" ;;
                Running/Running/*) die "minikube runs, but kubectl does not reach it ($said): minikube update-context" \
                    "--profile $name; if that does not help, minikube stop --profile $name and" \
                    "scripts/minikube-setup.sh" ;;
                *) die "minikube is not running: start it with scripts/minikube-setup.sh" ;;
            esac ;;
        kind) die "the kind cluster '$name' does not answer ($said): start docker and then its nodes (docker start" \
            "$name-control-plane), or make it anew: kind create cluster --name $name" ;;
        *) die "the cluster of the context '$context' does not answer ($said): start it, or choose another: kubectl config" \
            "use-context NAME" ;;
    esac
}

# One setting of a minikube profile: Driver, CPUs or Memory (in MB); nothing when there is no such profile.
minikube_setting() {
    { minikube profile list --light --output json 2>/dev/null || true; } | python3 -c '
import json, sys
try:
    profiles = json.load(sys.stdin)["valid"] or []
except (ValueError, KeyError):
    profiles = []
for profile in profiles:
    if profile["Name"] == sys.argv[1]:
        print(profile["Config"].get(sys.argv[2], ""))' "$1" "$2"
}

# True when minikube's node has an address that this machine does not reach, as when Docker runs in a virtual machine.
# Its ingress is then at 127.0.0.1 while `minikube tunnel` runs.
needs_tunnel() {
    case $(minikube_setting "$1" Driver) in docker | podman) ;; *) return 1 ;; esac
    if [ "$(uname -s)" != Linux ] || [ -n "${WSL_DISTRO_NAME:-}" ]; then return 0; fi
    case $("$docker" info --format '{{.OperatingSystem}} {{.SecurityOptions}}' 2>/dev/null) in
        *"Docker Desktop"* | *rootless*) return 0 ;;
        *) return 1 ;;
    esac
}

# True when a program of this machine listens on the port.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A question whose answer is no unless the person says yes.
ask() {
    local answer=
    printf '%s [y/N] ' "$*" >&2
    read -r answer || true
    case $answer in
        [yY] | [yY][eE][sS]) return 0 ;;
        *) return 1 ;;
    esac
}

has_terminal() { [ -t 0 ]; }
