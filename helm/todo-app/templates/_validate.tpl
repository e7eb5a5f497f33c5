{{/*
Values that contradict each other, or the cluster, are refused before anything is changed, all at once, each with a
sentence that says what to do. What one value alone may be says values.schema.json.
*/}}
{{- define "todo-app.validate" -}}
{{- $problems := list }}
{{- range $check := list "secrets" "database" "leftovers" "volume" "access" "scaling" }}
{{- $problems = concat $problems (include (printf "todo-app.validate.%s" $check) $ | splitList "\n" | compact) }}
{{- end }}
{{- if $problems }}
{{- fail (printf "these values cannot work:\n- %s" (join "\n- " $problems)) }}
{{- end }}
{{- end }}

{{/* Each of these prints one line for each problem. */}}

{{- define "todo-app.validate.secrets" -}}
{{- range $key, $existing := .Values.secrets.existing }}
{{- $variable := $key | snakecase | upper }}
{{- if and $existing.name (get $.Values.secrets $key) }}
secrets.{{ $key }} and secrets.existing.{{ $key }}.name both say where {{ $variable }} comes from; remove one of them
{{- end }}
{{- if and (not $existing.name) (ne $existing.key $variable) }}
secrets.existing.{{ $key }}.key is {{ $existing.key }}, but no Secret is named; set secrets.existing.{{ $key }}.name, too
{{- end }}
{{- if and (eq $existing.name "app-secrets") (include "todo-app.ownsSecret" $) }}
secrets.existing.{{ $key }}.name is app-secrets, the name of the Secret that the chart makes itself; give yours another name
{{- end }}
{{- end }}
{{- end }}

{{- define "todo-app.validate.database" -}}
{{- $database := include "todo-app.database" . }}
{{- $existing := .Values.secrets.existing }}
{{- if and (eq (toString .Values.postgres.enabled) "true") (has $database (list "given" "existing")) }}
postgres.enabled is true, but a database is named as well; remove postgres.enabled to use the database that you named, or remove its address to use the throwaway PostgreSQL
{{- end }}
{{- if eq $database "none" }}
there is no database: set secrets.databaseUrl or secrets.existing.databaseUrl.name, or leave postgres.enabled at auto to have a throwaway PostgreSQL
{{- end }}
{{- if and (has $database (list "postgres" "none")) (or .Values.secrets.migrationDatabaseUrl $existing.migrationDatabaseUrl.name) }}
an address for migrations is given, but no database; set secrets.databaseUrl or secrets.existing.databaseUrl.name, too
{{- end }}
{{- with $existing.databaseUrl.name }}
{{- $secret := lookup "v1" "Secret" $.Release.Namespace . }}
{{- $key := $existing.databaseUrl.key }}
{{- if and $secret (not (hasKey ($secret.data | default dict) $key)) }}
the Secret {{ . }} has no key {{ $key }}; set secrets.existing.databaseUrl.key to one of: {{ $secret.data | default dict | keys | sortAlpha | join ", " }}
{{- else if and $secret (not (regexMatch "^postgres(ql)?://" (get $secret.data $key | b64dec))) }}
{{ $key }} in the Secret {{ . }} does not begin with postgres://; a cluster needs PostgreSQL, because its pods cannot share an SQLite file
{{- end }}
{{- end }}
{{- end }}

{{/* What an earlier installation left, and what would silently be lost. Seen only with a cluster at hand. */}}
{{- define "todo-app.validate.leftovers" -}}
{{- $namespace := .Release.Namespace }}
{{- $database := include "todo-app.database" . }}
{{- if include "todo-app.ownsSecret" . }}
{{- $secret := lookup "v1" "Secret" $namespace "app-secrets" }}
{{- if and $secret (ne (get ($secret.metadata.annotations | default dict) "meta.helm.sh/release-name") .Release.Name) }}
a Secret app-secrets that this release did not make is in the namespace {{ $namespace }}; name a copy of it under secrets.existing, or remove it with: kubectl delete secret app-secrets --namespace {{ $namespace }}
{{- end }}
{{- end }}
{{- if and (eq $database "postgres") .Values.postgres.persistence.enabled (not (include "todo-app.stored" . | fromJson).POSTGRES_PASSWORD) }}
{{- if lookup "v1" "PersistentVolumeClaim" $namespace "data-postgres-0" }}
the volume data-postgres-0 of an earlier PostgreSQL is still there, but the Secret app-secrets with its password is not; restore that Secret, or remove the volume and the tasks in it with: kubectl delete pvc data-postgres-0 --namespace {{ $namespace }}
{{- end }}
{{- end }}
{{- if and (eq $database "postgres") (ne (toString .Values.postgres.enabled) "true") .Release.IsUpgrade }}
{{- $backend := lookup "apps/v1" "Deployment" $namespace "backend" }}
{{- range $container := ((($backend.spec).template).spec).containers }}
{{- range $variable := $container.env }}
{{- $from := (($variable.valueFrom).secretKeyRef).name | default "app-secrets" }}
{{- if and (eq $variable.name "DATABASE_URL") (ne $from "app-secrets") }}
until now the database was named by the Secret {{ $from }}, but these values do not name it; add --reuse-values or --set secrets.existing.databaseUrl.name={{ $from }}, or --set postgres.enabled=true to begin an empty one
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A quantity as a number: what is written as 1024Mi, Kubernetes stores as 1Gi. */}}
{{- define "todo-app.quantity" -}}
{{- $units := dict "n" 1e-9 "u" 1e-6 "m" 1e-3 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 "Ei" 1152921504606846976 }}
{{- $text := toJson . | trimAll "\"" }}
{{- mulf (regexFind "^[0-9.]+" $text | float64) (get $units (regexFind "[A-Za-z]*$" $text) | default 1) }}
{{- end }}

{{/* Kubernetes would refuse it, too, but in words that name no value. */}}
{{- define "todo-app.validate.volume" -}}
{{- $installed := (lookup "apps/v1" "StatefulSet" .Release.Namespace "postgres").spec }}
{{- if and $installed (eq (include "todo-app.database" .) "postgres") }}
{{- $claim := (first ($installed.volumeClaimTemplates | default list)).spec }}
{{- $differs := dict }}
{{- with .Values.postgres.persistence }}
{{- if ne .enabled (not (empty $claim)) }}
{{- $_ := set $differs "enabled" (list .enabled (not (empty $claim))) }}
{{- else if .enabled }}
{{- if ne (include "todo-app.quantity" .size) (include "todo-app.quantity" $claim.resources.requests.storage) }}
{{- $_ := set $differs "size" (list .size $claim.resources.requests.storage) }}
{{- end }}
{{- if ne .storageClass ($claim.storageClassName | default "") }}
{{- $_ := set $differs "storageClass" (list (.storageClass | default "empty") ($claim.storageClassName | default "empty")) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $key, $pair := $differs }}
postgres.persistence.{{ $key }} is {{ first $pair }}, but the PostgreSQL that is installed was made with {{ last $pair }}, and its volume cannot be changed; set it back to that. To begin with another volume: make a backup, then helm uninstall {{ $.Release.Name }} --namespace {{ $.Release.Namespace }} and kubectl delete pvc data-postgres-0 --namespace {{ $.Release.Namespace }}
{{- end }}
{{- end }}
{{- end }}

{{- define "todo-app.validate.access" -}}
{{- $host := .Values.ingress.host }}
{{- range $key, $value := dict "ingress.host" $host "httpRoute.host" .Values.httpRoute.host }}
{{- if and $value (not (regexMatch "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$" $value)) }}
{{ $key }} is {{ $value }}, which is not a host's name; write it in small letters without http:// and without a port, such as todo.local
{{- end }}
{{- end }}
{{- with .Values.ingress.tls }}
{{- if and .enabled (not $.Values.ingress.enabled) }}
ingress.tls.enabled is true, but ingress.enabled is not; switch the ingress on, or its TLS off (a Gateway has TLS in its own listeners)
{{- end }}
{{- if and .enabled (not $host) }}
ingress.tls.enabled is true, but ingress.host is empty; set the host that the certificate is for
{{- end }}
{{- if and .enabled (not .secretName) }}
ingress.tls.enabled is true, but ingress.tls.secretName is empty; name the Secret that holds the certificate
{{- end }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
httpRoute.enabled is true, but httpRoute.parentRefs is empty; name the Gateway, such as --set httpRoute.parentRefs[0].name=gateway (kubectl get gateways --all-namespaces lists them)
{{- end }}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) }}
metrics.serviceMonitor.enabled is true, but metrics.enabled is not, so there would be nothing to fetch; set metrics.enabled=true, too
{{- end }}
{{- end }}

{{- define "todo-app.validate.scaling" -}}
{{- range $role := list "backend" "frontend" }}
{{- $values := get $.Values $role }}
{{- with $values.autoscaling }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
{{ $role }}.autoscaling.minReplicas is {{ .minReplicas }}, more than maxReplicas, which is {{ .maxReplicas }}; raise maxReplicas or lower minReplicas
{{- end }}
{{- if and .enabled (not (($values.resources).requests).cpu) }}
{{ $role }}.autoscaling.enabled is true, but {{ $role }}.resources.requests.cpu is not set, and load is measured in percent of it; set it, such as to 200m
{{- end }}
{{- end }}
{{- end }}
{{- end }}
