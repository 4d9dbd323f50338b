/** As the order service's tables are, without what only its features need. */
export const BARE_TABLES = {
  bare_order:
    'id uuid PRIMARY KEY, customer text NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL',
  bare_line:
    'order_id uuid, line int, product text NOT NULL, quantity int NOT NULL, PRIMARY KEY (order_id, line)',
  bare_outbox:
    'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id uuid NOT NULL, subject text NOT NULL, headers jsonb NOT NULL, payload jsonb NOT NULL',
};
