import { Link } from 'wouter';

/** Leads to the experiment that ends with a dead letter. */
export function CreatePoison() {
  return <Link href="/faults?experiment=poison">Create one on the Faults page</Link>;
}
