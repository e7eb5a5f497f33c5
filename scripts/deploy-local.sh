#!/usr/bin/env bash
# Builds the image, brings it into the local cluster, and installs or upgrades todo-app there.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: scripts/deploy-local.sh [--namespace NAME] [--timeout TIME] [--skip-build] [--help] [ARGUMENT...]

Builds the image, loads it into the cluster that kubectl talks to (minikube, kind, or any with LOAD_COMMAND), installs or
upgrades the chart with Helm, shows how the pods come up, and prints the address. What fails is explained, and the release
before serves on. May be run again at any time; when nothing changed, nothing restarts.

  --namespace NAME   where to install (todo); made when it is not there
  --timeout TIME     how long pods may take before everything is rolled back (5m)
  --skip-build       takes the image that was built last
  ARGUMENT...        goes to `helm upgrade --install`, for example: --set backend.replicas=3

Secrets and the model are taken from the environment or, where that has them not, from the file .env (NAME=value lines) at
the top of the repository. They are handed to Helm on its standard input: no command line and no file shows them.

  DATABASE_URL, MIGRATION_DATABASE_URL   your own PostgreSQL; without one the address that was given last, else the chart
                                         brings a throwaway one, as it does with --set postgres.enabled=true
  JWT_SECRET                             at least 32 characters; without one the chart makes one and keeps it
  OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL

Further variables:

  TAG                the image's tag; without it one that changes with the content, so that a change is rolled out
  BUILD_ARGS         build arguments with blanks between: BUILD_ARGS='RUNTIME_IMAGE=... BUILD_IMAGE=...'
  DOCKER_BUILD_ARGS  further flags for `docker build`: DOCKER_BUILD_ARGS='--network host'
  DOCKER             another docker than the one on the PATH
  LOAD_COMMAND       brings the image into other clusters; the image's name is added to it. For a cluster that has the
                     images of this docker anyway: LOAD_COMMAND=true
HELP
}

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/lib-cluster.sh
. "$PWD/scripts/lib-cluster.sh"
# shellcheck source=scripts/lib-settings.sh
. "$top/scripts/lib-settings.sh"

namespace=todo timeout=5m build=yes arguments=()
while [ $# != 0 ]; do
    case $1 in
        -h | --help) usage; exit ;;
        --namespace=* | --timeout=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
        -n | --namespace) namespace=$(value_of "$@"); shift ;;
        --timeout) timeout=$(value_of "$@"); shift ;;
        --skip-build) build=no ;;
        --) shift; arguments+=("$@"); break ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
readonly namespace timeout build

# ---- The image.

# Sets tag.
build_image() {
    local argument revision content flags=()
    need_docker
    if [ "$build" = yes ]; then
        revision=$(revision "$top")
        [ -z "$revision" ] || flags+=(--build-arg "REVISION=$revision")
        for argument in ${BUILD_ARGS:-}; do flags+=(--build-arg "$argument"); done
        # shellcheck disable=SC2206 # Several flags with blanks between.
        flags+=(${DOCKER_BUILD_ARGS:-})
        say "Building the image; the first time takes some minutes"
        # Attestations have the time in them, so that every build would look like a change.
        DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-1} BUILDX_NO_DEFAULT_ATTESTATIONS=1 \
            "$docker" build --tag "todo-app:${TAG:-dev}" ${flags[@]+"${flags[@]}"} "$top" >&2 || die "the image could not be" \
                "built: $(explain_build)"
    fi
    content=$("$docker" image inspect --format '[{{json .RootFS}}, {{json .Config}}]' "todo-app:${TAG:-dev}" 2>/dev/null) ||
        die "there is no image todo-app:${TAG:-dev} to take: run this script without --skip-build."
    tag=${TAG:-}
    if [ -z "$tag" ]; then
        tag=$(printf '%s' "$content" | content_tag)
        "$docker" tag todo-app:dev "todo-app:$tag" || die "docker could not name the image todo-app:$tag; its reason is above."
    fi
}

# Of an image's files and settings. Not of its labels: a commit that changes neither restarts nothing.
content_tag() {
    python3 -c '
import hashlib, json, sys
files, settings = json.load(sys.stdin)
settings.pop("Labels", None)
print(hashlib.sha256(json.dumps([files, settings], sort_keys=True).encode()).hexdigest()[:12])'
}

explain_build() {
    if ! DOCKER_BUILDKIT=1 "$docker" buildx version >/dev/null 2>&1; then
        echo "docker has no buildx, which builds in this way: install the package docker-buildx-plugin (or docker-buildx)," \
            "or update Docker Desktop."
    elif [ "$(df -Pk "$top" | awk 'NR == 2 { print $4 }')" -lt 1048576 ]; then
        echo "the disk is almost full: docker system prune frees what Docker no longer needs."
    else
        echo "the reason is above. If a download failed, try again; behind a proxy or VPN: DOCKER_BUILD_ARGS='--network host'"
    fi
}

# Before minutes are spent on building.
check_loading() {
    [ -z "${LOAD_COMMAND:-}" ] || return 0
    case $provider in
        minikube | kind) need_programs "$provider" ;;
        *) die "the context '$context' is neither minikube nor kind, so tell how images get there: LOAD_COMMAND='COMMAND'" \
            "scripts/deploy-local.sh. For another cluster: kubectl config use-context NAME" ;;
    esac
}

load_image() {
    local image=todo-app:$tag
    if [ -n "${LOAD_COMMAND:-}" ]; then
        say "Loading $image with $LOAD_COMMAND"
        # shellcheck disable=SC2086 # A command and its arguments.
        $LOAD_COMMAND "$image" >&2 || die "LOAD_COMMAND failed ($LOAD_COMMAND $image); its reason is above."
        return
    fi
    case $provider in
        minikube)
            if [ -z "${TAG:-}" ] && minikube_has "$image"; then say "minikube has $image already"; return; fi
            say "Loading $image into minikube"
            if ! minikube image load "$image" --profile "$name" >&2 || ! minikube_has "$image"; then
                die "the image did not arrive in minikube: if its disk is full (minikube ssh --profile $name -- df -h /var)," \
                    "minikube image rm frees old ones; else try again."
            fi ;;
        kind)
            say "Loading $image into kind"
            kind load docker-image "$image" --name "$name" >&2 || die "the image did not arrive in kind's cluster '$name';" \
                "the reason is above. Does kind get clusters list it?" ;;
    esac
}

# minikube's own load ends well even where nothing was loaded.
minikube_has() {
    case $'\n'$(minikube image ls --profile "$name" 2>/dev/null)$'\n' in
        *[$'\n'/]"$1"$'\n'*) return 0 ;;
        *) return 1 ;;
    esac
}

# ---- The release.

# A run that was killed leaves a release that Helm refuses to touch.
check_release() {
    case $(helm status "$release" --namespace "$namespace" 2>/dev/null | sed -n 's/^STATUS: //p' || true) in
        pending-install | uninstalling) die "an earlier installation was interrupted half-way (or runs right now). If none" \
            "runs: helm uninstall $release --namespace $namespace, then run this script again; data is kept." ;;
        pending-*) die "an earlier upgrade was interrupted half-way (or runs right now). If none runs: helm rollback" \
            "$release --namespace $namespace, then run this script again." ;;
    esac
}

# The ingress needs a class: the cluster's default, or else the only one there is. Sets classes, and ingress_class where
# there is no default.
choose_ingress_class() {
    local default='{.metadata.annotations.ingressclass\.kubernetes\.io/is-default-class}'
    classes=$(kubectl get ingressclasses --output "jsonpath={range .items[*]}{.metadata.name} $default{\"\\n\"}{end}" 2>/dev/null) ||
        classes=unknown
    case $classes in
        unknown | *" true"* | *$'\n'*) ;;
        *) ingress_class=${classes%% *} ;;
    esac
}

# Why an ingress that has no class serves nobody.
explain_ingress() {
    case $classes in
        '') echo "the cluster has no ingress controller (no IngressClass); on minikube scripts/minikube-setup.sh brings one" ;;
        *" true"*) ;;
        *$'\n'*) echo "no IngressClass is the default: choose one ($(echo "$classes" | tr -d '\n')) with --set ingress.className=NAME" ;;
    esac
}

install_release() {
    local result=0
    say "Installing todo-app:$tag into the namespace $namespace of $context; Ctrl-C rolls back"
    given_values "$ingress_class" | "$top/scripts/watch-pods" "$namespace" "app.kubernetes.io/instance=$release" \
        helm upgrade --install "$release" "$top/helm/todo-app" --namespace "$namespace" --create-namespace \
        --set-string "image.tag=$tag" --values - "$rollback_flag" --timeout "$timeout" ${arguments[@]+"${arguments[@]}"} 2>&1 |
        tee -i "$log" >&2 || result=$?
    [ "$result" = 0 ] || die "$(explain_release "$(cat "$log")") $(what_is_left)"
}

# $1: what was said while it was installed.
explain_release() {
    case $1 in
        *"has been cancelled"*) echo "it was interrupted." ;;
        *Cause:*) echo "it did not come up; the causes and their cures are above." ;;
        *"another operation"*) echo "Helm is at work on this release already: wait for it, or if it was killed: helm" \
            "rollback $release --namespace $namespace." ;;
        *"specifications of the schema"*) echo "a value is not as the chart wants it, see above; helm/todo-app/values.yaml" \
            "explains each." ;;
        *"invalid ownership metadata"* | *"cannot be imported into the current release"*) echo "something of that name is in" \
            "the namespace already and is not Helm's: delete it, or take another namespace with --namespace." ;;
        *"already defined in ingress"*) echo "another ingress has this host: take down the other installation, or give this" \
            "one another name: --set ingress.host=NAME." ;;
        *"unknown flag"*) echo "Helm does not know one of the arguments; see helm upgrade --help." ;;
        *orbidden*) echo "you may not do this in the cluster, see above: ask for the rights, or take another context." ;;
        *"timed out"* | *deadline*) echo "the pods were not ready in time ($timeout); give a slow machine more: --timeout 10m." ;;
        *) echo "Helm could not install it; its reason is above." ;;
    esac
}

what_is_left() {
    case $(helm status "$release" --namespace "$namespace" 2>/dev/null || echo none) in
        *"STATUS: deployed"*) echo "The release before serves on." ;;
        none)
            if kubectl get secret app-secrets --namespace "$namespace" >/dev/null 2>&1; then
                echo "Nothing was left installed but the Secret app-secrets, whose values the next installation uses where it is" \
                    "given none; to begin without them: kubectl delete secret app-secrets --namespace $namespace"
            else
                echo "Nothing was left installed."
            fi
            ;;
        *) echo "It could not be rolled back, either: helm history $release --namespace $namespace" ;;
    esac
}

# ---- The address.

# True when the page's server answers under this host, at this address when one is given.
answers() { curl --silent --fail --output /dev/null --max-time 2 --noproxy '*' ${2:+--resolve "$1:80:$2"} "http://$1/livez"; }

# Where the ingress may be, likeliest first.
addresses() {
    if [ "$provider/$tunnel" = minikube/no ]; then minikube ip --profile "$name" 2>/dev/null || true; fi
    kubectl get ingress todo-ingress --namespace "$namespace" --output 'jsonpath={range .status.loadBalancer.ingress[*]}{.ip}{"\n"}{end}' 2>/dev/null || true
    echo 127.0.0.1
}

# An ingress controller takes a moment to notice a new ingress.
find_address() {
    local host=$1 try
    for try in 1 2 3 4 5; do
        [ "$try" = 1 ] || sleep "${WATCH_INTERVAL:-1}"
        if answers "$host"; then address=name; return; fi
        for address in $(addresses); do
            if answers "$host" "$address"; then return; fi
        done
    done
    address=
}

show_address() {
    local ingress host port address='' no_ingress='' tunnel=no
    if [ "$provider" = minikube ] && needs_tunnel "$name"; then tunnel=yes; fi
    ingress=$(kubectl get ingress todo-ingress --namespace "$namespace" --output \
        'jsonpath={.spec.rules[0].host} {.spec.ingressClassName}' 2>/dev/null) || ingress=
    host=${ingress%% *}
    case $ingress in *' ') no_ingress=$(explain_ingress) ;; esac
    if [ -n "$host" ] && [ -z "$no_ingress" ] && has curl; then find_address "$host"; fi
    if [ "$address" = name ]; then
        say "todo-app is at http://$host"
    elif [ -n "$address" ]; then
        say "todo-app is at http://$host, once /etc/hosts has that name (and no older line for it; on minikube" \
            "scripts/minikube-setup.sh sees to both):"
        printf 'echo "%s %s" | sudo tee -a /etc/hosts\n' "$address" "$host"
    else
        for port in 8000 8080 8888 3000; do port_is_taken "$port" || break; done
        [ -z "$host" ] || say "http://$host does not answer from here: ${no_ingress:-$(why_unreachable)}"
        say "todo-app is at http://localhost:$port while this runs:"
        printf 'kubectl --namespace %s port-forward service/frontend-svc %s:3000\n' "$namespace" "$port"
    fi
    say "To check all of it: helm test $release --namespace $namespace"
}

why_unreachable() {
    if ! has curl; then
        echo "curl is not installed, so nobody tried"
    elif [ "$tunnel" = yes ]; then
        echo "with this driver it needs a tunnel; leave running in another terminal: minikube tunnel --profile $name"
    elif [ "$provider" = kind ]; then
        echo "a kind cluster is reached at port 80 only when it was made with extraPortMappings and has an ingress" \
            "controller; see docs/kubernetes.md"
    else
        echo "is its ingress controller at work, and is port 80 of this machine its own? kubectl get ingress --namespace" \
            "$namespace"
    fi
}

classes='' ingress_class=''
read_settings "$top/.env"
check_settings
need_programs kubectl helm python3
need_helm
find_cluster
reach_cluster
log=$(mktemp)
trap 'rm -f "$log"' EXIT
check_loading
check_release
build_image
load_image
choose_ingress_class
install_release
show_address
