import { readFileSync, writeFileSync } from 'node:fs';
import { decode, encodeOperator, type KeyPair, type Operator } from '@nats-io/jwt';

/**
 * The operator's JWT, made once for these keys: a server does not take another one in at a reload, and a new one would
 * differ in its time at least.
 */
export async function operatorJwt(file: string, operator: KeyPair, system: KeyPair): Promise<string> {
  const kept = readKept(file);
  if (kept && isFor(kept, operator, system)) return kept;
  const jwt = await encodeOperator('waybill', operator, { system_account: system.getPublicKey() });
  writeFileSync(file, jwt);
  return jwt;
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isFor(jwt: string, operator: KeyPair, system: KeyPair): boolean {
  try {
    const { sub, nats } = decode<Operator>(jwt);
    return sub === operator.getPublicKey() && nats.system_account === system.getPublicKey();
  } catch {
    return false; // cut off, or edited: made again
  }
}
