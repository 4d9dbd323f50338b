/**
 * `$1`: spans, `$2`: their links, each a JSON array. One statement stores spans, links and the summaries of their traces,
 * together or not at all. Links and summaries are made of the new spans only, so a batch that is sent again changes
 * nothing. Summaries are folded by least, greatest, sum and union, so the order of batches does not matter; their rows
 * are locked in the order of trace ids.
 */
export const INSERT_SPANS = `
WITH inserted AS (
  INSERT INTO span (trace_id, span_id, parent_span_id, name, kind, service, start_ns, end_ns, status, status_message,
    severity, attributes, events, links, step, event_type, event_id, conversation_id, consumer, attempt, outcome)
  SELECT "traceId", "spanId", "parentSpanId", name, kind, service, "startNs", "endNs", status, "statusMessage",
    severity, attributes, events, links, step, "eventType", "eventId", "conversationId", consumer, attempt, outcome
  FROM json_to_recordset($1::json) AS incoming(
    "traceId" text, "spanId" text, "parentSpanId" text, name text, kind text, service text, "startNs" bigint,
    "endNs" bigint, status text, "statusMessage" text, severity smallint, attributes json, events json, links json,
    step text, "eventType" text, "eventId" text, "conversationId" text, consumer text, attempt integer, outcome text)
  ON CONFLICT (trace_id, span_id) DO NOTHING
  RETURNING trace_id, span_id, parent_span_id, name, service, start_ns, end_ns, status, severity, event_type, conversation_id
), linked AS (
  INSERT INTO span_link (trace_id, span_id, target_trace_id, target_span_id, event_id, conversation_id)
  SELECT trace_id, span_id, "targetTraceId", "targetSpanId", "eventId", link."conversationId"
  FROM json_to_recordset($2::json) AS link(
    "traceId" text, "spanId" text, "targetTraceId" text, "targetSpanId" text, "eventId" text, "conversationId" text)
  JOIN inserted ON trace_id = "traceId" AND span_id = "spanId"
)
INSERT INTO trace AS t (trace_id, root_has_parent, root_start_ns, root_name, root_service, start_ns, end_ns,
  span_count, error_count, severity, services, events, conversation_id)
SELECT trace_id,
  bool_and(parent_span_id IS NOT NULL),
  (array_agg(start_ns ORDER BY parent_span_id IS NOT NULL, start_ns))[1],
  (array_agg(name ORDER BY parent_span_id IS NOT NULL, start_ns))[1],
  (array_agg(service ORDER BY parent_span_id IS NOT NULL, start_ns))[1],
  min(start_ns), max(end_ns), count(*), count(*) FILTER (WHERE status = 'error'), max(severity),
  array_agg(DISTINCT service),
  coalesce(array_agg(DISTINCT event_type) FILTER (WHERE event_type IS NOT NULL), '{}'),
  min(conversation_id)
FROM inserted
GROUP BY trace_id
ORDER BY trace_id
ON CONFLICT (trace_id) DO UPDATE SET
  (root_has_parent, root_start_ns, root_name, root_service) = (
    SELECT * FROM (VALUES
      (t.root_has_parent, t.root_start_ns, t.root_name, t.root_service),
      (excluded.root_has_parent, excluded.root_start_ns, excluded.root_name, excluded.root_service)
    ) AS root(has_parent, start_ns, name, service)
    ORDER BY has_parent, start_ns
    LIMIT 1
  ),
  start_ns = least(t.start_ns, excluded.start_ns),
  end_ns = greatest(t.end_ns, excluded.end_ns),
  span_count = t.span_count + excluded.span_count,
  error_count = t.error_count + excluded.error_count,
  severity = greatest(t.severity, excluded.severity),
  services = CASE WHEN t.services @> excluded.services THEN t.services
    ELSE ARRAY(SELECT DISTINCT unnest(t.services || excluded.services) ORDER BY 1) END,
  events = CASE WHEN t.events @> excluded.events THEN t.events
    ELSE ARRAY(SELECT DISTINCT unnest(t.events || excluded.events) ORDER BY 1) END,
  conversation_id = coalesce(t.conversation_id, excluded.conversation_id)
`;
