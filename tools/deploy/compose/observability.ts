import type { DeployedService } from '../deployed-service.ts';
import { renderCompose, type ComposeService } from './compose-file.ts';
import { OTLP_TOKEN } from './service.ts';

const COMMENT = `
Telemetry as a team has it anyway: a collector takes what the services send and passes traces to Jaeger and to the
console; Prometheus scrapes the services and this machine; Alertmanager says whom to tell; Grafana shows it.

  docker compose -f deploy/compose.yaml -f deploy/compose.observability.yaml up -d`;

/** Of programs that need nothing but their volume. */
const COMMON: ComposeService = {
  restart: 'unless-stopped',
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  deploy: { resources: { limits: { cpus: '1.0', memory: '512M' } } },
};

export function renderObservability(services: readonly DeployedService[]): string {
  const sending = services.filter(({ name }) => name !== 'console');
  return renderCompose(COMMENT, {
    volumes: { 'alertmanager-data': {}, 'grafana-data': {}, 'prometheus-data': {} },
    services: {
      'otel-collector': {
        image: 'docker.io/otel/opentelemetry-collector-contrib:0.140.0',
        volumes: ['./otel-collector.yaml:/etc/otelcol-contrib/config.yaml:ro'],
        secrets: [OTLP_TOKEN],
        networks: ['telemetry'],
        ...COMMON,
      },
      jaeger: {
        image: 'docker.io/jaegertracing/jaeger:2.12.0',
        ports: ['127.0.0.1:${JAEGER_PORT:-16686}:16686'],
        networks: ['edge', 'telemetry'],
        ...COMMON,
      },
      prometheus: {
        image: 'docker.io/prom/prometheus:v3.5.0',
        volumes: ['prometheus-data:/prometheus', './prometheus:/etc/prometheus:ro'],
        ports: ['127.0.0.1:${PROMETHEUS_PORT:-9090}:9090'],
        networks: ['edge', 'telemetry'],
        command: ['--config.file=/etc/prometheus/prometheus.yaml', '--storage.tsdb.path=/prometheus'],
        ...COMMON,
      },
      alertmanager: {
        image: 'docker.io/prom/alertmanager:v0.28.1',
        volumes: ['alertmanager-data:/alertmanager', './alertmanager:/etc/alertmanager:ro'],
        ports: ['127.0.0.1:${ALERTMANAGER_PORT:-9093}:9093'],
        networks: ['edge', 'telemetry'],
        command: ['--config.file=/etc/alertmanager/alertmanager.yaml', '--storage.path=/alertmanager'],
        ...COMMON,
      },
      'node-exporter': {
        image: 'docker.io/prom/node-exporter:v1.9.1',
        volumes: ['/:/host:ro,rslave'],
        networks: ['telemetry'],
        command: ['--path.rootfs=/host'],
        ...COMMON,
      },
      grafana: {
        image: 'docker.io/grafana/grafana:12.3.0',
        volumes: [
          'grafana-data:/var/lib/grafana',
          './grafana:/etc/grafana/dashboards:ro',
          './grafana-provisioning:/etc/grafana/provisioning:ro',
        ],
        ports: ['127.0.0.1:${GRAFANA_PORT:-3030}:3000'],
        networks: ['edge', 'telemetry'],
        ...COMMON,
      },
      ...Object.fromEntries(
        sending.map(({ name }) => [
          name,
          { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4318' } },
        ]),
      ),
    },
  });
}
