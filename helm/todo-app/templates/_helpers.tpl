{{/* Names, labels and small things that several templates need. */}}

{{/* What tells this release's pods of a role apart. Never to be changed: selectors are immutable. In: root, name. */}}
{{- define "todo-app.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* The labels of an object; the standard ones win over those of the values. In: root, name. */}}
{{- define "todo-app.labels" -}}
{{- $standard := include "todo-app.selectorLabels" . | fromYaml }}
{{- $_ := set $standard "app.kubernetes.io/version" .root.Chart.AppVersion }}
{{- $_ := set $standard "app.kubernetes.io/managed-by" .root.Release.Service }}
{{- $_ := set $standard "app.kubernetes.io/part-of" .root.Chart.Name }}
{{- $_ := set $standard "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") }}
{{- merge $standard .root.Values.commonLabels | toYaml }}
{{- end }}

{{/* The labels of a pod. No versions: a new chart alone restarts nothing. In: root, name, values. */}}
{{- define "todo-app.podLabels" -}}
{{- $standard := include "todo-app.selectorLabels" . | fromYaml }}
{{- merge $standard (.values.podLabels | default dict) .root.Values.commonLabels | toYaml }}
{{- end }}

{{- define "todo-app.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end }}

{{/* The port of a role. In: name. */}}
{{- define "todo-app.port" -}}
{{ get (dict "backend" 8000 "frontend" 3000) .name }}
{{- end }}

{{/* What every pod shares: who runs it and where. In: root, values. */}}
{{- define "todo-app.podSettings" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What the pod security level `restricted` asks of a container, and a root that cannot be written. */}}
{{- define "todo-app.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The host of the HTTPRoute. */}}
{{- define "todo-app.routeHost" -}}
{{ .Values.httpRoute.host | default .Values.ingress.host }}
{{- end }}

{{/* The hosts whose pages may send cookies, with commas. */}}
{{- define "todo-app.allowedHosts" -}}
{{- $hosts := .Values.config.allowedHosts }}
{{- if .Values.ingress.enabled }}
{{- $hosts = append $hosts .Values.ingress.host }}
{{- end }}
{{- if .Values.httpRoute.enabled }}
{{- $hosts = append $hosts (include "todo-app.routeHost" .) }}
{{- end }}
{{- range $service := list "frontend-svc" "backend-svc" }}
{{- range $domain := list "" (printf ".%s" $.Release.Namespace) (printf ".%s.svc" $.Release.Namespace) (printf ".%s.svc.cluster.local" $.Release.Namespace) }}
{{- $hosts = append $hosts (print $service $domain) }}
{{- end }}
{{- end }}
{{- $hosts | compact | uniq | join "," }}
{{- end }}

{{/* The variables of app-config: each key of `config` under its variable's name, and what other values imply. */}}
{{- define "todo-app.config" -}}
{{- range $key, $value := .Values.config }}
{{- if kindIs "slice" $value }}
{{- $value = join "," $value }}
{{- else if kindIs "float64" $value }}
{{- $value = int64 $value }}
{{- end }}
{{- if ne $key "allowedHosts" }}
{{ $key | snakecase | upper }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}
ALLOWED_HOSTS: {{ include "todo-app.allowedHosts" . | quote }}
BACKEND_URL: http://backend-svc:8000
METRICS: {{ .Values.metrics.enabled | quote }}
{{- end }}
