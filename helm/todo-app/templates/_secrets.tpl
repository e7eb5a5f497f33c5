{{/* Where each secret comes from: the values, a Secret of the user's, or what app-secrets already holds. */}}

{{/* What the live Secret app-secrets holds, as JSON, still in base64. Nothing where manifests are only rendered. */}}
{{- define "todo-app.stored" -}}
{{- (lookup "v1" "Secret" .Release.Namespace "app-secrets").data | default dict | toJson }}
{{- end }}

{{/*
Which database is used:
  existing  the address is in a Secret of the user's
  given     it is in the values
  stored    it was given before and is still in app-secrets, so an upgrade without it does not change the database
  postgres  the throwaway one
  none      the values allow none
*/}}
{{- define "todo-app.database" -}}
{{- $stored := (include "todo-app.stored" . | fromJson).DATABASE_URL | default "" | b64dec }}
{{- if .Values.secrets.existing.databaseUrl.name -}}
existing
{{- else if .Values.secrets.databaseUrl -}}
given
{{- else if eq (toString .Values.postgres.enabled) "true" -}}
postgres
{{- else if and $stored (not (contains "@postgres-svc:5432/" $stored)) -}}
stored
{{- else if eq (toString .Values.postgres.enabled) "auto" -}}
postgres
{{- else -}}
none
{{- end }}
{{- end }}

{{/* Whether there is a model key: existing, given, stored, or nothing. */}}
{{- define "todo-app.modelKey" -}}
{{- if .Values.secrets.existing.openaiApiKey.name -}}
existing
{{- else if .Values.secrets.openaiApiKey -}}
given
{{- else if (include "todo-app.stored" . | fromJson).OPENAI_API_KEY -}}
stored
{{- end }}
{{- end }}

{{/*
What app-secrets has to hold of what somebody gave, now or before, as YAML in base64; not of addresses that belong to a
database that is no longer used. Pods restart when it changes.
*/}}
{{- define "todo-app.givenSecrets" -}}
{{- $stored := include "todo-app.stored" . | fromJson }}
{{- $values := .Values.secrets }}
{{- $database := include "todo-app.database" . }}
{{- $modelKey := include "todo-app.modelKey" . }}
{{- $data := dict }}

{{- if eq $database "given" }}
{{- $_ := set $data "DATABASE_URL" (b64enc $values.databaseUrl) }}
{{- else if eq $database "stored" }}
{{- $_ := set $data "DATABASE_URL" $stored.DATABASE_URL }}
{{- end }}

{{- if not $values.existing.migrationDatabaseUrl.name }}
{{- if $values.migrationDatabaseUrl }}
{{- $_ := set $data "MIGRATION_DATABASE_URL" (b64enc $values.migrationDatabaseUrl) }}
{{- else if and (eq $database "stored") $stored.MIGRATION_DATABASE_URL }}
{{- $_ := set $data "MIGRATION_DATABASE_URL" $stored.MIGRATION_DATABASE_URL }}
{{- end }}
{{- end }}

{{- with $values.jwtSecret }}
{{- $_ := set $data "JWT_SECRET" (b64enc .) }}
{{- end }}

{{- if eq $modelKey "given" }}
{{- $_ := set $data "OPENAI_API_KEY" (b64enc $values.openaiApiKey) }}
{{- else if eq $modelKey "stored" }}
{{- $_ := set $data "OPENAI_API_KEY" $stored.OPENAI_API_KEY }}
{{- end }}

{{- toYaml $data }}
{{- end }}

{{/*
All that app-secrets has to hold, as YAML in base64: what was given, and what is made once and then found there. Made values
are random: only the Secret itself may include this.
*/}}
{{- define "todo-app.secretData" -}}
{{- $stored := include "todo-app.stored" . | fromJson }}
{{- $data := include "todo-app.givenSecrets" . | fromYaml }}

{{- if eq (include "todo-app.database" .) "postgres" }}
{{- $password := $stored.POSTGRES_PASSWORD | default "" | b64dec | default (randAlphaNum 32) }}
{{- $_ := set $data "POSTGRES_PASSWORD" (b64enc $password) }}
{{- $_ := set $data "DATABASE_URL" (printf "postgres://todo:%s@postgres-svc:5432/todo" $password | b64enc) }}
{{- else }}
{{- /* The volume may still be there, and would be locked for ever. */}}
{{- with $stored.POSTGRES_PASSWORD }}
{{- $_ := set $data "POSTGRES_PASSWORD" . }}
{{- end }}
{{- end }}

{{- if not (or $data.JWT_SECRET .Values.secrets.existing.jwtSecret.name) }}
{{- $_ := set $data "JWT_SECRET" ($stored.JWT_SECRET | default (randAlphaNum 64 | b64enc)) }}
{{- end }}

{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{/* Whether app-secrets is needed at all: not when every secret is in one of the user's. */}}
{{- define "todo-app.ownsSecret" -}}
{{- $values := .Values.secrets }}
{{- $database := include "todo-app.database" . }}
{{- if or (ne $database "existing") (not $values.existing.jwtSecret.name) $values.migrationDatabaseUrl (has (include "todo-app.modelKey" .) (list "given" "stored")) -}}
true
{{- end }}
{{- end }}

{{/* The backend's variables that come from Secrets. */}}
{{- define "todo-app.secretEnv" -}}
{{- $values := .Values.secrets }}
{{- $migration := or $values.existing.migrationDatabaseUrl.name (include "todo-app.givenSecrets" . | fromYaml).MIGRATION_DATABASE_URL }}
{{- range $key := list "databaseUrl" "migrationDatabaseUrl" "jwtSecret" "openaiApiKey" }}
{{- $existing := get $values.existing $key }}
{{- $variable := $key | snakecase | upper }}
{{- if or (ne $key "migrationDatabaseUrl") $migration }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      {{- if $existing.name }}
      name: {{ $existing.name | quote }}
      key: {{ $existing.key | default $variable | quote }}
      {{- else }}
      name: app-secrets
      key: {{ $variable }}
      {{- if eq $key "openaiApiKey" }}
      optional: true
      {{- end }}
      {{- end }}
{{- end }}
{{- end }}
{{- end }}
