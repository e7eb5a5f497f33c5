#!/usr/bin/env bash
# Takes todo-app out of the cluster; asks before it deletes what cannot be had back.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: scripts/teardown.sh [--keep-data | --delete-data] [--namespace NAME] [--stop-minikube | --delete-minikube]
                           [--profile NAME] [--help]

Uninstalls todo-app. Its data in the cluster is the volume of the throwaway PostgreSQL, the Secret app-secrets (with keys that
were made for you) and the namespace; a person at a terminal is asked about it. A database of your own, such as Neon, is
never touched. May be run again at any time.

  --keep-data         leaves the data: scripts/deploy-local.sh goes on with it
  --delete-data, --yes, -y
                      deletes the data, without asking
  --namespace NAME    where it was installed (todo)
  --stop-minikube     stops minikube afterwards
  --delete-minikube   deletes the whole minikube cluster instead, with everything in it
  --profile NAME      minikube's name for the cluster (minikube)
HELP
}

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/lib-cluster.sh
. "$PWD/scripts/lib-cluster.sh"

namespace=todo data=ask minikube='' profile=${MINIKUBE_PROFILE:-minikube}
while [ $# != 0 ]; do
    case $1 in
        -h | --help) usage; exit ;;
        --namespace=* | --profile=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
        -n | --namespace) namespace=$(value_of "$@"); shift ;;
        -p | --profile) profile=$(value_of "$@"); shift ;;
        --keep-data) [ "$data" != delete ] || die "--keep-data and --delete-data cannot both be meant."; data=keep ;;
        --delete-data | --yes | -y) [ "$data" != keep ] || die "--keep-data and $1 cannot both be meant."; data=delete ;;
        --stop-minikube) minikube=stop ;;
        --delete-minikube) minikube=delete ;;
        *) die "there is no argument '$1'; see --help." ;;
    esac
    shift
done
readonly namespace minikube profile

# Makes sure that the data may be deleted, or says that it is kept. $1: what would be lost.
decide() {
    [ "$data" = ask ] || return 0
    has_terminal || die "this would delete $1, and nobody is here to be asked: say --delete-data or --keep-data."
    if ask "Delete $1, too? It cannot be had back."; then data=delete; else data=keep; fi
}

delete_minikube() {
    need_programs minikube
    if [ "$(minikube_state "$profile")" = missing ]; then say "There is no minikube cluster '$profile'"; return; fi
    [ "$data" != keep ] || die "--delete-minikube deletes the data, too; to keep it: --keep-data --stop-minikube"
    decide "the minikube cluster '$profile' with everything in it"
    if [ "$data" = keep ]; then say "Nothing was deleted"; return; fi
    minikube delete --profile "$profile" >&2 || die "minikube could not be deleted; its reason is above. With the docker" \
        "driver this helps: docker rm --force $profile, and then again."
    say "minikube is deleted. The line for $host_name in /etc/hosts may go, too"
}

take_down_and_stop() {
    need_programs minikube
    case $(minikube_state "$profile") in
        missing | Nonexistent/* | Stopped/*) ;;
        *)
            find_cluster
            # Else one cluster would lose its data, and another one be stopped.
            [ "$provider/$name" = "minikube/$profile" ] || die "kubectl talks to '$context', which is not the minikube cluster" \
                "'$profile' that is to be stopped: kubectl config use-context $profile, or name the right one with --profile."
            take_down
            minikube stop --profile "$profile" >&2 || die "minikube could not be stopped; its reason is above." ;;
    esac
    say "minikube is stopped, with what is in it; scripts/minikube-setup.sh starts it again"
}

# Names of what is in the namespace. Arguments: what kubectl get takes.
get() { kubectl get "$@" --namespace "$namespace" --ignore-not-found --output name; }

# The same of what belongs to the release; what cannot be listed is not taken for nothing.
get_own() {
    get "$@" --selector "app.kubernetes.io/instance=$release" || die "it cannot be seen what is in the namespace $namespace;" \
        "kubectl's reason is above. Nothing was changed."
}

is_installed() {
    local said
    said=$(helm status "$release" --namespace "$namespace" 2>&1 >/dev/null) && return
    case $said in *"not found"*) return 1 ;; esac
    die "Helm cannot say whether todo-app is in the namespace $namespace: $said"
}

uninstall() {
    say "Uninstalling $release from the namespace $namespace of $context"
    helm uninstall "$release" --namespace "$namespace" --wait --timeout 2m >&2 || ! is_installed ||
        die "Helm could not uninstall it; its reason is above. What hangs: kubectl get all --namespace $namespace. Then run" \
            "this script again."
    # Helm leaves what `helm test` made.
    kubectl delete pod "$release-test" --namespace "$namespace" --ignore-not-found >/dev/null 2>&1 || true
}

# What else is in the namespace, of whatever kinds this cluster knows. Not what every namespace has, nor what Kubernetes
# itself makes of other objects and removes after them.
neighbours() {
    local kinds found
    local made='events(\.events\.k8s\.io)?|endpoints|endpointslices\.discovery\.k8s\.io|controllerrevisions\.apps|pods\.metrics\.k8s\.io'
    kinds=$(kubectl api-resources --namespaced --verbs=list --output=name) || return
    kinds=$(printf '%s\n' "$kinds" | grep -vxE "$made" | tr '\n' ',')
    found=$(get "${kinds%,}") || return
    printf '%s\n' "$found" | grep -vxE 'configmap/kube-root-ca\.crt|serviceaccount/default' || true
}

# The namespace goes only when nothing else lives in it.
delete_namespace() {
    local others
    case $namespace in default | kube-*) return ;; esac
    if ! others=$(neighbours); then
        say "The namespace $namespace stays, for it cannot be seen what else is in it; kubectl's reason is above"
    elif [ -n "$others" ]; then
        say "The namespace $namespace stays, for there is more in it: $(printf '%s' "$others" | head -n 3 | tr '\n' ' ')"
    else
        kubectl delete namespace "$namespace" --timeout 120s >&2 || die "the namespace could not be deleted; what holds it:" \
            "kubectl describe namespace $namespace"
    fi
}

take_down() {
    local installed=no volumes secret lost
    need_programs kubectl helm
    need_helm
    find_cluster
    reach_cluster
    if is_installed; then installed=yes; fi
    volumes=$(get_own persistentvolumeclaims)
    secret=$(get_own secrets --field-selector metadata.name=app-secrets)
    if [ "$installed" = no ] && [ -z "$volumes$secret$(get namespace "$namespace")" ]; then
        say "There is nothing of todo-app in the namespace $namespace of $context"
        return
    fi
    lost="the namespace $namespace"
    [ -z "$secret" ] || lost="the Secret app-secrets (its keys) and $lost"
    [ -z "$volumes" ] || lost="all tasks in the throwaway PostgreSQL, $lost"
    decide "$lost"
    if [ "$installed" = yes ]; then uninstall; fi
    # They may take a while to end the requests that they are at.
    kubectl wait pods --for delete --selector "app.kubernetes.io/instance=$release" --namespace "$namespace" --timeout 90s >/dev/null 2>&1 || true
    if [ "$data" = keep ]; then
        say "Kept: $lost. scripts/deploy-local.sh goes on with it; scripts/teardown.sh --delete-data deletes it"
        return
    fi
    if [ -n "$volumes$secret" ]; then
        # shellcheck disable=SC2086 # Several names.
        kubectl delete $volumes $secret --namespace "$namespace" --timeout 120s >&2 ||
            die "not all of it could be deleted; the reason is above. Does a pod still use it? kubectl get pods --namespace" \
                "$namespace"
    fi
    delete_namespace
    say "todo-app and its data are gone"
}

case $minikube in
    delete) delete_minikube ;;
    stop) take_down_and_stop ;;
    *) take_down ;;
esac
