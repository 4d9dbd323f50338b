/** `$1`: a JSON array of log records. They have no id, so one that is sent again is stored again. */
export const INSERT_LOGS = `
INSERT INTO log (trace_id, span_id, time_ns, severity, body, service, attributes)
SELECT "traceId", "spanId", "timeNs", severity, body, service, attributes
FROM json_to_recordset($1::json) AS incoming(
  "traceId" text, "spanId" text, "timeNs" bigint, severity text, body text, service text, attributes json)
`;
