import type { AuditEntry } from '@waybill/console-api';

/** Who it was, and how far that can be relied on. */
export function nameWords({ by, verifiedBy }: Pick<AuditEntry, 'by' | 'verifiedBy'>): string {
  if (by === undefined) return 'not said';
  return verifiedBy === undefined ? `${by}, as said` : by;
}

/** `reason: we move, forMs: 600000`; what has no value is left out. */
export function detailWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
