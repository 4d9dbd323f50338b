export function StreamsPage() {
  return <h1>Outbox and streams</h1>;
}
