/** A variable of OpenTelemetry's or of this library's own, and what it does. */
export interface DescribedVariable {
  readonly variable: string;
  /** Empty if there is none. */
  readonly default: string;
  readonly description: string;
}

const signals = ['TRACES', 'METRICS', 'LOGS'] as const;

/**
 * All of OpenTelemetry's variables that have an effect, and one of our own. Those of the exporters (`OTEL_EXPORTER_OTLP_…`) also exist for
 * each signal: `OTEL_EXPORTER_OTLP_TRACES_…`, and a signal's own takes precedence.
 */
export const describedVariables: readonly DescribedVariable[] = [
  variable('OTEL_SDK_DISABLED', 'false', 'true: nothing is exported, whatever else is set'),
  variable(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    '',
    'Base URL of the OTLP receiver, such as http://localhost:4318; without it nothing is exported. The URL of a signal is used unchanged',
  ),
  variable('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf', 'http/protobuf or http/json'),
  variable(
    'OTEL_EXPORTER_OTLP_HEADERS',
    '',
    'name=value, comma-separated, values percent-encoded; OTEL_EXPORTER_OTLP_HEADERS_FILE names a file with them',
  ),
  variable('OTEL_EXPORTER_OTLP_COMPRESSION', 'none', 'gzip or none'),
  variable('OTEL_EXPORTER_OTLP_TIMEOUT', '10000', 'How long an export may take, in milliseconds'),
  variable('OTEL_EXPORTER_OTLP_CERTIFICATE', '', 'Path of the CA certificate for TLS to the receiver'),
  variable('OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', '', 'Path of the client certificate for mutual TLS'),
  variable('OTEL_EXPORTER_OTLP_CLIENT_KEY', '', "Path of the client certificate's key"),
  ...signals.map((signal) =>
    variable(
      `OTEL_${signal}_EXPORTER`,
      '',
      `Where ${signal.toLowerCase()} go, comma-separated: otlp, console, none; otlp if unset and there is an endpoint`,
    ),
  ),
  variable(
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    'cumulative',
    'cumulative, delta or lowmemory',
  ),
  variable(
    'OTEL_TRACES_SAMPLER',
    'parentbased_always_on',
    'Which traces are recorded: (parentbased_)always_on, always_off or traceidratio',
  ),
  variable('OTEL_TRACES_SAMPLER_ARG', '1', 'The share that a sampler by ratio records, 0 to 1'),
  variable(
    'OTEL_PROPAGATORS',
    'tracecontext,baggage',
    'Headers that carry context over HTTP and in messages, comma-separated; none for none',
  ),
  variable('OTEL_SERVICE_NAME', '', "Overrides the service's name; set it per process"),
  variable('OTEL_RESOURCE_ATTRIBUTES', '', 'More attributes of the process: name=value, comma-separated'),
  ...batch('OTEL_BSP', 'spans', '5000'),
  ...batch('OTEL_BLRP', 'log records', '1000'),
  variable('OTEL_METRIC_EXPORT_INTERVAL', '60000', 'Time between exports of metrics, in milliseconds'),
  variable('OTEL_METRIC_EXPORT_TIMEOUT', '30000', 'How long an export of metrics may take, in milliseconds'),
  variable('OTEL_ATTRIBUTE_COUNT_LIMIT', '128', 'Most attributes of a span or log record'),
  variable('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '', 'Longest text of an attribute; no limit if unset'),
  ...[
    ['SPAN', 'a span'],
    ['LOGRECORD', 'a log record'],
  ].flatMap(([prefix, owner]) => [
    variable(`OTEL_${prefix}_ATTRIBUTE_COUNT_LIMIT`, '', `The same of ${owner}, before the general one`),
    variable(
      `OTEL_${prefix}_ATTRIBUTE_VALUE_LENGTH_LIMIT`,
      '',
      `The same of ${owner}, before the general one`,
    ),
  ]),
  variable('OTEL_SPAN_EVENT_COUNT_LIMIT', '128', 'Most events of a span'),
  variable(
    'OTEL_SPAN_LINK_COUNT_LIMIT',
    '1024',
    "Most links of a span. OpenTelemetry's own default is 128, but the span of a batch handler links to each message",
  ),
  variable('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '128', "Most attributes of a span's event"),
  variable('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '128', "Most attributes of a span's link"),
  variable(
    'TELEMETRY_ATTRIBUTES',
    '',
    "Attributes of spans and fields of log lines that are exported besides the platform's own, comma-separated, shop.* for all of a kind; others are withheld, so that no personal data leaves by mistake",
  ),
];

function batch(prefix: string, what: string, delay: string): DescribedVariable[] {
  return [
    variable(`${prefix}_SCHEDULE_DELAY`, delay, `Longest time between exports of ${what}, in milliseconds`),
    variable(`${prefix}_EXPORT_TIMEOUT`, '30000', `How long an export of ${what} may take, in milliseconds`),
    variable(`${prefix}_MAX_QUEUE_SIZE`, '2048', `Most ${what} that wait; more are dropped`),
    variable(`${prefix}_MAX_EXPORT_BATCH_SIZE`, '512', `Most ${what} of one export`),
  ];
}

function variable(name: string, byDefault: string, description: string): DescribedVariable {
  return { variable: name, default: byDefault, description };
}
