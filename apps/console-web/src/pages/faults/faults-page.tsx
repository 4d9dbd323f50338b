export function FaultsPage() {
  return <h1>Faults</h1>;
}
