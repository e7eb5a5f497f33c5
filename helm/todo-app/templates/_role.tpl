{{/* The objects that backend and frontend have alike. In: root, name, values (those of the role). */}}

{{- define "todo-app.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  labels:
    {{- include "todo-app.labels" . | nindent 4 }}
spec:
  {{- /* With an autoscaler the number is its business; an upgrade must not set it back. */}}
  {{- if not .values.autoscaling.enabled }}
  replicas: {{ int64 .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      {{- include "todo-app.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "todo-app.podLabels" . | nindent 8 }}
      annotations:
        {{- with .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        # A change of settings restarts the pods. Of the secrets only what was given counts: what is made once stays.
        checksum/config: {{ include "todo-app.config" .root | sha256sum | quote }}
        {{- if eq .name "backend" }}
        checksum/secrets: {{ include "todo-app.givenSecrets" .root | sha256sum | quote }}
        {{- end }}
    spec:
      serviceAccountName: {{ .name }}
      {{- include "todo-app.podSettings" . | nindent 6 }}
      {{- with .root.Values.config }}
      terminationGracePeriodSeconds: {{ add .shutdownDelay .shutdownTimeout 5 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "todo-app.selectorLabels" . | nindent 14 }}
          matchLabelKeys: [pod-template-hash]
      containers:
        - name: {{ .name }}
          image: {{ include "todo-app.image" .root | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          args: [{{ .name }}]
          ports:
            - name: http
              containerPort: {{ include "todo-app.port" . }}
          envFrom:
            - configMapRef:
                name: app-config
            {{- with .values.extraEnvFrom }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- $env := list }}
          {{- if eq .name "backend" }}
          {{- $env = include "todo-app.secretEnv" .root | fromYamlArray }}
          {{- end }}
          {{- with concat $env .values.extraEnv }}
          env:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          # Up to a minute to start, looked at each second: a pod counts as soon as it can.
          startupProbe:
            httpGet: {path: /livez, port: http}
            periodSeconds: 1
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /livez, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          # The backend is ready when it has its database. The page is served without a backend, too: it says what is wrong.
          readinessProbe:
            httpGet: {path: {{ ternary "/health" "/livez" (eq .name "backend") }}, port: http}
            periodSeconds: 1
            timeoutSeconds: 3
            failureThreshold: 2
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            {{- include "todo-app.containerSecurity" . | nindent 12 }}
{{- end }}

{{- define "todo-app.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}-svc
  labels:
    {{- include "todo-app.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "todo-app.selectorLabels" . | nindent 4 }}
  ports:
    - name: http
      port: {{ include "todo-app.port" . }}
      targetPort: http
{{- end }}

{{- define "todo-app.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  labels:
    {{- include "todo-app.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{- define "todo-app.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels:
    {{- include "todo-app.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ toJson .values.podDisruptionBudget.maxUnavailable }}
  # A pod that does not serve anyway must not keep a node from being drained.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "todo-app.selectorLabels" . | nindent 6 }}
{{- end }}

{{- define "todo-app.autoscaler" -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .name }}
  labels:
    {{- include "todo-app.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ .name }}
  minReplicas: {{ int64 .values.autoscaling.minReplicas }}
  maxReplicas: {{ int64 .values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ int64 .values.autoscaling.targetCPUUtilizationPercentage }}
{{- end }}
