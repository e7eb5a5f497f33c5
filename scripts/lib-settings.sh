# shellcheck shell=bash
# The settings of deploy-local.sh: where they come from, what is wrong with them, and how Helm gets them.

readonly settings="DATABASE_URL MIGRATION_DATABASE_URL JWT_SECRET OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODEL"

# Keeps the settings to this script: the programs that it starts need not have them in their environment. What is missing
# comes from the file $1, which is read, not run. What is set to nothing hides its line there.
read_settings() {
    local line key value number=0 from_environment=' ' file=$1
    local assignment='^(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=[[:space:]]*(.*)$'
    local quoted='^("([^"]*)"|'\''([^'\'']*)'\'')[[:space:]]*(#.*)?$'
    for key in $settings; do
        [ -z "${!key+set}" ] || from_environment+="$key "
        export -n "${key?}"
    done
    [ -e "$file" ] || return 0
    [ -r "$file" ] || die ".env cannot be read by you: chmod u+r .env, or chown it"
    [ -z "$(find "$file" -perm -004)" ] || say ".env can be read by every user of this machine; better: chmod 600 .env"
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        line=${line%$'\r'} line=${line#"${line%%[![:space:]]*}"}
        case $line in '' | '#'*) continue ;; esac
        # The line itself is not shown: it may hold a secret.
        [[ $line =~ $assignment ]] || die ".env, line $number, is not NAME=value: correct it, or begin it with # to leave it out."
        key=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
        if [[ $value =~ $quoted ]]; then
            value=${BASH_REMATCH[2]}${BASH_REMATCH[3]}
        else
            case $value in \"* | \'*) die ".env, line $number: the value of $key begins with a quote that does not end it;" \
                "write NAME=\"value\"." ;; esac
            value=${value%%[[:space:]]#*} value=${value%"${value##*[![:space:]]}"}
        fi
        case " $settings " in *" $key "*) ;; *) continue ;; esac
        case $from_environment in *" $key "*) ;; *) printf -v "$key" %s "$value" ;; esac
    done <"$file"
}

# Refuses what pods could not work with, before anything is built. No value is shown.
check_settings() {
    local key value place
    for key in $settings; do
        value=${!key:-}
        case $key/$value in
            JWT_SECRET/*[[:cntrl:]]* | [!J]*/*[[:space:][:cntrl:]]*) die "$key has a blank or a line break in it; was" \
                "something pasted along?" ;;
        esac
        case $key in *URL) ;; *) continue ;; esac
        place=${value#*://} place=${place%%[/?]*} place=${place##*@}
        case $place in localhost | localhost:* | 127.* | '[::1]'* | 0.0.0.0*)
            die "$key names this machine, which for a pod is the pod itself: use an address that pods reach (on minikube:" \
                "host.minikube.internal), or leave $key out." ;;
        esac
    done
    for key in DATABASE_URL MIGRATION_DATABASE_URL; do
        case ${!key:-} in
            '' | postgres://?* | postgresql://?*) ;;
            sqlite:*) die "$key is an SQLite file, which pods cannot share: use PostgreSQL, or leave it out ($key=" \
                "scripts/deploy-local.sh) for a throwaway one." ;;
            *) die "$key does not begin with postgres:// or postgresql://. It looks like this:" \
                "postgres://user:password@host/database" ;;
        esac
    done
    case ${OPENAI_BASE_URL:-https://} in
        http://* | https://*) ;;
        *) die "OPENAI_BASE_URL does not begin with http:// or https://. It looks like this: https://api.openai.com/v1" ;;
    esac
    value=${JWT_SECRET:-}
    [ -z "$value" ] || [ ${#value} -ge 32 ] || die "JWT_SECRET has ${#value} characters and needs at least 32: openssl rand" \
        "-hex 32 makes one; without JWT_SECRET the chart does."
    value=${OPENAI_API_KEY:-}
    case $value in
        '') ;;
        *...* | '<'* | *[Yy]our*[Kk]ey* | *YOUR*KEY* | *[Cc]hange*me* | *\"* | *\'*) die "OPENAI_API_KEY is only an example" \
            "of a key: put in your own, or leave it out; the offline assistant then answers." ;;
        sk-?????????????????*) ;;
        *)
            # Other services have keys of other shapes.
            case ${OPENAI_BASE_URL:-api.openai.com} in *api.openai.com*) die "OPENAI_API_KEY is not a key of OpenAI's: those" \
                "begin with sk- and are longer. For another service give its OPENAI_BASE_URL, too." ;; esac ;;
    esac
}

# What Helm is given first, so that the person's own files and flags override it, as JSON, which is YAML, too. $1: the class
# of the ingress, or nothing. It goes through pipes only: no command line has the secrets.
given_values() {
    local key
    for key in $settings; do printf '%s\n' "$key=${!key:-}"; done | python3 -c '
import json, sys
values = {"secrets": {}, "config": {}}
for line in sys.stdin:
    name, value = line.rstrip("\n").split("=", 1)
    first, *others = name.lower().split("_")
    section = "config" if name in ("OPENAI_BASE_URL", "OPENAI_MODEL") else "secrets"
    if value:
        values[section][first + "".join(map(str.capitalize, others))] = value
if sys.argv[1]:
    values["ingress"] = {"className": sys.argv[1]}
print(json.dumps(values))' "$1"
}
