#!/usr/bin/env bash
# A minikube cluster that todo-app can be deployed to, reachable at http://todo.local.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: scripts/minikube-setup.sh [--cpus N] [--memory SIZE] [--driver NAME] [--profile NAME] [--yes | --no-hosts]
                                 [--help] [-- ARGUMENT...]

Starts minikube, switches its ingress addon on (traefik where this minikube has it, else ingress), waits for it, and lets
the name todo.local lead to it. What is there already stays as it is, so it may be run again at any time.

  --cpus N, --memory SIZE   for a new cluster; without them 4 CPUs and 8 GB, or what this machine has if that is less
  --driver NAME             minikube's driver, such as docker or kvm2; without it minikube chooses
  --profile NAME            minikube's name for the cluster (minikube)
  --yes                     writes the line for todo.local to the hosts file (with sudo) without asking
  --no-hosts                only prints that line
  -- ARGUMENT...            further arguments for `minikube start`, such as --kubernetes-version

The variables MINIKUBE_CPUS, MINIKUBE_MEMORY, MINIKUBE_DRIVER and MINIKUBE_PROFILE say the same as the flags;
DOCKER names another docker than the one on the PATH. Next comes scripts/deploy-local.sh.
HELP
}

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/lib-cluster.sh
. "$PWD/scripts/lib-cluster.sh"

cpus=${MINIKUBE_CPUS:-} memory=${MINIKUBE_MEMORY:-} driver=${MINIKUBE_DRIVER:-} profile=${MINIKUBE_PROFILE:-minikube}
write_hosts=ask start=(start)
while [ $# != 0 ]; do
    case $1 in
        -h | --help) usage; exit ;;
        --cpus=* | --memory=* | --driver=* | --profile=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
        --cpus) cpus=$(value_of "$@"); shift ;;
        --memory) memory=$(value_of "$@"); shift ;;
        --driver) driver=$(value_of "$@"); shift ;;
        --profile | -p) profile=$(value_of "$@"); shift ;;
        --yes | -y) write_hosts=yes ;;
        --no-hosts) write_hosts=no ;;
        --) shift; start+=("$@"); break ;;
        *) die "there is no argument '$1'; see --help. Arguments for minikube start come after --." ;;
    esac
    shift
done
readonly profile hosts=${HOSTS_FILE:-/etc/hosts}

# ---- The cluster.

# What the cluster gets, unless the person has said it: 4 CPUs and 8 GB, or what Docker has.
choose_resources() {
    local has_cpus bytes has_memory
    read -r has_cpus bytes < <("$docker" info --format '{{.NCPU}} {{.MemTotal}}' 2>/dev/null || true) || true
    case ${has_cpus:-x}${bytes:-x} in *[!0-9]*) has_cpus=4 bytes=$((10 << 30)) ;; esac
    has_memory=$((bytes >> 20))
    if [ -z "$cpus" ]; then
        [ "$has_cpus" -ge 2 ] || die "docker has $has_cpus CPU, and Kubernetes needs 2: give Docker Desktop more (Settings," \
            "Resources), or take a larger machine."
        cpus=$((has_cpus < 4 ? has_cpus : 4))
        [ "$cpus" = 4 ] || say "Docker has only $has_cpus of the 4 CPUs that are recommended; todo-app starts more slowly"
    fi
    if [ -z "$memory" ]; then
        [ "$has_memory" -ge 3072 ] || die "docker has $has_memory MB of memory, and Kubernetes with todo-app needs 3 GB:" \
            "give Docker Desktop more (Settings, Resources), or take a larger machine."
        # Something has to be left for the machine itself.
        memory=$((has_memory - 1024 < 8192 ? has_memory - 1024 : 8192))
        [ "$memory" = 8192 ] || say "Docker has only $has_memory MB of memory, 8 GB and some more are recommended; minikube" \
            "gets $memory MB"
        memory=${memory}mb
    fi
}

# What minikube's own error codes mean for a person. $1: what it said.
explain_start() {
    case $1 in
        *RSRC_*STORAGE*) echo "the disk is too full: docker system prune frees what Docker no longer needs." ;;
        *RSRC_*) echo "this machine, or Docker Desktop (Settings, Resources), has too little memory or too few CPUs: ask for" \
            "less with --cpus and --memory." ;;
        *DOCKER_NOT_RUNNING*) echo "docker's daemon does not run: start Docker Desktop, or: sudo systemctl start docker" ;;
        *NEWGRP* | *"permission denied"*) echo "you may not use docker yet: sudo usermod -aG docker \"\$USER\", then log out" \
            "and in again." ;;
        *DRV_AS_ROOT*) echo "minikube's docker driver is not for root: run this script as an ordinary user (or, in a" \
            "throwaway machine, with: -- --force)." ;;
        *GUEST_DRIVER_MISMATCH*) echo "the cluster was made with another driver: leave --driver out, or delete it first (and" \
            "its data): minikube delete --profile $profile" ;;
        *"port is already allocated"* | *"address already in use"* | *DRV_PORT_FORWARD*) echo "a port that minikube wants is" \
            "taken: stop the program that has it (named above; sudo lsof -i :PORT finds it), and run this script again." ;;
        *PROVIDER_* | *DRV_*) echo "minikube finds no driver that works: install and start Docker, or name another with" \
            "--driver; see https://minikube.sigs.k8s.io/docs/drivers/" ;;
        *INET_* | *"no such host"* | *"i/o timeout"* | *ImagePull*) echo "minikube could not download what it needs: check" \
            "the network (and HTTPS_PROXY), and run this script again." ;;
        *) echo "its reason is above; minikube logs --profile $profile --problems tells more. Often a new cluster helps (the" \
            "old one's data is lost): minikube delete --profile $profile" ;;
    esac
}

start_minikube() {
    local result=0
    minikube "${start[@]}" --profile "$profile" 2>&1 | tee "$log" >&2 || result=$?
    [ "$result" = 0 ] || die "minikube did not start: $(explain_start "$(cat "$log")")"
}

run_cluster() {
    case $(minikube_state "$profile") in
        Running/Running/Configured) say "minikube runs already" ;;
        */Paused/*)
            minikube unpause --profile "$profile" >&2 || die "minikube is paused and cannot go on: minikube stop --profile" \
                "$profile, then run this script again." ;;
        Running/Running/*)
            minikube update-context --profile "$profile" >&2 || die "kubectl could not be told where minikube is now:" \
                "minikube stop --profile $profile, then run this script again." ;;
        missing | Nonexistent/*)
            choose_resources
            say "Starting minikube with $cpus CPUs and $memory of memory; the first time takes some minutes"
            start+=(--cpus "$cpus" --memory "$memory")
            [ -z "$driver" ] || start+=(--driver "$driver")
            start_minikube ;;
        *)
            say "Starting minikube again"
            start_minikube ;;
    esac
    if [ "$(kubectl config current-context 2>/dev/null || true)" != "$profile" ]; then
        kubectl config use-context "$profile" >&2 || die "kubectl does not know the cluster: minikube update-context" \
            "--profile $profile, then run this script again."
    fi
}

# A cluster keeps the size that it was made with.
check_size() {
    local has_cpus has_memory
    has_cpus=$(minikube_setting "$profile" CPUs) has_memory=$(minikube_setting "$profile" Memory)
    case ${has_cpus:-x}${has_memory:-x} in *[!0-9]*) return 0 ;; esac
    if [ "$has_cpus" -lt 2 ] || [ "$has_memory" -lt 2048 ]; then
        say "This cluster has $has_cpus CPUs and $has_memory MB: pods may find no room. For a larger one, without the data" \
            "of this: minikube delete --profile $profile, then this script"
    fi
}

# ---- The ingress.

# enabled, disabled or missing.
addon_state() {
    python3 -c '
import json, sys
addon = json.loads(sys.argv[1]).get(sys.argv[2])
print("missing" if addon is None else addon.get("Status", "disabled"))' "$addons" "$1"
}

run_ingress() {
    local addons traefik nginx addon namespace deployment selector
    addons=$(minikube addons list --profile "$profile" --output json) ||
        die "minikube does not list its addons; its reason is above. Try: minikube addons list --profile $profile"
    traefik=$(addon_state traefik) nginx=$(addon_state ingress)
    case $traefik/$nginx in
        enabled/enabled) die "the addons traefik and ingress are both on, and both want port 80: minikube addons disable" \
            "ingress --profile $profile, then run this script again." ;;
        enabled/* | */enabled) ;;
        missing/missing) die "this minikube has no ingress addon: a newer one has; see" \
            "https://minikube.sigs.k8s.io/docs/start/" ;;
    esac
    # What is on stays on. The ingress addon is no longer cared for by those who made it.
    if [ "$nginx" = enabled ] || [ "$traefik" = missing ]; then
        addon=ingress namespace=ingress-nginx deployment=ingress-nginx-controller selector=app.kubernetes.io/component=controller
    else
        addon=traefik namespace=kube-system deployment=traefik selector=app.kubernetes.io/name=traefik
    fi
    if [ "$traefik" != enabled ] && [ "$nginx" != enabled ]; then
        say "Switching on the addon $addon"
        minikube addons enable "$addon" --profile "$profile" >&2 || {
            "$top/scripts/watch-pods" "$namespace" "$selector" sleep 1 >&2 </dev/null || true
            die "the addon $addon could not be switched on: check the network, and run this script again; or try the other" \
                "one: minikube addons enable $([ $addon = ingress ] && echo traefik || echo ingress) --profile $profile"
        }
    fi
    say "Waiting for the ingress controller"
    "$top/scripts/watch-pods" "$namespace" "$selector" kubectl --namespace "$namespace" rollout status "deployment/$deployment" --timeout 300s >&2 </dev/null ||
        die "the ingress controller does not run; the cause is above. Once it is cured, run this script again."
}

# ---- The name.

# The hosts file without $host_name, whose address may have changed; its other names and lines stay.
other_hosts() {
    awk -v name="$host_name" '
        /^[[:space:]]*#/ { print; next }
        {
            kept = $1; names = 0; found = 0
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^#/) { while (i <= NF) kept = kept " " $(i++); break }
                if ($i == name) found = 1; else { kept = kept " " $i; names++ }
            }
            if (!found) print; else if (names) print kept
        }' "$hosts"
}

name_host() {
    local address=$1 line=$1$'\t'$host_name new
    if awk -v address="$address" -v name="$host_name" '
        $1 == address { for (i = 2; i <= NF && $i !~ /^#/; i++) if ($i == name) found = 1 } END { exit !found }' "$hosts" 2>/dev/null
    then
        say "$host_name leads to $address already"
        return
    fi
    if [ "$write_hosts" = ask ]; then
        if has_terminal && ask "Write \"$address $host_name\" to $hosts (with sudo)?"; then write_hosts=yes; else write_hosts=no; fi
    fi
    if [ "$write_hosts" = yes ]; then
        new=$(other_hosts)
        if [ -w "$hosts" ]; then printf '%s\n%s\n' "$new" "$line" >"$hosts"; else printf '%s\n%s\n' "$new" "$line" | as_root tee "$hosts" >/dev/null; fi ||
            die "$hosts could not be written; add this line yourself: $address $host_name"
        say "$host_name leads to $address now"
    else
        say "Add this line to $hosts (or run this script with --yes), and remove others that name $host_name:"
        printf '%s\n' "$line"
    fi
    [ -z "${WSL_DISTRO_NAME:-}" ] ||
        say "For a browser on Windows add the same line, as administrator, to C:\\Windows\\System32\\drivers\\etc\\hosts"
}

reach_ingress() {
    if needs_tunnel "$profile"; then
        name_host 127.0.0.1
        if pgrep -f 'minikube.* tunnel' >/dev/null 2>&1; then return; fi
        ! port_is_taken 80 || say "Port 80 of this machine is taken by another program: stop that first (sudo lsof -i :80" \
            "finds it), or open the app by kubectl port-forward, which scripts/deploy-local.sh explains"
        say "With this driver the cluster is reached through a tunnel. Leave this running in another terminal; it asks for" \
            "your password: minikube tunnel --profile $profile"
    else
        local address
        address=$(minikube ip --profile "$profile") || die "minikube does not tell its address: minikube stop --profile" \
            "$profile, then run this script again."
        name_host "$address"
    fi
}

need_programs "$docker" minikube kubectl helm python3
need_docker
need_helm
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run_cluster
check_size
run_ingress
reach_ingress
say "Ready. Next: scripts/deploy-local.sh"
